#include "postgresql/lock.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <thread>

#include "base/time_text.hpp"
#include "postgresql/sessions.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view lock_not_available = "55P03";
constexpr std::string_view feature_not_supported = "0A000";

/// A timeout as the server takes it: whole milliseconds in an int; 0 there means none.
std::string timeout(const std::optional<milliseconds>& value) {
  if (!value) return "DEFAULT";
  return std::to_string(std::clamp<milliseconds::rep>(value->count(), 0, 2'147'483'647));
}

struct Holder {
  std::string pid = {};
  std::string text = {};  ///< describe_session()
};

/// Who holds a lock in pg_locks that `condition` picks; nobody where the holder just went.
std::optional<Holder> holder(Connection& connection, const std::string& condition) {
  const auto rows = connection.query(
      "SELECT " + std::string(session_columns) +
      " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
      " WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid()"
      " AND l.database = (SELECT oid FROM pg_catalog.pg_database"
      " WHERE datname = pg_catalog.current_database()) AND " +
      condition + " ORDER BY a.xact_start LIMIT 1");
  if (rows.empty()) return std::nullopt;
  return Holder{.pid = rows.front().at(0).value_or("?"), .text = describe_session(rows.front(), 0)};
}

[[noreturn]] void throw_busy(const std::string& what, milliseconds wait,
                             const std::optional<Holder>& by) {
  const std::string waited =
      wait.count() <= 0 ? " (not waiting, as asked)" : " after waiting " + duration_text(wait);
  throw Error({.code = ErrorCode::busy,
               .message = what + " is still held by " +
                          (by ? by->text : "a session that has just gone") + waited,
               .hint = "wait for it, or give more time with `wait`"});
}

void rollback_quietly(Connection& connection) noexcept {
  try {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
  } catch (const std::exception&) {
    // The connection is lost, and the transaction with it.
  }
}

/// Picks the advisory lock of this key from pg_locks, as `l`.
std::string advisory(const std::string& key) {
  return "l.locktype = 'advisory' AND l.objsubid = 1 AND"
         " ((l.classid::bigint << 32) | l.objid::bigint) = " +
         key;
}

/// A session advisory lock that is held.
class AdvisoryHold final : public QueueHold {
 public:
  AdvisoryHold(Connection& connection, std::string key)
      : connection_(connection), key_(std::move(key)) {}

  [[nodiscard]] bool still_held() override {
    held_ = connection_
                .query(
                    "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l"
                    " WHERE l.pid = pg_catalog.pg_backend_pid() AND " +
                    advisory(key_) + ")")
                .at(0)
                .at(0) == "t";
    return held_;
  }

  ~AdvisoryHold() override {
    if (!held_ || !unlock()) return;
    // The request to interrupt was meant for somebody else.
    unlock();
    connection_.interrupt();
  }

 private:
  /// Returns true when it was interrupted.
  bool unlock() {
    try {
      connection_.query("SELECT pg_catalog.pg_advisory_unlock(" + key_ + ")");
    } catch (const Error& error) {
      // After a loss the lock has gone with the session.
      return error.code() == ErrorCode::interrupted;
    } catch (const std::exception&) {  // a destructor must not throw
    }
    return false;
  }

  Connection& connection_;
  std::string key_;
  bool held_ = true;
};

/// Waits between two polls: longer each time, and never in step with others.
class Backoff {
 public:
  void sleep(milliseconds most) {
    std::uniform_int_distribution<milliseconds::rep> jitter(delay_.count() / 2, delay_.count());
    std::this_thread::sleep_for(std::min(milliseconds(jitter(random_)), most));
    delay_ = std::min(delay_ * 2, milliseconds(500));
  }

 private:
  milliseconds delay_ = milliseconds(10);
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

std::string set_timeouts(const StepScope& scope) {
  return "SET LOCAL lock_timeout = " + timeout(scope.lock_timeout) +
         "; SET LOCAL statement_timeout = " + timeout(scope.statement_timeout);
}

void refuse_standby(Connection& connection, const Error& error) {
  // "cannot set transaction read-write mode during recovery" is one of many features not supported.
  if (error.info().sqlstate != feature_not_supported ||
      connection.query("SELECT pg_catalog.pg_is_in_recovery()").at(0).at(0) != "t") {
    return;
  }
  throw Error({.code = ErrorCode::connection,
               .message = "the server is a standby, which cannot be written to",
               .hint = "let the URL lead to the primary: name every host, and add "
                       "target_session_attrs=read-write"});
}

std::string set_bare_timeouts(const StepScope& scope, std::string_view statement) {
  bool concurrently = false;
  for (Words words(statement, std::string_view::npos); !words.done(); words.skip()) {
    concurrently = concurrently || words.at("CONCURRENTLY");
  }
  return "SET lock_timeout = " + (concurrently ? "0" : timeout(scope.lock_timeout)) +
         "; SET statement_timeout = " + timeout(scope.statement_timeout);
}

void begin_step(Connection& connection, const StepScope& scope, const std::string& table) {
  const bool waits = scope.wait.count() > 0;
  // READ WRITE: a role whose default_transaction_read_only is on can still migrate, since to run a
  // migration is to ask for writing. The session's own timeouts must not cut the wait short.
  const std::string statements =
      "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL statement_timeout = 0; "
      "SET LOCAL lock_timeout = " +
      timeout(waits ? scope.wait : milliseconds(0)) + "; LOCK TABLE " + table +
      " IN EXCLUSIVE MODE" + (waits ? "" : " NOWAIT") + "; " + set_timeouts(scope);
  try {
    connection.execute(statements);
  } catch (const Error& error) {
    rollback_quietly(connection);
    refuse_standby(connection, error);
    if (error.info().sqlstate != lock_not_available) throw;
    throw_busy("the version table " + table, scope.wait,
               holder(connection,
                      "l.locktype = 'relation' AND l.mode <> 'AccessShareLock'"
                      " AND l.relation = pg_catalog.to_regclass(" +
                          literal(table) + ")"));
  }
}

std::unique_ptr<QueueHold> queue(Connection& connection, const std::string& schema,
                                 const std::string& version_table, milliseconds wait,
                                 Observer& observer) {
  // Behind a pooler another process runs our statements than the one that shook hands: a session's
  // lock there excludes nobody and is never given back. So it is not even tried for.
  const std::string attempt =
      "SELECT k.key, CASE WHEN pg_catalog.pg_backend_pid() = " +
      std::to_string(connection.backend_pid()) +
      " THEN pg_catalog.pg_try_advisory_lock(k.key) END"
      " FROM (SELECT pg_catalog.hashtextextended(pg_catalog.concat_ws('.', 'migrate',"
      " pg_catalog.quote_ident(" +
      schema + "), pg_catalog.quote_ident(" + literal(version_table) +
      ")) COLLATE \"C\", 0) OFFSET 0) AS k(key)";
  const auto deadline = std::chrono::steady_clock::now() + wait;
  Backoff backoff;
  std::optional<Holder> seen;
  while (true) {
    const Row row = connection.query(attempt).at(0);
    const std::string key = row.at(0).value_or("0");
    if (!row.at(1)) return nullptr;
    if (*row.at(1) == "t") return std::make_unique<AdvisoryHold>(connection, key);

    const auto by = holder(connection, advisory(key));
    if (by && (!seen || seen->pid != by->pid)) {
      observer.on(
          {.kind = Event::Kind::waiting, .text = "waiting for another runner: " + by->text});
      seen = by;
    }
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) throw_busy("the queue of runners", wait, by ? by : seen);
    backoff.sleep(left);
  }
}

}  // namespace migrate::postgresql
