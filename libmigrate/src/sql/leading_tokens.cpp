#include <algorithm>

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/splitter.hpp"

namespace migrate::sql {
namespace {

/// `quoted` with its quotes taken off, and a doubled quote inside as one.
std::string unquoted(std::string_view quoted, bool closed) {
  quoted.remove_prefix(quoted.find_first_of("\"`["));  // U&"…"
  const char quote = quoted[0];
  quoted.remove_prefix(1);
  if (closed) quoted.remove_suffix(1);
  if (quote == '[') return std::string(quoted);
  return text::replace_all(quoted, std::string(2, quote), std::string(1, quote));
}

Token make_token(const Lexeme& lexeme, std::string_view token) {
  switch (lexeme.kind) {
    case Lexeme::Kind::name:
      return {.text = unquoted(token, lexeme.closed), .quoted = true};
    case Lexeme::Kind::word:
      return {.text = text::upper(token)};
    default:
      return {.text = std::string(token)};
  }
}

}  // namespace

std::vector<Token> leading_tokens(Flavor flavor, std::string_view statement, std::size_t max) {
  std::vector<Token> tokens;
  Lexer lexer(flavor);
  while (!statement.empty() && tokens.size() < max) {
    const Lexeme lexeme = lexer.scan(statement, true);
    if (lexeme.kind == Lexeme::Kind::symbol) {
      for (const char c : statement.substr(0, std::min(lexeme.length, max - tokens.size()))) {
        tokens.push_back({.text = std::string(1, c)});
      }
    } else if (Lexeme::is_token(lexeme.kind)) {
      tokens.push_back(make_token(lexeme, statement.substr(0, lexeme.length)));
    }
    statement.remove_prefix(lexeme.length);
  }
  return tokens;
}

}  // namespace migrate::sql
