#pragma once

#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// Dialect::create() for SQLite. See lower.hpp for what becomes of a portable schema.
std::vector<Statement> create(const Schema& schema);

/// The statements that make one object: its text and what completes it; none for an enum, which is
/// a CHECK of the columns that have it. Throws Error{ErrorCode::revision} for a kind that SQLite
/// does not have.
std::vector<Statement> create_object(const Object& object);

}  // namespace migrate::sqlite
