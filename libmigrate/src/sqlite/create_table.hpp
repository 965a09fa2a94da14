#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/schema/values.hpp"

namespace migrate::sqlite {

/// What a CREATE TABLE statement says, as SQLite keeps it in sqlite_schema. The pragmas hide much
/// of it: CHECKs, names of constraints, conflict clauses, generated expressions, deferrability.
struct ParsedTable {
  Table table = {};
  /// What has no effect in SQLite and no place in the model: `the name x of a DEFAULT`.
  std::vector<std::string> left_out = {};
};

/// Throws Error for a text that SQLite would not have kept.
ParsedTable parse_table(std::string_view statement);

/// CREATE INDEX … ON `table` …
Index parse_index(std::string_view statement, const Table& table);

}  // namespace migrate::sqlite
