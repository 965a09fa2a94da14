#include <algorithm>

#include "commands/session.hpp"

namespace migrate {

std::vector<RevisionEntry> heads(const Context& context) {
  const Settings settings = load_settings(context.options, context.host, context.folder);
  const Project project = load_project(settings);
  std::vector<RevisionEntry> entries;
  for (const RevisionIndex head : project.graph.heads()) {
    entries.push_back(entry_of(project, head));
  }
  return entries;
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
  const bool asks = options.indicate_current ||
                    options.range.find("current") != std::string::npos ||
                    options.range.find_first_of("+-") != std::string::npos;
  if (asks) {
    Session session(context, Session::Access::read);
    std::vector<std::string> known;
    RevisionIndex index = 0;
    for (const std::string& row : session.runner.state().rows) {
      if (session.project.graph.find(row, index)) known.push_back(row);
    }
    return list(session.project, session.project.graph.rows(known));
  }
  return list(load_project(load_settings(context.options, context.host, context.folder)), {});
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

}  // namespace migrate
