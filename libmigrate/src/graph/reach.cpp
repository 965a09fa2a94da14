#include "graph/reach.hpp"

namespace migrate {

std::vector<bool> reach(const Graph& graph, std::span<const RevisionIndex> starts, Way way) {
  std::vector<bool> met(graph.size());
  std::vector<RevisionIndex> open;
  const auto visit = [&](std::span<const RevisionIndex> revisions) {
    for (const RevisionIndex index : revisions) {
      if (met[index]) continue;
      met[index] = true;
      open.push_back(index);
    }
  };
  visit(starts);
  while (!open.empty()) {
    const RevisionIndex index = open.back();
    open.pop_back();
    switch (way) {
      case Way::needs:
        visit(graph.dependencies(index));
        [[fallthrough]];
      case Way::parents:
        visit(graph.parents(index));
        break;
      case Way::needed_by:
        visit(graph.dependents(index));
        [[fallthrough]];
      case Way::children:
        visit(graph.children(index));
        break;
    }
  }
  return met;
}

std::vector<bool> lineage(const Graph& graph, RevisionIndex revision) {
  std::vector<bool> members = reach(graph, std::span(&revision, 1), Way::parents);
  const std::vector<bool> above = reach(graph, std::span(&revision, 1), Way::children);
  for (std::size_t i = 0; i < members.size(); ++i) members[i] = members[i] || above[i];
  return members;
}

}  // namespace migrate
