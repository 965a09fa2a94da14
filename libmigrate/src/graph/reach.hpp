#pragma once

#include <span>
#include <vector>

#include "migrate/graph.hpp"

namespace migrate {

/// Which edges a walk follows.
enum class Way {
  parents,    ///< down, parent edges only
  children,   ///< up, parent edges only
  needs,      ///< down: parents and dependencies
  needed_by,  ///< up: children and dependents
};

/// By index: is it one of `starts`, or does a walk from them come to it?
std::vector<bool> reach(const Graph& graph, std::span<const RevisionIndex> starts, Way way);

/// By index: does it share a lineage with `revision`?
std::vector<bool> lineage(const Graph& graph, RevisionIndex revision);

}  // namespace migrate
