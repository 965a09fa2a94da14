#pragma once

#include <string>
#include <vector>

namespace migrate::cli {

/// Draws a graph as lanes, as `git log --graph` does. A node is told of after all of its children.
class Lanes {
 public:
  /// The rows to print for one node: those that join lanes above it (nothing beside them), the row
  /// of the node itself, which is the only one with a `*`, and those below it where lanes begin or
  /// end.
  std::vector<std::string> add(const std::string& id, const std::vector<std::string>& parents);

 private:
  std::vector<std::string> waiting_ = {};  ///< by lane: the node that continues it
};

}  // namespace migrate::cli
