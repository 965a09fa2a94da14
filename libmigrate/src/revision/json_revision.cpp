#include "revision/json_revision.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.hpp"
#include "revision/input.hpp"
#include "schema/json_reader.hpp"

namespace migrate {
namespace {

using json::ObjectReader;
using json::Source;
using json::Value;

constexpr std::size_t header_window = 4096;  // nearly every header is shorter
constexpr std::string_view what = "a revision";

/// Everything that may stand in the document, so that an unknown key finds its nearest.
constexpr std::array<std::string_view, 11> keys = {
    "$schema",     "revision",    "revises", "branch_labels", "depends_on", "message",
    "description", "create_date", "options", "upgrade",       "downgrade"};

/// Names in an array, none of them empty.
void read_names(const Source& source, ObjectReader& reader, std::string_view key,
                std::vector<std::string>& out) {
  const Value* const value = reader.find(key);
  if (value == nullptr) return;
  json::read(source, *value, out);
  for (const Value& item : value->items) {
    const bool word = !item.string.empty() && std::ranges::none_of(item.string, [](char c) {
      return text::is_space(c) || c == ',';
    });
    if (!word) source.fail(item.begin, json::quoted(item.string) + " is not a name");
  }
}

Revision parse_header(const Source& source, const Value& document) {
  ObjectReader reader(source, document, what);
  for (const std::string_view key : keys) reader.find(key);
  Revision revision{.file = source.file};
  const Value& id = reader.required("revision");
  json::read(source, id, revision.id);
  try {
    check_revision_id(revision.id);
  } catch (const Error& error) {
    source.fail(id.begin, error.info().message);
  }
  static_cast<void>(reader.required("revises"));
  read_names(source, reader, "revises", revision.revises);
  read_names(source, reader, "branch_labels", revision.labels);
  read_names(source, reader, "depends_on", revision.depends_on);
  reader.member("message", revision.message);
  reader.member("description", revision.description);
  reader.member("create_date", revision.create_date);
  reader.done();
  std::ranges::replace(revision.message, '\n', ' ');
  return revision;
}

/// The header of a text of which the rest may be missing.
Revision parse_start(const Source& source) {
  Value document;
  try {
    if (!json::parse_until(source.text, "upgrade", document)) {
      source.fail(document.begin, "a revision needs \"upgrade\", an array of operations");
    }
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    info.file = source.file;
    throw Error(std::move(info));
  }
  return parse_header(source, document);
}

void read_timeout(const Source& source, ObjectReader& reader, std::string_view key,
                  std::optional<std::chrono::milliseconds>& out) {
  const Value* const value = reader.find(key);
  if (value == nullptr) return;
  std::string written;
  json::read(source, *value, written);
  out = parse_duration(written);
  if (!out) source.fail(value->begin, "a time belongs here, such as \"5s\", \"250ms\" or \"1min\"");
}

/// The options of both directions.
Section read_options(const Source& source, const Value& document) {
  Section section{.body = Section::Body::operations};
  const Value* const value = document.find("options");
  if (value == nullptr) return section;
  ObjectReader reader(source, *value, "\"options\"");
  reader.member("transaction", section.transaction);
  if (const Value* const dialect = reader.find("dialect")) {
    static constexpr std::array<std::string_view, 2> known = {"sqlite", "postgresql"};
    static_cast<void>(json::find_word(source, *dialect, known.data(), known.size()));
    section.dialect = dialect->string;
  }
  if (const Value* const enforced = reader.find("foreign_keys")) {
    bool on = true;
    json::read(source, *enforced, on);
    section.foreign_keys = on;
  }
  read_timeout(source, reader, "lock_timeout", section.lock_timeout);
  read_timeout(source, reader, "statement_timeout", section.statement_timeout);
  reader.done();
  return section;
}

/// Identity stands before the body, so that a directory is loaded without reading bodies.
void refuse_late_keys(const Source& source, const Value& document) {
  bool body = false;
  for (const json::Member& member : document.members) {
    const bool of_body =
        member.key == "upgrade" || member.key == "downgrade" || member.key == "options";
    if (body && !of_body) {
      source.fail(member.key_begin, json::quoted(member.key) + " must stand before \"upgrade\"");
    }
    body = body || member.key == "upgrade";
  }
}

void place(const Source& source, const Value& value, Section& section) {
  section.marker_line = json::placed({}, source.text, value.begin).line;
  section.begin = value.begin;
  section.end = value.end;
}

Section read_downgrade(const Source& source, const Value& value, const Value& upgrade,
                       Section section) {
  section.up = false;
  place(source, value, section);
  if (value.kind == Value::Kind::array) return section;
  static constexpr std::array<std::string_view, 2> words = {"auto", "irreversible"};
  if (value.kind != Value::Kind::string) {
    source.fail(value.begin,
                "an array of operations, \"auto\" or \"irreversible\" belongs here, not " +
                    std::string(json::kind_name(value.kind)));
  }
  if (json::find_word(source, value, words.data(), words.size()) == 0) {
    section.body = Section::Body::reversed;
    section.begin = upgrade.begin;
    section.end = upgrade.end;
  } else {
    section.irreversible = true;
  }
  return section;
}

}  // namespace

bool is_json(const std::filesystem::path& file) { return file.native().ends_with(".json"); }

Revision read_json_header(const RevisionText& text) {
  InputFile file(text);
  std::string buffer;
  const std::string_view start = file.read(0, header_window, buffer);
  const std::string name = text.file.string();
  if (start.size() == header_window) {
    try {
      return parse_start({.text = start, .file = name});
    } catch (const Error&) {  // perhaps only because the text is cut
    }
    const std::string whole = read_whole(text);
    return parse_start({.text = whole, .file = name});
  }
  return parse_start({.text = start, .file = name});
}

std::vector<Section> read_json_sections(const RevisionText& text) {
  const std::string whole = read_whole(text);
  const Source source{.text = whole, .file = text.file.string()};
  const Value document = json::parse(source);
  static_cast<void>(parse_header(source, document));
  refuse_late_keys(source, document);
  const Section options = read_options(source, document);
  const Value* const upgrade = document.find("upgrade");
  if (upgrade == nullptr) {
    source.fail(document.begin, "a revision needs \"upgrade\", an array of operations");
  }
  json::expect(source, *upgrade, Value::Kind::array);
  std::vector<Section> sections = {options};
  place(source, *upgrade, sections.front());
  if (const Value* const downgrade = document.find("downgrade")) {
    sections.push_back(read_downgrade(source, *downgrade, *upgrade, options));
  }
  return sections;
}

std::string render_json_revision(const Revision& revision, const std::string& upgrade,
                                 const std::string& downgrade) {
  if (!text::is_utf8(revision.message)) {
    throw Error(ErrorCode::usage, "the message is not valid UTF-8");
  }
  const auto names = [](const std::vector<std::string>& all) {
    std::string out = "[";
    for (const std::string& name : all) out += (out.size() > 1 ? ", " : "") + json::quoted(name);
    return out + ']';
  };
  std::string message(text::trim(revision.message));
  std::ranges::replace_if(
      message, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  std::string out = "{\n";
  out += "  \"revision\": " + json::quoted(revision.id) + ",\n";
  out += "  \"revises\": " + names(revision.revises) + ",\n";
  out += "  \"branch_labels\": " + names(revision.labels) + ",\n";
  out += "  \"depends_on\": " + names(revision.depends_on) + ",\n";
  out += "  \"message\": " + json::quoted(message) + ",\n";
  out += "  \"create_date\": " + json::quoted(revision.create_date) + ",\n";
  out += "  \"upgrade\": " + upgrade + ",\n";
  out += "  \"downgrade\": " + downgrade + "\n}\n";
  return out;
}

}  // namespace migrate
