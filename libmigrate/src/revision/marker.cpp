#include "revision/marker.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace migrate {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, std::size_t line, std::string_view text,
                       std::string message) {
  throw Error(ErrorInfo{.code = ErrorCode::revision,
                        .message = std::move(message),
                        .file = file.string(),
                        .line = line,
                        .source_line = "-- " + std::string(text)});
}

int hexadecimal(char c) {
  if (text::is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `%20` and its like become the bytes that they stand for.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hexadecimal(text[i + 1]);
    const int low = hexadecimal(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

bool add_rebuilt(Section& section, std::string_view value) {
  const std::size_t equals = value.find('=');
  if (equals == 0 || equals == std::string_view::npos) return false;
  const auto table = decoded(value.substr(0, equals));
  const std::string_view fingerprint = value.substr(equals + 1);
  constexpr std::size_t digits = 16;
  if (!table || fingerprint.size() != digits ||
      !std::ranges::all_of(fingerprint, [](char c) { return hexadecimal(c) >= 0; })) {
    return false;
  }
  section.rebuilds.push_back({*table, text::lower(fingerprint)});
  return true;
}

/// Sets one option; a text is what is wrong with its value.
std::string set_option(Section& section, std::string_view name, std::string_view value) {
  if (name == "transaction") {
    section.transaction = value != "false";
    return value == "true" || value == "false" ? "" : "true or false";
  }
  if (name == "dialect") {
    section.dialect = value;
    return value == "sqlite" || value == "postgresql" ? "" : "sqlite or postgresql";
  }
  if (name == "foreign_keys") {
    section.foreign_keys = value == "on";
    return value == "on" || value == "off" ? "" : "on or off";
  }
  if (name == "lock_timeout" || name == "statement_timeout") {
    const auto duration = parse_duration(value);
    (name == "lock_timeout" ? section.lock_timeout : section.statement_timeout) = duration;
    return duration ? "" : "a time such as 5s, 250ms or 1min";
  }
  if (name == "rebuilds") {
    return add_rebuilt(section, value) ? "" : "a table and its fingerprint, TABLE=0123456789abcdef";
  }
  return "unknown";
}

}  // namespace

std::string rebuilds_option(const RebuiltTable& rebuilt) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "rebuilds:";
  for (const char c : rebuilt.table) {
    const bool plain = text::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '_' || c == '-' || c == '.';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte / 16U];
    out += digits[byte % 16U];
  }
  return out + '=' + rebuilt.fingerprint;
}

std::optional<std::string_view> marker_text(std::string_view line) {
  if (!line.starts_with("--")) return std::nullopt;
  line = text::trim(line.substr(2));
  return line.starts_with("migrate:") ? std::optional(line) : std::nullopt;
}

Section parse_marker(std::string_view text, const std::filesystem::path& file, std::size_t line) {
  Section section{.marker_line = line};
  std::vector<std::string> words;
  for (std::string& word : text::split(text::replace_all(text, "\t", " "), ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  const std::string kind = words.front().substr(std::string_view("migrate:").size());
  section.up = kind == "up";
  section.irreversible = kind == "irreversible";
  const std::vector<std::string> kinds = {"up", "down", "irreversible"};
  if (!section.up && !section.irreversible && kind != "down") {
    fail(file, line, text,
         "unknown marker \"migrate:" + kind +
             "\"; there are migrate:up, migrate:down and migrate:irreversible." +
             text::did_you_mean(kind, kinds));
  }
  const std::vector<std::string> names = {"transaction", "dialect",      "foreign_keys",
                                          "rebuilds",    "lock_timeout", "statement_timeout"};
  for (auto word = words.begin() + 1; word != words.end(); ++word) {
    const std::size_t colon = word->find(':');
    const std::string name = word->substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : word->substr(colon + 1);
    const std::string wanted = set_option(section, name, value);
    if (wanted == "unknown") {
      fail(file, line, text,
           "unknown option \"" + *word + "\"; there are " + text::join(names, ", ") +
               ", each written name:value." + text::did_you_mean(name, names));
    }
    if (!wanted.empty()) {
      fail(file, line, text, "option \"" + name + "\" takes " + wanted + ", not \"" + value + "\"");
    }
  }
  if (!section.rebuilds.empty() && !section.transaction) {
    fail(file, line, text,
         "a section that rebuilds a table runs in one transaction; take out transaction:false");
  }
  if (!section.rebuilds.empty() && section.foreign_keys == true) {
    fail(file, line, text,
         "a section that rebuilds a table runs without enforcement of foreign keys (what it leaves "
         "is checked); take out foreign_keys:on");
  }
  return section;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  text = text::trim(text);
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number < 0 || number > 1'000'000'000) return std::nullopt;
  const std::string_view unit =
      text::trim(std::string_view(rest, static_cast<std::size_t>(end - rest)));
  if (unit.empty() || unit == "ms") return std::chrono::milliseconds(number);
  if (unit == "s") return std::chrono::seconds(number);
  if (unit == "min") return std::chrono::minutes(number);
  if (unit == "h") return std::chrono::hours(number);
  return std::nullopt;
}

}  // namespace migrate
