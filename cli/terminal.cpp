#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace migrate::cli {
namespace {

constexpr char escape = '\x1b';
constexpr unsigned char erase = 0x7F;

/// From here on a character may take two columns: Hangul, then CJK and emoji.
constexpr unsigned char first_byte_of_wide = 0xE1;

struct Character {
  std::size_t bytes = 1;
  std::size_t columns = 1;
};

Character character_at(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text[0]);
  std::size_t bytes = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  if (bytes > text.size()) bytes = text.size();
  const bool ellipsis = text.starts_with("…");
  return {.bytes = bytes, .columns = byte >= first_byte_of_wide && !ellipsis ? 2U : 1U};
}

/// ASCII's controls, and those of ISO 8859-1, which some terminals obey as well, also as stray
/// bytes.
bool is_control(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character[0]);
  if (byte < ' ' || byte == erase || (byte >= 0x80 && byte < 0xC0)) return true;
  return byte == 0xC2 && character.size() > 1 && static_cast<unsigned char>(character[1]) < 0xA0;
}

}  // namespace

std::string Style::in(std::string_view code, std::string_view text) const {
  if (!colored_) return std::string(text);
  std::string out{escape, '['};
  out.append(code) += 'm';
  out.append(text) += escape;
  return out += "[0m";
}

bool can_redraw(int descriptor, const Host& host) {
  const std::string term = host.variable("TERM").value_or("");
  return isatty(descriptor) != 0 && !term.empty() && term != "dumb";
}

Style style_for(int descriptor, std::string_view color, const Host& host) {
  if (color == "always" || color == "never") return Style(color == "always");
  return Style(host.variable("NO_COLOR").value_or("").empty() && can_redraw(descriptor, host));
}

std::size_t terminal_width(int descriptor) {
  constexpr std::size_t usual = 80;
  winsize size = {};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return size.ws_col;
}

std::string fit(std::string_view text, std::size_t columns) {
  std::string out;
  std::size_t used = 0;
  std::size_t room_for_dots = 0;  // the longest beginning that leaves a column
  while (!text.empty()) {
    const Character next = character_at(text);
    if (used + next.columns > columns) {
      if (columns == 0) return "";
      out.resize(room_for_dots);
      return out += "…";
    }
    if (is_control(text.substr(0, next.bytes))) {
      out += ' ';
    } else {
      out += text.substr(0, next.bytes);
    }
    used += next.columns;
    if (used < columns) room_for_dots = out.size();
    text.remove_prefix(next.bytes);
  }
  return out;
}

}  // namespace migrate::cli
