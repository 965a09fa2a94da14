#pragma once

#include "migrate/db.hpp"
#include "postgresql/secrets.hpp"

struct pg_conn;

namespace migrate::postgresql {

/// A connection as libpq opened it; the caller finishes it.
struct Opened {
  pg_conn* connection = nullptr;
  Secrets secrets = {};
};

/// Opens `url` (everything libpq takes) without a statement of our own. client_encoding is UTF8;
/// application_name is `migrate` unless the URL or the environment names one. Throws
/// Error{configuration} for a URL that libpq cannot read and Error{connection} for a server that
/// cannot be reached; neither ever shows a password.
Opened open(const Url& url);

}  // namespace migrate::postgresql
