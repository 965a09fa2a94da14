#pragma once

#include <string_view>
#include <vector>

#include "migrate/schema/values.hpp"

namespace migrate {

/// The schema in the one order that values.hpp tells of, so that schemas that say the same are
/// equal. What a primary key says by itself is said of its columns: they are not nullable
/// (on SQLite: where the table is WITHOUT ROWID or the column is its rowid). A NOT NULL that is not
/// there has no name and no conflict clause.
Schema normalized(Schema schema);

/// The same for one table of a schema of that dialect.
Table normalized(Table table, std::string_view dialect);

/// Is the table's primary key its rowid (SQLite: one column of type INTEGER, not descending)?
bool has_rowid_key(const Table& table);

/// A table or an object of a schema; the other one is null.
struct Item {
  const Table* table = nullptr;
  const Object* object = nullptr;
};

/// Everything of a schema in an order in which it can be made: what depends on something comes
/// after it (`depends_on`, an object's table, a column's enum, a parent table, and foreign keys as
/// far as they run in no circle). Otherwise objects that tables may need, tables, the other
/// objects, in the schema's own order. The pointers are into `schema`.
std::vector<Item> creation_order(const Schema& schema);

}  // namespace migrate
