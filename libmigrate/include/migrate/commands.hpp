#pragma once

#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <vector>

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
  std::filesystem::path folder = {};  ///< the working directory
};

struct InitOptions {
  std::filesystem::path directory = "migrations";
};
/// The files and folders that were made, in order. Throws Error{ErrorCode::file}, having made
/// nothing, when something of that name is there already.
std::vector<std::filesystem::path> init(const Context& context, const InitOptions& options);

struct RevisionOptions {
  std::string message = {};
  std::vector<std::string> heads = {"head"};  ///< parents; `base` for a new base
  bool splice = false;                        ///< a parent need not be a head
  std::vector<std::string> branch_labels = {};
  std::filesystem::path version_path = {};
  std::string rev_id = {};
  std::vector<std::string> depends_on = {};
};
/// Writes a new revision file and returns it. Throws Error{ErrorCode::usage, target, revision}
/// without writing when the directory would not be sound with it.
Revision revision(const Context& context, const RevisionOptions& options);

RunResult upgrade(const Context& context, std::span<const std::string> targets);
RunResult downgrade(const Context& context, const std::string& target);

struct StampOptions {
  std::vector<std::string> targets = {};
  bool purge = false;
};
RunResult stamp(const Context& context, const StampOptions& options);

/// A revision as a list shows it.
struct RevisionEntry {
  Revision revision = {};
  std::vector<std::string> labels = {};  ///< own and inherited
  bool head = false;
  bool effective_head = false;  ///< a head that somebody depends on
  bool branch_point = false;
  bool merge_point = false;
  bool current = false;  ///< a version row; known only where the database was asked
};

std::vector<RevisionEntry> heads(const Context& context);

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

}  // namespace migrate
