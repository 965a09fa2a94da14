#include "man.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace migrate::cli {
namespace {

struct Entry {
  std::string_view name;
  std::string_view meaning;
};

constexpr Entry exit_statuses[] = {
    {"0", "Done; also: there was nothing to do."},
    {"1", "Failed."},
    {"2", "Wrong usage."},
    {"3", "A check found something."},
    {"130, 143", "Interrupted by SIGINT, SIGTERM. What was running was rolled back."},
};

constexpr Entry variables[] = {
    {"MIGRATE_CONFIG", "The configuration, where --config does not name it."},
    {"MIGRATE_URL", "The database, where --url does not name it."},
    {"DATABASE_URL", "The database, where nothing else names it."},
    {"NO_COLOR", "Unless empty: no colours, but for --color always."},
    {"VISUAL, EDITOR", "What opens revision files."},
};

constexpr Entry files[] = {
    {"migrate.ini", "The configuration; looked for in the working directory and above it."},
};

std::size_t length_of_character(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// `\[u2026]`: what is not ASCII means the same to every roff and in every locale.
std::string named_character(std::string_view bytes) {
  constexpr unsigned int bits_of_first[] = {0x7F, 0x7F, 0x1F, 0x0F, 0x07};
  unsigned int code = static_cast<unsigned char>(bytes[0]) & bits_of_first[bytes.size()];
  for (const char c : bytes.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return fmt::format("\\[u{:04X}]", code);
}

/// Text as roff prints it unchanged, wherever in a line it stands.
std::string roff(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = std::min(length_of_character(text[i]), text.size() - i);
    switch (text[i]) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '"':
        out += "\\(dq";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '.':
        out += "\\&.";
        break;
      case '\n':
        out += ' ';
        break;
      default:
        out += length == 1 ? std::string(1, text[i]) : named_character(text.substr(i, length));
    }
    i += length;
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

std::string sentence(std::string_view text) {
  if (text.empty()) return "";
  std::string out = roff(text);
  if (text.back() != '.') out += '.';
  return out + '\n';
}

/// The value as it is written: itself where it is one of a few words.
std::string value_of(const Value& value) {
  if (value.choices.empty()) return italic(value.placeholder);
  std::string out;
  for (const std::string& choice : value.choices) out += (out.empty() ? "" : "|") + bold(choice);
  return out;
}

std::string names_of(const Option& option) {
  std::string out;
  for (const std::string& name : option.names) out += (out.empty() ? "" : ", ") + bold(name);
  if (!option.value.placeholder.empty()) out += ' ' + value_of(option.value);
  return out;
}

std::string entry(const std::string& head, std::string_view meaning) {
  return ".TP\n" + head + '\n' + sentence(meaning);
}

template <std::size_t size>
std::string section(std::string_view title, const Entry (&entries)[size]) {
  std::string out = fmt::format(".SH {}\n", title);
  for (const Entry& e : entries) out += entry(bold(e.name), e.meaning);
  return out;
}

bool is_global(const Command& program, const Option& option) {
  return std::ranges::any_of(program.options,
                             [&](const Option& global) { return global.names == option.names; });
}

std::string usage(const Command& program, const Command& command) {
  std::string out = bold(program.name) + ' ' + bold(command.name);
  for (const Positional& positional : command.positionals) {
    const std::string value =
        value_of(positional.value) + (positional.value.several ? " \\&..." : "");
    out += positional.value.required ? ' ' + value : " [" + value + ']';
  }
  return out;
}

std::string command_entry(const Command& program, const Command& command) {
  std::string out = ".SS \"" + usage(program, command) + "\"\n" + sentence(command.description);
  for (const Positional& positional : command.positionals) {
    out += entry(value_of(positional.value), positional.description);
  }
  for (const Option& option : command.options) {
    if (!is_global(program, option)) out += entry(names_of(option), option.description);
  }
  return out;
}

}  // namespace

std::string man_page(const Command& program, std::string_view version) {
  std::string title = program.name;
  std::ranges::transform(title, title.begin(), [](char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  });
  std::string out = fmt::format(".TH {} 1 \"\" \"{}\" \"User Commands\"\n", roff(title),
                                roff(program.name + ' ' + std::string(version)));
  out += ".SH NAME\n" + roff(program.name) + " \\- " + roff(program.description) + '\n';
  out += ".SH SYNOPSIS\n" + bold(program.name) + " [" + italic("options") + "] " +
         italic("command") + " [" + italic("options") + "] [" + italic("arguments") + "]\n";
  out += ".SH OPTIONS\nThese are understood before and behind the command.\n";
  for (const Option& option : program.options) out += entry(names_of(option), option.description);
  out += ".SH COMMANDS\n";
  for (const Command& command : program.commands) out += command_entry(program, command);
  return out + section("EXIT STATUS", exit_statuses) + section("ENVIRONMENT", variables) +
         section("FILES", files);
}

}  // namespace migrate::cli
