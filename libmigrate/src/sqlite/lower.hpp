#pragma once

#include "migrate/schema/values.hpp"

namespace migrate::sqlite {

/// A table of a portable schema as SQLite has it, and as it is reflected there:
/// - an enum is TEXT with a CHECK that is named enum_<type>_<column>;
/// - an identity column that is the whole primary key is its INTEGER rowid;
/// - texts are SQLite's own; comments, storage parameters and INCLUDE, which change no result, go.
/// Throws Error{ErrorCode::revision} for what would be something else without it: arrays, exclusion
/// constraints, partitions, row security, deferrable unique keys, other kinds of index. `types` has
/// the enums.
Table lowered(Table table, const Schema& types);

/// The condition of an enum's CHECK.
std::string enum_condition(const std::string& column, const std::vector<std::string>& values);

/// Its name.
std::string enum_check_name(const std::string& type, const std::string& column);

}  // namespace migrate::sqlite
