#include "graph/cycles.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace migrate {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

class CycleFinder {
 public:
  CycleFinder(const Adjacency& parents, const Adjacency& dependencies)
      : parents_(parents), dependencies_(dependencies), size_(parents.ends.size()) {}

  std::vector<std::vector<RevisionIndex>> find() {
    number_.assign(size_, none);
    low_.assign(size_, none);
    component_.assign(size_, none);
    for (RevisionIndex i = 0; i < size_; ++i) {
      if (number_[i] == none) explore(i);
    }
    std::vector<std::vector<RevisionIndex>> cycles;
    came_from_.assign(size_, none);
    // A component is met first at its smallest member.
    std::vector<bool> done(size_);
    for (RevisionIndex i = 0; i < size_; ++i) {
      if (members_[component_[i]] < 2 || done[component_[i]]) continue;
      done[component_[i]] = true;
      cycles.push_back(shortest_cycle(i));
    }
    return cycles;
  }

 private:
  struct Frame {
    RevisionIndex revision;
    std::size_t next = 0;
  };

  [[nodiscard]] std::size_t degree(RevisionIndex i) const {
    return parents_[i].size() + dependencies_[i].size();
  }
  [[nodiscard]] RevisionIndex need(RevisionIndex i, std::size_t k) const {
    const auto parents = parents_[i];
    return k < parents.size() ? parents[k] : dependencies_[i][k - parents.size()];
  }

  void enter(RevisionIndex i) {
    number_[i] = low_[i] = counter_++;
    unassigned_.push_back(i);
    frames_.push_back({i});
  }

  // Tarjan's algorithm; frames of its own, because a chain may be deeper than the call stack.
  void explore(RevisionIndex start) {
    enter(start);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const RevisionIndex i = frame.revision;
      if (frame.next < degree(i)) {
        const RevisionIndex below = need(i, frame.next++);
        if (number_[below] == none) {
          enter(below);
        } else if (component_[below] == none) {
          low_[i] = std::min(low_[i], number_[below]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) {
        const RevisionIndex above = frames_.back().revision;
        low_[above] = std::min(low_[above], low_[i]);
      }
      if (low_[i] == number_[i]) close_component(i);
    }
  }

  void close_component(RevisionIndex root) {
    const auto id = static_cast<std::uint32_t>(members_.size());
    members_.push_back(0);
    RevisionIndex member = none;
    do {
      member = unassigned_.back();
      unassigned_.pop_back();
      component_[member] = id;
      ++members_[id];
    } while (member != root);
  }

  std::vector<RevisionIndex> shortest_cycle(RevisionIndex start) {
    std::vector<RevisionIndex> queue = {start};
    for (std::size_t at = 0;; ++at) {
      const RevisionIndex i = queue[at];
      for (std::size_t k = 0; k < degree(i); ++k) {
        const RevisionIndex below = need(i, k);
        if (below == start && i != start) return path_to(i, start);
        if (component_[below] != component_[start] || below == start) continue;
        if (came_from_[below] != none) continue;
        came_from_[below] = i;
        queue.push_back(below);
      }
    }
  }

  [[nodiscard]] std::vector<RevisionIndex> path_to(RevisionIndex end, RevisionIndex start) const {
    std::vector<RevisionIndex> path = {end};
    while (path.back() != start) path.push_back(came_from_[path.back()]);
    std::ranges::reverse(path);
    return path;
  }

  const Adjacency& parents_;
  const Adjacency& dependencies_;
  std::size_t size_;
  std::uint32_t counter_ = 0;
  std::vector<std::uint32_t> number_;     ///< in the order of discovery
  std::vector<std::uint32_t> low_;        ///< the smallest number that it reaches
  std::vector<std::uint32_t> component_;  ///< none while it is open
  std::vector<std::uint32_t> members_;    ///< how many, by component
  std::vector<RevisionIndex> came_from_;
  std::vector<RevisionIndex> unassigned_;
  std::vector<Frame> frames_;
};

}  // namespace

std::vector<std::vector<RevisionIndex>> find_cycles(const Adjacency& parents,
                                                    const Adjacency& dependencies) {
  return CycleFinder(parents, dependencies).find();
}

}  // namespace migrate
