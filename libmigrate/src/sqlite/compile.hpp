#pragma once

#include <span>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// Dialect::compile() for SQLite. ALTER TABLE where it does the right thing; else one rebuild for
/// all operations in a row that are about one table (rebuild.hpp). Where `before` is empty, what
/// needs no knowledge of its table (create_index, add_column by ALTER TABLE) is taken to have one.
std::vector<Statement> compile(std::span<const Operation> operations, const Schema& before);

}  // namespace migrate::sqlite
