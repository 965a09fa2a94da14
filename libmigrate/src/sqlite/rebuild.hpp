#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// A table that is made anew, because ALTER TABLE cannot make it what it is to be.
/// https://sqlite.org/lang_altertable.html#otheralter, corrected by what was measured: enforcement
/// of foreign keys is off before the transaction begins (Statement::foreign_keys_off), else DROP
/// TABLE deletes the rows of children; the new table takes the old one's name, never the other way
/// round, else children follow the old one; with legacy_alter_table on, else views and triggers
/// over the table stop the renaming.
struct Rebuild {
  Table from = {};
  Table to = {};
  /// How a column of `to` gets its values, by its name in lower case; what is not here has its
  /// default.
  std::map<std::string, std::string> values = {};
  /// What NULLs become in a column, by its name in lower case.
  std::map<std::string, std::string> backfills = {};
};

/// All of it: what is done around, the copy, the indexes and the triggers that `schema` has on the
/// table. `schema` is as it is afterwards.
std::vector<Statement> rebuild(const Schema& schema, const Rebuild& change);

/// What is done around a rebuild, ours or one that stands in a revision file. Afterwards the table
/// in `after` must have the AUTOINCREMENT counter and the number of rows that it had, and what is
/// about it must be in order.
std::vector<Statement> begin_rebuild(const Table& from);
std::vector<Statement> end_rebuild(const Table& from, const Schema& after);

/// Checks that the views and triggers of `schema` that are about the table can still be compiled.
/// `views` = false: SQLite itself has looked at them.
std::vector<Statement> check_dependents(const Schema& schema, const std::string& table,
                                        bool views = true);

/// The shape of a table in 16 hexadecimal digits: columns, constraints, indexes, triggers.
/// Empty where there is no such table.
std::string fingerprint(const Schema& schema, std::string_view table);

}  // namespace migrate::sqlite
