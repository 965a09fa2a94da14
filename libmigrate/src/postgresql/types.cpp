#include "postgresql/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "postgresql/identifier.hpp"

namespace migrate::postgresql {
namespace {

using Kind = Type::Kind;

/// A type's text without length or precision.
constexpr std::array<std::pair<std::string_view, Kind>, 18> texts = {{
    {"integer", Kind::integer},
    {"bigint", Kind::bigint},
    {"smallint", Kind::smallint},
    {"boolean", Kind::boolean},
    {"character varying", Kind::string},
    {"text", Kind::text},
    {"real", Kind::float_},
    {"double precision", Kind::double_},
    {"numeric", Kind::numeric},
    {"date", Kind::date},
    {"time without time zone", Kind::time},
    {"timestamp without time zone", Kind::datetime},
    {"timestamp with time zone", Kind::timestamptz},
    {"interval", Kind::interval},
    {"uuid", Kind::uuid},
    {"json", Kind::json},
    {"jsonb", Kind::jsonb},
    {"bytea", Kind::blob},
}};

/// Reads `(n)` or `(n,m)` at the end of `text`. The numbers must be spelled as they are printed.
std::optional<std::pair<int, int>> numbers(std::string_view text, std::size_t wanted) {
  std::pair<int, int> out = {0, 0};
  if (text.size() < 3 || text.front() != '(' || text.back() != ')') return std::nullopt;
  const char* at = text.data() + 1;
  const char* const end = text.data() + text.size() - 1;
  auto read = std::from_chars(at, end, out.first);
  if (read.ec != std::errc{}) return std::nullopt;
  if (wanted == 2) {
    if (read.ptr == end || *read.ptr != ',') return std::nullopt;
    read = std::from_chars(read.ptr + 1, end, out.second);
  }
  if (read.ec != std::errc{} || read.ptr != end || out.first <= 0) return std::nullopt;
  return out;
}

Type element_of(std::string_view text) {
  const std::size_t open = text.find('(');
  const auto* const known =
      std::ranges::find(texts, text.substr(0, open), &std::pair<std::string_view, Kind>::first);
  if (known == texts.end()) return {.name = std::string(text)};
  Type out = {.kind = known->second};
  if (open == std::string_view::npos) return out;
  if (out.kind == Kind::string) {
    if (const auto length = numbers(text.substr(open), 1)) {
      out.length = length->first;
      return out;
    }
  } else if (out.kind == Kind::numeric) {
    if (const auto size = numbers(text.substr(open), 2)) {
      out.precision = size->first;
      out.scale = size->second;
      return out;
    }
  }
  return {.name = std::string(text)};
}

std::string element_text(const Type& type) {
  if (type.kind == Kind::native) return type.name;
  if (type.kind == Kind::enumeration) return qualified(type.schema, type.name);
  const auto* const known =
      std::ranges::find(texts, type.kind, &std::pair<std::string_view, Kind>::second);
  std::string out(known->first);
  if (type.kind == Kind::string && type.length > 0) out += "(" + std::to_string(type.length) + ")";
  if (type.kind == Kind::numeric && type.precision > 0) {
    out += "(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
  }
  return out;
}

}  // namespace

Type type_of(std::string_view text) {
  Type out;
  if (text.ends_with("[]")) {
    out = element_of(text.substr(0, text.size() - 2));
    out.array = out.kind != Kind::native;
    if (out.array && type_text(out) == text) return out;
  } else {
    out = element_of(text);
    if (type_text(out) == text) return out;
  }
  return {.name = std::string(text)};
}

std::string type_text(const Type& type) {
  return type.array ? element_text(type) + "[]" : element_text(type);
}

}  // namespace migrate::postgresql
