#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace migrate {

/// What kind of thing went wrong. Callers branch on this; people read the message.
enum class ErrorCode {
  usage,          ///< the call's words are wrong (exit status 2)
  configuration,  ///< migrate.ini, environment or URL
  file,           ///< a file or folder cannot be read or written
  revision,       ///< a revision file, or the directory as a graph, is at fault
  target,         ///< a revision name that means nothing, too much, or cannot be reached
  state,          ///< the database's version rows or journal forbid what was asked
  irreversible,   ///< a downgrade through a revision that has no way down
  connection,     ///< the database cannot be reached, or was lost
  busy,           ///< waited for another writer for as long as `wait` allows
  locked,         ///< a statement did not get its lock in time, or was in a deadlock: done again it
                  ///< may succeed
  no_such_table,  ///< a statement named a table that does not exist
  database,       ///< any other error of the database
  in_doubt,       ///< the connection was lost at COMMIT: nobody knows yet
  interrupted,    ///< SIGINT, SIGTERM or Connection::interrupt()
};

/// Everything that is known about an error. Empty string and 0 mean "not known".
struct ErrorInfo {
  ErrorCode code = ErrorCode::database;
  std::string message = {};      ///< one sentence or more: what is wrong, what to do
  std::string file = {};         ///< as the user would write it
  std::size_t line = 0;          ///< from 1
  std::size_t column = 0;        ///< from 1, in characters
  std::string source_line = {};  ///< the text of `line`, for the caret; may be cut at both ends
  std::size_t caret = 0;         ///< where in source_line, from 1, in characters; 0 = at `column`
  std::string revision = {};     ///< the revision that was running
  std::string statement = {};    ///< the statement that failed, whole
  std::size_t position = 0;      ///< byte offset in `statement`, from 1; 0 = not known
  std::string sqlstate = {};     ///< PostgreSQL's five characters
  std::string detail = {};       ///< the database's DETAIL
  std::string hint = {};         ///< the database's HINT, or ours
  std::vector<std::string> notes = {};  ///< what else the reader must know, a line each

  bool operator==(const ErrorInfo&) const = default;
};

/// The one exception of this library. `what()` is render(info()).
class Error : public std::runtime_error {
 public:
  explicit Error(ErrorInfo info);
  Error(ErrorCode code, std::string message);

  [[nodiscard]] const ErrorInfo& info() const noexcept { return info_; }
  [[nodiscard]] ErrorCode code() const noexcept { return info_.code; }

 private:
  ErrorInfo info_;
};

/// `file:line:column: message`, then the source line with a caret under the column, then SQLSTATE,
/// DETAIL, HINT and the notes, each on a line of its own where known. No newline at the end.
std::string render(const ErrorInfo& info);

}  // namespace migrate
