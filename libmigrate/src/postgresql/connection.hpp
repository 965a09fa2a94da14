#pragma once

#include <memory>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

/// Opens a connection: libpqxx on a PGconn of our own. `observer` gets the server's notices and
/// must outlive the connection. Errors: open.hpp.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                    Observer& observer);

}  // namespace migrate::postgresql
