#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "migrate/host.hpp"

/// What is known of the terminal, and the one place that knows escape codes.
namespace migrate::cli {

/// Colours, or none.
class Style {
 public:
  Style() = default;  ///< none
  explicit Style(bool colored) : colored_(colored) {}

  [[nodiscard]] std::string error(std::string_view text) const { return in("1;31", text); }
  [[nodiscard]] std::string warning(std::string_view text) const { return in("33", text); }
  [[nodiscard]] std::string info(std::string_view text) const { return in("32", text); }
  [[nodiscard]] std::string debug(std::string_view text) const { return in("2", text); }
  [[nodiscard]] std::string head(std::string_view text) const { return in("32", text); }
  [[nodiscard]] std::string current(std::string_view text) const { return in("1;36", text); }

 private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const;

  bool colored_ = false;
};

/// The style of what is written to a file descriptor. `color` is `always`, `never`, or anything
/// else for: on a terminal, unless $NO_COLOR is set (https://no-color.org) or $TERM is `dumb`.
Style style_for(int descriptor, std::string_view color, const Host& host);

/// Is it a terminal that can draw a line anew?
bool can_redraw(int descriptor, const Host& host);

/// Columns; 80 where nobody knows.
std::size_t terminal_width(int descriptor);

constexpr std::string_view clear_line = "\r\x1b[K";

/// The beginning of a text that takes up no more than so many columns; what is cut off shows as
/// `…`. Errs towards too short: some characters are narrower than is thought here. Controls are
/// blanks.
std::string fit(std::string_view text, std::size_t columns);

}  // namespace migrate::cli
