#include "notation.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace migrate {
namespace {

RevisionNode node_of(std::string_view text) {
  RevisionNode node;
  for (const std::string& word : text::split(text, ' ')) {
    if (word.empty()) continue;
    if (word.starts_with("dep:")) {
      node.depends_on = text::split(std::string_view(word).substr(4), ',');
    } else if (word.starts_with("src:")) {
      node.source = word.substr(4);
    } else if (word.starts_with('+')) {
      node.labels.push_back(word.substr(1));
    } else {
      const auto at = word.find('<');
      node.id = word.substr(0, at);
      if (at != std::string::npos) {
        node.revises = text::split(std::string_view(word).substr(at + 1), ',');
      }
    }
  }
  if (node.source.empty()) node.source = node.id + ".sql";
  return node;
}

}  // namespace

std::vector<RevisionNode> nodes_of(std::string_view text) {
  std::vector<RevisionNode> nodes;
  for (const std::string& part : text::split(text, ';')) nodes.push_back(node_of(part));
  return nodes;
}

Graph graph_of(std::string_view text) { return Graph(nodes_of(text)); }

std::vector<RevisionIndex> indices(const Graph& graph, std::string_view ids) {
  std::vector<RevisionIndex> out;
  for (const std::string& id : text::split(ids, ' ')) {
    RevisionIndex index = 0;
    if (!graph.find(id, index)) throw std::invalid_argument("no revision " + id);
    out.push_back(index);
  }
  return out;
}

std::string ids(const Graph& graph, const std::vector<RevisionIndex>& revisions) {
  std::vector<std::string> out;
  for (const RevisionIndex index : revisions) out.push_back(graph[index].id);
  return text::join(out, " ");
}

std::string describe(const Graph& graph, const Target& target) {
  if (target.base) return target.lineage.empty() ? "base" : "base of " + target.lineage;
  const std::string names = ids(graph, target.revisions);
  return target.lineage.empty() ? names : names + " in " + target.lineage;
}

std::string outcome(ErrorCode code, const std::function<std::string()>& call) {
  try {
    return call();
  } catch (const Error& error) {
    EXPECT_EQ(static_cast<int>(error.code()), static_cast<int>(code));
    return "error: " + error.info().message;
  }
}

}  // namespace migrate
