#include <algorithm>

#include "graph/reach.hpp"
#include "graph/wording.hpp"
#include "migrate/error.hpp"
#include "migrate/graph.hpp"

namespace migrate {

std::vector<RevisionIndex> Graph::upgrade_path(std::span<const RevisionIndex> targets,
                                               std::span<const RevisionIndex> rows) const {
  const std::vector<bool> needed = reach(*this, targets, Way::needs);
  const std::vector<bool> done = applied(rows);
  std::vector<RevisionIndex> path;
  std::ranges::copy_if(order_, std::back_inserter(path),
                       [&](RevisionIndex i) { return needed[i] && !done[i]; });
  return path;
}

std::vector<RevisionIndex> Graph::downgrade_path(const Target& target,
                                                 std::span<const RevisionIndex> rows) const {
  const std::vector<bool> done = applied(rows);
  std::vector<RevisionIndex> absent;
  std::ranges::copy_if(target.revisions, std::back_inserter(absent),
                       [&](RevisionIndex i) { return !done[i]; });
  if (!absent.empty()) {
    const std::vector<RevisionIndex> current = maximal(rows);
    throw Error(ErrorCode::target,
                wording::list(*this, absent) + (absent.size() == 1 ? " is" : " are") +
                    " not applied, and a downgrade goes to a revision that is. " +
                    (current.empty() ? "Nothing is applied."
                                     : "Current: " + wording::list(*this, current) + "."));
  }

  // What goes first: the bases, or the target's children; then all that needs one of these.
  std::vector<RevisionIndex> roots;
  if (target.base) {
    roots = bases();
  } else {
    for (const RevisionIndex i : target.revisions) {
      roots.insert(roots.end(), children(i).begin(), children(i).end());
    }
  }
  if (!target.lineage.empty()) {
    const std::vector<bool> members = lineage(*this, lineage_of(target.lineage));
    std::erase_if(roots, [&](RevisionIndex i) { return !members[i]; });
  }
  const std::vector<bool> undone = reach(*this, roots, Way::needed_by);
  const std::vector<bool> kept = reach(*this, target.revisions, Way::needs);
  std::vector<RevisionIndex> path;
  std::copy_if(order_.rbegin(), order_.rend(), std::back_inserter(path),
               [&](RevisionIndex i) { return undone[i] && done[i] && !kept[i]; });
  return path;
}

}  // namespace migrate
