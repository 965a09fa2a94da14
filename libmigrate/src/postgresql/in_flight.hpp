#pragma once

#include <string_view>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

/// Asks the catalog what became of a bare statement that was running when its process died;
/// Dialect::in_flight(). What a half-done CREATE INDEX or REINDEX CONCURRENTLY left is dropped. Not
/// known: an index without a name, leftovers of a REINDEX of a whole schema (they stay), any kind
/// of statement that is not named in in_flight.cpp.
InFlight in_flight(Connection& connection, std::string_view statement);

}  // namespace migrate::postgresql
