#include "sql/lexer.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace migrate::sql {
namespace {

using lexer::Table;

constexpr std::size_t npos = std::string_view::npos;

constexpr bool is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

constexpr void mark(Table& table, std::string_view bytes, lexer::Byte start) {
  for (const char c : bytes) {
    std::uint8_t& byte = table[static_cast<unsigned char>(c)];
    byte = static_cast<std::uint8_t>((byte & ~lexer::starts) | start);
  }
}

constexpr Table make_table(Flavor flavor) {
  Table table = {};
  for (int c = 0; c < 256; ++c) {
    std::uint8_t& byte = table[static_cast<std::size_t>(c)];
    if (is_letter(c)) byte = lexer::word | lexer::in_word;
    if (c >= '0' && c <= '9') byte = lexer::digit | lexer::in_word;
    if (c == '$') byte = lexer::rare | lexer::in_word;
  }
  mark(table, " \t\n\r\f\v", lexer::space);
  mark(table, ";", lexer::semicolon);
  mark(table, "(", lexer::open);
  mark(table, ")", lexer::close);
  mark(table, "'", lexer::string);
  if (flavor == Flavor::sqlite) {
    mark(table, "xX", lexer::prefix);
    mark(table, "\"`[.-/<>=!|?@:#\xEF", lexer::rare);
    return table;
  }
  mark(table, "eEbBxXnNuU", lexer::prefix);
  mark(table, "\".:", lexer::rare);
  for (const char c : std::string_view("~!@#^&|`?+-*/%<>=")) {
    table[static_cast<unsigned char>(c)] = lexer::rare | lexer::in_operator;
  }
  return table;
}

constexpr Table sqlite_table = make_table(Flavor::sqlite);
constexpr Table postgresql_table = make_table(Flavor::postgresql);

/// The longest of `symbols` that `rest` begins with, else one character.
template <std::size_t n>
std::size_t symbol_length(const std::array<std::string_view, n>& symbols, std::string_view rest) {
  for (const std::string_view symbol : symbols) {
    if (rest.starts_with(symbol)) return symbol.size();
  }
  return 1;
}

constexpr std::array<std::string_view, 10> sqlite_symbols = {"->>", "->", "==", "<=", "<>",
                                                             "<<",  ">=", ">>", "!=", "||"};
constexpr std::array<std::string_view, 3> postgresql_symbols = {"::", ":=", ".."};

}  // namespace

const Table& lexer::table(Flavor flavor) {
  return flavor == Flavor::sqlite ? sqlite_table : postgresql_table;
}

Lexer::Lexer(Flavor flavor) : table_(&lexer::table(flavor)), flavor_(flavor) {}

/// A token that reaches the end of `rest` may go on there. It is scanned anew when more bytes have
/// come: at once while it is short, later only when it has doubled, so that a token of any length
/// is scanned in linear time.
Lexeme Lexer::wait(std::string_view rest) {
  constexpr std::size_t short_token = 4096;
  pending_ = Pending::more_bytes;
  wanted_ = rest.size() < short_token ? 0 : 2 * rest.size();
  remembers_ = true;
  return {};
}

Lexeme Lexer::scan_on(std::string_view rest, bool final) {
  const Continuation before = std::exchange(continuation_, Continuation::none);
  Lexeme lexeme;
  if (pending_ != Pending::nothing) {
    lexeme = resume(rest, final);
  } else if (before == Continuation::after_newline && rest[0] == '\'') {
    lexeme = open_text(Kind::string, Ending::escaped, 1, rest, final);
  } else {
    lexeme = scan_afresh(rest, final);
  }
  if (lexeme.kind < Kind::block_comment) {
    const bool newline = lexeme.kind == Kind::space && before != Continuation::none &&
                         rest.substr(0, lexeme.length).find_first_of("\r\n") != npos;
    continuation_ = newline ? Continuation::after_newline : before;
  }
  remembers_ = pending_ != Pending::nothing || continuation_ != Continuation::none;
  return lexeme;
}

Lexeme Lexer::resume(std::string_view rest, bool final) {
  switch (pending_) {
    case Pending::text:
      return scan_text(rest, final);
    case Pending::block_comment:
      return scan_block_comment(rest, 0, final);
    case Pending::line_comment:
      if (const Lexeme comment = scan_line_comment(rest); comment.length != 0) return comment;
      break;
    case Pending::signs:
      if (--signs_ == 0) pending_ = Pending::nothing;
      return {Kind::symbol, true, 1};
    case Pending::more_bytes:
      if (rest.size() < wanted_ && !final) return {};
      break;
    case Pending::nothing:
      break;
  }
  pending_ = Pending::nothing;
  return scan_afresh(rest, final);
}

Lexeme Lexer::scan_rare(std::string_view rest, bool final) {
  if (rest.size() == 1 && !final) return wait(rest);
  const char next = rest.size() > 1 ? rest[1] : '\0';
  if (rest[0] == '-' && next == '-') return scan_line_comment(rest);
  if (rest[0] == '/' && next == '*') {
    depth_ = 1;
    return scan_block_comment(rest, 2, final);
  }
  if (rest[0] == '.' && text::is_digit(next)) return scan_number(rest, final);
  if (rest[0] == '"') return open_text(Kind::name, Ending::doubled, 1, rest, final);
  return flavor_ == Flavor::sqlite ? scan_sqlite(rest, final) : scan_postgresql(rest, final);
}

Lexeme Lexer::scan_sqlite(std::string_view rest, bool final) {
  switch (rest[0]) {
    case '`':
      return open_text(Kind::name, Ending::doubled, 1, rest, final);
    case '[':
      return open_text(Kind::name, Ending::single, 1, rest, final);
    case 'x':
    case 'X':
      if (rest.starts_with("x'") || rest.starts_with("X'")) {
        return open_text(Kind::string, Ending::single, 2, rest, final);
      }
      return scan_word(rest, final);
    case '\xEF':  // a byte order mark counts as a blank anywhere
      if (rest == "\xEF\xBB" && !final) return wait(rest);
      if (rest.starts_with("\xEF\xBB\xBF")) return {Kind::space, true, 3};
      return scan_word(rest, final);
    case '?': {
      const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
      return finished(Kind::parameter, end, rest, final);
    }
    case '$':
    case '@':
    case ':':
    case '#':
      return scan_variable(rest, final);
    default:
      if (rest == "->" && !final) return wait(rest);
      return {Kind::symbol, true, symbol_length(sqlite_symbols, rest)};
  }
}

Lexeme Lexer::scan_postgresql(std::string_view rest, bool final) {
  if (is(rest[0], lexer::in_operator)) return scan_operator(rest, final);
  if (rest[0] == '$') return scan_dollar(rest, final);
  if (!is(rest[0], lexer::in_word))
    return {Kind::symbol, true, symbol_length(postgresql_symbols, rest)};
  const char next = rest.size() > 1 ? rest[1] : '\0';
  switch (rest[0] | 0x20) {
    case 'e':
      if (next == '\'') return open_text(Kind::string, Ending::escaped, 2, rest, final);
      break;
    case 'n':
      if (next == '\'') return open_text(Kind::string, Ending::doubled, 2, rest, final);
      break;
    case 'b':
    case 'x':
      if (next == '\'') return open_text(Kind::string, Ending::single, 2, rest, final);
      break;
    default:
      if (next != '&') break;
      if (rest.size() == 2 && !final) return wait(rest);
      if (rest.substr(2, 1) == "'") return open_text(Kind::string, Ending::doubled, 3, rest, final);
      if (rest.substr(2, 1) == "\"") return open_text(Kind::name, Ending::doubled, 3, rest, final);
  }
  return scan_word(rest, final);
}

Lexeme Lexer::scan_word(std::string_view rest, bool final) {
  return finished(Kind::word, end_of_word(rest, 1), rest, final);
}

}  // namespace migrate::sql
