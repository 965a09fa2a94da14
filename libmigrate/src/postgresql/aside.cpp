#include "postgresql/aside.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <memory>

#include "postgresql/open.hpp"

namespace migrate::postgresql {
namespace {

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

void ignore(void* /*self*/, const PGresult* /*notice*/) {}

bool is_answer(const PGresult* result) {
  return PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK;
}

void add_rows(std::vector<Row>& rows, const PGresult* result) {
  for (int i = 0; i < PQntuples(result); ++i) {
    Row& row = rows.emplace_back();
    for (int j = 0; j < PQnfields(result); ++j) {
      row.push_back(PQgetisnull(result, i, j) != 0 ? Value() : Value(PQgetvalue(result, i, j)));
    }
  }
}

}  // namespace

Aside::~Aside() { PQfinish(connection_); }

void Aside::fail() {
  PQfinish(connection_);
  connection_ = nullptr;
  statement_.clear();
  broken_ = true;
}

void Aside::ask(std::string statement) {
  if (broken_) return;
  statement_ = std::move(statement);
  sent_ = false;
  rows_.clear();
  if (connection_ != nullptr) {
    send();
    return;
  }
  connection_ = start_opening(url_);
  writing_ = true;
  if (connection_ == nullptr || PQstatus(connection_) == CONNECTION_BAD) fail();
}

void Aside::send() {
  sent_ = true;
  if (PQsendQuery(connection_, statement_.c_str()) == 0) fail();
}

int Aside::descriptor() const { return asking() ? PQsocket(connection_) : -1; }

short Aside::events() const { return open_ || !writing_ ? POLLIN : POLLOUT; }

void Aside::open_further() {
  switch (PQconnectPoll(connection_)) {
    case PGRES_POLLING_OK:
      open_ = true;
      PQsetNoticeReceiver(connection_, ignore, nullptr);
      return;
    case PGRES_POLLING_FAILED:
      fail();
      return;
    case PGRES_POLLING_WRITING:
      writing_ = true;
      return;
    case PGRES_POLLING_READING:
    case PGRES_POLLING_ACTIVE:
      writing_ = false;
      return;
  }
}

std::optional<std::vector<Row>> Aside::advance() {
  if (!asking()) return std::nullopt;
  if (!open_) {
    // PQconnectPoll() may only be called when the socket is ready for what it waits for.
    pollfd ready{.fd = descriptor(), .events = events(), .revents = 0};
    if (poll(&ready, 1, 0) > 0) open_further();
    if (!open_) return std::nullopt;
  }
  if (!sent_) {
    send();
    return std::nullopt;
  }
  if (PQconsumeInput(connection_) == 0) {
    fail();
    return std::nullopt;
  }
  while (PQisBusy(connection_) == 0) {
    const Result result(PQgetResult(connection_));
    if (result == nullptr) {
      statement_.clear();
      return std::move(rows_);
    }
    if (!is_answer(result.get())) {
      fail();
      return std::nullopt;
    }
    add_rows(rows_, result.get());
  }
  return std::nullopt;
}

}  // namespace migrate::postgresql
