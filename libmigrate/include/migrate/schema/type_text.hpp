#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "migrate/schema/names.hpp"
#include "migrate/schema/values.hpp"

/// A type as one text, the same in JSON, in operations and in messages: `integer`, `string(255)`,
/// `numeric(10,2)`, `integer[]`, `enum(mood, 'sad', 'it''s fine')`, `enum(app.mood)`. Any other
/// text is the database's own; `native(…)` says so of text that would read as a portable type, and
/// of none at all.
namespace migrate {
namespace detail {

/// Reads the text of a type from its start. A function that returns false leaves the position
/// anywhere: the whole text is then the database's own.
class TypeReader {
 public:
  explicit TypeReader(std::string_view text) : text_(text) {}

  bool read(Type& type) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= 'a' && text_[at_] <= 'z') ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (word == "native") return native(type);
    if (!find_name(word, type.kind)) return false;
    switch (type.kind) {
      case Type::Kind::string:
        if (take('(') && !(number(type.length) && type.length > 0 && take(')'))) return false;
        break;
      case Type::Kind::numeric:
        if (take('(') && !(number(type.precision) && type.precision > 0 && scale(type.scale))) {
          return false;
        }
        break;
      case Type::Kind::enumeration:
        if (!enumeration(type)) return false;
        break;
      default:
        break;
    }
    return array(type);
  }

 private:
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (take(' ')) continue;
  }
  bool array(Type& type) {
    if (take('[')) {
      if (!take(']')) return false;
      type.array = true;
    }
    return at_ == text_.size();
  }

  bool number(int& out) {
    blanks();
    const bool negative = take('-');
    const std::size_t begin = at_;
    int value = 0;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (at_ - begin == 9) return false;
      value = value * 10 + (text_[at_] - '0');
    }
    if (at_ == begin) return false;
    out = negative ? -value : value;
    blanks();
    return true;
  }
  bool scale(int& out) {
    if (take(',') && !number(out)) return false;
    return take(')');
  }

  /// `native(anything)`, up to the last parenthesis.
  bool native(Type& type) {
    if (!take('(')) return false;
    std::string_view inner = text_.substr(at_);
    if (inner.size() >= 2 && inner.substr(inner.size() - 2) == "[]") {
      type.array = true;
      inner.remove_suffix(2);
    }
    if (inner.empty() || inner.back() != ')') return false;
    inner.remove_suffix(1);
    type.name = inner;
    return true;
  }

  bool quoted(char quote, std::string& out) {
    if (!take(quote)) return false;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) {
        ++at_;
        if (at_ == text_.size() || text_[at_] != quote) return true;
      }
      out += text_[at_];
    }
    return false;
  }
  bool identifier(std::string& out) {
    if (at_ < text_.size() && text_[at_] == '"') return quoted('"', out);
    for (; at_ < text_.size() && is_plain(text_[at_]); ++at_) out += text_[at_];
    return !out.empty();
  }
  bool enumeration(Type& type) {
    if (!take('(')) return false;
    blanks();
    if (take(')')) return true;
    if (text_.substr(at_, 1) != "'") {
      if (!identifier(type.name)) return false;
      if (take('.')) {
        type.schema.swap(type.name);
        if (!identifier(type.name)) return false;
      }
      blanks();
      if (take(')')) return true;
      if (!take(',')) return false;
    }
    do {
      blanks();
      std::string value;
      if (!quoted('\'', value)) return false;
      type.values.push_back(value);
      blanks();
    } while (take(','));
    return take(')');
  }

  static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  std::string_view text_;
  std::size_t at_ = 0;

  friend std::string identifier_text(std::string_view name);
};

inline std::string quoted_text(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

inline std::string identifier_text(std::string_view name) {
  for (const char c : name) {
    if (!TypeReader::is_plain(c)) return quoted_text(name, '"');
  }
  return name.empty() ? "\"\"" : std::string(name);
}

inline std::string enumeration_text(const Type& type) {
  std::string out = "enum(";
  if (!type.schema.empty()) out += identifier_text(type.schema) + ".";
  if (!type.schema.empty() || !type.name.empty()) out += identifier_text(type.name);
  for (const std::string& value : type.values) {
    if (out.back() != '(') out += ", ";
    out += quoted_text(value, '\'');
  }
  return out + ")";
}

}  // namespace detail

/// The type that a text means. Every text means one.
inline Type parse_type(std::string_view text) {
  Type type;
  if (detail::TypeReader(text).read(type)) return type;
  type = Type();
  type.name = text;
  return type;
}

/// The text that parse_type() reads back to this type.
inline std::string to_text(const Type& type) {
  std::string out(name_of(type.kind));
  switch (type.kind) {
    case Type::Kind::native:
      if (!type.array && !type.name.empty() && parse_type(type.name) == type) return type.name;
      out += "(" + type.name + ")";
      break;
    case Type::Kind::string:
      if (type.length != 0) out += "(" + std::to_string(type.length) + ")";
      break;
    case Type::Kind::numeric:
      if (type.precision != 0) {
        out += "(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
      }
      break;
    case Type::Kind::enumeration:
      out = detail::enumeration_text(type);
      break;
    default:
      break;
  }
  if (type.array) out += "[]";
  return out;
}

}  // namespace migrate
