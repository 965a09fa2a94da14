#include "sqlite/connection.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include "base/text.hpp"

namespace migrate::sqlite {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int operations_a_report = 100'000;  // about a millisecond

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// A folder of this process's own, gone with everything in it when this is.
class OwnFolder {
 public:
  explicit OwnFolder(std::string path) : path_(std::move(path)) {}
  ~OwnFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;

 private:
  std::string path_;
};

class SqliteConnection final : public Connection {
 public:
  /// `own_folder`, unless empty, is removed when the connection is closed.
  SqliteConnection(const Url& url, const ConnectOptions& options, Observer& observer,
                   const std::string& own_folder = "")
      : own_folder_(own_folder),
        file_(url.path.empty() ? "the database in memory" : url.path),
        wait_(options.wait),
        observer_(observer),
        database_(std::in_place, url.path.empty() ? ":memory:" : url.path, flags(url, options)),
        handle_(database_->getHandle()) {
    listen();
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, options.foreign_keys ? 1 : 0, nullptr);
    if (options.read_only) execute("PRAGMA query_only = ON");
  }

  /// On a handle of the application's.
  SqliteConnection(sqlite3* handle, const ConnectOptions& options, Observer& observer)
      : own_folder_(""),
        file_(file_name(handle)),
        wait_(options.wait),
        observer_(observer),
        handle_(handle) {
    lent_ = Lent{.busy_timeout = number("PRAGMA busy_timeout"),
                 .foreign_keys = number("PRAGMA foreign_keys")};
    listen();
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, options.foreign_keys ? 1 : 0, nullptr);
  }

  ~SqliteConnection() override {
    if (!lent_) return;
    sqlite3_busy_timeout(handle_, lent_->busy_timeout);
    sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
    sqlite3_set_authorizer(handle_, nullptr, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, lent_->foreign_keys, nullptr);
  }

  void execute(std::string_view statement) override {
    take_interrupt(statement);
    if (statement == "BEGIN IMMEDIATE") check_writable();
    const Statement prepared = prepare(statement);
    finish(prepared.get(), statement);
  }

  std::vector<Row> query(std::string_view statement) override {
    take_interrupt(statement);
    const Statement prepared = prepare(statement);
    std::vector<Row> rows;
    const int columns = sqlite3_column_count(prepared.get());
    int result = sqlite3_step(prepared.get());
    for (; result == SQLITE_ROW; result = sqlite3_step(prepared.get())) {
      Row& row = rows.emplace_back();
      for (int i = 0; i < columns; ++i) {
        if (sqlite3_column_type(prepared.get(), i) == SQLITE_NULL) {
          row.emplace_back();
          continue;
        }
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared.get(), i));
        const auto length = static_cast<std::size_t>(sqlite3_column_bytes(prepared.get(), i));
        row.emplace_back(length == 0 ? std::string() : std::string(bytes, length));
      }
    }
    if (result != SQLITE_DONE) fail(statement);
    return rows;
  }

  std::vector<std::int64_t> change_each(std::span<const std::string> statements) override {
    std::vector<std::int64_t> rows;
    for (const std::string& statement : statements) {
      execute(statement);
      rows.push_back(sqlite3_changes64(handle_));
    }
    return rows;
  }

  void run(std::string_view statement, const Fence& fence) override {
    take_interrupt(statement);
    operations_ = 0;
    const Statement prepared = prepare_fenced(statement, fence);
    if (!dropped_.empty()) guard_drop(statement);
    finish(prepared.get(), statement);
    if (fence.transaction && !in_transaction()) {
      refuse(statement, "the statement ended the step's transaction; nothing of the step is kept");
    }
  }

  void copy_in(std::string_view statement, const std::function<std::string_view()>&,
               const Fence&) override {
    refuse(statement,
           "SQLite has no COPY; write INSERT statements, or mark the section "
           "dialect:postgresql");
  }

  [[nodiscard]] bool in_transaction() const override {
    return sqlite3_get_autocommit(handle_) == 0;
  }

  std::vector<std::string> take_touched_tables() override {
    std::vector<std::string> tables(touched_.begin(), touched_.end());
    touched_.clear();
    return tables;
  }

  void interrupt() noexcept override {
    interrupted_ = true;
    sqlite3_interrupt(handle_);
  }

 private:
  /// What an application's handle had before.
  struct Lent {
    int busy_timeout = 0;
    int foreign_keys = 0;
  };

  void listen() {
    sqlite3_busy_handler(handle_, &SqliteConnection::on_busy, this);
    sqlite3_progress_handler(handle_, operations_a_report, &SqliteConnection::on_progress, this);
  }

  static std::string file_name(sqlite3* handle) {
    const char* name = sqlite3_db_filename(handle, "main");
    return name == nullptr || *name == '\0' ? "the database in memory" : name;
  }

  int number(std::string_view pragma) {
    const std::vector<Row> rows = query(pragma);
    return rows.empty() ? 0 : std::stoi(rows[0][0].value_or("0"));
  }

  static int flags(const Url& url, const ConnectOptions& options) {
    // One thread uses the connection; interrupt() is safe from any.
    const int alone = SQLite::OPEN_NOMUTEX;
    int flags = SQLite::OPEN_READWRITE | alone;
    if (options.create || url.path.empty()) flags |= SQLite::OPEN_CREATE;
    if (options.read_only && !url.path.empty() && access(url.path.c_str(), W_OK) != 0) {
      flags = SQLite::OPEN_READONLY | alone;
    }
    return flags;
  }

  /// SQLite's own handler backs off, so that a late comer overtakes who waits longest; short
  /// random pauses give everybody the same chance.
  static int on_busy(void* self, int count) {
    return static_cast<SqliteConnection*>(self)->wait_turn(count) ? 1 : 0;
  }

  bool wait_turn(int count) {
    const auto now = Clock::now();
    if (count == 0) waiting_since_ = now;
    const auto waited = now - waiting_since_;
    if (interrupted_ || waited >= wait_) return false;
    if (!waiting_told_ && waited > std::chrono::seconds(1)) {
      waiting_told_ = true;
      observer_.on(
          {.kind = Event::Kind::waiting, .text = "waiting for another writer of " + file_});
    }
    std::uniform_int_distribution<int> pause(1, 20);
    std::this_thread::sleep_for(std::chrono::milliseconds(pause(random_)));
    return true;
  }

  /// sqlite3_interrupt() is lost when it comes between two statements' steps; this one is not.
  static int on_progress(void* self) {
    auto* const connection = static_cast<SqliteConnection*>(self);
    connection->tell_progress();
    return connection->interrupted_ ? 1 : 0;
  }

  void tell_progress() {
    operations_ += operations_a_report;
    observer_.on({.kind = Event::Kind::working, .text = "operations", .number = operations_});
  }

  static int on_authorize(void* self, int action, const char* first, const char* second,
                          const char* /*database*/, const char* /*trigger*/) {
    return static_cast<SqliteConnection*>(self)->authorize(action, first, second);
  }

  int authorize(int action, const char* first, const char* second) {
    switch (action) {
      case SQLITE_TRANSACTION:
        if (!fence_.transaction) return SQLITE_OK;
        refusal_ =
            "the section runs in one transaction of its own, which none of its statements "
            "may begin or end; take the statement out";
        return SQLITE_DENY;
      case SQLITE_PRAGMA:
        if (!fence_.transaction || second == nullptr ||
            !text::equals_ignoring_case(first, "foreign_keys")) {
          return SQLITE_OK;
        }
        refusal_ =
            "PRAGMA foreign_keys does nothing inside a transaction; take the statement out "
            "and mark the section foreign_keys:off";
        return SQLITE_DENY;
      case SQLITE_DROP_TABLE:
        dropped_ = first;
        touch(first);
        return SQLITE_OK;
      case SQLITE_ALTER_TABLE:
        touch(second);
        return SQLITE_OK;
      case SQLITE_INSERT:
      case SQLITE_UPDATE:
      case SQLITE_DELETE:
      case SQLITE_CREATE_TABLE:
        touch(first);
        return SQLITE_OK;
      default:
        return SQLITE_OK;
    }
  }

  void touch(const char* table) {
    if (last_touched_ == table) return;
    last_touched_ = table;
    if (!last_touched_.starts_with("sqlite_")) touched_.insert(last_touched_);
  }

  /// A file that may only be read can be opened, and even its transactions begin.
  void check_writable() const {
    if (sqlite3_db_readonly(handle_, "main") != 1) return;
    throw Error(ErrorCode::connection, file_ +
                                           " cannot be written: it may only be read; check the "
                                           "rights of the file");
  }

  Statement prepare(std::string_view statement) {
    sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    if (sqlite3_prepare_v3(handle_, statement.data(), static_cast<int>(statement.size()), 0,
                           &prepared, &tail) != SQLITE_OK) {
      fail(statement);
    }
    Statement owned(prepared);
    check_tail(statement, static_cast<std::size_t>(tail - statement.data()));
    return owned;
  }

  Statement prepare_fenced(std::string_view statement, const Fence& fence) {
    fence_ = fence;
    refusal_.clear();
    dropped_.clear();
    last_touched_.clear();
    sqlite3_set_authorizer(handle_, &SqliteConnection::on_authorize, this);
    try {
      Statement prepared = prepare(statement);
      sqlite3_set_authorizer(handle_, nullptr, nullptr);
      return prepared;
    } catch (const Error&) {
      sqlite3_set_authorizer(handle_, nullptr, nullptr);
      if (!refusal_.empty()) refuse(statement, refusal_);
      throw;
    }
  }

  /// Should SQLite ever see two statements where the splitter saw one, nothing may be left out in
  /// silence.
  void check_tail(std::string_view statement, std::size_t used) {
    const std::string_view tail = statement.substr(used);
    if (text::trim(tail).empty()) return;
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v3(handle_, tail.data(), static_cast<int>(tail.size()), 0,
                                          &prepared, nullptr);
    const Statement owned(prepared);
    if (result != SQLITE_OK || owned != nullptr) {
      refuse(statement, "SQLite reads this as more than one statement; nothing of it was run");
    }
  }

  void finish(sqlite3_stmt* statement, std::string_view text) {
    if (statement == nullptr) return;
    int result = sqlite3_step(statement);
    while (result == SQLITE_ROW) result = sqlite3_step(statement);
    if (result != SQLITE_DONE) fail(text);
  }

  /// semantics.md: with enforcement on, DROP TABLE deletes the rows first, and what refers to them
  /// with CASCADE, SET NULL or SET DEFAULT goes with them in silence.
  /// https://sqlite.org/foreignkeys.html §5
  void guard_drop(std::string_view statement) {
    int enforced = 0;
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &enforced);
    if (enforced == 0) return;
    const std::string name = text::replace_all(dropped_, "'", "''");
    const std::vector<Row> found = query(
        "SELECT m.name, f.\"from\", f.on_delete FROM sqlite_schema m, "
        "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f.\"table\" = '" +
        name + "' COLLATE NOCASE AND m.name <> '" + name +
        "' COLLATE NOCASE AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT') "
        "ORDER BY 1, 2 LIMIT 1");
    if (found.empty()) return;
    const Row& row = found.front();
    const bool cascade = row[2] == "CASCADE";
    refuse(statement, "DROP TABLE " + dropped_ + " would " +
                          (cascade ? "delete rows of " : "change rows of ") + *row[0] + ", whose " +
                          *row[1] + " refers to it with ON DELETE " + *row[2] +
                          "; drop the reference first, or mark the section foreign_keys:off");
  }

  void take_interrupt(std::string_view statement) {
    if (statement != "ROLLBACK" && interrupted_.exchange(false)) {
      throw Error(ErrorInfo{.code = ErrorCode::interrupted,
                            .message = "interrupted",
                            .statement = std::string(statement)});
    }
  }

  [[noreturn]] static void refuse(std::string_view statement, std::string message) {
    throw Error(ErrorInfo{.code = ErrorCode::database,
                          .message = std::move(message),
                          .statement = std::string(statement)});
  }

  [[noreturn]] void fail(std::string_view statement) {
    ErrorInfo info{.message = sqlite3_errmsg(handle_), .statement = std::string(statement)};
    switch (sqlite3_errcode(handle_) & 0xff) {  // SQLITE_BUSY_RECOVERY is a SQLITE_BUSY, …
      case SQLITE_BUSY:
        if (interrupted_.exchange(false)) {
          info.code = ErrorCode::interrupted;
          info.message = "interrupted";
          break;
        }
        info.code = ErrorCode::busy;
        info.message = "another process is writing to " + file_ +
                       ", and did not finish within the time that `wait` allows (" +
                       (wait_.count() < 1000 ? std::to_string(wait_.count()) + " ms)"
                                             : std::to_string(wait_.count() / 1000) + " s)");
        break;
      case SQLITE_INTERRUPT:
        interrupted_ = false;
        info.code = ErrorCode::interrupted;
        info.message = "interrupted";
        break;
      case SQLITE_NOTADB:
        info.code = ErrorCode::connection;
        info.message = file_ + " is not a SQLite database (or is encrypted)";
        break;
      case SQLITE_CANTOPEN:
        info.code = ErrorCode::connection;
        info.message = file_ + " cannot be opened: " + info.message;
        break;
      case SQLITE_READONLY:
        info.message = file_ + " cannot be written: " + info.message +
                       "; check the rights of the file and of its folder";
        break;
      case SQLITE_FULL:
        info.message = "no room left for " + file_ + " (" + info.message + ')';
        break;
      case SQLITE_ERROR:
        if (info.message.starts_with("no such table: ")) info.code = ErrorCode::no_such_table;
        break;
      default:
        break;
    }
    if (const int offset = sqlite3_error_offset(handle_); offset >= 0) {
      info.position = static_cast<std::size_t>(offset) + 1;
    }
    throw Error(std::move(info));
  }

  OwnFolder own_folder_;
  std::string file_;
  std::chrono::milliseconds wait_;
  Observer& observer_;
  std::optional<SQLite::Database> database_ = {};  // none: the handle is the application's
  sqlite3* handle_;

  std::atomic<bool> interrupted_ = false;
  Clock::time_point waiting_since_ = {};
  bool waiting_told_ = false;
  std::minstd_rand random_{std::random_device{}()};

  std::int64_t operations_ = 0;  // of the virtual machine, for the statement that runs

  Fence fence_ = {};
  std::string refusal_ = {};       // why the authorizer said no
  std::string dropped_ = {};       // the table that the statement being prepared drops
  std::string last_touched_ = {};  // spares the set when thousands of statements write to one table
  std::set<std::string> touched_ = {};
  std::optional<Lent> lent_ = {};  // the handle is the application's
};

/// SQLite says of all these only that it is "unable to open database file".
void check_file(const std::filesystem::path& file, bool create) {
  std::error_code error;
  std::string why;
  if (std::filesystem::is_directory(file, error)) {
    why = "is a folder";
  } else if (!std::filesystem::exists(file, error)) {
    const std::filesystem::path folder = file.parent_path();
    if (!folder.empty() && !std::filesystem::exists(folder, error)) {
      why = "cannot be there: there is no folder " + folder.string();
    } else if (!create) {
      why = "does not exist; `migrate upgrade` and `migrate stamp` create it";
    }
  }
  if (!why.empty()) {
    throw Error(ErrorCode::connection, "the database " + file.string() + ' ' + why);
  }
}

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                    Observer& observer) {
  // DROP COLUMN came with 3.35, sqlite3_error_offset() with 3.38.
  if (sqlite3_libversion_number() < 3'038'000) {
    throw Error(ErrorCode::connection,
                std::string("SQLite 3.38 or later is needed; this is ") + sqlite3_libversion());
  }
  if (!url.path.empty()) check_file(url.path, options.create);
  try {
    auto connection = std::make_unique<SqliteConnection>(url, options, observer);
    // Is it a database? Opening it does not look; and what follows needs the schema read.
    connection->query("SELECT 1 FROM sqlite_schema LIMIT 0");
    return connection;
  } catch (const SQLite::Exception& failure) {
    throw Error(ErrorCode::connection,
                "the database " + url.path + " cannot be opened: " + failure.what());
  }
}

std::unique_ptr<Connection> adopt(void* handle, const ConnectOptions& options, Observer& observer) {
  auto* const database = static_cast<sqlite3*>(handle);
  if (database == nullptr) throw Error(ErrorCode::usage, "the sqlite3* to adopt is null");
  if (sqlite3_get_autocommit(database) == 0) {
    throw Error(ErrorCode::usage,
                "the sqlite3* to adopt is in a transaction, and the library must begin its own");
  }
  return std::make_unique<SqliteConnection>(database, options, observer);
}

std::unique_ptr<Connection> copy(Connection& connection, const ConnectOptions& options,
                                 Observer& observer) {
  std::string folder = std::filesystem::temp_directory_path() / "migrate-dry-run-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    throw Error(ErrorCode::file, "no folder for the copy of the database can be made: " + folder);
  }
  const Url url{.scheme = "sqlite", .text = "", .path = folder + "/copy.db"};
  try {
    connection.execute(
        "PRAGMA query_only = OFF");  // it forbids VACUUM INTO, which writes elsewhere
    connection.execute("VACUUM INTO " + dialect().literal(url.path));
    if (options.read_only) connection.execute("PRAGMA query_only = ON");
    ConnectOptions writing = options;
    writing.read_only = false;
    writing.create = true;  // an empty database gives no file
    return std::make_unique<SqliteConnection>(url, writing, observer, folder);
  } catch (...) {
    const OwnFolder remove(folder);
    throw;
  }
}

}  // namespace migrate::sqlite
