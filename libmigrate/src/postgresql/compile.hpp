#pragma once

#include <span>
#include <vector>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

/// Dialect::create(): what depends on something comes after it; foreign keys and the owners of
/// sequences follow when every table is there, what would see the rest being made comes last.
std::vector<Statement> create(const Schema& schema);

/// Dialect::compile(). An operation is compiled from what it carries; `before` serves where the
/// values that are to be replaced are not carried (an enum that is made anew, a column that is
/// generated otherwise).
std::vector<Statement> compile(std::span<const Operation> operations, const Schema& before);

}  // namespace migrate::postgresql
