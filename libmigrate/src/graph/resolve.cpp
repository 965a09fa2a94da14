#include "graph/resolver.hpp"
#include "migrate/graph.hpp"

namespace migrate {
namespace {

Target resolve_for(Verb verb, const Graph& graph, std::string_view text,
                   std::span<const RevisionIndex> rows) {
  const Resolver resolver(graph, rows);
  return resolver.resolve(resolver.split(text), verb);
}

}  // namespace

Target Graph::resolve_upgrade(std::string_view target, std::span<const RevisionIndex> rows) const {
  return resolve_for(Verb::upgrade, *this, target, rows);
}

Target Graph::resolve_downgrade(std::string_view target,
                                std::span<const RevisionIndex> rows) const {
  return resolve_for(Verb::downgrade, *this, target, rows);
}

Target Graph::resolve_stamp(std::string_view target, std::span<const RevisionIndex> rows) const {
  return resolve_for(Verb::stamp, *this, target, rows);
}

std::vector<RevisionIndex> Graph::resolve(std::string_view symbol,
                                          std::span<const RevisionIndex> rows) const {
  return resolve_for(Verb::show, *this, symbol, rows).revisions;
}

RevisionIndex Graph::lineage_of(std::string_view name) const {
  return Resolver(*this, {}).find_lineage(name, name);
}

}  // namespace migrate
