#include "postgresql/connection.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "base/text.hpp"
#include "postgresql/diagnostics.hpp"
#include "postgresql/driver.hpp"
#include "postgresql/interruption.hpp"
#include "postgresql/open.hpp"
#include "postgresql/pooler.hpp"
#include "postgresql/statements.hpp"
#include "postgresql/watch.hpp"

namespace migrate::postgresql {
namespace {

constexpr std::string_view canceled = "57014";
constexpr std::string_view undefined_table = "42P01";
constexpr std::string_view lock_not_available = "55P03";
constexpr std::string_view deadlock_detected = "40P01";
constexpr std::string_view rollback = "ROLLBACK";

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

bool begins_with(std::string_view statement, std::string_view word) {
  return text::equals_ignoring_case(text::trim(statement).substr(0, word.size()), word);
}

class ServerConnection final : public Connection {
 public:
  ServerConnection(const Url& url, Opened opened, Observer& observer);
  ~ServerConnection() override;

  void execute(std::string_view statement) override;
  std::vector<Row> query(std::string_view statement) override;
  std::vector<std::int64_t> change_each(std::span<const std::string> statements) override;
  void run(std::string_view statement, const Fence& fence) override;
  void copy_in(std::string_view statement, const std::function<std::string_view()>& next,
               const Fence& fence) override;
  [[nodiscard]] bool in_transaction() const override;
  std::vector<std::string> take_touched_tables() override { return {}; }
  [[nodiscard]] std::int64_t backend_pid() const override { return pid_; }
  [[nodiscard]] Session session() override;
  void pause(std::chrono::milliseconds time) override;
  void interrupt() noexcept override { interruption_.request(); }

 private:
  enum class Whose { ours, users };

  static void on_notice(void* self, const PGresult* notice);

  void send(std::string_view statement, Whose whose,
            const std::function<void(const std::string&)>& call);
  void check_usable(std::string_view statement);
  [[noreturn]] void fail(std::string_view statement, std::string_view otherwise);
  void check_fence(std::string_view statement, const Fence& fence) const;
  Result next_result();
  ExecStatusType exchange(const std::string& statement,
                          const std::function<void(PGresult&)>& each = {});
  void feed_copy(const std::function<std::string_view()>& next);
  void leave_copy(const char* reason);

  bool lost_ = false;
  Whose whose_ = Whose::ours;
  Observer& observer_;
  Url url_;
  Secrets secrets_;
  PGconn* raw_;  ///< the driver's
  std::int64_t pid_;
  bool direct_ = false;  ///< pid_ is the server's own, known for sure
  Diagnostics diagnostics_ = {};
  Driver driver_;
  Interruption interruption_;
  Watch watch_;
};

ServerConnection::ServerConnection(const Url& url, Opened opened, Observer& observer)
    : observer_(observer),
      url_(url),
      secrets_(std::move(opened.secrets)),
      raw_(opened.connection),
      pid_(PQbackendPID(opened.connection)),
      driver_(opened.connection, opened.lent),
      interruption_(opened.connection),
      watch_(url, observer) {
  diagnostics_.listen(raw_);
  // After libpqxx, which sets one of its own.
  PQsetNoticeReceiver(raw_, on_notice, this);
}

/// An application's PGconn goes on without us; libpqxx leaves its notice processor behind.
ServerConnection::~ServerConnection() {
  Diagnostics::stop(raw_);
  PQsetNoticeReceiver(
      raw_, [](void*, const PGresult*) {}, nullptr);
}

void ServerConnection::on_notice(void* self, const PGresult* notice) {
  auto& connection = *static_cast<ServerConnection*>(self);
  // What our own CREATE TABLE IF NOT EXISTS chats about is nobody's business.
  if (connection.whose_ == Whose::ours && is_chatter(notice)) return;
  connection.observer_.on({.kind = Event::Kind::notice, .text = notice_text(notice)});
}

void ServerConnection::check_usable(std::string_view statement) {
  if (lost_) {
    throw Error({.code = ErrorCode::connection,
                 .message = "the connection to the database was lost before",
                 .statement = std::string(statement)});
  }
  if (!begins_with(statement, rollback) && interruption_.meet()) {
    throw Error({.code = ErrorCode::interrupted,
                 .message = "interrupted",
                 .statement = std::string(statement)});
  }
  if (const std::size_t nul = statement.find('\0'); nul != std::string_view::npos) {
    throw Error({.code = ErrorCode::database,
                 .message = "a statement with a NUL byte cannot be sent to PostgreSQL",
                 .statement = std::string(statement),
                 .position = nul + 1});
  }
}

void ServerConnection::send(std::string_view statement, Whose whose,
                            const std::function<void(const std::string&)>& call) {
  // Before the check, so that a request to cancel is seen by one of the two.
  const Interruption::Target target(interruption_, !begins_with(statement, rollback));
  check_usable(statement);
  diagnostics_.clear();
  whose_ = whose;
  std::string otherwise;
  try {
    call(std::string(statement));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    otherwise = error.what();
  }
  if (diagnostics_.fatal() || PQstatus(raw_) != CONNECTION_OK) lost_ = true;
  if (lost_ || diagnostics_.failed() || !otherwise.empty()) fail(statement, otherwise);
}

void ServerConnection::fail(std::string_view statement, std::string_view otherwise) {
  ErrorInfo info = diagnostics_.error(statement);
  if (info.message.empty()) info.message = text::trim(otherwise);
  if (lost_) {
    info.code = ErrorCode::connection;
    const std::string why = info.message.empty() ? PQerrorMessage(raw_) : info.message;
    info.message = "the connection to the database was lost: " +
                   secrets_.scrub(text::trim(std::string_view(why)));
  } else if (info.sqlstate == canceled && interruption_.meet()) {
    // The same words as where the request came a moment before the statement.
    info = {.code = ErrorCode::interrupted,
            .message = "interrupted",
            .statement = std::string(statement)};
  } else if (whose_ == Whose::users &&
             (info.sqlstate == lock_not_available || info.sqlstate == deadlock_detected)) {
    info.code = ErrorCode::locked;
    for (const std::string& blocker : watch_.blockers()) {
      info.notes.push_back("it waited behind " + blocker);
    }
  } else if (whose_ == Whose::ours && info.sqlstate == undefined_table) {
    info.code = ErrorCode::no_such_table;
  }
  throw Error(std::move(info));
}

/// The next result of what was sent, null behind the last; what keeps it waiting is watched.
Result ServerConnection::next_result() {
  while (PQisBusy(raw_) != 0) {
    watch_.wait(PQsocket(raw_));
    // Why it was lost is told by the result.
    if (PQconsumeInput(raw_) == 0) break;
  }
  return Result(PQgetResult(raw_));
}

/// Sends a statement and reads its results, but for those of a COPY. The last one's status.
ExecStatusType ServerConnection::exchange(const std::string& statement,
                                          const std::function<void(PGresult&)>& each) {
  if (PQsendQuery(raw_, statement.c_str()) == 0) throw std::runtime_error(PQerrorMessage(raw_));
  watch_.begin(statement, pid_, whose_ == Whose::ours ? Watch::Of::runner : Watch::Of::statement);
  ExecStatusType status = PGRES_EMPTY_QUERY;
  while (const Result result = next_result()) {
    status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) break;
    if (each) each(*result);
  }
  return status;
}

void ServerConnection::execute(std::string_view statement) {
  send(statement, Whose::ours, [this](const std::string& text) { exchange(text); });
  // The server answers COMMIT of a transaction that had failed with ROLLBACK, and no error.
  if (diagnostics_.transaction_tag() == "ROLLBACK" && begins_with(statement, "COMMIT")) {
    throw Error({.code = ErrorCode::database,
                 .message = "the transaction had failed before: COMMIT rolled it back",
                 .statement = std::string(statement)});
  }
}

std::vector<Row> ServerConnection::query(std::string_view statement) {
  std::vector<Row> rows;
  send(statement, Whose::ours,
       [this, &rows](const std::string& text) { rows = driver_.query(text); });
  return rows;
}

std::vector<std::int64_t> ServerConnection::change_each(std::span<const std::string> statements) {
  std::vector<std::int64_t> rows;
  send(text::join(statements, "; "), Whose::ours, [this, &rows](const std::string& text) {
    exchange(text, [&rows](PGresult& result) {
      rows.push_back(std::strtoll(PQcmdTuples(&result), nullptr, 10));
    });
  });
  return rows;
}

void ServerConnection::run(std::string_view statement, const Fence& fence) {
  send(statement, Whose::users, [this](const std::string& text) { exchange(text); });
  if (PQtransactionStatus(raw_) == PQTRANS_ACTIVE) {
    leave_copy("COPY without data");
    throw Error({.code = ErrorCode::database,
                 .message = "COPY FROM STDIN needs its data behind it, up to a line \\.; COPY TO "
                            "STDOUT has nowhere to go",
                 .statement = std::string(statement)});
  }
  check_fence(statement, fence);
}

void ServerConnection::check_fence(std::string_view statement, const Fence& fence) const {
  if (!fence.transaction) return;
  const bool open = in_transaction();
  const std::string& tag = diagnostics_.transaction_tag();
  if (open && tag.empty()) return;
  // ROLLBACK TO a savepoint and ROLLBACK AND CHAIN have the same tag; their words tell.
  if (open && tag == "ROLLBACK" && !traits(statement).transaction_control) return;
  const bool began = tag == "BEGIN" || tag == "START TRANSACTION";
  throw Error({.code = ErrorCode::database,
               .message = began ? "the statement opens a transaction inside the step's own"
                                : "the statement ended the step's transaction",
               .statement = std::string(statement),
               .hint = "take it out, or mark the section transaction:false"});
}

void ServerConnection::copy_in(std::string_view statement,
                               const std::function<std::string_view()>& next, const Fence& fence) {
  std::exception_ptr thrown_by_next;
  send(statement, Whose::users, [this, &next, &thrown_by_next](const std::string& text) {
    const ExecStatusType began = exchange(text);
    if (PQtransactionStatus(raw_) != PQTRANS_ACTIVE) {
      if (diagnostics_.failed()) return;
      throw std::runtime_error("the statement is no COPY … FROM STDIN, yet data follows it");
    }
    if (began != PGRES_COPY_IN) {
      leave_copy("not a COPY FROM STDIN");
      throw std::runtime_error("the statement is no COPY … FROM STDIN, yet data follows it");
    }
    try {
      feed_copy(next);
    } catch (...) {
      thrown_by_next = std::current_exception();
    }
    leave_copy(thrown_by_next != nullptr ? "the data could not be read"
               : interruption_.pending() ? "interrupted"
                                         : nullptr);
    if (thrown_by_next != nullptr) diagnostics_.clear();
  });
  if (thrown_by_next != nullptr) std::rethrow_exception(thrown_by_next);
  check_fence(statement, fence);
}

void ServerConnection::feed_copy(const std::function<std::string_view()>& next) {
  constexpr std::size_t largest = std::size_t{1} << 30U;  // libpq counts in int
  for (std::string_view data = next(); !data.empty() && !interruption_.pending(); data = next()) {
    while (!data.empty()) {
      const std::size_t size = std::min(data.size(), largest);
      // A failure is told again, with its reason, by the result behind the data.
      if (PQputCopyData(raw_, data.data(), static_cast<int>(size)) != 1) return;
      data.remove_prefix(size);
    }
  }
}

/// Ends a COPY, with `reason` as a failure, and reads its result.
void ServerConnection::leave_copy(const char* reason) {
  while (PQtransactionStatus(raw_) == PQTRANS_ACTIVE && PQstatus(raw_) == CONNECTION_OK) {
    const Result result = next_result();
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) {
      PQputCopyEnd(raw_, reason);
    } else if (status == PGRES_COPY_OUT) {
      char* line = nullptr;
      while (PQgetCopyData(raw_, &line, 0) > 0) PQfreemem(line);
    }
  }
}

bool ServerConnection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(raw_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

Connection::Session ServerConnection::session() {
  if (direct_) return Session::own;
  const std::int64_t pid = std::stoll(query(server_process).at(0).at(0).value_or("0"));
  if (pid == PQbackendPID(raw_)) {
    direct_ = true;
    return Session::own;
  }
  const Session found = session_behind_pooler(url_, *this, pid);
  if (found == Session::own) {
    direct_ = true;
    pid_ = pid;
  }
  return found;
}

void ServerConnection::pause(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds slice(20);
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    check_usable("");
    std::this_thread::sleep_for(slice);
  }
}

}  // namespace

std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options,
                                    Observer& observer) {
  return std::make_unique<ServerConnection>(url, open(url, options.wait_for_server, observer),
                                            observer);
}

std::unique_ptr<Connection> adopt(void* handle, Observer& observer) {
  auto* const connection = static_cast<PGconn*>(handle);
  if (PQstatus(connection) != CONNECTION_OK) {
    throw Error(ErrorCode::usage, "the PGconn to adopt is not connected");
  }
  if (PQtransactionStatus(connection) != PQTRANS_IDLE) {
    throw Error(ErrorCode::usage,
                "the PGconn to adopt is in a transaction, and the library must begin its own");
  }
  return std::make_unique<ServerConnection>(url_of(connection), lend(connection), observer);
}

}  // namespace migrate::postgresql
