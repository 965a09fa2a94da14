#pragma once

#include <string>
#include <vector>

#include "migrate/ops.hpp"

namespace migrate {

/// Operations that belong together, and what has to be done before them.
struct Task {
  int rank = 0;          ///< lower ones first, where nothing else decides
  std::string key = {};  ///< then by this
  std::vector<Operation> operations = {};
  std::vector<std::size_t> after = {};  ///< indexes of tasks
};

/// The order of the tasks: each after those that it needs, else by rank and key. In a circle the
/// lowest goes first.
std::vector<std::size_t> ordered(const std::vector<Task>& tasks);

}  // namespace migrate
