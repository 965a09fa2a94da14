#pragma once

#include <span>
#include <string>

#include "migrate/dialect.hpp"

namespace migrate {

/// Operations as an up and a down section of an SQL file for each of the dialects; where they are
/// several, each section says whose it is. `before` is the schema that they begin with. What loses
/// data has a comment `-- destructive:` above it. Where the way back cannot be told, `irreversible`
/// says why, and the file is marked so. `naming`: for constraints that have no name, where the
/// database drops them by name (PostgreSQL).
std::string sql_sections(std::span<const Operation> operations, const Schema& before,
                         std::span<const Dialect* const> dialects,
                         const ops::NamingConvention& naming, std::string& irreversible);

/// The statements of operations, each with its semicolon, with the comments.
std::string sql_text(std::span<const Operation> operations, const Schema& before,
                     const Dialect& dialect);

}  // namespace migrate
