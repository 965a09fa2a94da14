#include "postgresql/diagnostics.hpp"

#include <libpq-events.h>
#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <memory>
#include <new>

#include "base/text.hpp"

namespace migrate::postgresql {
namespace {

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
}

/// What libpq keeps for a connection: an event procedure cannot be taken back, and an application's
/// connection outlives who listens to it.
struct Listener {
  Diagnostics* to = nullptr;
};

int on_event(PGEventId id, void* info, void* self) {
  auto* const listener = static_cast<Listener*>(self);
  if (id == PGEVT_CONNDESTROY) {
    delete listener;
  } else if (id == PGEVT_RESULTCREATE && listener->to != nullptr) {
    listener->to->note(static_cast<PGEventResultCreate*>(info)->result);
  }
  return 1;
}

std::string severity(const PGresult* result) {
  return field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
}

bool is_transaction_tag(std::string_view tag) {
  static constexpr std::array<std::string_view, 5> tags = {"BEGIN", "START TRANSACTION", "COMMIT",
                                                           "ROLLBACK", "PREPARE TRANSACTION"};
  for (const std::string_view known : tags) {
    if (tag == known) return true;
  }
  return false;
}

}  // namespace

void Diagnostics::listen(pg_conn* connection) {
  if (auto* const known = static_cast<Listener*>(PQinstanceData(connection, on_event))) {
    known->to = this;
    return;
  }
  auto listener = std::make_unique<Listener>(Listener{this});
  if (PQregisterEventProc(connection, on_event, "migrate", listener.get()) == 0) {
    throw std::bad_alloc();
  }
  PQsetInstanceData(connection, on_event, listener.release());
}

void Diagnostics::stop(pg_conn* connection) {
  static_cast<Listener*>(PQinstanceData(connection, on_event))->to = nullptr;
}

void Diagnostics::clear() { *this = {}; }

void Diagnostics::note(const pg_result* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK) {
    // libpq's face takes a pointer to non-const; it only reads.
    const std::string_view tag = PQcmdStatus(const_cast<PGresult*>(result));
    // ROLLBACK may be a harmless ROLLBACK TO, so any other tag says more.
    if (is_transaction_tag(tag) && (tag_.empty() || tag_ == "ROLLBACK")) tag_ = tag;
    return;
  }
  if (status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE) return;
  failed_ = true;
  const std::string level = severity(result);
  fatal_ = fatal_ || level == "FATAL" || level == "PANIC";
  error_.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (error_.message.empty()) error_.message = text::trim(PQresultErrorMessage(result));
  error_.sqlstate = field(result, PG_DIAG_SQLSTATE);
  error_.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  error_.hint = field(result, PG_DIAG_MESSAGE_HINT);
  const std::string context = field(result, PG_DIAG_CONTEXT);
  if (!context.empty()) {
    error_.detail += (error_.detail.empty() ? "context: " : "\n  context: ") + context;
  }
  const std::string position = field(result, PG_DIAG_STATEMENT_POSITION);
  character_ = 0;
  std::from_chars(position.data(), position.data() + position.size(), character_);
}

ErrorInfo Diagnostics::error(std::string_view statement) const {
  ErrorInfo info = error_;
  info.statement = statement;
  info.position = byte_position(statement, character_);
  return info;
}

std::string notice_text(const pg_result* notice) {
  std::string out =
      field(notice, PG_DIAG_SEVERITY) + ":  " + field(notice, PG_DIAG_MESSAGE_PRIMARY);
  const std::string detail = field(notice, PG_DIAG_MESSAGE_DETAIL);
  const std::string hint = field(notice, PG_DIAG_MESSAGE_HINT);
  if (!detail.empty()) out += "\n  detail: " + detail;
  if (!hint.empty()) out += "\n  hint: " + hint;
  return out;
}

bool is_chatter(const pg_result* notice) { return severity(notice) != "WARNING"; }

std::size_t byte_position(std::string_view text, std::size_t character) {
  if (character == 0) return 0;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!text::is_continuation_byte(text[i]) && ++seen == character) return i + 1;
  }
  // PostgreSQL points one past the end for "syntax error at end of input".
  return text.size() + 1;
}

}  // namespace migrate::postgresql
