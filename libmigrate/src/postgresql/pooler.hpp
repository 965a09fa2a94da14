#pragma once

#include <string>

#include "migrate/db.hpp"

namespace migrate::postgresql {

/// Asks for the number of the server process that runs it.
inline const std::string server_process = "SELECT pg_catalog.pg_backend_pid()";

/// `connection` leads through a pooler to the server process `pid`: is that its own until it ends?
/// Opens up to some ten more connections to `url`, and closes them.
///
/// A pooler in transaction mode gives a session back to its pool after each statement, so somebody
/// else gets it at once; one in session mode must open more sessions, or let others wait:
///
///  - another connection got the process `pid`, or this one got another: shared;
///  - others were given new ones three times, though this one's was idle: own;
///  - another must wait, and this one, which came behind it, need not: own;
///  - neither is seen in time: unknown.
Connection::Session session_behind_pooler(const Url& url, Connection& connection, std::int64_t pid);

}  // namespace migrate::postgresql
