#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sql/canonical.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"
#include "sql/statement_end.hpp"
#include "sql/window.hpp"

namespace migrate::sql {

/// Throws the error of a script that is wrong at `at`.
[[noreturn]] void fail(const Position& at, std::string message);

/// A function that returns false for want of bytes is called again when there are more.
class Splitter::Impl {
 public:
  Impl(Flavor flavor, const Position& start)
      : flavor_(flavor), start_(start), reached_(start), lexer_(flavor), end_(flavor) {}

  void feed(std::string_view bytes);
  void finish() { finished_ = true; }
  bool next(Piece& out);

 private:
  enum class Mode {
    start,
    sql,
    copy_line,  ///< behind `COPY … FROM STDIN;` on its line
    copy_data,
  };

  bool is_final() const { return finished_ && !window_.stops_at_nul(); }
  Position position(std::uint64_t place);
  bool next_piece(Piece& out);
  bool skip_byte_order_mark();
  bool next_statement(Piece& out);
  void begin_statement(std::uint64_t place);
  void add_token(std::string_view token, const Lexeme& lexeme);
  void add_comment(const char* at);
  bool deliver(Piece& out);
  bool last_statement(Piece& out);
  bool skip_psql_command();
  bool read_line(std::string_view& line);

  // splitter_copy.cpp
  [[noreturn]] void fail_without_end_of_copy() const;
  bool skip_copy_line();
  bool next_copy_data(Piece& out);
  void deliver_copy_data(std::string_view data, Piece& out);
  void deliver_copy_end(std::string_view line, Piece& out);

  Flavor flavor_;
  Position start_;
  Position reached_;  ///< the place up to which lines have been counted
  bool finished_ = false;
  Mode mode_ = Mode::start;
  Window window_ = {};
  std::uint64_t next_ = 0;  ///< the place of the first byte that has not been read

  Lexer lexer_;
  bool in_comment_ = false;
  Position comment_begin_ = {};
  bool in_statement_ = false;
  std::uint64_t begin_ = 0;      ///< in or after a statement: its place,
  std::uint64_t token_end_ = 0;  ///< the end of its last token so far,
  Position begin_position_ = {};
  StatementEnd end_;
  Canonical canonical_ = {};

  std::size_t searched_ = 0;  ///< bytes from next_ on that hold no newline
};

}  // namespace migrate::sql
