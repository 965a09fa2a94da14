#include <fmt/core.h>
#include <langinfo.h>
#include <locale.h>
#include <wctype.h>

#include <cwchar>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "migrate/revision.hpp"

namespace migrate {
namespace {

/// glibc's Unicode tables, whatever the process's locale is. Null where the locale is missing:
/// then every character beyond ASCII counts as a letter and keeps its case.
locale_t unicode() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

void append_utf8(std::string& out, wint_t point) {
  const auto p = static_cast<std::uint32_t>(point);
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((p >> shift) & 0x3FU));
  };
  if (p < 0x80) {
    out += static_cast<char>(p);
  } else if (p < 0x800) {
    out += static_cast<char>(0xC0U | (p >> 6U));
    tail(0);
  } else if (p < 0x10000) {
    out += static_cast<char>(0xE0U | (p >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (p >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// The code point at `at`, which moves behind it. The text is valid UTF-8.
wint_t next_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const unsigned length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  std::uint32_t point = lead & (0xFFU >> (length + 1));
  for (unsigned i = 1; i < length; ++i) {
    point = (point << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return point;
}

[[noreturn]] void bad_template(std::string_view file_template, const std::string& what) {
  throw Error(ErrorCode::configuration,
              "file_template \"" + std::string(file_template) + "\" " + what);
}

std::string padded(const std::string& value, std::string_view format, char kind) {
  // `02d`, `.2d`, `4d`: all mean "at least so many digits" for numbers, a width for text.
  const bool zeros = kind == 'd' && (format.starts_with('.') || format.starts_with('0'));
  while (!format.empty() && (format.front() == '.' || format.front() == '0')) {
    format.remove_prefix(1);
  }
  std::size_t width = 0;
  for (const char c : format) width = width * 10 + static_cast<std::size_t>(c - '0');
  const std::size_t length = text::characters(value);
  return length >= width ? value : std::string(width - length, zeros ? '0' : ' ') + value;
}

}  // namespace

std::string slug(std::string_view message, std::size_t length) {
  std::string out;
  std::size_t characters = 0;
  std::string word;
  std::size_t word_length = 0;
  const auto end_word = [&] {
    const std::size_t separator = out.empty() ? 0 : 1;
    const bool fits = characters + separator + word_length <= length;
    if (word_length != 0 && fits) {
      if (separator != 0) out += '_';
      out += word;
      characters += separator + word_length;
    } else if (word_length != 0 && out.empty()) {
      // One word longer than the limit: cut inside it rather than have no slug.
      std::size_t at = 0;
      for (std::size_t i = 0; i < length; ++i) next_point(word, at);
      out = word.substr(0, at);
      characters = length;
    } else if (word_length != 0) {
      characters = length;
    }
    word.clear();
    word_length = 0;
  };
  for (std::size_t at = 0; at < message.size() && characters < length;) {
    const wint_t point = next_point(message, at);
    const bool letter = unicode() != nullptr ? iswalnum_l(point, unicode()) != 0
                                             : point >= 0x80 || isalnum(static_cast<int>(point));
    if (letter || point == '_') {
      append_utf8(word, unicode() != nullptr ? towlower_l(point, unicode()) : point);
      ++word_length;
    } else {
      end_word();
    }
  }
  if (characters < length) end_word();
  return out;
}

std::string file_name(std::string_view file_template, const Revision& revision,
                      std::chrono::system_clock::time_point created, std::size_t slug_length) {
  const CalendarTime time = calendar(created);
  const auto value = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "rev") return revision.id;
    if (name == "slug") return slug(revision.message, slug_length);
    if (name == "epoch") return std::to_string(time.epoch);
    if (name == "year") return std::to_string(time.year);
    if (name == "month") return std::to_string(time.month);
    if (name == "day") return std::to_string(time.day);
    if (name == "hour") return std::to_string(time.hour);
    if (name == "minute") return std::to_string(time.minute);
    if (name == "second") return std::to_string(time.second);
    return std::nullopt;
  };
  std::string out;
  for (std::size_t at = 0; at < file_template.size(); ++at) {
    if (file_template[at] != '%') {
      out += file_template[at];
      continue;
    }
    if (file_template.substr(at, 2) == "%%") {
      out += '%';
      ++at;
      continue;
    }
    const std::size_t close = file_template.find(')', at);
    const std::size_t kind = close == std::string_view::npos
                                 ? close
                                 : file_template.find_first_not_of(".0123456789", close + 1);
    if (file_template.substr(at, 2) != "%(" || kind == std::string_view::npos ||
        (file_template[kind] != 's' && file_template[kind] != 'd') || kind - close > 4) {
      bad_template(file_template, "has a % that begins no token; write %(rev)s, or %% for a percent "
                                  "sign");
    }
    const std::string_view name = file_template.substr(at + 2, close - at - 2);
    const auto text = value(name);
    if (!text) {
      const std::vector<std::string> known = {"rev", "slug",   "epoch",  "year",  "month",
                                              "day", "hour",   "minute", "second"};
      bad_template(file_template, "has the unknown token \"" + std::string(name) +
                                      "\"; there are " + text::join(known, ", ") + '.' +
                                      text::did_you_mean(name, known));
    }
    out += padded(*text, file_template.substr(close + 1, kind - close - 1), file_template[kind]);
    at = kind;
  }
  while (out.ends_with('_')) out.pop_back();  // an empty message leaves an empty slug
  if (out.empty() || out.front() == '.' || out.find('/') != std::string::npos ||
      out.size() + 4 > 255) {
    bad_template(file_template, "gives the file name \"" + out +
                                    "\", which is empty, hidden, too long or holds a /");
  }
  return out;
}

std::string render_revision(const Revision& revision) {
  if (!text::is_utf8(revision.message)) {
    throw Error(ErrorCode::usage, "the message is not valid UTF-8");
  }
  std::string out;
  std::string_view rest = text::trim(revision.message);
  while (!rest.empty()) {
    const std::size_t newline = rest.find('\n');
    std::string line(text::trim(rest.substr(0, newline)));
    rest = newline == std::string_view::npos ? std::string_view() : rest.substr(newline + 1);
    for (char& c : line) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    if (line.starts_with("migrate:")) {
      throw Error(ErrorCode::usage,
                  "a line of the message begins with \"migrate:\", which marks a section in a "
                  "revision file; put another word first");
    }
    out += line.empty() ? "--\n" : "-- " + line + '\n';
  }
  if (!out.empty()) out += "--\n";
  const auto key = [&](std::string_view name, const std::string& value) {
    out += fmt::format("-- {}:{}{}\n", name, value.empty() ? "" : " ", value);
  };
  key("Revision ID", revision.id);
  key("Revises", text::join(revision.revises, ", "));
  if (!revision.labels.empty()) key("Branch Labels", text::join(revision.labels, ", "));
  if (!revision.depends_on.empty()) key("Depends On", text::join(revision.depends_on, ", "));
  key("Create Date", revision.create_date);
  return out + "\n-- migrate:up\n\n\n-- migrate:down\n\n";
}

}  // namespace migrate
