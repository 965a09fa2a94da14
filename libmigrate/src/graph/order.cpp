#include "graph/order.hpp"

#include <cstddef>

namespace migrate {
namespace {

// The heads as a walk up meets them, so that the branches of one branch point stay together.
std::vector<RevisionIndex> heads_as_met(const Graph& graph) {
  std::vector<RevisionIndex> heads;
  std::vector<bool> met(graph.size());
  std::vector<RevisionIndex> open;
  for (const RevisionIndex base : graph.bases()) {
    open.push_back(base);
    while (!open.empty()) {
      const RevisionIndex i = open.back();
      open.pop_back();
      if (met[i]) continue;
      met[i] = true;
      const auto children = graph.children(i);
      if (children.empty()) heads.push_back(i);
      open.insert(open.end(), children.rbegin(), children.rend());
    }
  }
  return heads;
}

}  // namespace

std::vector<RevisionIndex> make_order(const Graph& graph) {
  struct Frame {
    RevisionIndex revision;
    std::size_t next = 0;
  };
  std::vector<RevisionIndex> order;
  order.reserve(graph.size());
  std::vector<bool> met(graph.size());
  std::vector<Frame> frames;
  const auto enter = [&](RevisionIndex i) {
    if (met[i]) return;
    met[i] = true;
    frames.push_back({i});
  };
  for (const RevisionIndex head : heads_as_met(graph)) {
    enter(head);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      const auto parents = graph.parents(frame.revision);
      const auto dependencies = graph.dependencies(frame.revision);
      const std::size_t next = frame.next++;
      if (next < parents.size()) {
        enter(parents[next]);
      } else if (next < parents.size() + dependencies.size()) {
        enter(dependencies[next - parents.size()]);
      } else {
        order.push_back(frame.revision);
        frames.pop_back();
      }
    }
  }
  return order;
}

}  // namespace migrate
