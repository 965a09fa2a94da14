#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "migrate/schema/json.hpp"
#include "migrate/schema/values.hpp"

/// Reads what migrate/schema/json.hpp writes, generically: a struct by its members(). Every error
/// is Error{ErrorCode::revision} with file, line, column and, for a word that is not known, the
/// nearest that is.
namespace migrate::json {

/// The text that values came from, for the errors.
struct Source {
  std::string_view text = {};
  std::string file = {};

  [[noreturn]] void fail(Offset offset, std::string message) const;
};

/// parse(), with the file in its errors.
Value parse(const Source& source);

/// What a struct is called in a message: "a column".
std::string_view described(const Column*);
std::string_view described(const Identity*);
std::string_view described(const Generated*);
std::string_view described(const KeyColumn*);
std::string_view described(const PrimaryKey*);
std::string_view described(const Unique*);
std::string_view described(const References*);
std::string_view described(const ForeignKey*);
std::string_view described(const Check*);
std::string_view described(const Exclude*);
std::string_view described(const IndexColumn*);
std::string_view described(const Index*);
std::string_view described(const QualifiedName*);
std::string_view described(const PartitionOf*);
std::string_view described(const Table*);
std::string_view described(const Dependency*);
std::string_view described(const Object*);
std::string_view described(const Schema*);

/// The value must be of that kind.
void expect(const Source& source, const Value& value, Value::Kind kind);

void read(const Source& source, const Value& value, std::string& out);
void read(const Source& source, const Value& value, bool& out);
void read(const Source& source, const Value& value, int& out);
void read(const Source& source, const Value& value, std::int64_t& out);
void read(const Source& source, const Value& value, Type& out);
/// A string, or an object with the spellings of the databases.
void read(const Source& source, const Value& value, Sql& out);
/// A column's name alone, or an object.
void read(const Source& source, const Value& value, KeyColumn& out);
void read(const Source& source, const Value& value, IndexColumn& out);

/// The members of one JSON object, of which each must be asked for until done() is called. Several
/// structs may be read from one object, and single members beside them.
class ObjectReader {
 public:
  /// Throws when the value is not an object. `what` is what it stands for: "a column".
  ObjectReader(const Source& source, const Value& value, std::string_view what);

  /// The member, or null. From now on its key is known.
  const Value* find(std::string_view key);
  /// The member, which must be there.
  const Value& required(std::string_view key);

  /// Reads a member; false when it is not there.
  template <class T>
  bool member(std::string_view key, T& out);
  /// Reads the members of a struct.
  template <Listed T>
  void members(T& out);

  /// Throws for the first key that nobody asked for.
  void done() const;

 private:
  [[noreturn]] void refuse(const Member& member, std::string_view hint) const;

  const Source& source_;
  const Value& value_;
  std::string_view what_;
  std::vector<std::string> known_ = {};
};

/// The index of a word among the names of an enumeration.
std::size_t find_word(const Source& source, const Value& value, const std::string_view* names,
                      std::size_t count);

template <class Enum>
requires requires { Names<Enum>::all; }
void read(const Source& source, const Value& value, Enum& out) {
  const auto& names = Names<Enum>::all;
  out = static_cast<Enum>(find_word(source, value, names.data(), names.size()));
}

template <Listed T>
void read(const Source& source, const Value& value, T& out) {
  ObjectReader reader(source, value, described(&out));
  reader.members(out);
  reader.done();
}

template <class T>
void read(const Source& source, const Value& value, std::vector<T>& out) {
  expect(source, value, Value::Kind::array);
  out.clear();
  out.reserve(value.items.size());
  for (const Value& item : value.items) read(source, item, out.emplace_back());
}

template <class T>
void read(const Source& source, const Value& value, std::optional<T>& out) {
  out.reset();
  if (value.kind != Value::Kind::null) read(source, value, out.emplace());
}

/// `"asc"`, `"desc"`: the one word for a bool.
void read_order(const Source& source, const Value& value, bool& descending);

template <class T>
bool ObjectReader::member(std::string_view key, T& out) {
  const Value* value = find(key);
  if (value == nullptr) return false;
  read(source_, *value, out);
  return true;
}

template <Listed T>
void ObjectReader::members(T& out) {
  T::members([this, &out](std::string_view key, auto member) {
    const Value* value = is_required(&out, key) ? &required(key) : find(key);
    if (value == nullptr) return;
    if constexpr (requires(bool& flag) { flag = out.*member; }) {
      if (key == "order") return read_order(source_, *value, out.*member);
    }
    read(source_, *value, out.*member);
  });
}

}  // namespace migrate::json
