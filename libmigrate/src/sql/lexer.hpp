#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sql/splitter.hpp"

namespace migrate::sql {

/// One token of a text, or a stretch of what stands between tokens.
struct Lexeme {
  enum class Kind : std::uint8_t {
    none,           ///< more bytes are needed to tell what stands here
    space,          ///< blanks and newlines, or the first part of them
    line_comment,   ///< `-- …` up to its newline, or the first part of it
    block_comment,  ///< `/* … */`, or the first part of it
    semicolon,
    open,       ///< (
    close,      ///< )
    word,       ///< a bare word: keyword or name
    name,       ///< "…", `…`, […], U&"…", with its quotes
    string,     ///< '…', E'…', U&'…', B'…', X'…', N'…', $tag$…$tag$, with its quotes
    number,     ///< with the letters that follow it without a space
    parameter,  ///< $1, ?1, :name, @name, #name, $name
    symbol,     ///< an operator or any other character
  };
  static bool is_token(Kind kind) { return kind > Kind::block_comment; }

  Kind kind = Kind::none;
  bool closed = true;  ///< false: a string or name that the end of the text leaves open
  std::size_t length = 0;
};

namespace lexer {

/// What a byte means: at the start of a token one of these, then flags.
enum Byte : std::uint8_t {
  symbol,  ///< always alone
  space,
  semicolon,
  open,
  close,
  word,
  prefix,  ///< a word, unless a string begins with it
  digit,
  string,  ///< '
  rare,    ///< depends on the bytes that follow, or on the flavour
  starts = 0x0F,
  in_word = 0x10,      ///< may stand in a bare word after its first byte
  in_operator = 0x20,  ///< PostgreSQL: may stand in an operator
};

using Table = std::array<std::uint8_t, 256>;
const Table& table(Flavor flavor);

}  // namespace lexer

/// Tells the tokens of a text apart as the databases' own scanners do (PostgreSQL with
/// standard_conforming_strings on). The text may come in parts: what has been looked at is not
/// looked at again when more bytes are there.
class Lexer {
 public:
  explicit Lexer(Flavor flavor);

  /// What stands at the start of `rest`, which is not empty. `final`: no bytes will follow `rest`.
  /// The next call goes on behind the lexeme; after `none` it is at the same place, with more
  /// bytes or with `final`.
  Lexeme scan(std::string_view rest, bool final) {
    return remembers_ ? scan_on(rest, final) : scan_afresh(rest, final);
  }

  /// Whether the last lexeme was a part of a /* comment whose end has not been seen.
  [[nodiscard]] bool in_comment() const { return pending_ == Pending::block_comment; }

 private:
  using Kind = Lexeme::Kind;
  enum class Pending : std::uint8_t {
    nothing,
    more_bytes,
    signs,
    line_comment,
    block_comment,
    text
  };
  enum class Ending : std::uint8_t {
    single,   ///< the first quote ends it
    doubled,  ///< a doubled quote stands for itself
    escaped,  ///< and a backslash takes the next byte's meaning away
    tag,      ///< $tag$
  };
  /// 'a' <newline> 'b' is one string: backslashes count in 'b' when it began as E'a'.
  enum class Continuation : std::uint8_t { none, after_escaped, after_newline };

  bool is(char c, lexer::Byte flag) const {
    return ((*table_)[static_cast<unsigned char>(c)] & flag) != 0;
  }
  lexer::Byte start(char c) const {
    return static_cast<lexer::Byte>((*table_)[static_cast<unsigned char>(c)] & lexer::starts);
  }

  Lexeme scan_afresh(std::string_view rest, bool final);
  Lexeme scan_on(std::string_view rest, bool final);
  Lexeme resume(std::string_view rest, bool final);
  Lexeme scan_rare(std::string_view rest, bool final);
  Lexeme scan_sqlite(std::string_view rest, bool final);
  Lexeme scan_postgresql(std::string_view rest, bool final);
  Lexeme scan_word(std::string_view rest, bool final);
  Lexeme scan_number(std::string_view rest, bool final);
  Lexeme scan_variable(std::string_view rest, bool final);
  Lexeme scan_dollar(std::string_view rest, bool final);
  Lexeme scan_operator(std::string_view rest, bool final);
  Lexeme scan_line_comment(std::string_view rest);
  Lexeme scan_block_comment(std::string_view rest, std::size_t at, bool final);
  Lexeme open_text(Kind kind, Ending ending, std::size_t opening, std::string_view rest,
                   bool final);
  Lexeme scan_text(std::string_view rest, bool final);
  std::size_t end_of_text(std::string_view rest, bool final);
  std::size_t end_of_escaped(std::string_view rest, bool final);
  std::size_t end_of_tagged(std::string_view rest);
  std::size_t end_of_digits(std::string_view rest, std::size_t at) const;
  std::size_t end_of_word(std::string_view rest, std::size_t at) const;
  Lexeme wait(std::string_view rest);
  Lexeme finished(Kind kind, std::size_t length, std::string_view rest, bool final);

  const lexer::Table* table_;
  Flavor flavor_;
  bool remembers_ = false;  ///< anything below is in use
  Pending pending_ = Pending::nothing;
  Continuation continuation_ = Continuation::none;
  std::size_t wanted_ = 0;     ///< more_bytes: not worth another look below this length
  std::size_t signs_ = 0;      ///< signs: how many characters that are tokens of their own
  std::size_t depth_ = 0;      ///< block_comment
  Kind text_kind_ = {};        ///< text, and the four below
  Ending ending_ = {};         ///<
  char quote_ = 0;             ///<
  std::size_t opening_ = 0;    ///< length of its opening quote
  std::size_t looked_at_ = 0;  ///< bytes of the token that need no second look
};

inline std::size_t Lexer::end_of_word(std::string_view rest, std::size_t at) const {
  while (at != rest.size() && is(rest[at], lexer::in_word)) ++at;
  return at;
}

inline Lexeme Lexer::finished(Kind kind, std::size_t length, std::string_view rest, bool final) {
  if (length == rest.size() && !final) return wait(rest);
  return {kind, true, length};
}

inline Lexeme Lexer::scan_afresh(std::string_view rest, bool final) {
  switch (start(rest[0])) {
    case lexer::space: {
      std::size_t at = 1;
      while (at != rest.size() && start(rest[at]) == lexer::space) ++at;
      return {Kind::space, true, at};
    }
    case lexer::prefix:
      if (rest.size() == 1 || rest[1] == '\'' || rest[1] == '&') return scan_rare(rest, final);
      [[fallthrough]];
    case lexer::word:
      return finished(Kind::word, end_of_word(rest, 1), rest, final);
    case lexer::digit: {
      std::size_t at = 1;
      while (at != rest.size() && start(rest[at]) == lexer::digit) ++at;
      if (at != rest.size() && rest[at] != '.' && !is(rest[at], lexer::in_word)) {
        return {Kind::number, true, at};
      }
      return scan_number(rest, final);
    }
    case lexer::string: {
      const std::size_t at = rest.find('\'', 1);
      if (at < rest.size() - 1 && rest[at + 1] != '\'') return {Kind::string, true, at + 1};
      return open_text(Kind::string, Ending::doubled, 1, rest, final);
    }
    case lexer::semicolon:
      return {Kind::semicolon, true, 1};
    case lexer::open:
      return {Kind::open, true, 1};
    case lexer::close:
      return {Kind::close, true, 1};
    case lexer::symbol:
      return {Kind::symbol, true, 1};
    default:
      return scan_rare(rest, final);
  }
}

}  // namespace migrate::sql
