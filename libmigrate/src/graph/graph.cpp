#include "migrate/graph.hpp"

#include <algorithm>

#include "graph/check.hpp"
#include "graph/order.hpp"
#include "migrate/error.hpp"

namespace migrate {
namespace {

std::string render(const std::vector<Fault>& faults) {
  std::string out;
  for (const Fault& fault : faults) {
    if (!out.empty()) out += '\n';
    out += fault.source + ": " + fault.message;
  }
  return out;
}

template <typename Predicate>
std::vector<RevisionIndex> select(std::size_t size, Predicate predicate) {
  std::vector<RevisionIndex> out;
  for (RevisionIndex i = 0; i < size; ++i) {
    if (predicate(i)) out.push_back(i);
  }
  return out;
}

}  // namespace

Graph::Graph(std::vector<RevisionNode> nodes) {
  std::vector<Fault> faults;
  *this = build(std::move(nodes), faults);
  if (!faults.empty()) throw Error(ErrorCode::revision, render(faults));
}

Graph Graph::build(std::vector<RevisionNode> nodes, std::vector<Fault>& faults) {
  Graph graph;
  CheckedNodes checked = check_nodes(nodes);
  faults = std::move(checked.faults);
  if (!faults.empty()) return graph;
  graph.nodes_.reserve(nodes.size());
  for (const RevisionIndex position : checked.order) {
    graph.nodes_.push_back(std::move(nodes[position]));
  }
  graph.parents_ = std::move(checked.parents);
  graph.children_ = reversed(graph.parents_);
  graph.dependencies_ = std::move(checked.dependencies);
  graph.dependents_ = reversed(graph.dependencies_);
  graph.labels_ = std::move(checked.labels);
  graph.order_ = make_order(graph);
  graph.make_label_sets();
  return graph;
}

bool Graph::find(std::string_view id, RevisionIndex& out) const {
  const auto at = std::ranges::lower_bound(nodes_, id, {}, &RevisionNode::id);
  if (at == nodes_.end() || at->id != id) return false;
  out = static_cast<RevisionIndex>(at - nodes_.begin());
  return true;
}

bool Graph::find_label(std::string_view label, RevisionIndex& out) const {
  const auto name = [](const auto& entry) -> std::string_view { return entry.first; };
  const auto at = std::ranges::lower_bound(labels_, label, {}, name);
  if (at == labels_.end() || at->first != label) return false;
  out = at->second;
  return true;
}

bool Graph::is_head(RevisionIndex index) const { return children(index).empty(); }

bool Graph::is_real_head(RevisionIndex index) const {
  return is_head(index) && dependents(index).empty();
}

bool Graph::is_base(RevisionIndex index) const { return parents(index).empty(); }

bool Graph::is_branch_point(RevisionIndex index) const { return children(index).size() > 1; }

bool Graph::is_merge_point(RevisionIndex index) const { return parents(index).size() > 1; }

std::vector<RevisionIndex> Graph::heads() const {
  return select(size(), [&](RevisionIndex i) { return is_head(i); });
}

std::vector<RevisionIndex> Graph::real_heads() const {
  return select(size(), [&](RevisionIndex i) { return is_real_head(i); });
}

std::vector<RevisionIndex> Graph::bases() const {
  return select(size(), [&](RevisionIndex i) { return is_base(i); });
}

}  // namespace migrate
