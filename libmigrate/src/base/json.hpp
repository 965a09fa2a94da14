#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/error.hpp"

/// JSON that people write: parsed with the place of every value, so that what is wrong with it can
/// be told as file:line:column.
namespace migrate::json {

/// Bytes from the start of the text; place_of() makes a line and a column of it.
using Offset = std::size_t;

struct Member;

/// One value. Only the members of its kind are used.
struct Value {
  enum class Kind : std::uint8_t { null, boolean, integer, real, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;
  std::string string = {};
  std::vector<Value> items = {};
  std::vector<Member> members;      ///< in the text's order; no key twice (clang 14 takes no `= {}`)
  Offset begin = 0;                  ///< where the value stands
  Offset end = 0;                    ///< one past it

  /// The member of an object, or null.
  [[nodiscard]] const Value* find(std::string_view key) const;
};

struct Member {
  std::string key = {};
  Offset key_begin = 0;
  Value value = {};
};

/// "null", "a boolean", "a number", "a string", "an array", "an object".
std::string_view kind_name(Value::Kind kind);

/// Parses one document; `//` and `/* */` comments are allowed. Throws Error{ErrorCode::revision}
/// with line and column (no file) for a syntax error, a key that stands twice in one object (both
/// places are named), text that is not UTF-8, and nesting beyond 200.
Value parse(std::string_view text);

/// `parse`, for text of which only the members before `stop` matter: an object's members up to, and
/// without, the first one of that key. What follows is not looked at. The text may end early, as
/// long as `stop` was met; returns false when it was not.
bool parse_until(std::string_view text, std::string_view stop, Value& out);

/// Fills line and column (both from 1, columns in characters) of an error that concerns the text at
/// `offset`, with the line itself and a caret.
ErrorInfo placed(ErrorInfo error, std::string_view text, Offset offset);

/// The value without blanks and comments, the members of objects sorted: the same for texts that
/// mean the same.
std::string canonical(const Value& value);

/// The text as a JSON string, with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string quoted(std::string_view text);

}  // namespace migrate::json
