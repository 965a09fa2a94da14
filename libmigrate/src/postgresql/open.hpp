#pragma once

#include <chrono>

#include "migrate/db.hpp"
#include "postgresql/secrets.hpp"

struct pg_conn;

namespace migrate::postgresql {

/// A connection as libpq opened it; the caller finishes it.
struct Opened {
  pg_conn* connection = nullptr;
  bool lent = false;  ///< by an application, which keeps it
  Secrets secrets = {};
};

/// Opens `url` (everything libpq takes) without a statement of our own. client_encoding is UTF8;
/// application_name is `migrate`, a connection attempt ends after ten seconds, and a network that
/// went silent is noticed after a minute, unless the URL or the environment says otherwise. For so
/// long as `wait` a server that is not there, is starting up, or is a standby where a primary is
/// asked for, is tried again. Throws Error{configuration} for a URL that libpq cannot read and
/// Error{connection} for a server that cannot be reached; neither ever shows a password.
Opened open(const Url& url, std::chrono::milliseconds wait, Observer& observer);

/// What an application has open already: it stays its own.
Opened lend(pg_conn* connection);

/// How that was opened, for connections beside it.
Url url_of(pg_conn* connection);

/// Begins to do the same, and returns at once (PQconnectPoll()). Null: no memory.
pg_conn* start_opening(const Url& url);

}  // namespace migrate::postgresql
