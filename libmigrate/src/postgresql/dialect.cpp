#include "migrate/dialect.hpp"

#include "postgresql/compile.hpp"
#include "postgresql/connection.hpp"
#include "postgresql/in_flight.hpp"
#include "postgresql/lock.hpp"
#include "postgresql/reflect.hpp"
#include "postgresql/statements.hpp"
#include "postgresql/types.hpp"

namespace migrate::postgresql {
namespace {

/// Puts a session back. Its user comes first: that resets the role as well. The encoding must be
/// said again, since behind a pooler the session began with another's. Prepared statements must go
/// too, so that a section that prepares them can be resumed by the same run; but not where nothing
/// of the kind was run: a pooler may have some of other clients there. DISCARD ALL would drop the
/// queue's lock.
std::string reset(const StepScope& scope) {
  return std::string(
             "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL;"
             " SET client_encoding = 'UTF8'") +
         (scope.session_changed ? "; DEALLOCATE ALL" : "");
}

class PostgresqlDialect final : public Dialect {
 public:
  [[nodiscard]] std::string_view name() const override { return "postgresql"; }

  [[nodiscard]] std::string quote(std::string_view identifier) const override {
    return postgresql::quote(identifier);
  }

  [[nodiscard]] std::string literal(std::string_view text) const override {
    return postgresql::literal(text);
  }

  [[nodiscard]] StatementTraits traits(std::string_view statement) const override {
    return postgresql::traits(statement);
  }

  /// `options` names nothing that a session must hold: what reads only reads, and the timeouts are
  /// each step's own, so that a pooler's next client does not inherit them.
  [[nodiscard]] std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                                    Observer& observer) const override {
    return postgresql::connect(url, options, observer);
  }

  [[nodiscard]] std::unique_ptr<Connection> adopt(void* handle, const ConnectOptions& /*options*/,
                                                  Observer& observer) const override {
    return postgresql::adopt(handle, observer);
  }

  [[nodiscard]] std::string_view now_text() const override {
    return "to_char(now() AT TIME ZONE 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
  }
  [[nodiscard]] std::string schema_expression(const OwnTables& tables) const override;
  [[nodiscard]] OwnTables existing(Connection& connection, const OwnTables& tables) const override;
  [[nodiscard]] std::vector<std::string> create_own_tables(const OwnTables& tables) const override;

  [[nodiscard]] std::string own(const OwnTables& tables, std::string_view table) const override {
    return Name{.schema = tables.schema, .name = std::string(table)}.quoted();
  }

  void begin(Connection& connection) const override {
    try {
      connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    } catch (const Error& error) {
      rollback(connection);
      refuse_standby(connection, error);
      throw;
    }
  }

  void begin_step(Connection& connection, const StepScope& scope) const override {
    postgresql::begin_step(connection, scope, own(scope.tables, scope.tables.version));
  }

  void commit(Connection& connection) const override;
  void rollback(Connection& connection) const noexcept override;

  /// Whatever the statements were, since a function may have called set_config() where no word of
  /// a statement tells.
  void restore_session(Connection& connection, const StepScope& scope) const override {
    if (!scope.put_back) connection.execute(reset(scope));
  }

  [[nodiscard]] std::string put_back(const StepScope& scope) const override {
    return reset(scope) + "; " + set_timeouts(scope);
  }

  void require_session(Connection& connection) const override;

  void begin_bare(Connection& connection, const StepScope& scope,
                  std::string_view statement) const override {
    connection.execute(set_bare_timeouts(scope, statement));
  }

  void end_bare(Connection& connection) const override {
    connection.execute("RESET lock_timeout; RESET statement_timeout");
  }

  [[nodiscard]] std::vector<std::string> foreign_key_violations(
      Connection& /*connection*/, const std::vector<std::string>& /*tables*/) const override {
    return {};
  }

  [[nodiscard]] bool refused_in_transaction(const ErrorInfo& error) const override {
    return error.sqlstate == "25001";
  }

  [[nodiscard]] bool lost_creation_race(const ErrorInfo& error) const override;

  [[nodiscard]] InFlight in_flight(Connection& connection,
                                   std::string_view statement) const override {
    return postgresql::in_flight(connection, statement);
  }

  [[nodiscard]] std::unique_ptr<QueueHold> queue(Connection& connection, const OwnTables& tables,
                                                 std::chrono::milliseconds wait,
                                                 Observer& observer) const override {
    return postgresql::queue(connection, schema_expression(tables), tables.version, wait, observer);
  }

  [[nodiscard]] Type type_of(std::string_view text) const override {
    return postgresql::type_of(text);
  }
  [[nodiscard]] std::string type_text(const Type& type) const override {
    return postgresql::type_text(type);
  }
  [[nodiscard]] Reflection reflect(Connection& connection,
                                   const ReflectOptions& options) const override {
    return postgresql::reflect(connection, options);
  }
  [[nodiscard]] std::vector<Statement> create(const Schema& schema) const override {
    return postgresql::create(schema);
  }
  [[nodiscard]] std::vector<Statement> compile(std::span<const Operation> operations,
                                               const Schema& before) const override {
    return postgresql::compile(operations, before);
  }
};

std::string PostgresqlDialect::schema_expression(const OwnTables& tables) const {
  if (!tables.schema.empty()) return literal(tables.schema) + "::text";
  // A new session plans a join of the catalogs in 0.9 ms, and runs this in 0.2.
  return "coalesce((pg_catalog.pg_identify_object_as_address('pg_catalog.pg_class'::pg_catalog"
         ".regclass, pg_catalog.to_regclass(" +
         literal(quote(tables.version)) +
         "), 0)).object_names[1], pg_catalog.current_schema())::pg_catalog.text";
}

OwnTables PostgresqlDialect::existing(Connection& connection, const OwnTables& tables) const {
  const auto there = [&](const std::string& table) {
    if (table.empty()) return std::string("false");
    return "pg_catalog.to_regclass(" + literal(own(tables, table)) + ") IS NOT NULL";
  };
  const Row row = connection
                      .query("SELECT " + there(tables.version) + ", " + there(tables.history) +
                             ", " + there(tables.journal))
                      .at(0);
  OwnTables out = tables;
  if (row.at(0) != "t") out.version.clear();
  if (row.at(1) != "t") out.history.clear();
  if (row.at(2) != "t") out.journal.clear();
  return out;
}

std::vector<std::string> PostgresqlDialect::create_own_tables(const OwnTables& tables) const {
  const auto create = [&](const std::string& table, std::string_view columns) {
    return "CREATE TABLE IF NOT EXISTS " + own(tables, table) + " (\n" + std::string(columns) +
           "\n)";
  };
  std::vector<std::string> out = {
      create(tables.version, "  version_num VARCHAR(32) NOT NULL PRIMARY KEY")};
  if (!tables.history.empty()) {
    out.push_back(create(tables.history,
                         "  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,\n"
                         "  revision VARCHAR(32) NOT NULL,\n"
                         "  action VARCHAR(16) NOT NULL,\n"
                         "  outcome VARCHAR(16) NOT NULL,\n"
                         "  started_at VARCHAR(32) NOT NULL,\n"
                         "  duration_ms BIGINT NOT NULL,\n"
                         "  checksum VARCHAR(64),\n"
                         "  message TEXT,\n"
                         "  applied_by TEXT,\n"
                         "  tool_version TEXT,\n"
                         "  error TEXT"));
  }
  out.push_back(create(tables.journal,
                       "  revision VARCHAR(32) NOT NULL PRIMARY KEY,\n"
                       "  direction VARCHAR(8) NOT NULL,\n"
                       "  statements_done BIGINT NOT NULL,\n"
                       "  running_hash VARCHAR(64) NOT NULL,\n"
                       "  intent TEXT,\n"
                       "  started_at VARCHAR(32) NOT NULL"));
  return out;
}

void PostgresqlDialect::require_session(Connection& connection) const {
  const Connection::Session session = connection.session();
  if (session == Connection::Session::own) return;
  const bool shared = session == Connection::Session::shared;
  throw Error(
      {.code = ErrorCode::state,
       .message = std::string("a statement outside a transaction needs a session of its own, ") +
                  (shared ? "but the URL leads to a pooler in transaction mode, which gives each "
                            "transaction any session"
                          : "but the URL leads to a pooler, and it cannot be told at the moment "
                            "whether it is in session mode"),
       .hint = "set `direct_url` in migrate.ini to the server itself: upgrade, downgrade and stamp "
               "use it instead of `url`"});
}

void PostgresqlDialect::commit(Connection& connection) const {
  const bool open = connection.in_transaction();
  try {
    connection.execute("COMMIT");
  } catch (const Error& error) {
    if (error.code() != ErrorCode::connection || !open) throw;
    ErrorInfo info = error.info();
    info.code = ErrorCode::in_doubt;
    info.message =
        "the connection was lost at COMMIT: it is not known whether the step was committed; run "
        "again: the next run finds out from the version rows (" +
        info.message + ")";
    throw Error(std::move(info));
  }
}

void PostgresqlDialect::rollback(Connection& connection) const noexcept {
  // Twice: a request to cancel that came late may have hit the first.
  for (int attempt = 0; attempt < 2 && connection.in_transaction(); ++attempt) {
    try {
      connection.execute("ROLLBACK");
    } catch (const std::exception&) {
      // Lost, and rolled back with it.
    }
  }
}

/// CREATE TABLE IF NOT EXISTS looks before it writes; two at once meet in the catalog's own
/// indexes.
bool PostgresqlDialect::lost_creation_race(const ErrorInfo& error) const {
  if (error.sqlstate == "42P07" || error.sqlstate == "42710") return true;
  if (error.sqlstate == "23505") return error.message.find("\"pg_") != std::string::npos;
  return error.sqlstate == "XX000" &&
         error.message.find("concurrently updated") != std::string::npos;
}

}  // namespace

const Dialect& dialect() {
  static const PostgresqlDialect instance;
  return instance;
}

}  // namespace migrate::postgresql
