#include <algorithm>

#include "commands/session.hpp"

namespace migrate {
namespace {

/// `a:b` as its two sides; nothing where there is no colon.
std::optional<std::pair<std::string, std::string>> sides(const std::string& target) {
  const std::size_t colon = target.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return std::pair(target.substr(0, colon), target.substr(colon + 1));
}

/// What a script needs: from files alone when the range says where it begins, else with a look at
/// the database.
struct Offline {
  Offline(const Context& context, const TextSink& out)
      : files(context),
        dialect(dialect_for(database_url(files.settings))),
        script(files.project, dialect, files.settings.run, out) {}

  State from(const std::string& symbol) const {
    State state;
    const Graph& graph = files.project.graph;
    if (symbol.empty()) return state;
    for (const RevisionIndex index : graph.resolve(symbol, {})) {
      state.rows.push_back(graph[index].id);
    }
    return state;
  }

  /// `b:a` of an upgrade, where b comes after a.
  void refuse_way_down(const State& from, const std::string& to, const std::string& range) const {
    const Graph& graph = files.project.graph;
    const std::vector<RevisionIndex> rows = graph.rows(from.rows);
    const std::vector<RevisionIndex> wanted = graph.resolve_upgrade(to, rows).revisions;
    const std::vector<bool> applied = graph.applied(rows);
    const auto is_applied = [&](RevisionIndex index) { return applied[index]; };
    if (std::ranges::is_permutation(wanted, rows) || !std::ranges::all_of(wanted, is_applied)) {
      return;
    }
    throw Error(ErrorCode::usage, "\"" + range + "\" leads down: what it begins from has \"" + to +
                                      "\" already; for the way down run `migrate downgrade " +
                                      range + " --sql`");
  }

  Files files;
  const Dialect& dialect;
  Script script;
};

struct Online {
  Online(const Context& context, const TextSink& out)
      : session(context, Session::Access::preview),
        state(session.runner.state()),
        tables(session.settings.run.tables),
        script(session.project, session.dialect(), with_schema(session.settings.run, state), out) {
    script.begin_from(*session.connection);
  }

  static RunSettings with_schema(RunSettings settings, const State& state) {
    settings.tables.schema = state.schema;
    return settings;
  }

  /// Are own tables missing?
  bool create() {
    const OwnTables found = session.dialect().existing(*session.connection, tables);
    return found.version.empty() || found.journal.empty() || found.history != tables.history;
  }

  Session session;
  State state;
  OwnTables tables;
  Script script;
};

}  // namespace

void upgrade_script(const Context& context, const std::vector<std::string>& targets,
                    const TextSink& out) {
  if (const auto range = targets.size() == 1 ? sides(targets.front()) : std::nullopt) {
    Offline offline(context, out);
    const std::vector<std::string> to = {range->second.empty() ? "heads" : range->second};
    const State from = offline.from(range->first);
    if (!from.rows.empty()) offline.refuse_way_down(from, to.front(), targets.front());
    offline.script.upgrade(from, to, from.rows.empty());
    return;
  }
  Online online(context, out);
  online.script.upgrade(online.state, targets, online.create());
}

void downgrade_script(const Context& context, const std::string& target, const TextSink& out) {
  if (const auto range = sides(target)) {
    Offline offline(context, out);
    offline.script.downgrade(offline.from(range->first),
                             range->second.empty() ? "base" : range->second);
    return;
  }
  Online online(context, out);
  online.script.downgrade(online.state, target);
}

void stamp_script(const Context& context, const std::vector<std::string>& targets,
                  const TextSink& out) {
  if (const auto range = targets.size() == 1 ? sides(targets.front()) : std::nullopt) {
    Offline offline(context, out);
    const std::vector<std::string> to = {range->second};
    const State from = offline.from(range->first);
    offline.script.stamp(from, to, from.rows.empty());
    return;
  }
  Online online(context, out);
  online.script.stamp(online.state, targets, online.create());
}

void ensure_version_script(const Context& context, const TextSink& out) {
  const Settings settings = settings_of(context);
  const Project project;
  Script(project, dialect_for(database_url(settings)), settings.run, out).create_tables();
}

}  // namespace migrate
