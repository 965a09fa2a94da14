#include <string_view>
#include <unordered_map>

#include "commands/session.hpp"

namespace migrate {
namespace {

/// The last line of the history that brought each revision.
class Arrivals {
 public:
  explicit Arrivals(const std::vector<HistoryRow>& history) {
    for (const HistoryRow& row : history) {
      if (row.outcome == "done" && row.action != "downgrade") rows_[row.revision] = &row;
    }
  }

  [[nodiscard]] const HistoryRow* find(const std::string& revision) const {
    const auto row = rows_.find(revision);
    return row == rows_.end() ? nullptr : row->second;
  }

 private:
  std::unordered_map<std::string_view, const HistoryRow*> rows_ = {};
};

StatusEntry entry(StatusEntry::Kind kind, const std::string& revision, std::string message,
                  const Arrivals& arrivals) {
  StatusEntry line{.kind = kind, .revision = revision, .message = std::move(message)};
  const bool here = kind != StatusEntry::Kind::pending && kind != StatusEntry::Kind::half_done;
  if (const HistoryRow* row = here ? arrivals.find(revision) : nullptr) {
    line.applied_at = row->started_at;
    line.applied_by = row->applied_by;
  }
  return line;
}

}  // namespace

std::vector<StatusEntry> status(const Context& context) {
  using Kind = StatusEntry::Kind;
  Session session(context, Session::Access::read);
  const Examination found =
      session.runner.examine(session.settings.run.verify_checksums != RunSettings::Checksums::off);
  const Arrivals arrivals(found.history);
  std::unordered_map<RevisionIndex, Kind> special;
  for (const RevisionIndex index : found.unseen) special[index] = Kind::unseen;
  for (const RevisionIndex index : found.changed) special[index] = Kind::changed;
  std::vector<StatusEntry> lines;
  const auto half = [&](const std::string& revision) {
    return found.state.journal && found.state.journal->revision == revision;
  };
  for (const RevisionIndex index : found.applied) {
    const Revision& revision = session.project.revisions[index];
    const auto other = special.find(index);
    const Kind kind = half(revision.id)        ? Kind::half_done
                      : other != special.end() ? other->second
                                               : Kind::applied;
    lines.push_back(entry(kind, revision.id, revision.message, arrivals));
  }
  for (const std::string& row : found.unknown) {
    const HistoryRow* came = arrivals.find(row);
    lines.push_back(entry(Kind::unknown, row, came == nullptr ? "" : came->message, arrivals));
  }
  for (const RevisionIndex index : found.pending) {
    const Revision& revision = session.project.revisions[index];
    lines.push_back(entry(half(revision.id) ? Kind::half_done : Kind::pending, revision.id,
                          revision.message, arrivals));
  }
  return lines;
}

}  // namespace migrate
