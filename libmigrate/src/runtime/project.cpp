#include <algorithm>
#include <iterator>

#include "migrate/runtime.hpp"

namespace migrate {
namespace {

[[noreturn]] void report(std::vector<std::string> faults) {
  std::ranges::sort(faults);
  std::string message = faults.front();
  if (faults.size() > 1) {
    message = std::to_string(faults.size()) + " faults in the revision files:";
    for (const std::string& fault : faults) message += "\n  " + fault;
  }
  throw Error(ErrorCode::revision, std::move(message));
}

}  // namespace

Project load_project(const std::vector<std::filesystem::path>& locations, bool recursive,
                     const Registry* registry) {
  Directory directory = read_directory(locations, recursive);
  if (registry != nullptr) {
    Directory carried = registry->directory();
    std::ranges::move(carried.revisions, std::back_inserter(directory.revisions));
    std::ranges::move(carried.faults, std::back_inserter(directory.faults));
  }
  // Most often the files' names have this order already.
  if (!std::ranges::is_sorted(directory.revisions, {}, &Revision::id)) {
    std::ranges::sort(directory.revisions, {}, &Revision::id);
  }
  std::vector<RevisionNode> nodes;
  nodes.reserve(directory.revisions.size());
  for (const Revision& revision : directory.revisions) {
    nodes.push_back({.id = revision.id,
                     .revises = revision.revises,
                     .depends_on = revision.depends_on,
                     .labels = revision.labels,
                     .source = revision.file.string()});
  }
  std::vector<std::string> faults;
  for (const ErrorInfo& fault : directory.faults) faults.push_back(render(fault));
  std::vector<Fault> faults_of_graph;
  Graph graph = Graph::build(std::move(nodes), faults_of_graph);
  for (const Fault& fault : faults_of_graph) {
    faults.push_back(fault.source + ": " + fault.message);
  }
  if (!faults.empty()) report(std::move(faults));
  return {.revisions = std::move(directory.revisions), .graph = std::move(graph)};
}

}  // namespace migrate
