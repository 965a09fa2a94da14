#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "migrate/codegen.hpp"
#include "migrate/diff.hpp"
#include "migrate/settings.hpp"

/// One function a verb: options in, result out. Nothing is printed here.
namespace migrate {

/// Passes a signal on to whatever statement is running. Thread-safe.
class Interrupter {
 public:
  /// While this lives, fire() reaches the connection.
  class Attachment {
   public:
    Attachment(Interrupter& interrupter, Connection& connection);
    ~Attachment();
    Attachment(const Attachment&) = delete;
    Attachment& operator=(const Attachment&) = delete;

   private:
    Interrupter& interrupter_;
  };

  /// False when there is no connection to interrupt.
  bool fire() noexcept;

 private:
  std::mutex mutex_;
  Connection* connection_ = nullptr;
};

/// What every command works with.
struct Context {
  GlobalOptions options = {};
  Host host = {};
  Observer& observer;
  Interrupter& interrupter;
  std::filesystem::path folder = {};   ///< the working directory
  const Registry* registry = nullptr;  ///< revisions that the program carries
};

struct InitOptions {
  std::filesystem::path directory = "migrations";
  std::string template_name = "generic";
};
/// The files and folders that were made, in order. Throws Error{ErrorCode::file}, having made
/// nothing, when something of that name is there already, Error{ErrorCode::usage} for a template
/// that there is not.
std::vector<std::filesystem::path> init(const Context& context, const InitOptions& options);

struct RevisionOptions {
  std::string message = {};
  std::vector<std::string> heads = {"head"};  ///< parents; `base` for a new base
  bool splice = false;                        ///< a parent need not be a head
  std::vector<std::string> branch_labels = {};
  std::filesystem::path version_path = {};
  std::string rev_id = {};
  std::vector<std::string> depends_on = {};
  std::optional<FileFormat> file_format = {};  ///< before the configuration's
  bool autogenerate = false;  ///< its body is what leads from the database to the target
  bool from_empty = false;    ///< autogenerate as for an empty database, without asking it
  bool skip_empty = false;    ///< autogenerate: no file where there is no difference
  /// autogenerate: SQL for which databases ("sqlite", "postgresql"); empty = the connected one's.
  std::vector<std::string> dialects = {};
  /// Is this a rename? Asked for each likely one; without it none is.
  std::function<bool(const RenameCandidate&)> ask_rename = {};
};
/// Writes a new revision file and returns it; without a `file` where there was nothing to write.
/// Throws Error{ErrorCode::usage, target, revision} without writing when the directory would not be
/// sound with it, Error{ErrorCode::state} when revisions wait to be applied (autogenerate).
Revision revision(const Context& context, const RevisionOptions& options);

struct RunOptions {
  std::vector<std::string> targets = {};  ///< a downgrade takes one
  Sink sink = Sink::database;
  std::optional<std::chrono::milliseconds> wait = {};          ///< before the configuration's
  std::optional<std::chrono::milliseconds> lock_timeout = {};  ///< before the configuration's
  std::chrono::milliseconds wait_for_server = {};  ///< PostgreSQL: to come up; 0 = not at all
};
RunResult upgrade(const Context& context, const RunOptions& options);
RunResult downgrade(const Context& context, const RunOptions& options);

/// Does undoing these revisions lose data, by the words of their sections (DROP, TRUNCATE, DELETE)?
/// For asking before a downgrade. The ids of those that do.
std::vector<std::string> destructive_steps(const Context& context, const RunOptions& options);

struct StampOptions {
  std::vector<std::string> targets = {};
  bool purge = false;
  bool accept_checksum = false;  ///< accept the files as they are, rather than set rows
};
RunResult stamp(const Context& context, const StampOptions& options);

/// Receives a script piece by piece.
using TextSink = std::function<void(std::string_view)>;

/// Prints the script of an offline run. A target `a:b` begins at a and asks no database; without a
/// colon the connected database's rows are the beginning.
void upgrade_script(const Context& context, const std::vector<std::string>& targets,
                    const TextSink& out);
void downgrade_script(const Context& context, const std::string& target, const TextSink& out);
void stamp_script(const Context& context, const std::vector<std::string>& targets,
                  const TextSink& out);

/// Creates the version table and its like; true when they were missing.
bool ensure_version(const Context& context);
void ensure_version_script(const Context& context, const TextSink& out);

/// A revision as a list shows it.
struct RevisionEntry {
  Revision revision = {};
  std::vector<std::string> labels = {};  ///< own and inherited
  bool head = false;
  bool effective_head = false;  ///< a head that somebody depends on
  bool branch_point = false;
  bool merge_point = false;
  bool current = false;  ///< a version row; known only where the database was asked
  std::vector<std::string> children = {};
};

struct HeadsOptions {
  bool resolve_dependencies = false;  ///< heads that somebody depends on are left out
};
std::vector<RevisionEntry> heads(const Context& context, const HeadsOptions& options = {});

/// A revision with more than one child, and the children.
struct Branch {
  RevisionEntry point = {};
  std::vector<RevisionEntry> children = {};
};
std::vector<Branch> branches(const Context& context);

/// The revisions that a symbol names (show, edit).
std::vector<RevisionEntry> show(const Context& context, const std::string& symbol);

struct MergeOptions {
  std::vector<std::string> revisions = {"heads"};
  std::string message = {};
  std::vector<std::string> branch_labels = {};
  std::string rev_id = {};
};
/// Writes a merge revision. Throws Error{ErrorCode::target} for a pointless one: fewer than two
/// revisions, or one that is an ancestor of another.
Revision merge(const Context& context, const MergeOptions& options);

struct HistoryOptions {
  std::string range = {};         ///< `a:b`; empty = everything
  bool indicate_current = false;  ///< asks the database
};
/// Newest first.
std::vector<RevisionEntry> history(const Context& context, const HistoryOptions& options);

/// What the version table and the journal say.
struct CurrentResult {
  std::vector<RevisionEntry> rows = {};
  std::vector<std::string> unknown = {};  ///< rows that no file has
  std::optional<JournalRow> half_done = {};
};
CurrentResult current(const Context& context);

/// Does the database hold every head of the files, directly or through a dependency?
bool at_heads(const Context& context);

/// Every line of the history table, oldest first.
std::vector<HistoryRow> applied_history(const Context& context);

/// One line of `status`.
struct StatusEntry {
  enum class Kind {
    applied,
    changed,    ///< applied, and the file is another since
    unseen,     ///< lies beneath an applied revision, and was never run here
    half_done,  ///< the journal holds it
    pending,
    unknown,  ///< a version row that no file has
  };
  Kind kind = Kind::applied;
  std::string revision = {};
  std::string message = {};
  std::string applied_at = {};  ///< from the history; empty = not known
  std::string applied_by = {};
};
std::vector<StatusEntry> status(const Context& context);

/// Something that a pipeline should stop on.
struct Finding {
  std::string check = {};    ///< heads, checksums, files, database
  std::string message = {};  ///< with the file's name
};
/// `only` names the checks that are made; empty = all. `heads` and `files` ask no database.
std::vector<Finding> check(const Context& context, const std::vector<std::string>& only);

/// What of a database `inspect` and `codegen` look at.
struct Selection {
  std::vector<std::string> tables = {};   ///< globs; `!glob` leaves out
  std::vector<std::string> schemas = {};  ///< PostgreSQL: globs; `*` = all but the system's
  bool views = true;                      ///< false: no views, nor what is on them or needs them
};

struct InspectOptions {
  Selection selection = {};
  bool statements = false;  ///< the SQL that makes it is wanted
};
/// A database's structure. What is outside the model is told as a warning and is in the result.
struct Inspection {
  Reflection reflection = {};
  std::vector<std::string> statements = {};  ///< without semicolons
};
Inspection inspect(const Context& context, const InspectOptions& options);

struct CodegenOptions {
  generator::Options models = {};
  Selection selection = {};
  std::filesystem::path outfile = {};  ///< written; empty = the text is the result
  std::filesystem::path outdir = {};   ///< a file for each table where the generator can
  bool check = false;                  ///< nothing is written: do the files say what they should?
};
struct CodegenResult {
  std::string text = {};                            ///< where no file was asked for
  std::vector<std::filesystem::path> files = {};    ///< of the output, in its order
  std::vector<std::filesystem::path> written = {};  ///< those of them that were not so already
  std::vector<Finding> findings = {};               ///< of `check`
};
/// What the generator cannot express is told as a warning and is in the output. A file that says
/// what it should already is left alone. Throws Error{ErrorCode::usage, file}.
CodegenResult codegen(const Context& context, const CodegenOptions& options);

/// The sides of a comparison: `database`, `target`, a file or URL as `target_schema` takes one, or
/// a revision, whose schema is what the files up to it make of an empty database.
struct CompareOptions {
  std::string from = "database";
  std::string to = "target";
};
struct CompareResult {
  std::vector<std::string> detected = {};  ///< `added table 'x'`
  std::vector<std::string> refusals = {};  ///< why some of it could not be done
  std::string statements = {};             ///< SQL that leads from one to the other
  std::string operations = {};             ///< the same as JSON
};
/// How two schemas differ.
CompareResult compare(const Context& context, const CompareOptions& options);

/// The names of the templates that `init` knows.
std::vector<std::string> list_templates();

/// Results as one JSON document each, a newline at the end; docs/cli.md has the shapes.
std::string to_json(const RunResult& result);
std::string to_json(const Revision& revision);
std::string to_json(const std::vector<RevisionEntry>& entries);
std::string to_json(const std::vector<Branch>& branches);
std::string to_json(const CurrentResult& current);
std::string to_json(const std::vector<HistoryRow>& history);
std::string to_json(const std::vector<StatusEntry>& entries);
std::string to_json(const std::vector<Finding>& findings);
std::string to_json(const Inspection& inspection);  ///< docs/schema-json.md
std::string to_json(const CompareResult& result);
std::string to_json(const CodegenResult& result);
std::string to_json(const std::string& key, const std::vector<std::string>& texts);
std::string to_json(const std::string& key, bool value);
std::string to_json(const ErrorInfo& error);

}  // namespace migrate
