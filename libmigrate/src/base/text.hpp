#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Small pure functions on text. Letters are ASCII unless a function says otherwise.
namespace migrate::text {

inline bool is_continuation_byte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/// The number of UTF-8 code points.
std::size_t characters(std::string_view text);

/// Without blanks at both ends.
std::string_view trim(std::string_view text);

/// The parts between separators, trimmed; empty ones are kept (`a,,b` is three), but a text that is
/// blank as a whole has no parts.
std::vector<std::string> split(std::string_view text, char separator);

std::string join(std::span<const std::string> parts, std::string_view separator);

/// `1 statement`, `2 statements`.
std::string counted(std::int64_t number, std::string_view what);

std::string lower(std::string_view text);
std::string upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// Replaces every occurrence of `from` (not empty).
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

bool is_ascii(std::string_view text);

/// Is it well-formed UTF-8 (no overlong forms, no surrogates)?
bool is_utf8(std::string_view text);

/// The candidate nearest to `word` by edit distance, or empty when none is near enough to be meant.
/// Equal distances: the first in the order given.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// ` Did you mean "x"?` with a leading space, or nothing where there is no near candidate.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace migrate::text
