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

/// The length of PostgreSQL's operator that begins a run of operator characters.
std::size_t operator_length(std::string_view run) {
  // `+` or `-` may end an operator only where the operator cannot be one of standard SQL.
  if (run.find_first_of("~!@#^&|`?%") != npos) return run.size();
  const std::size_t last = run.find_last_not_of("+-");
  return last == npos ? 1 : last + 1;
}

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
      const std::size_t end = end_of_digits(rest, 1);
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

std::size_t Lexer::end_of_digits(std::string_view rest, std::size_t at) const {
  const auto is_digit = [&](std::size_t i) { return i < rest.size() && text::is_digit(rest[i]); };
  const auto separates = [&](std::size_t i) {
    return i != 0 && i < rest.size() && rest[i] == '_' && is_digit(i - 1) && is_digit(i + 1);
  };
  while (is_digit(at) || separates(at)) ++at;
  return at;
}

Lexeme Lexer::scan_number(std::string_view rest, bool final) {
  const auto at_any = [&](std::size_t i, std::string_view any) {
    return i < rest.size() && any.find(rest[i]) != npos;
  };
  std::size_t at = end_of_digits(rest, 0);
  if (at_any(at, ".")) {
    if (at + 1 == rest.size() && !final) return wait(rest);
    const bool range = flavor_ == Flavor::postgresql && at != 0 && at_any(at + 1, ".");
    if (range) return {Kind::number, true, at};  // 1..2
    at = end_of_digits(rest, at + 1);
  }
  if (at_any(at, "eE")) {
    const std::size_t exponent = at + (at_any(at + 1, "+-") ? 2 : 1);
    if (exponent == rest.size() && !final) return wait(rest);
    at = end_of_digits(rest, at_any(exponent, "0123456789") ? exponent : at);
  }
  // 0x1F, and what is wrong but no token of its own: 1abc. In PostgreSQL `1$a$` is two tokens.
  if (flavor_ == Flavor::sqlite || !at_any(at, "$")) at = end_of_word(rest, at);
  return finished(Kind::number, at, rest, final);
}

/// SQLite: a name with `::` inside, and a suffix in parentheses that a blank cuts short.
Lexeme Lexer::scan_variable(std::string_view rest, bool final) {
  std::size_t at = end_of_word(rest, 1);
  while (rest.substr(at).starts_with("::")) at = end_of_word(rest, at + 2);
  if (at == rest.size() || rest.substr(at) == ":") {
    return final ? Lexeme{Kind::parameter, true, at} : wait(rest);
  }
  if (rest[at] == '(' && at > 1) {
    at = std::min(rest.find_first_of(") \t\n\r\f\v", at), rest.size());
    if (at != rest.size() && rest[at] == ')') ++at;
  }
  return finished(Kind::parameter, at, rest, final);
}

/// PostgreSQL: a parameter `$1`, the opening `$tag$` of a string, or the character alone.
Lexeme Lexer::scan_dollar(std::string_view rest, bool final) {
  std::size_t at = end_of_digits(rest, 1);
  if (at != 1) {
    if (at < rest.size() && rest[at] != '$') at = end_of_word(rest, at);
    return finished(Kind::parameter, at, rest, final);
  }
  while (at < rest.size() && rest[at] != '$' && is(rest[at], lexer::in_word)) ++at;
  if (at == rest.size() && !final) return wait(rest);
  if (at == rest.size() || rest[at] != '$') return {Kind::symbol, true, 1};
  return open_text(Kind::string, Ending::tag, at + 1, rest, final);
}

Lexeme Lexer::scan_operator(std::string_view rest, bool final) {
  std::size_t end = 1;
  while (end != rest.size() && is(rest[end], lexer::in_operator)) ++end;
  if (end == rest.size() && !final) return wait(rest);
  std::string_view run = rest.substr(0, end);
  run = run.substr(0, std::min(run.find("--"), run.find("/*")));
  const std::size_t length = operator_length(run);
  if (length != run.size()) {  // what was cut off is signs, each alone
    pending_ = Pending::signs;
    signs_ = run.size() - length;
    remembers_ = true;
  }
  return {Kind::symbol, true, length};
}

/// May be empty when an earlier call has read all of the comment but not seen its newline.
Lexeme Lexer::scan_line_comment(std::string_view rest) {
  const std::size_t end = flavor_ == Flavor::sqlite ? rest.find('\n') : rest.find_first_of("\n\r");
  if (end != npos) {
    pending_ = Pending::nothing;
    return {Kind::line_comment, true, end};
  }
  pending_ = Pending::line_comment;
  remembers_ = true;
  return {Kind::line_comment, true, rest.size()};
}

Lexeme Lexer::scan_block_comment(std::string_view rest, std::size_t at, bool final) {
  const bool nests = flavor_ == Flavor::postgresql;
  for (; at < rest.size(); ++at) {
    if (rest[at] != '*' && rest[at] != '/') continue;
    if (at + 1 == rest.size() && !final) break;  // its fellow may follow
    const std::string_view pair = rest.substr(at, 2);
    if (pair == "*/" && --depth_ == 0) {
      pending_ = Pending::nothing;
      return {Kind::block_comment, true, at + 2};
    }
    if (pair == "/*" && nests) ++depth_;
    if (pair == "*/" || (pair == "/*" && nests)) ++at;
  }
  pending_ = Pending::block_comment;
  remembers_ = true;
  return at == 0 ? Lexeme() : Lexeme{Kind::block_comment, true, at};
}

Lexeme Lexer::open_text(Kind kind, Ending ending, std::size_t opening, std::string_view rest,
                        bool final) {
  text_kind_ = kind;
  ending_ = ending;
  opening_ = opening;
  looked_at_ = opening;
  quote_ = rest[opening - 1] == '[' ? ']' : rest[opening - 1];
  return scan_text(rest, final);
}

Lexeme Lexer::scan_text(std::string_view rest, bool final) {
  const std::size_t end = end_of_text(rest, final);
  if (end == npos && !final) {
    pending_ = Pending::text;
    remembers_ = true;
    return {};
  }
  pending_ = Pending::nothing;
  if (end == npos) return {text_kind_, false, rest.size()};
  if (ending_ == Ending::escaped) {
    continuation_ = Continuation::after_escaped;
    remembers_ = true;
  }
  return {text_kind_, true, end};
}

/// Behind the closing quote; npos: not in `rest`, and looked_at_ says where to go on.
std::size_t Lexer::end_of_text(std::string_view rest, bool final) {
  if (ending_ == Ending::escaped) return end_of_escaped(rest, final);
  if (ending_ == Ending::tag) return end_of_tagged(rest);
  while (true) {
    const std::size_t at = rest.find(quote_, looked_at_);
    looked_at_ = std::min(at, rest.size());
    if (at == npos) return npos;
    if (ending_ == Ending::single) return at + 1;
    if (at + 1 == rest.size()) return final ? at + 1 : npos;
    if (rest[at + 1] != quote_) return at + 1;
    looked_at_ = at + 2;
  }
}

std::size_t Lexer::end_of_escaped(std::string_view rest, bool final) {
  while (looked_at_ < rest.size()) {
    const char c = rest[looked_at_];
    if (c == '\'' || c == '\\') {
      if (looked_at_ + 1 == rest.size()) return final && c == '\'' ? rest.size() : npos;
      if (c == '\'' && rest[looked_at_ + 1] != '\'') return looked_at_ + 1;
      ++looked_at_;
    }
    ++looked_at_;
  }
  return npos;
}

std::size_t Lexer::end_of_tagged(std::string_view rest) {
  const std::string_view tag = rest.substr(0, opening_);
  while (true) {
    looked_at_ = std::min(rest.find('$', looked_at_), rest.size());
    if (rest.size() - looked_at_ < tag.size()) return npos;
    if (rest.substr(looked_at_, tag.size()) == tag) return looked_at_ + tag.size();
    ++looked_at_;
  }
}

}  // namespace migrate::sql
