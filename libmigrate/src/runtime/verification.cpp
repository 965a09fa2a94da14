#include "runtime/verification.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_map>

#include "base/halves.hpp"
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

/// A file to hold against the checksum that the history has.
struct Known {
  RevisionIndex index = 0;
  const std::string* checksum = nullptr;
};

std::vector<RevisionIndex> changed(const Project& project, const Dialect& dialect,
                                   std::span<const Known> files) {
  std::vector<RevisionIndex> result;
  for (const Known& file : files) {
    const Revision& revision = project.revisions[file.index];
    if (*file.checksum != revision_checksum(revision, read_sections(revision), dialect)) {
      result.push_back(file.index);
    }
  }
  return result;
}

}  // namespace

Verification verify(const Project& project, const Dialect& dialect,
                    const std::vector<bool>& applied, const std::vector<HistoryRow>& history,
                    bool checksums) {
  Verification result;
  std::unordered_map<std::string, std::string> seen;  // revision -> last checksum
  for (const HistoryRow& row : history) {
    if (row.outcome == "done" && row.action != "downgrade") seen[row.revision] = row.checksum;
  }
  if (seen.empty()) return result;
  std::vector<Known> known;
  for (RevisionIndex index = 0; index < project.revisions.size(); ++index) {
    if (!applied[index]) continue;
    const Revision& revision = project.revisions[index];
    const auto found = seen.find(revision.id);
    if (found == seen.end()) {
      result.unseen.push_back(index);
    } else if (checksums && !found->second.empty()) {
      known.push_back({.index = index, .checksum = &found->second});
    }
  }
  constexpr std::size_t worth_a_thread = 32;
  const auto look = [&](std::span<const Known> files) { return changed(project, dialect, files); };
  for (const auto& part : in_halves(std::span<const Known>(known), worth_a_thread, look)) {
    std::ranges::copy(part, std::back_inserter(result.changed));
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
