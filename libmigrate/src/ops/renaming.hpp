#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ops/lookup.hpp"

namespace migrate::ops {

/// Renames the table of this name, and whatever else of the schema refers to it by name: foreign
/// keys, triggers, partitions, what depends on it. The texts of views and triggers are the
/// database's to change.
void rename_table(Schema& schema, const Lookup& lookup, Table& table, const std::string& new_name);

/// Renames a column, and whatever else of the schema refers to it by name: keys, indexes, the
/// expressions of its own table, foreign keys that refer to it.
void rename_column(Schema& schema, const Lookup& lookup, Table& table, Column& column,
                   const std::string& new_name);

/// Drops a column, and with it what is made of it: its table's keys, constraints and indexes that
/// name it, sequences that it owns.
void drop_column(Schema& schema, const Lookup& lookup, Table& table, const std::string& column);

/// Does an SQL expression name this column? Names that are called as functions, and what stands in
/// strings and comments, are none.
bool mentions(std::string_view expression, std::string_view column);

/// The expression with every such name replaced.
std::string renamed(std::string_view expression, std::string_view column,
                    std::string_view new_name);

}  // namespace migrate::ops
