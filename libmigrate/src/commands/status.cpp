#include <algorithm>

#include "commands/session.hpp"

namespace migrate {
namespace {

bool holds(const std::vector<RevisionIndex>& list, RevisionIndex index) {
  return std::ranges::find(list, index) != list.end();
}

/// The last line of the history that brought each revision.
const HistoryRow* arrival(const Examination& found, const std::string& revision) {
  const auto row = std::find_if(found.history.rbegin(), found.history.rend(), [&](const auto& r) {
    return r.outcome == "done" && r.action != "downgrade" && r.revision == revision;
  });
  return row == found.history.rend() ? nullptr : &*row;
}

StatusEntry entry(StatusEntry::Kind kind, const std::string& revision, std::string message,
                  const Examination& found) {
  StatusEntry line{.kind = kind, .revision = revision, .message = std::move(message)};
  const bool here = kind != StatusEntry::Kind::pending && kind != StatusEntry::Kind::half_done;
  if (const HistoryRow* row = here ? arrival(found, revision) : nullptr) {
    line.applied_at = row->started_at;
    line.applied_by = row->applied_by;
  }
  return line;
}

}  // namespace

std::vector<StatusEntry> status(const Context& context) {
  using Kind = StatusEntry::Kind;
  Session session(context, Session::Access::read);
  const Examination found = session.runner.examine(
      session.settings.run.verify_checksums != RunSettings::Checksums::off);
  std::vector<StatusEntry> lines;
  const auto half = [&](const std::string& revision) {
    return found.state.journal && found.state.journal->revision == revision;
  };
  for (const RevisionIndex index : found.applied) {
    const Revision& revision = session.project.revisions[index];
    const Kind kind = half(revision.id)             ? Kind::half_done
                      : holds(found.changed, index) ? Kind::changed
                      : holds(found.unseen, index)  ? Kind::unseen
                                                    : Kind::applied;
    lines.push_back(entry(kind, revision.id, revision.message, found));
  }
  for (const std::string& row : found.unknown) {
    const HistoryRow* came = arrival(found, row);
    lines.push_back(entry(Kind::unknown, row, came == nullptr ? "" : came->message, found));
  }
  for (const RevisionIndex index : found.pending) {
    const Revision& revision = session.project.revisions[index];
    lines.push_back(entry(half(revision.id) ? Kind::half_done : Kind::pending, revision.id,
                          revision.message, found));
  }
  return lines;
}

}  // namespace migrate
