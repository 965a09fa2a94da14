#pragma once

#include <vector>

#include "migrate/graph.hpp"

namespace migrate {

/// One cycle of each strongly connected component of two or more revisions: the shortest through
/// its smallest index, beginning there, each member followed by one that it needs. Sorted. An edge
/// from a revision to itself is not looked at.
std::vector<std::vector<RevisionIndex>> find_cycles(const Adjacency& parents,
                                                    const Adjacency& dependencies);

}  // namespace migrate
