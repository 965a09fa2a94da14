#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/db.hpp"
#include "migrate/dialect.hpp"
#include "migrate/graph.hpp"
#include "migrate/host.hpp"
#include "migrate/registry.hpp"
#include "migrate/revision.hpp"

/// Files, graph and database together: what runs, in which order, and how it cannot be broken.
namespace migrate {

/// A directory of revisions as a graph. `revisions[i]` belongs to `graph[i]`.
struct Project {
  std::vector<Revision> revisions = {};
  Graph graph = {};
};

/// Reads the headers below the locations and checks the graph; the revisions of a program, where
/// there is one, are part of it, and must outlive it. Throws Error{ErrorCode::revision} with every
/// fault of every file, one a line; Error{ErrorCode::file} for a missing location.
Project load_project(const std::vector<std::filesystem::path>& locations, bool recursive,
                     const Registry* registry = nullptr);

/// The backend of a URL. The one place that knows them all.
const Dialect& dialect_for(const Url& url);

/// A step that was done, or would be.
struct PlannedStep {
  Revision revision = {};
  Direction direction = Direction::up;
  bool resume = false;  ///< the journal held it half done
};

/// Called between steps, never inside a transaction. What a `before_*` throws stops the run before
/// anything more is written; the others' throwing does too, once what they report has happened.
struct RunHooks {
  std::function<void(const std::vector<PlannedStep>&)> before_run = {};
  std::function<void(const std::vector<PlannedStep>&)> after_run = {};
  std::function<void(const PlannedStep&)> before_step = {};
  std::function<void(const PlannedStep&)> after_step = {};
  std::function<void(const ErrorInfo&)> on_error = {};
};

/// How revisions are run; each member is a key of migrate.ini.
struct RunSettings {
  enum class TransactionMode { per_migration, all };
  enum class Checksums { off, warn, error };

  OwnTables tables = {};
  TransactionMode transaction_mode = TransactionMode::per_migration;
  Checksums verify_checksums = Checksums::warn;
  bool ignore_unknown_rows = false;
  ops::NamingConvention naming = {};  ///< for constraints that an operation does not name
  bool foreign_keys = true;           ///< SQLite
  std::chrono::milliseconds wait = std::chrono::minutes(10);
  std::optional<std::chrono::milliseconds> lock_timeout = std::chrono::seconds(5);  ///< PostgreSQL
  std::chrono::milliseconds lock_retry = std::chrono::minutes(5);   ///< PostgreSQL; 0 = one try
  std::optional<std::chrono::milliseconds> statement_timeout = {};  ///< PostgreSQL
  RunHooks hooks = {};
};

/// A section that is half done: the row of the journal.
struct JournalRow {
  std::string revision = {};
  Direction direction = Direction::up;
  std::int64_t statements_done = 0;
  std::string running_hash = {};  ///< SHA-256 over the canonical texts of the statements done
  std::string intent = {};        ///< SHA-256 of a bare statement that was about to run, or empty
  std::string started_at = {};

  bool operator==(const JournalRow&) const = default;
};

/// What the database says of itself, in one read.
struct State {
  std::vector<std::string> rows = {};  ///< version rows, sorted
  std::optional<JournalRow> journal = {};
  std::string schema = {};  ///< where the own tables are, or would be made

  /// Same rows, same journal.
  [[nodiscard]] bool same_as(const State& other) const {
    return rows == other.rows && journal == other.journal;
  }
};

/// One line of the history table.
struct HistoryRow {
  std::string revision = {};
  std::string action = {};   ///< upgrade, downgrade, stamp
  std::string outcome = {};  ///< done, failed
  std::string started_at = {};
  std::int64_t duration_ms = 0;
  std::string checksum = {};  ///< empty = none
  std::string message = {};
  std::string applied_by = {};
  std::string tool_version = {};
  std::string error = {};
};

/// One step of a plan.
struct Step {
  RevisionIndex revision = 0;
  Direction direction = Direction::up;
  bool resume = false;  ///< the journal holds it half done
  bool operator==(const Step&) const = default;
};

/// What is to be done, in order: a pure function of graph, state and target. A section that the
/// journal holds half done comes first, whatever the target. Throws Error{ErrorCode::state} when it
/// is half done the other way, with what to do.
std::vector<Step> plan_upgrade(const Graph& graph, const State& state,
                               std::span<const Target> targets);
std::vector<Step> plan_downgrade(const Graph& graph, const State& state, const Target& target);

/// What a run did.
struct RunResult {
  std::vector<PlannedStep> steps = {};
  std::vector<std::string> rows_before = {};  ///< the version rows when it began
  std::vector<std::string> rows = {};         ///< and now
  bool already_there = false;                 ///< there was nothing to do
  std::vector<std::string> targets =
      {};  ///< of an upgrade, the revisions (or "base") that it led to
};

/// The script that an offline run would be, in the dialect's own language.
class Script {
 public:
  /// `out` receives the text piece by piece. Throws what preparing a run throws, before any text.
  Script(const Project& project, const Dialect& dialect, RunSettings settings,
         std::function<void(std::string_view)> out);
  ~Script();
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  /// On SQLite some operations can only be compiled for a database whose structure is known: it is
  /// read from this one, which must be in the state that the steps begin from. Without it the
  /// structure is had by running what comes before `state` in memory.
  void begin_from(Connection& live) { live_ = &live; }

  /// The steps from `state` to the targets; with `create`, the own tables before them. A half-done
  /// section cannot be printed: Error{ErrorCode::state}.
  void upgrade(const State& state, std::span<const std::string> targets, bool create);
  void downgrade(const State& state, const std::string& target);
  void stamp(const State& state, std::span<const std::string> targets, bool create);
  void create_tables();

 private:
  void steps(const State& state, const std::vector<Step>& plan, bool create);
  void one_step(const struct PreparedStep& step, const std::vector<std::string>& before,
                const std::vector<std::string>& after, bool together);
  void write_body(const struct PreparedStep& step);
  void make_scratch(const State& state, const std::vector<Step>& plan,
                    const class Preparation& preparation);
  void write_rows(const std::vector<std::string>& before, const std::vector<std::string>& after);
  void write_history(const Revision& revision, std::string_view action,
                     const std::string& checksum);
  [[nodiscard]] std::string begin() const;

  const Project& project_;
  const Dialect& dialect_;
  RunSettings settings_;
  std::function<void(std::string_view)> out_;
  Connection* live_ = nullptr;
  std::unique_ptr<class ScriptScratch> scratch_;  ///< null where no step needs it
};

/// Where the steps of a run go. All sinks are fed from one plan.
enum class Sink {
  database,  ///< they run, and are kept
  dry,       ///< they run, and nothing is kept: SQLite on a copy, PostgreSQL in a transaction that
             ///< is rolled back (sequences move all the same)
  plan,      ///< they are listed
};

/// What `status` and `check` look at: the files, the database and its history side by side.
struct Examination {
  State state = {};
  std::vector<HistoryRow> history = {};
  std::vector<std::string> unknown = {};    ///< version rows that no file has
  std::vector<RevisionIndex> applied = {};  ///< in the order of an upgrade
  std::vector<RevisionIndex> pending = {};  ///< in the order of an upgrade to all heads
  std::vector<RevisionIndex> changed = {};  ///< files that are not what was applied
  std::vector<RevisionIndex> unseen = {};   ///< count as applied, but were never run here
};

/// Runs revisions on one connection. All objects must outlive it.
///
/// Everything that changes the version rows happens in a transaction that has claimed them first
/// (Dialect::begin_step) and has read them again; where they are not what the plan assumed, the
/// plan is made anew. So any number of processes may run at once, and a process may die at any
/// moment: a rerun alone gives a clean run's database and history.
class Runner {
 public:
  Runner(const Project& project, Connection& connection, const Dialect& dialect,
         RunSettings settings, const Host& host, Observer& observer);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// The rows and the journal: one read.
  [[nodiscard]] State state();

  /// Every line of the history, oldest first; empty where there is none.
  [[nodiscard]] std::vector<HistoryRow> history();

  /// Brings the database up to the targets (semantics.md, "What runs"). Nothing to do: one read.
  RunResult upgrade(std::span<const std::string> targets, Sink sink = Sink::database);

  /// Brings it down to the target.
  RunResult downgrade(const std::string& target, Sink sink = Sink::database);

  /// Sets the version rows; runs nothing. `purge` clears all rows and the journal first.
  RunResult stamp(std::span<const std::string> targets, bool purge);

  /// Notes in the history that the files of these applied revisions are right as they are now.
  /// Throws Error{ErrorCode::state} for one that is not applied.
  void accept_checksums(std::span<const std::string> targets);

  /// Creates the own tables where they are missing; true when it did.
  bool ensure_tables();

  /// Reads everything; with `checksums` the applied revisions' files whole.
  [[nodiscard]] Examination examine(bool checksums);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace migrate
