#pragma once

#include <memory>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

/// Opens a connection: libpqxx on a PGconn of our own. `observer` gets the server's notices and
/// must outlive the connection. Errors: open.hpp.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                    Observer& observer);

/// A connection on an application's PGconn, which it keeps. Its session is put back to what it was
/// connected with (RESET ALL), its encoding is UTF8 and its notices are dropped, also afterwards,
/// until the application sets a receiver again.
std::unique_ptr<Connection> adopt(void* handle, Observer& observer);

}  // namespace migrate::postgresql
