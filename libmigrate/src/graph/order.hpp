#pragma once

#include <vector>

#include "migrate/graph.hpp"

namespace migrate {

/// Computes Graph::topological_order().
std::vector<RevisionIndex> make_order(const Graph& graph);

}  // namespace migrate
