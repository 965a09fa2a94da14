#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "runtime/executor.hpp"
#include "runtime/verification.hpp"
#include "runtime/wording.hpp"

namespace migrate {
namespace {

using Planner = std::function<std::vector<Step>(const State&)>;

struct LeaveAtEnd {
  ~LeaveAtEnd() { turn.leave(); }
  Turn& turn;
};

/// Adds to an error what this run did before it.
ErrorInfo with_what_was_done(ErrorInfo info, const std::vector<PlannedStep>& done) {
  if (done.empty()) return info;
  std::vector<std::string> ids;
  for (const PlannedStep& step : done) ids.push_back(step.revision.id);
  info.notes.push_back(std::string(done.front().direction == Direction::up ? "applied" : "undone") +
                       " before it in this run, and kept: " + text::join(ids, ", "));
  return info;
}

}  // namespace

class Runner::Impl {
 public:
  Impl(const Project& project, Connection& connection, const Dialect& dialect, RunSettings settings,
       const Host& host, Observer& observer)
      : project_(project),
        graph_(project.graph),
        dialect_(dialect),
        settings_(std::move(settings)),
        host_(host),
        observer_(observer),
        connection_(connection),
        store_(connection, dialect, settings_.tables),
        turn_(connection, dialect, store_, settings_, observer),
        place_{.connection = connection,
               .dialect = dialect,
               .store = store_,
               .turn = turn_,
               .settings = settings_,
               .host = host,
               .observer = observer},
        preparation_(project, dialect, settings_) {}

  State state() { return store_.read(); }
  std::vector<HistoryRow> history() { return store_.history(); }

  RunResult upgrade(std::span<const std::string> targets, Sink sink) {
    const State state = store_.read();
    if (unknown_rows_ignored(state))
      return {.rows_before = state.rows, .rows = state.rows, .already_there = true};
    const std::vector<RevisionIndex> rows = graph_.rows(state.rows);
    std::vector<Target> resolved;
    for (const std::string& target : targets) {
      resolved.push_back(graph_.resolve_upgrade(target, rows));
    }
    RunResult ran = feed(
        sink, [&](const State& now) { return plan_upgrade(graph_, now, resolved); }, state);
    for (const Target& target : resolved) {
      for (const RevisionIndex index : target.revisions) ran.targets.push_back(graph_[index].id);
      if (target.base) ran.targets.emplace_back("base");
    }
    if (ran.already_there) {
      observer_.on({.kind = Event::Kind::info, .text = already_there(ran.targets)});
    }
    return ran;
  }

  RunResult downgrade(const std::string& target, Sink sink) {
    const State state = store_.read();
    refuse_unknown_rows(state);
    const Target resolved = graph_.resolve_downgrade(target, graph_.rows(state.rows));
    RunResult ran = feed(
        sink, [&](const State& now) { return plan_downgrade(graph_, now, resolved); }, state);
    if (ran.already_there) tell_nothing_above(resolved);
    return ran;
  }

  RunResult stamp(std::span<const std::string> targets, bool purge) {
    const State first = store_.read();
    if (!purge) refuse_unknown_rows(first);
    const std::vector<RevisionIndex> known =
        purge ? std::vector<RevisionIndex>() : graph_.rows(first.rows);
    std::vector<Target> resolved;
    for (const std::string& target : targets) {
      resolved.push_back(graph_.resolve_stamp(target, known));
    }
    const std::unique_ptr<QueueHold> hold =
        dialect_.queue(connection_, store_.tables(), settings_.wait, observer_);
    ensure_own_tables(first);
    const StepScope scope{
        .tables = store_.tables(), .wait = settings_.wait, .foreign_keys = settings_.foreign_keys};
    dialect_.begin_step(connection_, scope);
    try {
      stamp_claimed(resolved, purge);
      dialect_.commit(connection_);
    } catch (...) {
      dialect_.rollback(connection_);
      throw;
    }
    return {.rows = store_.read().rows};
  }

  void accept_checksums(std::span<const std::string> targets) {
    const State first = store_.read();
    refuse_unknown_rows(first);
    const std::vector<RevisionIndex> rows = graph_.rows(first.rows);
    const std::vector<bool> applied = graph_.applied(rows);
    std::vector<HistoryRow> accepted;
    for (const std::string& target : targets) {
      for (const RevisionIndex index : graph_.resolve(target, rows)) {
        const Revision& revision = project_.revisions[index];
        if (!applied[index]) {
          throw Error(ErrorCode::state, "revision " + revision.id +
                                            " is not applied here, so there is no edit of it to "
                                            "accept");
        }
        HistoryRow row = stamp_row(revision.id);
        row.message = "the file was accepted as it is";
        row.checksum = revision_checksum(revision, read_sections(revision), dialect_);
        accepted.push_back(std::move(row));
      }
    }
    ensure_own_tables(first);
    dialect_.begin(connection_);
    try {
      for (const HistoryRow& row : accepted) store_.append(row);
      dialect_.commit(connection_);
    } catch (...) {
      dialect_.rollback(connection_);
      throw;
    }
    for (const HistoryRow& row : accepted) {
      observer_.on({.kind = Event::Kind::info, .text = "Accepted the file of " + row.revision});
    }
  }

  bool ensure_tables() { return ensure_own_tables(store_.read()); }

  Examination examine(bool checksums) {
    Examination found{.state = store_.read(), .history = store_.history()};
    found.unknown = unknown(found.state);
    std::vector<std::string> known;
    std::ranges::set_difference(found.state.rows, found.unknown, std::back_inserter(known));
    const std::vector<bool> applied = graph_.applied(graph_.rows(known));
    for (const RevisionIndex index : graph_.topological_order()) {
      (applied[index] ? found.applied : found.pending).push_back(index);
    }
    Verification verified = verify(project_, dialect_, applied, found.history, checksums);
    found.changed = std::move(verified.changed);
    found.unseen = std::move(verified.unseen);
    return found;
  }

 private:
  RunResult feed(Sink sink, const Planner& planner, const State& state) {
    if (sink == Sink::database) {
      State last;
      try {
        last = run(planner, state);
      } catch (const Error& error) {
        tell_hook(error.info());
        throw;
      }
      return result(state, last);
    }
    const std::vector<Step> plan = planner(state);
    if (sink == Sink::dry && !plan.empty()) run_dry(plan, state);
    done_ = planned(plan);
    return result(state, state);
  }

  /// A hook that fails must not hide the error that it is told.
  void tell_hook(const ErrorInfo& error) {
    if (!settings_.hooks.on_error) return;
    try {
      settings_.hooks.on_error(error);
    } catch (const Error& failure) {
      observer_.on({.kind = Event::Kind::warning, .text = failure.what()});
    }
  }

  /// In one transaction that is rolled back; whoever has a copy to run on runs there instead.
  void run_dry(const std::vector<Step>& plan, const State& state) {
    preparation_.prepare(plan, true);
    verify_history(state, plan);
    warn_of_empty_sections(plan);
    announce(plan.size());
    run_and_forget(place_, orders_for(plan, state));
    observer_.on({.kind = Event::Kind::info,
                  .text = "Dry run: everything was rolled back (sequences have moved)"});
  }

  std::vector<PlannedStep> planned(const std::vector<Step>& plan) const {
    std::vector<PlannedStep> steps;
    for (const Step& step : plan) {
      steps.push_back({.revision = project_.revisions[step.revision],
                       .direction = step.direction,
                       .resume = step.resume});
    }
    return steps;
  }

  /// Plans, prepares, and runs until a plan has been run to its end. The state that the last plan
  /// was made for.
  State run(const Planner& planner, State state) {
    const LeaveAtEnd leave{turn_};
    bool queued = false;
    for (std::vector<Step> plan = planner(state); !plan.empty(); plan = planner(state)) {
      preparation_.prepare(plan);
      if (!queued) {
        queued = true;
        verify_history(state, plan);
        warn_of_empty_sections(plan);
        if (settings_.hooks.before_run) settings_.hooks.before_run(planned(plan));
        turn_.take(std::ranges::any_of(
            plan, [this](const Step& step) { return preparation_.at(step).facts.needs_session; }));
        if (const State now = store_.read(); !now.same_as(state)) {
          state = now;
          refuse_unknown_rows(state);
          continue;
        }
      }
      ensure_own_tables(state);
      if (run_orders(plan, orders_for(plan, state))) {
        if (settings_.hooks.after_run) settings_.hooks.after_run(done_);
        break;
      }
      state = store_.read();
      refuse_unknown_rows(state);
    }
    return state;
  }

  void announce(std::size_t steps) {
    const auto done = static_cast<std::int64_t>(done_.size());
    observer_.on({.kind = Event::Kind::run_begins,
                  .number = done,
                  .total = done + static_cast<std::int64_t>(steps)});
  }

  std::vector<StepOrder> orders_for(const std::vector<Step>& plan, const State& state) const {
    std::vector<StepOrder> orders;
    State before = state;
    RowWalker walker(graph_, graph_.rows(state.rows));
    for (const Step& step : plan) {
      walker.step(step.revision, step.direction);
      StepOrder& order = orders.emplace_back();
      order.step = &preparation_.at(step);
      order.before = std::move(before);
      for (const RevisionIndex row : walker.rows()) order.rows_after.push_back(graph_[row].id);
      before = {.rows = order.rows_after, .journal = std::nullopt, .schema = state.schema};
    }
    return orders;
  }

  /// False: the state moved; plan anew.
  bool run_orders(const std::vector<Step>& plan, const std::vector<StepOrder>& orders) {
    const std::vector<PlannedStep> steps = planned(plan);
    const RunHooks& hooks = settings_.hooks;
    announce(plan.size());
    try {
      if (settings_.transaction_mode == RunSettings::TransactionMode::all) {
        for (const PlannedStep& step : steps) {
          if (hooks.before_step) hooks.before_step(step);
        }
        if (!run_all_in_one(place_, orders)) return false;
        done_.insert(done_.end(), steps.begin(), steps.end());
        for (const PlannedStep& step : steps) {
          if (hooks.after_step) hooks.after_step(step);
        }
        return true;
      }
      for (std::size_t i = 0; i < orders.size(); ++i) {
        if (hooks.before_step) hooks.before_step(steps[i]);
        const StepOrder& order = orders[i];
        const bool ran = order.step->section.transaction && !order.before.journal
                             ? run_transactional(place_, order)
                             : run_journalled(place_, order);
        if (!ran) return false;
        done_.push_back(steps[i]);
        if (hooks.after_step) hooks.after_step(steps[i]);
      }
      return true;
    } catch (const Error& error) {
      throw Error(with_what_was_done(error.info(), done_));
    }
  }

  bool ensure_own_tables(const State& state) {
    std::vector<std::string> applied;
    if (!state.rows.empty()) {
      std::vector<std::string> known;
      RevisionIndex index = 0;
      for (const std::string& row : state.rows) {
        if (graph_.find(row, index)) known.push_back(row);
      }
      const std::vector<bool> flags = graph_.applied(graph_.rows(known));
      for (const RevisionIndex i : graph_.topological_order()) {
        if (flags[i]) applied.push_back(graph_[i].id);
      }
    }
    HistoryRow adopted = stamp_row("");
    adopted.message = "was applied when this history began";
    return store_.ensure(applied, adopted);
  }

  HistoryRow stamp_row(std::string revision) const {
    return {.revision = std::move(revision),
            .action = "stamp",
            .outcome = "done",
            .started_at = iso_time(host_.now()),
            .applied_by = host_.user,
            .tool_version = std::string(version())};
  }

  void stamp_claimed(const std::vector<Target>& targets, bool purge) {
    State now = store_.read();
    const std::vector<std::string> found = now.rows;
    if (purge) {
      store_.clear_rows();
      store_.clear_journal();
      now.rows.clear();
    } else {
      refuse_unknown_rows(now);
      if (now.journal) {
        throw Error(ErrorCode::state,
                    "revision " + now.journal->revision + " is half done (" +
                        text::counted(now.journal->statements_done, "statement") +
                        "); finish it with `migrate " +
                        (now.journal->direction == Direction::up ? "upgrade" : "downgrade") +
                        "`, or give that up with `migrate stamp --purge REVISION`");
      }
    }
    const std::vector<RevisionIndex> before = graph_.rows(now.rows);
    const std::vector<RevisionIndex> after = graph_.stamp_rows(targets, before);
    std::vector<std::string> rows;
    for (const RevisionIndex row : after) rows.push_back(graph_[row].id);
    store_.write_rows(now.rows, rows);
    const std::vector<bool> was = graph_.applied(before);
    const std::vector<bool> is = graph_.applied(after);
    bool noted = false;
    for (const RevisionIndex index : graph_.topological_order()) {
      if (was[index] || !is[index]) continue;
      HistoryRow row = stamp_row(graph_[index].id);
      row.message = project_.revisions[index].message;
      store_.append(row);
      noted = true;
    }
    // Who lets a database forget revisions must be found in the history too.
    if (!noted && rows != now.rows) {
      HistoryRow row = stamp_row(rows.empty() ? "base" : rows.back());
      row.message = "rows set to: " + (rows.empty() ? "none" : text::join(rows, ", "));
      store_.append(row);
    }
    if (rows == found && !purge) {
      observer_.on({.kind = Event::Kind::info,
                    .text = "Already at " + (rows.empty() ? "base" : text::join(rows, ", ")) +
                            "; nothing to do"});
      return;
    }
    observer_.on({.kind = Event::Kind::step_begins,
                  .text = "Running stamp_revision " + text::join(found, ", ") + " -> " +
                          text::join(rows, ", ")});
  }

  std::vector<std::string> unknown(const State& state) const {
    std::vector<std::string> rows;
    RevisionIndex index = 0;
    for (const std::string& row : state.rows) {
      if (!graph_.find(row, index)) rows.push_back(row);
    }
    return rows;
  }

  void refuse_unknown_rows(const State& state) {
    const std::vector<std::string> rows = unknown(state);
    if (rows.empty()) return;
    const std::vector<HistoryRow> history = store_.history();
    ErrorInfo info{
        .code = ErrorCode::state,
        .message = "the database is at revision " + text::join(rows, ", ") +
                   ", which no file here has: it is ahead of these files, or they belong "
                   "to another database"};
    for (const std::string& row : rows) {
      const std::string how = how_it_came(history, row);
      if (!how.empty()) info.notes.push_back(row + " came by " + how);
    }
    info.notes.push_back(
        "deploy the newer files and run again; only if these are the right ones, "
        "set the rows anew with `migrate stamp --purge REVISION`");
    throw Error(std::move(info));
  }

  /// `unknown_rows = ignore`: true when there are unknown rows and the history shows every head of
  /// these files applied, so that there is nothing for this program to do.
  bool unknown_rows_ignored(const State& state) {
    const std::vector<std::string> rows = unknown(state);
    if (rows.empty()) return false;
    if (!settings_.ignore_unknown_rows) refuse_unknown_rows(state);
    const std::vector<HistoryRow> history = store_.history();
    for (const RevisionIndex head : graph_.real_heads()) {
      if (!shown_applied(history, graph_[head].id)) refuse_unknown_rows(state);
    }
    observer_.on({.kind = Event::Kind::warning,
                  .text = "the database is ahead of these files (at " + text::join(rows, ", ") +
                          "); every revision they have is applied, so nothing is to be done"});
    return true;
  }

  /// Before a run that has something to do: files that were edited after they were applied, and
  /// files that were slipped in beneath an applied row.
  void verify_history(const State& state, const std::vector<Step>& plan) {
    if (state.rows.empty() || plan.front().direction == Direction::down) return;
    const bool checksums = settings_.verify_checksums != RunSettings::Checksums::off;
    const Verification found = verify(project_, dialect_, graph_.applied(graph_.rows(state.rows)),
                                      store_.history(), checksums);
    for (const RevisionIndex index : found.unseen) {
      const Revision& revision = project_.revisions[index];
      observer_.on({.kind = Event::Kind::warning,
                    .text = "revision " + revision.id + " (" + revision.file.string() +
                            ") lies beneath an applied revision, so it counts as applied, but was "
                            "never run here; it is not run now. To have it run, let it revise a "
                            "head"});
    }
    if (found.changed.empty()) return;
    std::vector<std::string> files;
    for (const RevisionIndex index : found.changed) {
      files.push_back(project_.revisions[index].id + " (" +
                      project_.revisions[index].file.string() + ')');
    }
    const std::string text = "changed since they were applied: " + text::join(files, ", ") +
                             "; what the database ran is not what the files say";
    if (settings_.verify_checksums == RunSettings::Checksums::error) {
      throw Error(
          ErrorInfo{.code = ErrorCode::state,
                    .message = "revision files were " + text + "; nothing was run",
                    .notes = {"put the files back as they were, and make a new revision for "
                              "the change"}});
    }
    observer_.on({.kind = Event::Kind::warning, .text = "revision files were " + text});
  }

  /// A file that nobody has filled in yet would count as applied from then on. What joins branches
  /// has nothing to do by itself.
  void warn_of_empty_sections(const std::vector<Step>& plan) {
    for (const Step& step : plan) {
      const PreparedStep& prepared = preparation_.at(step);
      const Revision& revision = *prepared.revision;
      if (step.direction == Direction::down || prepared.facts.statements > 0 ||
          revision.revises.size() > 1) {
        continue;
      }
      observer_.on({.kind = Event::Kind::warning,
                    .text = "revision " + revision.id + " (" + revision.file.string() +
                            ") has no statement in its up section; it is noted as applied all the "
                            "same"});
    }
  }

  void tell_nothing_above(const Target& target) {
    std::vector<std::string> ids;
    for (const RevisionIndex index : target.revisions) ids.push_back(graph_[index].id);
    if (target.base) ids.push_back(target.lineage.empty() ? "base" : target.lineage + "@base");
    observer_.on({.kind = Event::Kind::info,
                  .text = "Nothing is applied above " + text::join(ids, ", ") + "; nothing to do"});
  }

  RunResult result(const State& first, const State& last) {
    return {.steps = done_,
            .rows_before = first.rows,
            .rows = done_.empty() ? last.rows : store_.read().rows,
            .already_there = done_.empty()};
  }

  const Project& project_;
  const Graph& graph_;
  const Dialect& dialect_;
  RunSettings settings_;
  const Host& host_;
  Observer& observer_;
  Connection& connection_;
  Store store_;
  Turn turn_;
  Workplace place_;
  Preparation preparation_;
  std::vector<PlannedStep> done_ = {};
};

Runner::Runner(const Project& project, Connection& connection, const Dialect& dialect,
               RunSettings settings, const Host& host, Observer& observer)
    : impl_(std::make_unique<Impl>(project, connection, dialect, std::move(settings), host,
                                   observer)) {}
Runner::~Runner() = default;

State Runner::state() { return impl_->state(); }
std::vector<HistoryRow> Runner::history() { return impl_->history(); }
RunResult Runner::upgrade(std::span<const std::string> targets, Sink sink) {
  return impl_->upgrade(targets, sink);
}
RunResult Runner::downgrade(const std::string& target, Sink sink) {
  return impl_->downgrade(target, sink);
}
RunResult Runner::stamp(std::span<const std::string> targets, bool purge) {
  return impl_->stamp(targets, purge);
}
void Runner::accept_checksums(std::span<const std::string> targets) {
  impl_->accept_checksums(targets);
}
bool Runner::ensure_tables() { return impl_->ensure_tables(); }
Examination Runner::examine(bool checksums) { return impl_->examine(checksums); }

}  // namespace migrate
