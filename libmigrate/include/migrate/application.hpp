#pragma once

#include <memory>
#include <string_view>

#include "migrate/registry.hpp"
#include "migrate/runtime.hpp"

struct sqlite3;
struct pg_conn;

/// An application that brings its database up at start-up, with the engine, locks, history and
/// checks of the command line:
///
///     migrate::upgrade("sqlite:///app.db", app::revisions());
///
/// Any number of threads and processes may do so at once, each with a Database of its own: one
/// runs what is to be run, the others wait and find it done. With nothing to do it is one read.
namespace migrate {

/// An open database.
struct Database {
  std::unique_ptr<Connection> connection;
  const Dialect* dialect;  ///< lives as long as the process
};

/// Receives events and forgets them.
Observer& silent_observer();

/// Opens a URL; a SQLite file that does not exist is made. Throws Error.
Database open_database(std::string_view url, const ConnectOptions& options = {.create = true},
                       Observer& observer = silent_observer());

namespace sqlite {
/// The application's own handle, which must outlive the Database and is not closed. Until that is
/// destroyed its busy handler, progress handler and authorizer are the library's; afterwards it has
/// none, and the busy time-out and the enforcement of foreign keys that it had. Throws
/// Error{ErrorCode::usage} for a handle that is in a transaction.
Database adopt(sqlite3* handle, const ConnectOptions& options = {},
               Observer& observer = silent_observer());
}  // namespace sqlite

namespace postgresql {
/// The application's own PGconn, which must outlive the Database and is not closed. Its session is
/// put back to what it was connected with (RESET ALL); its encoding is UTF8, and a notice receiver
/// must be set again. Throws Error{ErrorCode::usage} for a connection that is lost or in a
/// transaction.
Database adopt(pg_conn* handle, Observer& observer = silent_observer());
}  // namespace postgresql

/// Brings the database up to the target. What there is to say goes to `observer`. Throws Error;
/// what was done before stays done, and calling again goes on.
RunResult upgrade(const Database& database, const Registry& revisions,
                  std::string_view target = "head", const RunSettings& settings = {},
                  Observer& observer = silent_observer());

/// Opens the database for this alone.
RunResult upgrade(std::string_view url, const Registry& revisions, std::string_view target = "head",
                  const RunSettings& settings = {}, Observer& observer = silent_observer());

}  // namespace migrate
