#include <algorithm>

#include "migrate/graph.hpp"

namespace migrate {

void Graph::make_label_sets() {
  label_sets_.assign(1, {});
  label_set_of_.assign(size(), 0);
  if (labels_.empty()) return;

  // How far down a label of this revision goes. All between has no other descendants than those,
  // so that it is enough to put the label there.
  std::vector<RevisionIndex> lowest(size());
  for (const RevisionIndex i : order_) {
    lowest[i] = i;
    if (is_branch_point(i) || parents(i).size() != 1) continue;
    const RevisionIndex parent = parents(i)[0];
    if (!is_branch_point(parent) && !is_merge_point(parent)) lowest[i] = lowest[parent];
  }
  std::vector<std::vector<std::uint32_t>> own(size());
  for (std::uint32_t label = 0; label < labels_.size(); ++label) {
    own[lowest[labels_[label].second]].push_back(label);
  }

  for (const RevisionIndex i : order_) {
    LabelSet set{std::move(own[i]), {}};
    for (const RevisionIndex parent : parents(i)) {
      if (label_set_of_[parent] != 0) set.parts.push_back(label_set_of_[parent]);
    }
    std::ranges::sort(set.parts);
    set.parts.erase(std::unique(set.parts.begin(), set.parts.end()), set.parts.end());
    if (set.own.empty() && set.parts.size() < 2) {
      label_set_of_[i] = set.parts.empty() ? 0 : set.parts.front();
    } else {
      label_set_of_[i] = static_cast<std::uint32_t>(label_sets_.size());
      label_sets_.push_back(std::move(set));
    }
  }
}

std::vector<std::string> Graph::labels(RevisionIndex index) const {
  std::vector<std::uint32_t> open = {label_set_of_[index]};
  std::vector<bool> met(open[0] + 1);  // parts have smaller indices
  std::vector<std::uint32_t> found;
  while (!open.empty()) {
    const std::uint32_t set = open.back();
    open.pop_back();
    if (met[set]) continue;
    met[set] = true;
    found.insert(found.end(), label_sets_[set].own.begin(), label_sets_[set].own.end());
    open.insert(open.end(), label_sets_[set].parts.begin(), label_sets_[set].parts.end());
  }
  std::ranges::sort(found);
  std::vector<std::string> out;
  for (const std::uint32_t label : found) out.push_back(labels_[label].first);
  return out;
}

}  // namespace migrate
