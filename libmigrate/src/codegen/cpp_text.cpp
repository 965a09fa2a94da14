#include "codegen/cpp_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace migrate::generator {
namespace {

constexpr std::size_t width = 100;

/// Three octal digits end an escape whatever follows.
void append_escaped(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (byte < 0x20U || byte == 0x7fU) {
    out += fmt::format("\\{:03o}", byte);
  } else {
    out += c;
  }
}

/// Moves all lines but the first, as far as they are not in a raw text, to the right.
std::string indented(std::string_view lines, std::size_t indent) {
  return text::replace_all(lines, "\n", "\n" + std::string(indent, ' '));
}

}  // namespace

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    append_escaped(out, text[i]);
    if (text[i] == '\n' && i + 1 < text.size()) out += "\"\n\"";
  }
  return out + "\"";
}

void Call::set(std::string_view name, std::string_view arguments) {
  setters.push_back(fmt::format(".{}({})", name, arguments));
}

void append(std::string& out, const Call& call, std::size_t indent, std::string_view end) {
  std::string line = call.head;
  for (const std::string& setter : call.setters) line += setter;
  line += end;
  out.append(indent, ' ');
  if (line.find('\n') == std::string::npos && indent + text::characters(line) <= width) {
    out += line + "\n";
    return;
  }
  out += indented(call.head, indent + 4);
  for (const std::string& setter : call.setters) {
    out += "\n" + std::string(indent + 4, ' ') + indented(setter, indent + 8);
  }
  out += end;
  out += "\n";
}

}  // namespace migrate::generator
