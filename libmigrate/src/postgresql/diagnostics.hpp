#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "migrate/error.hpp"

struct pg_conn;
struct pg_result;

namespace migrate::postgresql {

/// What the server told in the results of one call. libpqxx drops most of it, so libpq's event
/// procedure writes it down here as each result is made.
class Diagnostics {
 public:
  /// Listens to the results of `connection`, which this object must outlive.
  void listen(pg_conn* connection);

  /// No more of them.
  static void stop(pg_conn* connection);

  /// Forgets the results so far: a call is about to begin.
  void clear();

  /// Writes down one result; the event procedure calls it.
  void note(const pg_result* result);

  [[nodiscard]] bool failed() const { return failed_; }
  /// The server says the session is over (FATAL, PANIC).
  [[nodiscard]] bool fatal() const { return fatal_; }
  [[nodiscard]] const std::string& sqlstate() const { return error_.sqlstate; }
  [[nodiscard]] const std::string& message() const { return error_.message; }
  /// The command tag of a statement that began or ended a transaction (`COMMIT`, also of
  /// `COMMIT AND CHAIN`; `ROLLBACK`, also of `ROLLBACK TO`), or empty.
  [[nodiscard]] const std::string& transaction_tag() const { return tag_; }

  /// The error with `statement` and the position in it.
  [[nodiscard]] ErrorInfo error(std::string_view statement) const;

 private:
  bool failed_ = false;
  bool fatal_ = false;
  ErrorInfo error_ = {};
  std::size_t character_ = 0;  ///< of the error in the statement, from 1; 0 = not known
  std::string tag_ = {};
};

/// A notice as one text, `WARNING:  message`, with detail and hint on lines of their own.
std::string notice_text(const pg_result* notice);

/// Is the notice below WARNING?
bool is_chatter(const pg_result* notice);

/// The byte (from 1) where the `character`th character (from 1) of a UTF-8 text begins; 0 for 0.
std::size_t byte_position(std::string_view text, std::size_t character);

}  // namespace migrate::postgresql
