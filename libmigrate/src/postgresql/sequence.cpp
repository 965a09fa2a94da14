#include "postgresql/sequence.hpp"

#include <cstdint>
#include <limits>
#include <optional>

#include "base/text.hpp"
#include "postgresql/identifier.hpp"

namespace migrate::postgresql {
namespace {

template <class Integer>
Identity defaults(bool down) {
  using Limits = std::numeric_limits<Integer>;
  Identity out;
  out.minimum = down ? Limits::min() : 1;
  out.maximum = down ? -1 : Limits::max();
  out.cache = 1;
  return out;
}

void forget(std::optional<std::int64_t>& option, std::optional<std::int64_t> usual) {
  if (option == usual) option.reset();
}

/// Where a text of `limit` bytes ends without cutting a character.
std::size_t cut(std::string_view text, std::size_t limit) {
  if (limit >= text.size()) return text.size();
  while (limit > 0 && text::is_continuation_byte(text[limit])) --limit;
  return limit;
}

}  // namespace

Identity without_defaults(Identity options, std::string_view type) {
  const bool down = options.increment.value_or(1) < 0;
  const Identity usual = type == "smallint"  ? defaults<std::int16_t>(down)
                         : type == "integer" ? defaults<std::int32_t>(down)
                                             : defaults<std::int64_t>(down);
  forget(options.start, down ? options.maximum : options.minimum);
  forget(options.increment, 1);
  forget(options.minimum, usual.minimum);
  forget(options.maximum, usual.maximum);
  forget(options.cache, usual.cache);
  return options;
}

std::string options_text(const Identity& options) {
  std::string out;
  const auto add = [&](std::string_view words, const std::optional<std::int64_t>& value) {
    if (value) out.append(" ").append(words).append(" ").append(std::to_string(*value));
  };
  add("START WITH", options.start);
  add("INCREMENT BY", options.increment);
  add("MINVALUE", options.minimum);
  add("MAXVALUE", options.maximum);
  add("CACHE", options.cache);
  if (options.cycle) out += " CYCLE";
  return out;
}

std::string sequence_name(std::string_view table, std::string_view column) {
  constexpr std::size_t room = 63 - std::string_view("__seq").size();
  std::size_t of_table = table.size();
  std::size_t of_column = column.size();
  while (of_table + of_column > room) (of_table > of_column ? of_table : of_column) -= 1;
  return std::string(table.substr(0, cut(table, of_table))) + "_" +
         std::string(column.substr(0, cut(column, of_column))) + "_seq";
}

std::string owner_name(const std::string& table, const std::string& column) {
  const bool is_plain = (table + column).find_first_of(".\"") == std::string::npos;
  return is_plain ? table + "." + column : identifier(table) + "." + identifier(column);
}

std::string owner_text(const std::string& owner) {
  const std::size_t dot = owner.find('.');
  if (dot == std::string::npos || owner.find('"') != std::string::npos) return owner;
  return identifier(owner.substr(0, dot)) + "." + identifier(owner.substr(dot + 1));
}

}  // namespace migrate::postgresql
