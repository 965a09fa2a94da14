#include "runtime/step_record.hpp"

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace migrate {

StepRecord::StepRecord(const PreparedStep& step, const Host& host)
    : step_(step), host_(host), started_at_(iso_time(host.now())) {}

std::chrono::milliseconds StepRecord::elapsed() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start_);
}

Event StepRecord::begins() const {
  const Revision& revision = *step_.revision;
  const std::string parents = text::join(revision.revises, ", ");
  const bool up = step_.direction == Direction::up;
  std::string text = up ? "Running upgrade " + parents + " -> " + revision.id
                        : "Running downgrade " + revision.id + " -> " + parents;
  if (!revision.message.empty()) text += ", " + revision.message;
  return {.kind = Event::Kind::step_begins,
          .text = std::move(text),
          .revision = revision.id,
          .message = revision.message,
          .total = step_.facts.statements};
}

Event StepRecord::ends() const {
  return {.kind = Event::Kind::step_ends, .revision = step_.revision->id, .elapsed = elapsed()};
}

HistoryRow StepRecord::row(std::string outcome) const {
  return {.revision = step_.revision->id,
          .action = step_.direction == Direction::up ? "upgrade" : "downgrade",
          .outcome = std::move(outcome),
          .started_at = started_at_,
          .duration_ms = elapsed().count(),
          .checksum = step_.checksum,
          .message = step_.revision->message,
          .applied_by = host_.user,
          .tool_version = std::string(version())};
}

HistoryRow StepRecord::done() const { return row("done"); }

HistoryRow StepRecord::failed(const ErrorInfo& error) const {
  HistoryRow failed = row("failed");
  failed.error = error.message;
  if (!error.sqlstate.empty()) failed.error += " (SQLSTATE " + error.sqlstate + ')';
  return failed;
}

}  // namespace migrate
