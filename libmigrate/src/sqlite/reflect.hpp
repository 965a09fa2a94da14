#pragma once

#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// Dialect::reflect() for SQLite: one query, whatever is in the database.
Reflection reflect(Connection& connection, const ReflectOptions& options);

}  // namespace migrate::sqlite
