#pragma once

#include <memory>

#include "migrate/db.hpp"
#include "migrate/dialect.hpp"

namespace migrate::sqlite {

/// Opens a file (or memory) as cli.md says: reading commands without creating and with
/// `PRAGMA query_only`, because a read-only open cannot recover a journal that a crash left.
std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                    Observer& observer);

/// A connection on the application's own sqlite3*, which it keeps. Throws Error{ErrorCode::usage}
/// where that is in a transaction. While the connection lives, busy handler, progress handler and
/// authorizer are the library's; the busy time-out and the enforcement of foreign keys are put
/// back.
std::unique_ptr<Connection> adopt(void* handle, const ConnectOptions& options, Observer& observer);

/// A copy of the whole database in a file of its own, which is gone when the connection is.
std::unique_ptr<Connection> copy(Connection& connection, const ConnectOptions& options,
                                 Observer& observer);

}  // namespace migrate::sqlite
