#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/error.hpp"

/// What a database is to this library: a URL, a connection, and somebody who listens. No database
/// is named here; the backends (sqlite/, postgresql/) implement Connection.
namespace migrate {

/// Where a database is. Made by parse_url(); `text` may hold a password, redacted() never does.
struct Url {
  std::string scheme = {};  ///< "sqlite" or "postgresql"
  std::string text = {};    ///< the whole URL in the backend's own spelling, password included
  std::string path = {};    ///< SQLite: the file as written, or empty for a database in memory

  /// The URL as it may be shown: a password, in the authority or as a parameter, reads `***`.
  [[nodiscard]] std::string redacted() const;

  bool operator==(const Url&) const = default;
};

/// Reads `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite://` (memory),
/// `postgresql://…` (whatever libpq takes), and SQLAlchemy's `postgresql+driver://`,
/// `sqlite+driver://`; `postgres://` is `postgresql://`. Percent-escapes in a SQLite path are
/// decoded. Throws Error{ErrorCode::configuration}; the text never shows a password.
Url parse_url(std::string_view text);

/// What happens while the library works, for whoever shows it. `text` never holds a password.
struct Event {
  enum class Kind {
    info,         ///< worth a line
    detail,       ///< for whoever asks for more
    warning,      ///< worth a line, and attention
    notice,       ///< the database said so (PostgreSQL's NOTICE, WARNING, …)
    waiting,      ///< for a lock or another runner; `text` says for whom
    run_begins,   ///< of `total` steps `number` were done before
    step_begins,  ///< `text` is `Running upgrade a -> b, message`; of `total` statements `number`
                  ///< were done before
    step_ends,    ///< it is done; `elapsed` says how long it took
    step_fails,   ///< it was rolled back, or stays half done; the error tells
    statement,    ///< `statement` is about to run
    working,      ///< a statement goes on: `number` of `total` (0 = unknown); `text` is what is
                  ///< counted, "bytes" of the section's text or the database's "operations"
  };
  Kind kind = Kind::info;
  std::string text = {};
  std::string revision = {};               ///< for step_*
  std::string message = {};                ///< for step_begins: the revision's
  std::chrono::milliseconds elapsed = {};  ///< for step_ends
  std::int64_t number = 0;
  std::int64_t total = 0;
  std::string_view statement = {};    ///< the whole text; valid only while on() runs
  std::string_view part = "runtime";  ///< which part of the library speaks; a literal
};

/// The beginning of a statement on one line, for showing.
std::string excerpt(std::string_view statement);

/// Receives events on the thread that works. Must not throw.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on(const Event& event) = 0;
};

/// A value of a result: text as the database prints it, or NULL.
using Value = std::optional<std::string>;
using Row = std::vector<Value>;

/// The rules that a user's statement runs under, beyond the database's own.
struct Fence {
  /// A transaction of ours is open and must still be open, the same one, afterwards: a statement
  /// that would end it, or open another, is refused.
  bool transaction = true;
};

/// One connection to one database. Not thread-safe, but for interrupt(). It never reconnects:
/// after a loss every call throws Error{ErrorCode::connection}. Every other failure is Error with
/// `statement`, `position`, `sqlstate`, `detail` and `hint` filled where the database tells.
class Connection {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one statement of the library's own (BEGIN and COMMIT too); a result is thrown away.
  virtual void execute(std::string_view statement) = 0;

  /// Runs one statement of the library's own and returns its rows.
  virtual std::vector<Row> query(std::string_view statement) = 0;

  /// Runs statements of the library's own, one after another until one fails, and returns how many
  /// rows each INSERT, UPDATE and DELETE hit (0 of others). To a server they go in one message.
  virtual std::vector<std::int64_t> change_each(std::span<const std::string> statements) = 0;

  /// The same with one.
  std::int64_t change(std::string statement) { return change_each(std::span(&statement, 1)).at(0); }

  /// Runs one statement of a user's under `fence`; a result is thrown away.
  virtual void run(std::string_view statement, const Fence& fence) = 0;

  /// Runs COPY … FROM STDIN and feeds it from `next` until that returns an empty view. Throws
  /// Error{ErrorCode::database} where the database has no such thing.
  virtual void copy_in(std::string_view statement, const std::function<std::string_view()>& next,
                       const Fence& fence) = 0;

  /// Is a transaction open, as far as the client knows?
  [[nodiscard]] virtual bool in_transaction() const = 0;

  /// Tables that run() wrote to, created, altered or dropped since the last call, sorted. Empty
  /// where the database does not tell (PostgreSQL).
  virtual std::vector<std::string> take_touched_tables() = 0;

  /// The server process's number as the client was told at connecting; 0 where there is none. A
  /// pooler tells a number of its own, until session() has found out.
  [[nodiscard]] virtual std::int64_t backend_pid() const { return 0; }

  /// Whose is the server's session that this connection's statements reach?
  enum class Session {
    own,      ///< this connection's alone, from its beginning to its end
    shared,   ///< a pooler gives each transaction any session
    unknown,  ///< there is a pooler, and how it works cannot be told at the moment
  };

  /// Finds out, which behind a pooler takes connections and moments. Outside a transaction.
  [[nodiscard]] virtual Session session() { return Session::own; }

  /// Does nothing for so long. interrupt() ends it with Error{ErrorCode::interrupted} where the
  /// backend waits for locks by itself (PostgreSQL).
  virtual void pause(std::chrono::milliseconds time);

  /// Cancels the statement that is running, or else the next one to begin, from any thread: it
  /// throws Error{ErrorCode::interrupted}, once. The connection is usable afterwards, so that what
  /// was cut short can be rolled back and noted. Never cuts short a ROLLBACK.
  virtual void interrupt() noexcept = 0;
};

}  // namespace migrate
