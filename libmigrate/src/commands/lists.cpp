#include <algorithm>

#include "commands/session.hpp"

namespace migrate {

std::vector<RevisionEntry> heads(const Context& context, const HeadsOptions& options) {
  const Files files(context);
  const Graph& graph = files.project.graph;
  std::vector<RevisionEntry> entries;
  for (const RevisionIndex head :
       options.resolve_dependencies ? graph.real_heads() : graph.heads()) {
    entries.push_back(entry_of(files.project, head));
  }
  return entries;
}

std::vector<Branch> branches(const Context& context) {
  const Files files(context);
  const Graph& graph = files.project.graph;
  std::vector<Branch> found;
  for (const RevisionIndex index : graph.topological_order()) {
    if (!graph.is_branch_point(index)) continue;
    Branch& branch = found.emplace_back();
    branch.point = entry_of(files.project, index);
    for (const RevisionIndex child : graph.children(index)) {
      branch.children.push_back(entry_of(files.project, child));
    }
  }
  return found;
}

namespace {

/// Does a symbol speak of the database's rows?
bool asks_database(const std::string& symbol) {
  return symbol.find("current") != std::string::npos ||
         symbol.find_first_of("+-") != std::string::npos;
}

}  // namespace

std::vector<RevisionEntry> show(const Context& context, const std::string& symbol) {
  const auto entries = [&](const Project& project, std::span<const RevisionIndex> rows) {
    std::vector<RevisionEntry> found;
    for (const RevisionIndex index : project.graph.resolve(symbol, rows)) {
      found.push_back(entry_of(project, index));
    }
    if (found.empty()) {
      throw Error(ErrorCode::target, "\"" + symbol + "\" names no revision");
    }
    return found;
  };
  if (!asks_database(symbol)) return entries(Files(context).project, {});
  Session session(context, Session::Access::read);
  return entries(session.project, known_rows(session.project, session.runner.state()));
}

std::vector<RevisionEntry> history(const Context& context, const HistoryOptions& options) {
  const auto list = [&](const Project& project, std::span<const RevisionIndex> rows) {
    const std::string range = options.range.empty() ? ":" : options.range;
    std::vector<RevisionEntry> entries;
    for (const RevisionIndex index : project.graph.range(range, rows)) {
      RevisionEntry& entry = entries.emplace_back(entry_of(project, index));
      entry.current = std::ranges::find(rows, index) != rows.end();
    }
    return entries;
  };
  // A range may count from the current rows; otherwise the database is not needed.
  if (!options.indicate_current && !asks_database(options.range)) {
    return list(Files(context).project, {});
  }
  Session session(context, Session::Access::read);
  return list(session.project, known_rows(session.project, session.runner.state()));
}

std::vector<HistoryRow> applied_history(const Context& context) {
  return Session(context, Session::Access::read).runner.history();
}

CurrentResult current(const Context& context) {
  Session session(context, Session::Access::read);
  const State state = session.runner.state();
  CurrentResult result{.half_done = state.journal};
  RevisionIndex index = 0;
  for (const std::string& row : state.rows) {
    if (!session.project.graph.find(row, index)) {
      result.unknown.push_back(row);
      continue;
    }
    RevisionEntry& entry = result.rows.emplace_back(entry_of(session.project, index));
    entry.current = true;
  }
  return result;
}

bool at_heads(const Context& context) {
  Session session(context, Session::Access::read);
  const State state = session.runner.state();
  if (state.journal) return false;
  const Graph& graph = session.project.graph;
  const std::vector<bool> applied = graph.applied(known_rows(session.project, state));
  return std::ranges::all_of(graph.heads(), [&](RevisionIndex head) { return applied[head]; });
}

}  // namespace migrate
