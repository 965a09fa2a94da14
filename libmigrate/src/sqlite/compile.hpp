#pragma once

#include <span>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// Dialect::compile() for SQLite. ALTER TABLE where it does the right thing; else one rebuild for
/// all operations in a row that are about one table (rebuild.hpp).
std::vector<Statement> compile(std::span<const Operation> operations, const Schema& before);

}  // namespace migrate::sqlite
