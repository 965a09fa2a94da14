#include "schema/json_reader.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text.hpp"

namespace migrate::json {

void Source::fail(Offset offset, std::string message) const {
  ErrorInfo error;
  error.code = ErrorCode::revision;
  error.message = std::move(message);
  error.file = file;
  throw Error(placed(std::move(error), text, offset));
}

Value parse(const Source& source) {
  try {
    return parse(source.text);
  } catch (const Error& error) {
    ErrorInfo info = error.info();
    info.file = source.file;
    throw Error(std::move(info));
  }
}

std::string_view described(const Column*) { return "a column"; }
std::string_view described(const Identity*) { return "an identity"; }
std::string_view described(const Generated*) { return "a generated column"; }
std::string_view described(const KeyColumn*) { return "a key's column"; }
std::string_view described(const PrimaryKey*) { return "a primary key"; }
std::string_view described(const Unique*) { return "a unique constraint"; }
std::string_view described(const References*) { return "\"references\""; }
std::string_view described(const ForeignKey*) { return "a foreign key"; }
std::string_view described(const Check*) { return "a check"; }
std::string_view described(const Exclude*) { return "an exclude constraint"; }
std::string_view described(const IndexColumn*) { return "an index's column"; }
std::string_view described(const Index*) { return "an index"; }
std::string_view described(const QualifiedName*) { return "a name"; }
std::string_view described(const PartitionOf*) { return "\"partition_of\""; }
std::string_view described(const Table*) { return "a table"; }
std::string_view described(const Dependency*) { return "a dependency"; }
std::string_view described(const Object*) { return "an object"; }
std::string_view described(const Schema*) { return "a schema"; }

void expect(const Source& source, const Value& value, Value::Kind kind) {
  if (value.kind == kind) return;
  source.fail(value.begin, std::string(kind_name(kind)) + " belongs here, not " +
                               std::string(kind_name(value.kind)));
}

void read(const Source& source, const Value& value, std::string& out) {
  expect(source, value, Value::Kind::string);
  out = value.string;
}

void read(const Source& source, const Value& value, bool& out) {
  expect(source, value, Value::Kind::boolean);
  out = value.boolean;
}

void read(const Source& source, const Value& value, std::int64_t& out) {
  if (value.kind == Value::Kind::real) source.fail(value.begin, "a whole number belongs here");
  expect(source, value, Value::Kind::integer);
  out = value.integer;
}

void read(const Source& source, const Value& value, int& out) {
  std::int64_t number = 0;
  read(source, value, number);
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
    source.fail(value.begin, "the number is too large");
  }
  out = static_cast<int>(number);
}

void read(const Source& source, const Value& value, Type& out) {
  expect(source, value, Value::Kind::string);
  out = parse_type(value.string);
}

void read(const Source& source, const Value& value, Sql& out) {
  out = {};
  if (value.kind == Value::Kind::string) {
    out.text = value.string;
    return;
  }
  if (value.kind != Value::Kind::object) {
    source.fail(value.begin,
                "SQL belongs here, a string or an object with \"sqlite\" and \"postgresql\", not " +
                    std::string(kind_name(value.kind)));
  }
  ObjectReader reader(source, value, "SQL");
  reader.member("text", out.text);
  reader.member("sqlite", out.sqlite);
  reader.member("postgresql", out.postgresql);
  reader.done();
  if (value.members.empty()) {
    source.fail(value.begin, "SQL needs \"text\", \"sqlite\" or \"postgresql\"");
  }
}

void read(const Source& source, const Value& value, KeyColumn& out) {
  out = {};
  if (value.kind == Value::Kind::string) {
    out.name = value.string;
    return;
  }
  ObjectReader reader(source, value, described(&out));
  reader.members(out);
  reader.done();
}

void read(const Source& source, const Value& value, IndexColumn& out) {
  out = {};
  if (value.kind == Value::Kind::string) {
    out.column = value.string;
    return;
  }
  ObjectReader reader(source, value, described(&out));
  reader.members(out);
  reader.done();
  if (out.column.empty() == out.expression.empty()) {
    source.fail(value.begin, "an index's column needs either \"column\" or \"expression\"");
  }
}

void read_order(const Source& source, const Value& value, bool& descending) {
  static constexpr std::string_view words[] = {"asc", "desc"};
  descending = find_word(source, value, words, 2) == 1;
}

std::size_t find_word(const Source& source, const Value& value, const std::string_view* names,
                      std::size_t count) {
  expect(source, value, Value::Kind::string);
  const std::string_view* const end = names + count;
  const std::string_view* const found = std::find(names, end, value.string);
  if (found != end) return static_cast<std::size_t>(found - names);
  const std::vector<std::string> words(names, end);
  std::string message = "\"" + value.string + "\" is not known here.";
  const std::string meant = text::did_you_mean(value.string, words);
  message += meant.empty() ? " Known: " + text::join(words, ", ") : meant;
  source.fail(value.begin, std::move(message));
}

ObjectReader::ObjectReader(const Source& source, const Value& value, std::string_view what)
    : source_(source), value_(value), what_(what) {
  if (value.kind != Value::Kind::object) {
    source.fail(value.begin, std::string(what) + " belongs here, an object, not " +
                                 std::string(kind_name(value.kind)));
  }
}

const Value* ObjectReader::find(std::string_view key) {
  known_.emplace_back(key);
  return value_.find(key);
}

const Value& ObjectReader::required(std::string_view key) {
  const Value* value = find(key);
  if (value != nullptr) return *value;
  for (const Member& member : value_.members) {
    const std::string meant =
        text::did_you_mean(member.key, std::vector<std::string>{known_.back()});
    if (!meant.empty()) refuse(member, meant);
  }
  source_.fail(value_.begin, std::string(what_) + " needs \"" + std::string(key) + "\"");
}

void ObjectReader::done() const {
  for (const Member& member : value_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    const std::string meant = text::did_you_mean(member.key, known_);
    refuse(member, meant.empty() ? " Known: " + text::join(known_, ", ") : meant);
  }
}

void ObjectReader::refuse(const Member& member, std::string_view hint) const {
  source_.fail(member.key_begin, "\"" + member.key + "\" is not a key of " + std::string(what_) +
                                     "." + std::string(hint));
}

}  // namespace migrate::json
