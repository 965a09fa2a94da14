#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/lexer.hpp"

namespace migrate::sqlite {

/// One token of a statement, without what stands between tokens.
struct Token {
  sql::Lexeme::Kind kind = sql::Lexeme::Kind::symbol;
  std::string_view text = {};
  std::size_t begin = 0;  ///< where in the statement

  /// Is it this bare word, in any spelling of its letters? `word` is in upper case.
  [[nodiscard]] bool is(std::string_view word) const;
  [[nodiscard]] bool is_symbol(char c) const {
    return text.size() == 1 && text[0] == c && kind != sql::Lexeme::Kind::word;
  }
  [[nodiscard]] bool opens() const { return kind == sql::Lexeme::Kind::open; }
  [[nodiscard]] bool closes() const { return kind == sql::Lexeme::Kind::close; }
  /// A bare word, a quoted name or, as SQLite takes it for one, a string.
  [[nodiscard]] bool is_name() const {
    return kind == sql::Lexeme::Kind::word || kind == sql::Lexeme::Kind::name ||
           kind == sql::Lexeme::Kind::string;
  }
  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
};

std::vector<Token> tokens_of(std::string_view statement);

/// Does the text end within a `--` comment, so that a newline must come before what follows?
bool ends_in_line_comment(std::string_view text);

/// The text to the end of its last token.
std::string_view without_trailing_comments(std::string_view text);

/// Reads a statement's tokens one after the other. Behind the last one stands an empty token.
class TokenReader {
 public:
  explicit TokenReader(std::string_view statement);

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : last_;
  }
  const Token& next() { return at_ < tokens_.size() ? tokens_[at_++] : last_; }
  /// The token of that number.
  [[nodiscard]] const Token& at(std::size_t number) const { return tokens_[number]; }
  [[nodiscard]] bool at_end() const { return at_ == tokens_.size(); }

  /// Goes over the next token if it is that word (in upper case).
  bool skip(std::string_view word);
  bool skip_symbol(char c);

  /// The next token as a name, without quotes. Throws where there is none.
  std::string name();

  /// Goes over `( … )` and gives back what is inside, from its first token to its last.
  std::string_view in_parentheses();

  /// The text from the first of the tokens that were read since `from` to the last.
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::string_view text_since(std::size_t from) const;

  /// Throws Error: what SQLite keeps as a statement is not understood here.
  [[noreturn]] void fail() const;

 private:
  std::string_view statement_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Token last_ = {};
};

}  // namespace migrate::sqlite
