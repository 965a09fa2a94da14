#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "runtime/prepared.hpp"
#include "runtime/script_target.hpp"
#include "runtime/section_rebuilds.hpp"
#include "runtime/store.hpp"

namespace migrate {
namespace {

std::string ids(const std::vector<std::string>& rows) {
  return rows.empty() ? "base" : text::join(rows, ", ");
}

}  // namespace

Script::Script(const Project& project, const Dialect& dialect, RunSettings settings,
               std::function<void(std::string_view)> out)
    : project_(project), dialect_(dialect), settings_(std::move(settings)), out_(std::move(out)) {}

Script::~Script() = default;

void Script::create_tables() {
  for (const std::string& statement : dialect_.create_own_tables(settings_.tables)) {
    out_(statement + ";\n");
  }
  out_("\n");
}

void Script::upgrade(const State& state, std::span<const std::string> targets, bool create) {
  std::vector<Target> resolved;
  for (const std::string& target : targets) {
    resolved.push_back(project_.graph.resolve_upgrade(target, project_.graph.rows(state.rows)));
  }
  steps(state, plan_upgrade(project_.graph, state, resolved), create);
}

void Script::downgrade(const State& state, const std::string& target) {
  const Target resolved = project_.graph.resolve_downgrade(target, project_.graph.rows(state.rows));
  steps(state, plan_downgrade(project_.graph, state, resolved), false);
}

void Script::stamp(const State& state, std::span<const std::string> targets, bool create) {
  const Graph& graph = project_.graph;
  const std::vector<RevisionIndex> rows = graph.rows(state.rows);
  std::vector<Target> resolved;
  for (const std::string& target : targets) resolved.push_back(graph.resolve_stamp(target, rows));
  std::vector<std::string> after;
  for (const RevisionIndex row : graph.stamp_rows(resolved, rows)) after.push_back(graph[row].id);
  if (create) create_tables();
  out_(begin() + "\n");
  write_rows(state.rows, after);
  const std::vector<bool> was = graph.applied(rows);
  const std::vector<bool> is = graph.applied(graph.rows(after));
  for (const RevisionIndex index : graph.topological_order()) {
    if (is[index] && !was[index]) write_history(project_.revisions[index], "stamp", "");
  }
  out_("COMMIT;\n");
}

std::string Script::begin() const {
  return dialect_.name() == std::string_view("sqlite") ? "BEGIN IMMEDIATE;" : "BEGIN;";
}

void Script::steps(const State& state, const std::vector<Step>& plan, bool create) {
  if (!plan.empty() && plan.front().resume) {
    throw Error(ErrorCode::state,
                "revision " + project_.revisions[plan.front().revision].id +
                    " is half done, and only a run can finish it; nothing was printed");
  }
  Preparation preparation(project_, dialect_, settings_);
  preparation.prepare(plan);
  make_scratch(state, plan, preparation);
  if (create && !plan.empty()) create_tables();
  const bool together = settings_.transaction_mode == RunSettings::TransactionMode::all;
  RowWalker walker(project_.graph, project_.graph.rows(state.rows));
  std::vector<std::string> rows = state.rows;
  if (together && !plan.empty()) out_(begin() + "\n\n");
  for (const Step& step : plan) {
    walker.step(step.revision, step.direction);
    std::vector<std::string> after;
    for (const RevisionIndex row : walker.rows()) after.push_back(project_.graph[row].id);
    one_step(preparation.at(step), rows, after, together);
    rows = std::move(after);
  }
  if (together && !plan.empty()) out_("COMMIT;\n");
}

/// Where a step needs the structure of the database, everything up to it must run somewhere.
void Script::make_scratch(const State& state, const std::vector<Step>& plan,
                          const Preparation& preparation) {
  const bool needed = std::ranges::any_of(plan, [&](const Step& step) {
    const PreparedStep& prepared = preparation.at(step);
    if (prepared.section.body == Section::Body::sql) {
      return !prepared.section.rebuilds.empty() && dialect_.name() == "sqlite";
    }
    if (prepared.section.body == Section::Body::code) return dialect_.name() == "sqlite";
    return std::ranges::any_of(
        open_operations(prepared, settings_.naming).operations,
        [&](const Operation& operation) { return needs_shape(dialect_, operation); });
  });
  if (!needed) return;
  scratch_ = std::make_unique<ScriptScratch>(dialect_);
  if (live_ != nullptr) {
    scratch_->copy_structure(*live_, settings_.tables);
    return;
  }
  const std::vector<bool> applied = project_.graph.applied(project_.graph.rows(state.rows));
  std::vector<Step> replayed;
  for (const RevisionIndex index : project_.graph.topological_order()) {
    if (applied[index]) replayed.push_back({.revision = index, .direction = Direction::up});
  }
  Preparation before(project_, dialect_, settings_);
  before.prepare(replayed);
  for (const Step& step : replayed) {
    const PreparedStep& prepared = before.at(step);
    if (prepared.section.body == Section::Body::sql) {
      scratch_->run(prepared);
      continue;
    }
    ScriptTarget target(dialect_, scratch_.get());
    run_operations_of(target, prepared, settings_.naming);
  }
}

void Script::one_step(const PreparedStep& step, const std::vector<std::string>& before,
                      const std::vector<std::string>& after, bool together) {
  const bool own = step.section.transaction && !together;
  const bool operations = step.section.body != Section::Body::sql;
  ScriptTarget target(dialect_, scratch_.get());
  SectionRebuilds rebuilds(step.section, step.revision->file.string());
  if (operations) {
    run_operations_of(target, step, settings_.naming);
  } else {
    rebuilds.begin(target);
  }
  const bool unenforced =
      (!step.section.foreign_keys.value_or(settings_.foreign_keys) || target.foreign_keys_off()) &&
      dialect_.name() == std::string_view("sqlite") && !together;
  out_("-- Running " + std::string(step.direction == Direction::up ? "upgrade " : "downgrade ") +
       ids(before) + " -> " + ids(after) + "\n");
  if (unenforced) out_("PRAGMA foreign_keys = OFF;\n");
  if (own) out_(begin() + "\n");
  out_("\n");
  out_(target.text());
  if (!operations) {
    write_body(step);
    ScriptTarget end(dialect_, scratch_.get());
    rebuilds.end(end);
    out_(end.text());
  }
  if (!together && !own) out_(begin() + "\n");
  write_rows(before, after);
  write_history(*step.revision, step.direction == Direction::up ? "upgrade" : "downgrade",
                step.checksum);
  if (!together) out_("COMMIT;\n");
  if (unenforced) out_("PRAGMA foreign_keys = ON;\n");
  out_("\n");
}

/// The statements as they stand in the file, each with its terminator.
void Script::write_body(const PreparedStep& step) {
  if (scratch_ != nullptr) scratch_->run(step);
  Body body(*step.revision, step.section, flavor_of(step.section, dialect_));
  for (sql::Piece piece; body.next(piece);) {
    out_(piece.text);
    switch (piece.kind) {
      case sql::Piece::Kind::statement:
        out_(";\n\n");
        break;
      case sql::Piece::Kind::copy:
        out_(";\n");
        break;
      case sql::Piece::Kind::copy_data:
        break;
      case sql::Piece::Kind::copy_end:
        out_("\\.\n\n");
        break;
    }
  }
}

void Script::write_rows(const std::vector<std::string>& before,
                        const std::vector<std::string>& after) {
  for (const std::string& statement : row_changes(dialect_, settings_.tables, before, after)) {
    out_(statement + ";\n");
  }
}

void Script::write_history(const Revision& revision, std::string_view action,
                           const std::string& checksum) {
  if (settings_.tables.history.empty()) return;
  const auto text = [&](const std::string& value) {
    return value.empty() ? "NULL" : dialect_.literal(value);
  };
  out_(
      fmt::format("INSERT INTO {} (revision, action, outcome, started_at, duration_ms, checksum, "
                  "message, applied_by, tool_version) VALUES ({}, '{}', 'done', {}, 0, {}, {}, "
                  "'script', '{}');\n",
                  dialect_.own(settings_.tables, settings_.tables.history), text(revision.id),
                  action, dialect_.now_text(), text(checksum), text(revision.message), version()));
}

}  // namespace migrate
