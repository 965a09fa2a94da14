#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codegen/cpp_text.hpp"
#include "migrate/schema/json.hpp"
#include "migrate/schema/names.hpp"

/// Setters are called as the members are that they set, so that most calls can be written by
/// walking members(): an attribute that is new to the model is not left out of generated code.
namespace migrate::generator {

inline std::string argument(const std::string& text) { return literal(text); }
inline std::string argument(bool) { return {}; }  // it is not the default: true
inline std::string argument(int value) { return std::to_string(value); }
inline std::string argument(std::int64_t value) {
  // The least number has no literal of its own.
  if (value == INT64_MIN) return "INT64_MIN";
  return std::to_string(value);
}
inline std::string argument(Action value) { return "Action::" + std::string(name_of(value)); }
inline std::string argument(Match value) { return "Match::" + std::string(name_of(value)); }
inline std::string argument(Conflict value) { return "Conflict::" + std::string(name_of(value)); }
inline std::string argument(Deferrable value) {
  return "Deferrable::" + std::string(name_of(value));
}
std::string argument(const Sql& sql);
std::string argument(const std::vector<std::string>& names);
inline std::string argument(const std::optional<std::int64_t>& value) { return argument(*value); }
inline std::string argument(const std::optional<int>& value) { return argument(*value); }
inline std::string argument(const std::optional<Sql>& value) { return argument(*value); }

template <class M>
concept Settable = requires(const M& member) {
  argument(member);
};

/// A setter for each member that has not its default and is not among `others`, which the caller
/// writes in a way of their own.
template <json::Listed T>
void add_setters(Call& call, const T& value, std::initializer_list<std::string_view> others) {
  static const T defaults{};
  T::members([&](std::string_view key, auto member) {
    if (std::find(others.begin(), others.end(), key) != others.end()) return;
    if constexpr (Settable<std::decay_t<decltype(value.*member)>>) {
      if (!(value.*member == defaults.*member)) call.set(key, argument(value.*member));
    }
  });
}

}  // namespace migrate::generator
