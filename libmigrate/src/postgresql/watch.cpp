#include "postgresql/watch.hpp"

#include <poll.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "postgresql/sessions.hpp"
#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

using std::chrono::milliseconds;

/// Most statements are done by then, and need no second connection.
constexpr milliseconds first_look(100);
constexpr milliseconds longest_interval(1000);

/// Enough to know a statement by; pg_stat_activity holds 1024 bytes of it.
constexpr std::size_t known_by = 200;

constexpr std::size_t most_blockers = 5;

/// Rows of two kinds, `b` and `p`: whom the statement waits for, and how far an index is.
std::string question_about(std::string_view statement, std::int64_t pid) {
  // In characters on both sides; of a piece of a statement as long as this there are no fewer.
  std::size_t end = 0;
  for (std::size_t seen = 0; end < statement.size(); ++end) {
    if (!text::is_continuation_byte(statement[end]) && ++seen > known_by) break;
  }
  const std::string count = std::to_string(known_by);
  return "WITH me AS MATERIALIZED (SELECT s.pid FROM pg_catalog.pg_stat_activity s"
         " WHERE s.datname = pg_catalog.current_database() AND s.state = 'active'"
         " AND pg_catalog.left(s.query, " +
         count + ") = " + literal(statement.substr(0, end)) +
         " ORDER BY s.pid = " + std::to_string(pid) +
         " DESC LIMIT 1)"
         " SELECT 'b', " +
         std::string(session_columns) +
         " FROM (SELECT DISTINCT b.pid FROM me,"
         " LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(me.pid)) AS b(pid)) AS b"
         " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid"
         " UNION ALL SELECT 'p', p.command, p.phase, p.lockers_done::text, p.lockers_total::text,"
         " CASE WHEN p.tuples_total > 0 THEN p.tuples_done ELSE p.blocks_done END::text,"
         " CASE WHEN p.tuples_total > 0 THEN p.tuples_total ELSE p.blocks_total END::text,"
         " CASE WHEN p.tuples_total > 0 THEN 'rows' ELSE 'blocks' END"
         " FROM me JOIN pg_catalog.pg_stat_progress_create_index p ON p.pid = me.pid"
         " ORDER BY 1, 2";
}

std::string described(const Row& row) {
  if (row.at(1)) return describe_session(row, 1);
  // Number 0, which no session has.
  return "a prepared transaction (pg_prepared_xacts lists them) or a session that has just gone";
}

}  // namespace

void Watch::begin(std::string_view statement, std::int64_t pid, Of of) {
  statement_ = statement;
  pid_ = pid;
  stale_ = aside_.asking();
  of_ = of;
  interval_ = first_look;
  next_look_ = Clock::now() + interval_;
  blockers_.clear();
  told_.clear();
  phase_.clear();
}

void Watch::wait(int descriptor) {
  const auto left = std::chrono::ceil<milliseconds>(next_look_ - Clock::now());
  std::array<pollfd, 2> ready = {pollfd{.fd = descriptor, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = aside_.descriptor(), .events = 0, .revents = 0}};
  if (ready[1].fd >= 0) ready[1].events = aside_.events();
  const bool looks = !aside_.broken();
  const auto time = std::clamp<milliseconds::rep>(left.count(), 0, longest_interval.count());
  poll(ready.data(), ready.size(), looks ? static_cast<int>(time) : -1);
  if (ready[0].revents != 0 || !looks) return;
  if (aside_.asking()) {
    if (const auto rows = aside_.advance(); rows && !std::exchange(stale_, false)) tell(*rows);
  }
  if (Clock::now() >= next_look_) look();
}

void Watch::look() {
  interval_ = std::min(interval_ * 2, longest_interval);
  next_look_ = Clock::now() + interval_;
  if (!aside_.asking()) aside_.ask(question_about(statement_, pid_));
}

void Watch::tell(const std::vector<Row>& rows) {
  std::vector<std::string> pids;
  std::vector<std::string> blockers;
  for (const Row& row : rows) {
    if (row.at(0) == "p") {
      tell_progress(row);
      continue;
    }
    pids.push_back(row.at(1).value_or("0"));
    blockers.push_back(described(row));
  }
  if (blockers.size() > most_blockers) {
    const std::size_t more = blockers.size() - most_blockers;
    blockers.resize(most_blockers);
    blockers.push_back(std::to_string(more) + " more");
  }
  tell_blockers(std::move(pids), std::move(blockers));
}

void Watch::tell_blockers(std::vector<std::string> pids, std::vector<std::string> blockers) {
  blockers_ = std::move(blockers);
  if (blockers_.empty() || pids == told_) return;
  told_ = std::move(pids);
  observer_.on(
      {.kind = Event::Kind::waiting,
       .text = (of_ == Of::runner ? "waiting for another runner: " : "waiting for a lock behind ") +
               text::join(blockers_, "; ")});
}

void Watch::tell_progress(const Row& row) {
  const std::string phase = row.at(2).value_or("");
  if (phase != phase_) {
    phase_ = phase;
    observer_.on({.kind = Event::Kind::detail, .text = row.at(1).value_or("") + ": " + phase});
  }
  const std::int64_t total = std::stoll(row.at(6).value_or("0"));
  if (total == 0) return;
  observer_.on({.kind = Event::Kind::working,
                .text = row.at(7).value_or(""),
                .number = std::stoll(row.at(5).value_or("0")),
                .total = total});
}

}  // namespace migrate::postgresql
