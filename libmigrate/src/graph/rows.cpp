#include <algorithm>

#include "graph/reach.hpp"
#include "graph/wording.hpp"
#include "migrate/error.hpp"
#include "migrate/graph.hpp"

namespace migrate {
namespace {

void sort_unique(std::vector<RevisionIndex>& revisions) {
  std::ranges::sort(revisions);
  revisions.erase(std::unique(revisions.begin(), revisions.end()), revisions.end());
}

[[noreturn]] void refuse(const Graph& graph, RevisionIndex revision, Direction direction,
                         std::string_view reason) {
  throw Error(ErrorCode::state, wording::quote(graph[revision].id) + " cannot go " +
                                    (direction == Direction::up ? "up" : "down") +
                                    " now: " + std::string(reason));
}

}  // namespace

std::vector<RevisionIndex> Graph::rows(std::span<const std::string> ids) const {
  std::vector<RevisionIndex> out;
  std::vector<std::string> unknown;
  for (const std::string& id : ids) {
    RevisionIndex index = 0;
    if (find(id, index)) {
      out.push_back(index);
    } else {
      unknown.push_back(id);
    }
  }
  if (!unknown.empty()) {
    std::ranges::sort(unknown);
    unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
    throw Error(ErrorCode::state,
                "the version table names " + wording::list(unknown) +
                    ", which no file has. Deploy the newer files; only where there are none, set "
                    "the table anew with \"migrate stamp --purge\".");
  }
  sort_unique(out);
  return out;
}

std::vector<bool> Graph::applied(std::span<const RevisionIndex> rows) const {
  return reach(*this, rows, Way::needs);
}

std::vector<RevisionIndex> Graph::maximal(std::span<const RevisionIndex> rows) const {
  const std::vector<bool> done = applied(rows);
  const auto is_applied = [&](RevisionIndex i) { return done[i]; };
  std::vector<RevisionIndex> out(rows.begin(), rows.end());
  sort_unique(out);
  std::erase_if(out, [&](RevisionIndex i) {
    return std::ranges::any_of(children(i), is_applied) ||
           std::ranges::any_of(dependents(i), is_applied);
  });
  return out;
}

std::vector<RevisionIndex> Graph::stamp_rows(std::span<const Target> targets,
                                             std::span<const RevisionIndex> rows) const {
  std::vector<RevisionIndex> named;    // these and what is related to them goes
  std::vector<RevisionIndex> stamped;  // and these come
  bool clear = false;
  for (const Target& target : targets) {
    if (!target.base) {
      named.insert(named.end(), target.revisions.begin(), target.revisions.end());
      stamped.insert(stamped.end(), target.revisions.begin(), target.revisions.end());
    } else if (target.lineage.empty()) {
      clear = true;
    } else {
      named.push_back(lineage_of(target.lineage));
    }
  }
  if (!clear) {
    const std::vector<bool> below = reach(*this, named, Way::needs);
    const std::vector<bool> above = reach(*this, named, Way::needed_by);
    std::ranges::copy_if(rows, std::back_inserter(stamped),
                         [&](RevisionIndex i) { return !below[i] && !above[i]; });
  }
  return maximal(stamped);
}

std::vector<RevisionIndex> Graph::rows_after(std::span<const RevisionIndex> rows,
                                             RevisionIndex step, Direction direction) const {
  RowWalker walker(*this, rows);
  walker.step(step, direction);
  return walker.rows();
}

RowWalker::RowWalker(const Graph& graph, std::span<const RevisionIndex> rows)
    : graph_(&graph),
      applied_(graph.applied(rows)),
      applied_above_(graph.size()),
      rows_(graph.maximal(rows)) {
  for (RevisionIndex i = 0; i < graph.size(); ++i) {
    if (!applied_[i]) continue;
    for (const RevisionIndex below : graph.parents(i)) ++applied_above_[below];
    for (const RevisionIndex below : graph.dependencies(i)) ++applied_above_[below];
  }
}

void RowWalker::step(RevisionIndex revision, Direction direction) {
  direction == Direction::up ? up(revision) : down(revision);
}

void RowWalker::up(RevisionIndex revision) {
  if (applied_[revision]) refuse(*graph_, revision, Direction::up, "it is applied already.");
  const auto parents = graph_->parents(revision);
  const auto dependencies = graph_->dependencies(revision);
  for (const auto& needs : {parents, dependencies}) {
    for (const RevisionIndex below : needs) {
      if (!applied_[below]) {
        refuse(*graph_, revision, Direction::up,
               "it needs " + wording::quote((*graph_)[below].id) + ", which is not applied.");
      }
    }
  }
  applied_[revision] = true;
  // A row that the revision needs indirectly would be below one that is applied: no row at all.
  for (const auto& needs : {parents, dependencies}) {
    for (const RevisionIndex below : needs) {
      if (applied_above_[below]++ == 0) rows_.erase(std::ranges::lower_bound(rows_, below));
    }
  }
  rows_.insert(std::ranges::lower_bound(rows_, revision), revision);
}

void RowWalker::down(RevisionIndex revision) {
  if (!applied_[revision]) refuse(*graph_, revision, Direction::down, "it is not applied.");
  if (applied_above_[revision] != 0) {
    for (const auto& above : {graph_->children(revision), graph_->dependents(revision)}) {
      const auto applied = std::ranges::find_if(above, [&](auto i) { return applied_[i]; });
      if (applied == above.end()) continue;
      refuse(*graph_, revision, Direction::down,
             wording::quote((*graph_)[*applied].id) + " is applied and needs it.");
    }
  }
  applied_[revision] = false;
  rows_.erase(std::ranges::lower_bound(rows_, revision));
  for (const auto& needs : {graph_->parents(revision), graph_->dependencies(revision)}) {
    for (const RevisionIndex below : needs) {
      if (--applied_above_[below] == 0) {
        rows_.insert(std::ranges::lower_bound(rows_, below), below);
      }
    }
  }
}

}  // namespace migrate
