#pragma once

#include <span>
#include <string>

#include "migrate/dialect.hpp"

namespace migrate {

/// Operations as an up and a down section of an SQL file, for one dialect. `before` is the schema
/// that they begin with. What loses data has a comment `-- destructive:` above it. Where the way
/// back cannot be told, `irreversible` says why, and the section is marked so.
std::string sql_sections(std::span<const Operation> operations, const Schema& before,
                         const Dialect& dialect, std::string& irreversible);

/// The statements of operations, each with its semicolon, with the comments.
std::string sql_text(std::span<const Operation> operations, const Schema& before,
                     const Dialect& dialect);

}  // namespace migrate
