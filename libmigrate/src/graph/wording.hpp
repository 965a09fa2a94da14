#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/graph.hpp"

/// How the graph's errors put names.
namespace migrate::wording {

/// `"name"`
std::string quote(std::string_view name);

/// `"a"`, `"a" and "b"`, `"a", "b" and "c"`; of more than ten the first ten, `and 7 more`.
std::string list(std::span<const std::string> names);
std::string list(const Graph& graph, std::span<const RevisionIndex> revisions);

/// `1 revision`, `2 revisions`
std::string count(std::size_t number, std::string_view noun);

}  // namespace migrate::wording
