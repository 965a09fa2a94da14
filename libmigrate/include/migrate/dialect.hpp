#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/db.hpp"
#include "migrate/ops.hpp"
#include "migrate/schema/values.hpp"

namespace migrate {

/// The tables that are the library's own. `history` empty = switched off. `schema` is used on
/// PostgreSQL only; empty = not qualified, until schema_expression() has told it.
struct OwnTables {
  std::string schema = {};
  std::string version = "migrate_version";
  std::string history = "migrate_history";
  std::string journal = "migrate_journal";
};

/// How a connection is opened.
struct ConnectOptions {
  /// Reading commands open without creating and may not write (cli.md: SQLite's query_only).
  bool read_only = false;
  bool create = false;                             ///< SQLite: make the file when it is missing
  std::chrono::milliseconds wait_for_server = {};  ///< PostgreSQL: to come up; 0 = not at all
  bool foreign_keys = true;  ///< SQLite: enforce foreign keys (the key `foreign_keys`)
  std::chrono::milliseconds wait =
      std::chrono::minutes(10);  ///< for another writer; 0 = not at all
};

/// What a step's transaction is to be like.
struct StepScope {
  OwnTables tables = {};
  std::chrono::milliseconds wait = std::chrono::minutes(10);  ///< for the claim on the version rows
  bool foreign_keys = true;       ///< SQLite: enforcement outside sections that say otherwise
  bool foreign_keys_off = false;  ///< SQLite: this section runs without enforcement
  bool session_changed = false;   ///< a statement with StatementTraits::session was run
  bool put_back = false;  ///< put_back() was done in what was committed, behind the user's body
  /// PostgreSQL: the section's own, else the configuration's; none = as the session has it.
  std::optional<std::chrono::milliseconds> lock_timeout = std::chrono::seconds(5);
  std::optional<std::chrono::milliseconds> statement_timeout = {};
};

/// What a user's statement is, by its words alone.
struct StatementTraits {
  bool transaction_control = false;  ///< BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT,
                                     ///< PREPARE TRANSACTION; savepoints are not
  bool session = false;       ///< PRAGMA, SET, RESET, ATTACH: lost with the connection, so executed
                              ///< again before a half-done section is resumed
  bool bare = false;          ///< known to be refused or ignored inside a transaction
  bool temporary = false;     ///< makes a temporary object
  bool foreign_keys = false;  ///< PRAGMA foreign_keys
};

/// What became of a bare statement that was running when its process died.
enum class InFlight {
  done,     ///< the catalog shows it took effect
  run,      ///< it did not, or doing it again is harmless (leftovers were removed)
  unknown,  ///< the catalog cannot tell
};

/// One statement of a compiled operation.
struct Statement {
  std::string text = {};  ///< without a semicolon
  bool bare = false;      ///< cannot run in a transaction (CONCURRENTLY)
  /// The text is a query of the library's own, whose first value must be this.
  std::optional<std::string> expected = {};
  /// What is wrong where the query gives another value (`{}` stands for that) or, before the
  /// database's own message, where the statement fails.
  std::string complaint = {};
  bool foreign_keys_off = false;  ///< SQLite: its step runs without enforcement of foreign keys
  /// SQLite: the table, as it was called at first, whose rebuild this is a part of; `around` are
  /// those that the executor does by itself around a section with the option `rebuilds:`.
  std::string rebuilds = {};
  bool around = false;
  /// Which of the compiled operations it is for, so that an error finds its place in the file; of
  /// those that are done together the first.
  std::size_t operation = 0;
  bool operator==(const Statement&) const = default;
};

/// Runs a compiled statement under `fence`, and holds it against what is expected of it.
void run(Connection& connection, const Statement& statement, const Fence& fence);

/// What of a database is looked at. Own tables and other tools' version tables are left out unless
/// `include` names them.
struct ReflectOptions {
  OwnTables tables = {};
  std::vector<std::string> schemas = {};  ///< PostgreSQL: globs; empty = the connection's own
  std::vector<std::string> include = {};  ///< globs of table names; empty = all
  std::vector<std::string> exclude = {};
};

/// A database's structure, and what of it the model has no place for.
struct Reflection {
  Schema schema = {};
  std::vector<std::string> warnings = {};  ///< each names the thing; sorted
};

/// A hold on the queue of runners; given up when destroyed.
class QueueHold {
 public:
  virtual ~QueueHold() = default;

  /// False when a user's statement gave it up (DISCARD ALL, pg_advisory_unlock_all()).
  [[nodiscard]] virtual bool still_held() { return true; }
};

/// A kind of database: its spelling, its transactions, its ways to exclude others. Stateless; one
/// constant object a backend. Each function that takes a Connection talks to it through its public
/// face only, so that a wrapped connection works too.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// "sqlite", "postgresql": the URL's scheme and the `dialect:` option.
  [[nodiscard]] virtual std::string_view name() const = 0;

  [[nodiscard]] virtual std::string quote(std::string_view identifier) const = 0;
  [[nodiscard]] virtual std::string literal(std::string_view text) const = 0;
  [[nodiscard]] virtual StatementTraits traits(std::string_view statement) const = 0;

  /// A scalar SQL expression: the time as history rows have it (`2025-09-12T16:06:16.479Z`, UTC),
  /// for scripts that are printed now and run later.
  [[nodiscard]] virtual std::string_view now_text() const = 0;

  /// Opens a connection to a private copy of the database, for runs that are to leave no trace;
  /// null where that cannot be had and the whole is to be rolled back instead (PostgreSQL).
  [[nodiscard]] virtual std::unique_ptr<Connection> copy(Connection& /*connection*/,
                                                         const Url& /*url*/,
                                                         const ConnectOptions& /*options*/,
                                                         Observer& /*observer*/) const {
    return nullptr;
  }

  /// Opens a connection. `observer` gets notices and waiting; it must outlive the connection.
  [[nodiscard]] virtual std::unique_ptr<Connection> connect(const Url& url,
                                                            const ConnectOptions& options,
                                                            Observer& observer) const = 0;

  /// A connection on a handle that an application has open (sqlite3*, PGconn*), and keeps: it is
  /// not closed. What the library sets on it is put back when the connection is destroyed.
  [[nodiscard]] virtual std::unique_ptr<Connection> adopt(void* handle,
                                                          const ConnectOptions& options,
                                                          Observer& observer) const = 0;

  /// A scalar SQL expression: the schema of the own tables when the configuration names none (where
  /// the search_path finds the version table, else its first schema). `NULL` on SQLite. It is part
  /// of the one query that reads the rows, so that asking costs no round trip.
  [[nodiscard]] virtual std::string schema_expression(const OwnTables& tables) const = 0;

  /// Which of the own tables exist, as OwnTables with the missing ones' names empty.
  [[nodiscard]] virtual OwnTables existing(Connection& connection,
                                           const OwnTables& tables) const = 0;

  /// CREATE TABLE IF NOT EXISTS for the own tables. The version table has Alembic's shape.
  [[nodiscard]] virtual std::vector<std::string> create_own_tables(
      const OwnTables& tables) const = 0;

  /// Own table's name, qualified and quoted.
  [[nodiscard]] virtual std::string own(const OwnTables& tables, std::string_view table) const = 0;

  /// Opens a transaction that writes, without claiming the version rows yet (for making tables).
  virtual void begin(Connection& connection) const = 0;

  /// Opens a step's transaction and claims the version rows in it: SQLite BEGIN IMMEDIATE (with
  /// enforcement of foreign keys off before it where asked), PostgreSQL BEGIN, then
  /// LOCK TABLE … IN EXCLUSIVE MODE. Returns when the claim holds.
  virtual void begin_step(Connection& connection, const StepScope& scope) const = 0;

  /// Commits. A connection lost here is Error{ErrorCode::in_doubt}.
  virtual void commit(Connection& connection) const = 0;

  /// Rolls back; never throws: a connection that is lost has rolled back.
  virtual void rollback(Connection& connection) const noexcept = 0;

  /// Puts the session back as connect() made it, outside a transaction: whatever a user's body
  /// set (search_path, role, PRAGMAs) is gone. Also after begin_step(), committed or rolled back.
  virtual void restore_session(Connection& connection, const StepScope& scope) const = 0;

  /// Statements that do the same inside a transaction, and set the scope's time-outs again. Empty
  /// on SQLite, whose PRAGMAs do nothing there.
  [[nodiscard]] virtual std::string put_back(const StepScope& /*scope*/) const { return {}; }

  /// Makes sure that statements outside a transaction reach the session that those before them
  /// reached, and keeps what was locked in it. Throws Error{ErrorCode::state} with the remedy where
  /// they do not (a pooler in transaction mode), or where that cannot be told.
  virtual void require_session(Connection& /*connection*/) const {}

  /// Before and after a bare statement: its time-outs, since there is no transaction to set them
  /// in. CONCURRENTLY waits for locks without end: a time-out would leave an INVALID index behind.
  virtual void begin_bare(Connection& /*connection*/, const StepScope& /*scope*/,
                          std::string_view /*statement*/) const {}
  virtual void end_bare(Connection& /*connection*/) const {}

  /// Violations of foreign keys in `tables` and in the tables that refer to them, as countable
  /// texts; empty where the database enforces them itself. See sqlite/foreign_keys.hpp.
  [[nodiscard]] virtual std::vector<std::string> foreign_key_violations(
      Connection& connection, const std::vector<std::string>& tables) const = 0;

  /// Did this statement fail because it must not run in a transaction?
  [[nodiscard]] virtual bool refused_in_transaction(const ErrorInfo& error) const = 0;

  /// Did creating the own tables fail because another process made them at the same moment?
  [[nodiscard]] virtual bool lost_creation_race(const ErrorInfo& error) const = 0;

  /// Asks the catalog about a bare statement that was in flight when its process died, and removes
  /// what a half-done one left (an INVALID index).
  [[nodiscard]] virtual InFlight in_flight(Connection& connection,
                                           std::string_view statement) const = 0;

  /// Queues behind other runners on (database, schema, version table) and returns the hold, or
  /// null where the database has none to give (SQLite; a pooler). Throws Error{ErrorCode::busy}
  /// after `wait`, naming the holder.
  [[nodiscard]] virtual std::unique_ptr<QueueHold> queue(Connection& connection,
                                                         const OwnTables& tables,
                                                         std::chrono::milliseconds wait,
                                                         Observer& observer) const = 0;

  /// The type that the database reports as `text`: a portable one where type_text() gives back
  /// exactly that, else a native one.
  [[nodiscard]] virtual Type type_of(std::string_view text) const = 0;

  /// How a type is written in this database's DDL.
  [[nodiscard]] virtual std::string type_text(const Type& type) const = 0;

  /// Reads the database's structure. Writes nothing; the number of queries does not grow with the
  /// number of tables.
  [[nodiscard]] virtual Reflection reflect(Connection& connection,
                                           const ReflectOptions& options) const = 0;

  /// The statements that make a whole schema in an empty database, in an order that works.
  [[nodiscard]] virtual std::vector<Statement> create(const Schema& schema) const = 0;

  /// SQLite: the shape of a table (columns, constraints, indexes, triggers) in 16 hexadecimal
  /// digits, for the option `rebuilds:TABLE=FINGERPRINT` of a section. Empty: it has none to tell.
  [[nodiscard]] virtual std::string fingerprint(const Schema& /*schema*/,
                                                std::string_view /*table*/) const {
    return {};
  }

  /// SQLite: what is done around statements that rebuild a table, and after them what makes sure
  /// that nothing of it is lost and nothing about it broken. See sqlite/rebuild.hpp.
  [[nodiscard]] virtual std::vector<Statement> begin_rebuild(const Table& /*before*/) const {
    return {};
  }
  [[nodiscard]] virtual std::vector<Statement> end_rebuild(const Table& /*before*/,
                                                           const Schema& /*after*/) const {
    return {};
  }

  /// The statements of operations that are done one after the other on a database of the shape
  /// `before`. Those that only a rebuild of one table can do on SQLite become one rebuild.
  [[nodiscard]] virtual std::vector<Statement> compile(std::span<const Operation> operations,
                                                       const Schema& before) const = 0;
};

namespace sqlite {
/// The SQLite backend.
const Dialect& dialect();
}  // namespace sqlite

namespace postgresql {
/// The PostgreSQL backend.
const Dialect& dialect();
}  // namespace postgresql

}  // namespace migrate
