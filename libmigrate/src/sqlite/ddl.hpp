#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/schema/values.hpp"

namespace migrate::sqlite {

/// `name TYPE COLLATE … NOT NULL DEFAULT … AS (…)`, without keys and checks.
std::string column_definition(const Column& column);

/// The whole CREATE TABLE of a table of SQLite's own (see lower.hpp), under another name where
/// `name` is given.
std::string table_definition(const Table& table, std::string_view name = {});

/// `CREATE INDEX name ON table (…)`.
std::string index_definition(const Index& index, std::string_view table);

/// `a, b`, quoted where they must be.
std::string name_list(const std::vector<std::string>& names);

}  // namespace migrate::sqlite
