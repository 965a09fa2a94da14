#pragma once

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

/// Dialect::reflect(): a fixed number of queries on the catalogs in one transaction that only reads
/// (a savepoint where the caller has a transaction open). Names of the schemas that the
/// connection's search_path finds print without their schema. The parts are in reflect_*.cpp.
Reflection reflect(Connection& connection, const ReflectOptions& options);

}  // namespace migrate::postgresql
