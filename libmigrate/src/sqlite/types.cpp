#include "sqlite/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "migrate/error.hpp"
#include "sqlite/names.hpp"
#include "sqlite/tokens.hpp"

namespace migrate::sqlite {
namespace {

using Kind = Type::Kind;

struct Spelling {
  Kind kind;
  std::string_view text;
};

/// Those without numbers. What SQLite does with a type is decided by its letters: INT anywhere is
/// integer, CHAR or TEXT is text, and so on: https://sqlite.org/datatype3.html §3.1
constexpr std::array<Spelling, 18> spellings = {{
    {Kind::integer, "INTEGER"},
    {Kind::bigint, "BIGINT"},
    {Kind::smallint, "SMALLINT"},
    {Kind::boolean, "BOOLEAN"},
    {Kind::string, "VARCHAR"},
    {Kind::text, "TEXT"},
    {Kind::float_, "REAL"},
    {Kind::double_, "DOUBLE"},
    {Kind::numeric, "NUMERIC"},
    {Kind::date, "DATE"},
    {Kind::time, "TIME"},
    {Kind::datetime, "DATETIME"},
    {Kind::timestamptz, "TIMESTAMPTZ"},
    {Kind::interval, "INTERVAL"},
    {Kind::uuid, "UUID"},
    {Kind::json, "JSON"},
    {Kind::jsonb, "JSONB"},
    {Kind::blob, "BLOB"},
}};

/// The numbers of `NAME(n)` or `NAME(n, m)`, none where it has no such end.
std::vector<int> numbers_in(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) return {};
  std::vector<int> numbers;
  for (const std::string& part : text::split(text.substr(open + 1, text.size() - open - 2), ',')) {
    int number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc() || end != part.data() + part.size()) return {};
    numbers.push_back(number);
  }
  return numbers;
}

Type guess(std::string_view text) {
  Type type;
  const std::string_view word = text.substr(0, text.find('('));
  const auto found = std::ranges::find(spellings, word, &Spelling::text);
  if (found == spellings.end()) return type;
  type.kind = found->kind;
  const std::vector<int> numbers = numbers_in(text);
  if (type.kind == Kind::string && numbers.size() == 1) type.length = numbers[0];
  if (type.kind == Kind::numeric && !numbers.empty()) {
    type.precision = numbers[0];
    if (numbers.size() > 1) type.scale = numbers[1];
  }
  return type;
}

/// SQLite keeps a comment that stands within a type.
bool has_comment(std::string_view text) {
  return text.find("--") != std::string_view::npos || text.find("/*") != std::string_view::npos;
}

/// Can a type of this text be written without quotes?
bool is_bare_type(std::string_view text) {
  constexpr std::array<std::string_view, 13> ends_type = {
      "CONSTRAINT", "DEFAULT", "NULL", "NOT",        "PRIMARY",   "UNIQUE", "CHECK",
      "REFERENCES", "COLLATE", "AS",   "DEFERRABLE", "GENERATED", "FOREIGN"};
  if (has_comment(text)) return false;
  TokenReader tokens(text);
  while (tokens.peek().kind == sql::Lexeme::Kind::word) {
    const std::string word = text::upper(tokens.next().text);
    if (std::ranges::find(ends_type, word) != ends_type.end()) return false;
    if (identifier(word).front() == '"' && word != "KEY" && word != "NO") return false;
  }
  if (tokens.at_end()) return true;
  if (!tokens.peek().opens() || tokens.position() == 0) return false;
  if (!text.ends_with(')')) return false;
  for (tokens.next(); !tokens.peek().closes(); tokens.next()) {
    if (tokens.at_end()) return false;
    const Token& token = tokens.peek();
    if (token.kind != sql::Lexeme::Kind::number && !token.is_symbol(',') && !token.is_symbol('-') &&
        !token.is_symbol('+')) {
      return false;
    }
  }
  tokens.next();
  return tokens.at_end();
}

}  // namespace

Type type_of(std::string_view text) {
  Type type = guess(text);
  if (type.kind == Kind::native || type_text(type) != text) {
    type = Type{.kind = Kind::native, .name = std::string(text)};
  }
  return type;
}

std::string type_text(const Type& type) {
  if (type.array) {
    throw Error(ErrorCode::revision,
                "SQLite has no arrays; use json for the column, or a table of its own");
  }
  if (type.kind == Kind::native) {
    if (is_bare_type(type.name)) return type.name;
    return '"' + text::replace_all(type.name, "\"", "\"\"") + '"';
  }
  if (type.kind == Kind::enumeration) return "TEXT";
  std::string text(std::ranges::find(spellings, type.kind, &Spelling::kind)->text);
  if (type.kind == Kind::string && type.length > 0) {
    text += '(' + std::to_string(type.length) + ')';
  }
  if (type.kind == Kind::numeric && type.precision > 0) {
    text += '(' + std::to_string(type.precision);
    if (type.scale != 0) text += ',' + std::to_string(type.scale);
    text += ')';
  }
  return text;
}

}  // namespace migrate::sqlite
