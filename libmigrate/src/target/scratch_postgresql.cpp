#include <chrono>

#include "base/text.hpp"
#include "target/scratch.hpp"

namespace migrate {
namespace {

std::string single(Connection& connection, std::string_view query) {
  const std::vector<Row> rows = connection.query(query);
  return rows.empty() || !rows[0][0] ? "" : *rows[0][0];
}

/// A name that nobody else has, and that shows which server process it belongs to.
std::string unique_name(Connection& connection) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return "migrate_scratch_" + single(connection, "SELECT pg_backend_pid()") + '_' +
         std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

/// A transaction that is never committed: whatever happens to this process, the server forgets it.
class TransactionRoom : public ScratchRoom {
 public:
  TransactionRoom(const Url& url, const Dialect& dialect, Observer& observer)
      : dialect_(dialect), connection_(dialect.connect(url, {}, observer)) {
    connection_->execute("BEGIN");
    connection_->execute("SET LOCAL lock_timeout = '5s'");
    connection_->execute("SET LOCAL check_function_bodies = off");
  }
  ~TransactionRoom() override { dialect_.rollback(*connection_); }
  TransactionRoom(const TransactionRoom&) = delete;
  TransactionRoom& operator=(const TransactionRoom&) = delete;

  Connection& connection() override { return *connection_; }
  void settle() override {
    if (!path_.empty()) connection_->execute("SET LOCAL search_path TO " + path_);
    connection_->execute("RESET ROLE");
  }

 protected:
  const Dialect& dialect_;
  std::unique_ptr<Connection> connection_;
  std::string path_ = {};
};

/// A schema of its own in the live database. The search_path holds it and the schemas of
/// extensions, so that a name that is missing in the target does not find a real table.
class SchemaRoom final : public TransactionRoom {
 public:
  SchemaRoom(const Url& url, const Dialect& dialect, Observer& observer)
      : TransactionRoom(url, dialect, observer),
        real_schema_(single(*connection_, "SELECT current_schema()")) {
    const std::string name = dialect.quote(unique_name(*connection_));
    connection_->execute("CREATE SCHEMA " + name);
    path_ = name;
    for (const Row& row : connection_->query(
             "SELECT DISTINCT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = "
             "e.extnamespace WHERE n.nspname <> 'pg_catalog' ORDER BY 1")) {
      path_ += ", " + dialect.quote(*row[0]);
    }
    connection_->execute("SET LOCAL search_path TO " + path_);
  }
  [[nodiscard]] std::string real_schema() const override { return real_schema_; }

 private:
  std::string real_schema_;
};

/// An empty database that somebody keeps for this.
class OwnDatabaseRoom final : public TransactionRoom {
 public:
  OwnDatabaseRoom(const Url& url, const Dialect& dialect, Observer& observer)
      : TransactionRoom(url, dialect, observer) {
    path_ = single(*connection_, "SELECT current_setting('search_path')");
    const std::string found =
        single(*connection_,
               "SELECT c.relname FROM pg_class c WHERE c.relnamespace = "
               "current_schema()::regnamespace AND NOT EXISTS (SELECT FROM pg_depend "
               "d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1 LIMIT 1");
    if (!found.empty()) {
      throw Error(ErrorCode::configuration, "the database of `scratch_url` is not empty: it has " +
                                                found + "; name one that is kept for this alone");
    }
  }
};

/// A database that is made for this and dropped afterwards. Its name has the pid of its maker's
/// server process; those of processes that are no more were left by a crash, and are dropped first.
/// (An advisory lock would not do: it is known only to who is connected to the same database, and
/// others may have theirs on this server. https://www.postgresql.org/docs/15/view-pg-locks.html)
class MadeDatabase {
 public:
  MadeDatabase(const Url& url, const Dialect& dialect, Observer& observer)
      : dialect_(dialect),
        server_(dialect.connect(url, {}, observer)),
        name_(unique_name(*server_)) {
    drop_leftovers();
    server_->execute("CREATE DATABASE " + dialect.quote(name_) + " TEMPLATE template0");
    url_ = url;
    url_.text = with_database(url.text, name_);
  }
  ~MadeDatabase() { drop(name_); }
  MadeDatabase(const MadeDatabase&) = delete;
  MadeDatabase& operator=(const MadeDatabase&) = delete;

  [[nodiscard]] const Url& url() const { return url_; }

 private:
  /// `postgresql://host/old?x=y` with another database.
  static std::string with_database(const std::string& url, const std::string& name) {
    const std::size_t authority = url.find("://");
    const std::size_t query = url.find('?');
    const std::size_t begin = authority == std::string::npos ? 0 : authority + 3;
    const std::size_t slash = url.substr(0, query).find('/', begin);
    std::string result = url.substr(0, std::min(slash, query)) + '/' + name;
    return query == std::string::npos ? result : result + url.substr(query);
  }

  void drop(const std::string& name) noexcept {
    try {
      server_->execute("DROP DATABASE IF EXISTS " + dialect_.quote(name) + " WITH (FORCE)");
    } catch (const Error&) {
      // The next run finds it: its lock is free then.
    }
  }

  void drop_leftovers() {
    for (const Row& row : server_->query(
             "SELECT datname FROM pg_database WHERE datname ~ '^migrate_scratch_[0-9]+_[0-9]+$' "
             "AND split_part(datname, '_', 3) NOT IN (SELECT pid::text FROM pg_stat_activity)")) {
      drop(*row[0]);
    }
  }

  const Dialect& dialect_;
  std::unique_ptr<Connection> server_;
  std::string name_;
  Url url_ = {};
};

/// It is nobody else's, so that statements may commit there: what cannot be in a transaction runs,
/// and a schema of any size does not run out of locks.
class MadeDatabaseRoom final : public ScratchRoom {
 public:
  MadeDatabaseRoom(const Url& url, const Dialect& dialect, Observer& observer)
      : database_(url, dialect, observer),
        connection_(dialect.connect(database_.url(), {}, observer)) {
    connection_->execute("SET check_function_bodies = off");
    connection_->execute("SET synchronous_commit = off");
  }

  Connection& connection() override { return *connection_; }
  void settle() override {
    connection_->execute("RESET search_path");
    connection_->execute("RESET ROLE");
  }

 private:
  MadeDatabase database_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace

std::unique_ptr<ScratchRoom> postgresql_room(const Url& url, const Dialect& dialect,
                                             const TargetSettings& settings,
                                             ReflectOptions& reflect, Observer& observer) {
  if (!settings.scratch_url.empty()) {
    return std::make_unique<OwnDatabaseRoom>(parse_url(settings.scratch_url), dialect, observer);
  }
  if (settings.scratch == ScratchPlace::database) {
    return std::make_unique<MadeDatabaseRoom>(url, dialect, observer);
  }
  if (!reflect.schemas.empty()) {
    throw Error(ErrorCode::configuration,
                "several schemas (`schemas`) cannot be tried in one scratch schema; set "
                "`scratch_url` to an empty database, or `scratch = database`");
  }
  return std::make_unique<SchemaRoom>(url, dialect, observer);
}

std::unique_ptr<ScratchRoom> postgresql_database(const Url& url, const Dialect& dialect,
                                                 Observer& observer) {
  return std::make_unique<MadeDatabaseRoom>(url, dialect, observer);
}

}  // namespace migrate
