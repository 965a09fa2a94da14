#include "migrate/dialect.hpp"

#include "base/text.hpp"
#include "sqlite/compile.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/create.hpp"
#include "sqlite/foreign_keys.hpp"
#include "sqlite/rebuild.hpp"
#include "sqlite/reflect.hpp"
#include "sqlite/statements.hpp"
#include "sqlite/types.hpp"

namespace migrate::sqlite {
namespace {

class SqliteDialect final : public Dialect {
 public:
  [[nodiscard]] std::string_view name() const override { return "sqlite"; }

  [[nodiscard]] std::string quote(std::string_view identifier) const override {
    return '"' + text::replace_all(identifier, "\"", "\"\"") + '"';
  }

  [[nodiscard]] std::string literal(std::string_view text) const override {
    // A NUL would end the statement.
    const std::string without_nul = text::replace_all(text, std::string_view("\0", 1), " ");
    return '\'' + text::replace_all(without_nul, "'", "''") + '\'';
  }

  [[nodiscard]] StatementTraits traits(std::string_view statement) const override {
    return statement_traits(statement);
  }

  [[nodiscard]] std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                                    Observer& observer) const override {
    return sqlite::connect(url, options, observer);
  }

  [[nodiscard]] std::unique_ptr<Connection> adopt(void* handle, const ConnectOptions& options,
                                                  Observer& observer) const override {
    return sqlite::adopt(handle, options, observer);
  }

  [[nodiscard]] std::string_view now_text() const override {
    return "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
  }

  [[nodiscard]] std::unique_ptr<Connection> copy(Connection& connection, const Url&,
                                                 const ConnectOptions& options,
                                                 Observer& observer) const override {
    return sqlite::copy(connection, options, observer);
  }

  [[nodiscard]] std::string schema_expression(const OwnTables&) const override { return "NULL"; }

  [[nodiscard]] OwnTables existing(Connection& connection, const OwnTables& tables) const override {
    OwnTables found{.schema = "", .version = "", .history = "", .journal = ""};
    for (const Row& row : connection.query("SELECT lower(name) FROM sqlite_schema "
                                           "WHERE type = 'table' AND lower(name) IN (" +
                                           literal(text::lower(tables.version)) + ", " +
                                           literal(text::lower(tables.history)) + ", " +
                                           literal(text::lower(tables.journal)) + ')')) {
      for (const auto member : {&OwnTables::version, &OwnTables::history, &OwnTables::journal}) {
        if (*row[0] == text::lower(tables.*member)) found.*member = tables.*member;
      }
    }
    return found;
  }

  [[nodiscard]] std::vector<std::string> create_own_tables(const OwnTables& tables) const override {
    std::vector<std::string> statements = {
        "CREATE TABLE IF NOT EXISTS " + own(tables, tables.version) +
            " (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
        "CREATE TABLE IF NOT EXISTS " + own(tables, tables.journal) +
            " (revision VARCHAR(32) NOT NULL PRIMARY KEY, direction VARCHAR(8) NOT NULL, "
            "statements_done INTEGER NOT NULL, running_hash VARCHAR(64) NOT NULL, intent TEXT, "
            "started_at VARCHAR(32) NOT NULL)"};
    if (!tables.history.empty()) {
      // Rows are never deleted, so that a plain rowid grows; AUTOINCREMENT would put a
      // sqlite_sequence into a database that may have none.
      statements.push_back("CREATE TABLE IF NOT EXISTS " + own(tables, tables.history) +
                           " (id INTEGER PRIMARY KEY, revision VARCHAR(32) NOT NULL, "
                           "action VARCHAR(16) NOT NULL, outcome VARCHAR(16) NOT NULL, "
                           "started_at VARCHAR(32) NOT NULL, duration_ms INTEGER NOT NULL, "
                           "checksum VARCHAR(64), message TEXT, applied_by TEXT, "
                           "tool_version TEXT, error TEXT)");
    }
    return statements;
  }

  [[nodiscard]] std::string own(const OwnTables&, std::string_view table) const override {
    return quote(table);
  }

  void begin(Connection& connection) const override { connection.execute("BEGIN IMMEDIATE"); }

  void begin_step(Connection& connection, const StepScope& scope) const override {
    // Inside a transaction the pragma is a silent no-op: https://sqlite.org/foreignkeys.html §2
    if (scope.foreign_keys_off) connection.execute("PRAGMA foreign_keys = OFF");
    connection.execute("BEGIN IMMEDIATE");
  }

  void commit(Connection& connection) const override { connection.execute("COMMIT"); }

  void rollback(Connection& connection) const noexcept override {
    try {
      // Some errors (disk full, out of memory) have rolled back already.
      if (connection.in_transaction()) connection.execute("ROLLBACK");
    } catch (const std::exception&) {  // the file's journal rolls back when it is opened next
    }
  }

  void restore_session(Connection& connection, const StepScope& scope) const override {
    if (scope.foreign_keys_off || scope.session_changed) {
      connection.execute(scope.foreign_keys ? "PRAGMA foreign_keys = ON"
                                            : "PRAGMA foreign_keys = OFF");
    }
    // A rebuild that failed half-way has left this on.
    if (scope.foreign_keys_off) connection.execute("PRAGMA legacy_alter_table = OFF");
    if (!scope.session_changed) return;
    for (const std::string_view pragma :
         {"legacy_alter_table = OFF", "ignore_check_constraints = OFF", "recursive_triggers = OFF",
          "reverse_unordered_selects = OFF", "case_sensitive_like = OFF", "query_only = OFF",
          "trusted_schema = ON", "writable_schema = RESET"}) {
      connection.execute("PRAGMA " + std::string(pragma));
    }
    for (const Row& row : connection.query("SELECT name FROM pragma_database_list WHERE seq > 1")) {
      connection.execute("DETACH " + quote(*row[0]));
    }
  }

  [[nodiscard]] std::vector<std::string> foreign_key_violations(
      Connection& connection, const std::vector<std::string>& tables) const override {
    return sqlite::foreign_key_violations(connection, tables);
  }

  [[nodiscard]] bool refused_in_transaction(const ErrorInfo& error) const override {
    return error.message.find("within a transaction") != std::string::npos ||
           error.message.find("inside a transaction") != std::string::npos;
  }

  [[nodiscard]] bool lost_creation_race(const ErrorInfo&) const override { return false; }

  /// VACUUM, DETACH and PRAGMA: doing them again is harmless.
  [[nodiscard]] InFlight in_flight(Connection&, std::string_view) const override {
    return InFlight::run;
  }

  [[nodiscard]] Type type_of(std::string_view text) const override { return sqlite::type_of(text); }
  [[nodiscard]] std::string type_text(const Type& type) const override {
    return sqlite::type_text(type);
  }
  [[nodiscard]] Reflection reflect(Connection& connection,
                                   const ReflectOptions& options) const override {
    return sqlite::reflect(connection, options);
  }
  [[nodiscard]] std::vector<Statement> create(const Schema& schema) const override {
    return sqlite::create(schema);
  }
  [[nodiscard]] std::string fingerprint(const Schema& schema,
                                        std::string_view table) const override {
    return sqlite::fingerprint(schema, table);
  }
  [[nodiscard]] std::vector<Statement> begin_rebuild(const Table& before) const override {
    return sqlite::begin_rebuild(before);
  }
  [[nodiscard]] std::vector<Statement> end_rebuild(const Table& before,
                                                   const Schema& after) const override {
    return sqlite::end_rebuild(before, after);
  }
  [[nodiscard]] std::vector<Statement> compile(std::span<const Operation> operations,
                                               const Schema& before) const override {
    return sqlite::compile(operations, before);
  }

  [[nodiscard]] std::unique_ptr<QueueHold> queue(Connection&, const OwnTables&,
                                                 std::chrono::milliseconds,
                                                 Observer&) const override {
    return nullptr;
  }
};

}  // namespace

const Dialect& dialect() {
  static const SqliteDialect instance;
  return instance;
}

}  // namespace migrate::sqlite
