#pragma once

#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// INSERT statements of some hundred rows each.
std::vector<Statement> bulk_insert(const ops::BulkInsert& operation);

/// The statements of its text for SQLite.
std::vector<Statement> execute(const ops::Execute& operation);

}  // namespace migrate::sqlite
