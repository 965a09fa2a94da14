#pragma once

#include <string>
#include <utility>
#include <vector>

#include "migrate/graph.hpp"

namespace migrate {

/// The nodes of a graph put in order, their names looked up, and all that is wrong with them.
struct CheckedNodes {
  std::vector<Fault> faults;         ///< as Graph::check() gives them
  std::vector<RevisionIndex> order;  ///< positions in the nodes, sorted by id

  // By position in `order`; whole only without faults.
  Adjacency parents;
  Adjacency dependencies;
  std::vector<std::pair<std::string, RevisionIndex>> labels;  ///< sorted
};

CheckedNodes check_nodes(const std::vector<RevisionNode>& nodes);

/// The same edges from the other end, each list sorted.
Adjacency reversed(const Adjacency& lists);

}  // namespace migrate
