#include <algorithm>

#include "base/text.hpp"
#include "migrate/runtime.hpp"

namespace migrate {
namespace {

/// The rows after the half-done section, and that section as the first step.
struct Resumed {
  std::vector<Step> steps = {};
  std::vector<RevisionIndex> rows = {};
};

Resumed resume_first(const Graph& graph, const State& state, Direction direction) {
  Resumed resumed{.rows = graph.maximal(graph.rows(state.rows))};
  if (!state.journal) return resumed;
  const JournalRow& journal = *state.journal;
  RevisionIndex revision = 0;
  if (!graph.find(journal.revision, revision)) {
    throw Error(ErrorCode::state,
                "revision " + journal.revision +
                    " is half done, and no file here has it; deploy the files that do, and run "
                    "again");
  }
  if (journal.direction != direction) {
    const bool up = journal.direction == Direction::up;
    throw Error(ErrorCode::state, "revision " + journal.revision + " is half " +
                                      (up ? "up" : "down") + " (" +
                                      text::counted(journal.statements_done, "statement") +
                                      " done): finish it first with `migrate " +
                                      (up ? "upgrade " + journal.revision : "downgrade") +
                                      (up ? "`" : "` to a target below it"));
  }
  resumed.steps.push_back({.revision = revision, .direction = direction, .resume = true});
  resumed.rows = graph.rows_after(resumed.rows, revision, direction);
  return resumed;
}

void append(std::vector<Step>& steps, const std::vector<RevisionIndex>& path, Direction direction) {
  for (const RevisionIndex revision : path) {
    steps.push_back({.revision = revision, .direction = direction});
  }
}

}  // namespace

std::vector<Step> plan_upgrade(const Graph& graph, const State& state,
                               std::span<const Target> targets) {
  Resumed resumed = resume_first(graph, state, Direction::up);
  std::vector<RevisionIndex> wanted;
  for (const Target& target : targets) {
    wanted.insert(wanted.end(), target.revisions.begin(), target.revisions.end());
  }
  append(resumed.steps, graph.upgrade_path(wanted, resumed.rows), Direction::up);
  return resumed.steps;
}

std::vector<Step> plan_downgrade(const Graph& graph, const State& state, const Target& target) {
  Resumed resumed = resume_first(graph, state, Direction::down);
  append(resumed.steps, graph.downgrade_path(target, resumed.rows), Direction::down);
  return resumed.steps;
}

}  // namespace migrate
