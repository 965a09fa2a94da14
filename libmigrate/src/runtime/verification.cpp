#include "runtime/verification.hpp"

#include <unordered_map>

#include "runtime/body.hpp"

namespace migrate {
namespace {

/// The last line of the history that brought this revision, or null.
const HistoryRow* arrival(const std::vector<HistoryRow>& history, const std::string& revision) {
  for (auto row = history.rbegin(); row != history.rend(); ++row) {
    if (row->outcome == "done" && row->revision == revision && row->action != "downgrade") {
      return &*row;
    }
  }
  return nullptr;
}

}  // namespace

Verification verify(const Project& project, const Dialect& dialect, const std::vector<bool>& applied,
                    const std::vector<HistoryRow>& history, bool checksums) {
  Verification result;
  std::unordered_map<std::string, std::string> seen;  // revision -> last checksum
  for (const HistoryRow& row : history) {
    if (row.outcome == "done" && row.action != "downgrade") seen[row.revision] = row.checksum;
  }
  if (seen.empty()) return result;
  for (RevisionIndex index = 0; index < project.revisions.size(); ++index) {
    if (!applied[index]) continue;
    const Revision& revision = project.revisions[index];
    const auto found = seen.find(revision.id);
    if (found == seen.end()) {
      result.unseen.push_back(index);
    } else if (checksums && !found->second.empty() &&
               found->second !=
                   revision_checksum(revision, read_sections(revision), dialect)) {
      result.changed.push_back(index);
    }
  }
  return result;
}

bool shown_applied(const std::vector<HistoryRow>& history, const std::string& revision) {
  for (auto row = history.rbegin(); row != history.rend(); ++row) {
    if (row->outcome == "done" && row->revision == revision) return row->action != "downgrade";
  }
  return false;
}

std::string how_it_came(const std::vector<HistoryRow>& history, const std::string& revision) {
  const HistoryRow* row = arrival(history, revision);
  if (row == nullptr) return "";
  return row->action + " on " + row->started_at + " by " + row->applied_by + " with migrate " +
         row->tool_version;
}

}  // namespace migrate
