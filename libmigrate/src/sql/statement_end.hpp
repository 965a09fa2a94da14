#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sql/lexer.hpp"

namespace migrate::sql {

/// Follows the tokens of one statement to know which semicolon ends it, and whether it is a COPY
/// that data follows.
class StatementEnd {
 public:
  explicit StatementEnd(Flavor flavor) : flavor_(flavor) {}

  /// Another statement begins.
  void reset() {
    step_ = Step::first;
    depth_ = 0;
  }

  /// Takes the next token, unless it is a semicolon that ends the statement.
  void add(Lexeme::Kind kind, std::string_view token) {
    if (kind == Lexeme::Kind::open) ++depth_;
    if (kind == Lexeme::Kind::close && depth_ != 0) --depth_;
    if (step_ != Step::plain) follow(kind, token);
  }

  /// Would a semicolon here end the statement?
  [[nodiscard]] bool is_complete() const {
    if (step_ == Step::trigger || step_ == Step::body) return false;
    return depth_ == 0 || flavor_ == Flavor::sqlite;
  }

  /// What is wrong when the text ends here, or nullptr.
  [[nodiscard]] const char* open_body() const;

  [[nodiscard]] bool is_copy_in() const { return step_ == Step::copy_in; }

 private:
  /// What has been read so far, as far as it matters.
  enum class Step : std::uint8_t {
    plain,  ///< nothing special can come any more
    first,
    explain,
    create,       ///< CREATE, and TEMP or OR REPLACE
    trigger,      ///< SQLite: CREATE TRIGGER …
    trigger_end,  ///< … ; END
    routine,      ///< PostgreSQL: CREATE FUNCTION …
    begin,        ///< … BEGIN
    body,         ///< … ATOMIC …
    copy_first,   ///< COPY
    copy,         ///< COPY …
    copy_from,    ///< COPY … FROM
    copy_in,      ///< COPY … FROM STDIN …
  };

  void follow(Lexeme::Kind kind, std::string_view token);
  Step after(std::string_view word) const;

  Flavor flavor_;
  Step step_ = Step::first;
  bool after_semicolon_ = false;  ///< in a body: END here ends it
  bool after_dot_ = false;        ///< in COPY: what follows is a name
  std::size_t depth_ = 0;         ///< of parentheses
};

}  // namespace migrate::sql
