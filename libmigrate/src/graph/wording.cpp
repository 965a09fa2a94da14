#include "graph/wording.hpp"

#include <fmt/core.h>

namespace migrate::wording {

std::string quote(std::string_view name) { return fmt::format("\"{}\"", name); }

std::string list(std::span<const std::string> names) {
  constexpr std::size_t most = 10;
  if (names.size() > most) {
    std::string out;
    for (const std::string& name : names.first(most)) out += quote(name) + ", ";
    out.resize(out.size() - 2);
    return out + fmt::format(" and {} more", names.size() - most);
  }
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) out += i + 1 == names.size() ? " and " : ", ";
    out += quote(names[i]);
  }
  return out;
}

std::string list(const Graph& graph, std::span<const RevisionIndex> revisions) {
  std::vector<std::string> names;
  for (const RevisionIndex index : revisions) names.push_back(graph[index].id);
  return list(names);
}

std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace migrate::wording
