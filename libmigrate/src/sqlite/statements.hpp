#pragma once

#include <string_view>

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// Dialect::traits() for SQLite.
StatementTraits statement_traits(std::string_view statement);

}  // namespace migrate::sqlite
