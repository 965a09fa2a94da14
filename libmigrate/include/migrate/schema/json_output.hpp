#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSON that is to be written, and how it is laid out for people.
namespace migrate::json {

struct OutputMember;

/// A scalar's text, or the parts of an object or an array.
struct Output {
  std::string scalar = {};
  char open = 0;  ///< `{`, `[`, or 0 for a scalar
  std::vector<OutputMember> parts;

  static Output object();
  static Output array();
  /// Appends to an object; to an array with an empty key.
  void add(std::string_view key, Output value);
};

struct OutputMember {
  std::string key = {};
  Output value = {};
};

inline Output Output::object() {
  Output output;
  output.open = '{';
  return output;
}
inline Output Output::array() {
  Output output;
  output.open = '[';
  return output;
}

inline void Output::add(std::string_view key, Output value) {
  parts.push_back({std::string(key), std::move(value)});
}

/// A JSON string, with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string string_text(std::string_view text);

/// The value as text, without a newline at its end: on one line where that is no longer than
/// `width`, else a part a line.
std::string layout(const Output& output, std::size_t width = 100);

namespace detail {

/// The length of the well-formed UTF-8 sequence at `at`; 0 = there is none.
inline std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80U) return 1;
  std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  if (lead < 0xC2U || lead > 0xF4U) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned second = byte(1);
  if (lead == 0xE0U && second < 0xA0U) return 0;
  if (lead == 0xEDU && second >= 0xA0U) return 0;
  if (lead == 0xF0U && second < 0x90U) return 0;
  if (lead == 0xF4U && second >= 0x90U) return 0;
  return length;
}

/// The length of a value on one line, or more than `limit`.
inline std::size_t flat_size(const Output& output, std::size_t limit) {
  if (output.open == 0) return output.scalar.size();
  std::size_t size = 2;
  for (const OutputMember& part : output.parts) {
    if (size > limit) return size;
    size += (size > 2 ? 2 : 0) + flat_size(part.value, limit);
    if (output.open == '{') size += part.key.size() + 4;
  }
  return size;
}

inline void write(std::string& out, const Output& output, std::size_t indent, std::size_t room,
                  std::size_t width) {
  if (output.open == 0) {
    out += output.scalar;
    return;
  }
  const bool flat = output.parts.empty() || flat_size(output, room) <= room;
  const std::string line = flat ? "" : "\n" + std::string(indent + 2, ' ');
  out += output.open;
  bool first = true;
  for (const OutputMember& part : output.parts) {
    if (!first) out += flat ? ", " : ",";
    first = false;
    out += line;
    const std::size_t begin = out.size();
    if (output.open == '{') out += string_text(part.key) + ": ";
    const std::size_t used = indent + 3 + (out.size() - begin);  // with the comma behind it
    if (flat) {
      write(out, part.value, indent, std::string::npos, width);
    } else {
      write(out, part.value, indent + 2, width > used ? width - used : 0, width);
    }
  }
  if (!flat) out += "\n" + std::string(indent, ' ');
  out += output.open == '{' ? '}' : ']';
}

}  // namespace detail

inline std::string string_text(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = detail::sequence_length(text, i);
    const char c = text[i];
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (length > 1) {
      out += text.substr(i, length);
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 15U];
    } else {
      out += c;
    }
    i += length == 0 ? 1 : length;
  }
  return out + "\"";
}

inline std::string layout(const Output& output, std::size_t width) {
  std::string out;
  detail::write(out, output, 0, width, width);
  return out;
}

}  // namespace migrate::json
