#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "migrate/dialect.hpp"

namespace migrate::postgresql {

/// Opens a step's transaction and locks `table` (quoted) in it against other runners, in one round
/// trip; Dialect::begin_step(). The lock is waited for as long as `scope.wait` allows, whatever the
/// timeouts of the session or the step. Throws Error{busy} naming the holder.
void begin_step(Connection& connection, const StepScope& scope, const std::string& table);

/// A transaction that writes could not be opened because of `error`: throws a clearer one where the
/// server is a standby. Outside a transaction.
void refuse_standby(Connection& connection, const Error& error);

/// The statements that set the timeouts of a step's statements, for its transaction only: a
/// session's setting would outlive the step, and behind a pooler reach other clients.
std::string set_timeouts(const StepScope& scope);

/// The same for one statement outside a transaction, for the session; Dialect::begin_bare().
std::string set_bare_timeouts(const StepScope& scope, std::string_view statement);

/// A session advisory lock keyed on (database, schema, version table), where `schema` is an SQL
/// expression; Dialect::queue(). It is polled for: a session that waits inside pg_advisory_lock()
/// holds a snapshot that CREATE INDEX CONCURRENTLY of the holder would wait for, for ever.
std::unique_ptr<QueueHold> queue(Connection& connection, const std::string& schema,
                                 const std::string& version_table, std::chrono::milliseconds wait,
                                 Observer& observer);

}  // namespace migrate::postgresql
