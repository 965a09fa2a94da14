#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace migrate::generator {

/// A C++ string literal of the text; one a line, side by side, where it has several lines.
std::string literal(std::string_view text);

/// A call and what is said behind it: `column("id", Integer())`, `.primary_key()`.
struct Call {
  std::string head = {};
  std::vector<std::string> setters = {};

  void set(std::string_view name, std::string_view arguments = {});
};

/// The call and `end` as lines that are indented by `indent`: one where it fits, else one for each
/// setter.
void append(std::string& out, const Call& call, std::size_t indent, std::string_view end);

}  // namespace migrate::generator
