#include <algorithm>

#include "base/text.hpp"
#include "sql/lexer.hpp"

// Numbers, parameters and operators: tokens that are scanned anew when more bytes have come.

namespace migrate::sql {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// The length of PostgreSQL's operator that begins a run of operator characters.
std::size_t operator_length(std::string_view run) {
  // `+` or `-` may end an operator only where the operator cannot be one of standard SQL.
  if (run.find_first_of("~!@#^&|`?%") != npos) return run.size();
  const std::size_t last = run.find_last_not_of("+-");
  return last == npos ? 1 : last + 1;
}

}  // namespace

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

}  // namespace migrate::sql
