#include "sqlite/tokens.hpp"

#include "base/text.hpp"
#include "migrate/error.hpp"
#include "sqlite/names.hpp"

namespace migrate::sqlite {

bool Token::is(std::string_view word) const {
  return kind == sql::Lexeme::Kind::word && text.size() == word.size() &&
         text::equals_ignoring_case(text, word);
}

std::vector<Token> tokens_of(std::string_view statement) {
  std::vector<Token> tokens;
  sql::Lexer lexer(sql::Flavor::sqlite);
  for (std::size_t at = 0; at < statement.size();) {
    const sql::Lexeme lexeme = lexer.scan(statement.substr(at), true);
    if (sql::Lexeme::is_token(lexeme.kind)) {
      tokens.push_back({lexeme.kind, statement.substr(at, lexeme.length), at});
    }
    at += lexeme.length;
  }
  return tokens;
}

bool ends_in_line_comment(std::string_view text) {
  sql::Lexer lexer(sql::Flavor::sqlite);
  sql::Lexeme::Kind last = sql::Lexeme::Kind::space;
  for (std::size_t at = 0; at < text.size();) {
    const sql::Lexeme lexeme = lexer.scan(text.substr(at), true);
    last = lexeme.kind;
    at += lexeme.length;
  }
  return last == sql::Lexeme::Kind::line_comment;
}

std::string_view without_trailing_comments(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  return text.substr(0, tokens.empty() ? 0 : tokens.back().end());
}

TokenReader::TokenReader(std::string_view statement)
    : statement_(statement), tokens_(tokens_of(statement)) {
  last_.begin = statement.size();
}

bool TokenReader::skip(std::string_view word) {
  if (!peek().is(word)) return false;
  ++at_;
  return true;
}

bool TokenReader::skip_symbol(char c) {
  if (!peek().is_symbol(c)) return false;
  ++at_;
  return true;
}

std::string TokenReader::name() {
  if (!peek().is_name()) fail();
  return unquoted(next().text);
}

std::string_view TokenReader::in_parentheses() {
  if (!peek().opens()) fail();
  const std::size_t first = ++at_;
  for (int depth = 1; depth != 0; ++at_) {
    if (at_end()) fail();
    if (tokens_[at_].opens()) ++depth;
    if (tokens_[at_].closes()) --depth;
  }
  if (at_ - 1 == first) return {};
  const std::size_t begin = tokens_[first].begin;
  return statement_.substr(begin, tokens_[at_ - 2].end() - begin);
}

std::string_view TokenReader::text_since(std::size_t from) const {
  if (from == at_) return {};
  const std::size_t begin = tokens_[from].begin;
  return statement_.substr(begin, tokens_[at_ - 1].end() - begin);
}

void TokenReader::fail() const {
  throw Error(
      ErrorInfo{.message = "this statement in the database's schema cannot be read: near \"" +
                           std::string(peek().text) + '"',
                .statement = std::string(statement_),
                .position = peek().begin + 1});
}

}  // namespace migrate::sqlite
