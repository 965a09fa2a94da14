#include "base/json.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace migrate::json {
namespace {

constexpr std::size_t deepest = 200;
constexpr std::size_t line_window = 160;  // bytes of a line in an error message, before and after
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Tells how far the tokenizer has read. It is one byte ahead after a number.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Offset* read) : at_(at), read_(read) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*read_;
    return *this;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Offset* read_;
};

/// The first byte from `at` on that is neither blank nor in a comment.
Offset skip_blank(std::string_view text, Offset at) {
  while (at < text.size()) {
    if (text::is_space(text[at])) {
      ++at;
    } else if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const std::size_t end = text.find("*/", at + 2);
      if (end == std::string_view::npos) break;
      at = end + 2;
    } else {
      break;
    }
  }
  return at;
}

[[noreturn]] void fail(std::string_view text, Offset offset, std::string message) {
  throw Error(placed({.code = ErrorCode::revision, .message = std::move(message)}, text, offset));
}

std::string place_in_words(std::string_view text, Offset offset) {
  const ErrorInfo place = placed({}, text, offset);
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

/// Builds values from the tokenizer's events. A value begins where the one before it ended, after
/// blanks, comments and one separator.
class Builder {
 public:
  Builder(std::string_view text, const Offset& read, std::string_view stop, Value& out)
      : text_(text), read_(read), stop_(stop), root_(out) {
    if (text.starts_with(byte_order_mark)) end_ = byte_order_mark.size();
  }

  [[nodiscard]] bool stopped() const { return stopped_; }

  bool null() { return word({.kind = Value::Kind::null}, 4); }
  bool boolean(bool value) {
    return word({.kind = Value::Kind::boolean, .boolean = value}, value ? 4 : 5);
  }
  bool number_integer(std::int64_t value) {
    return number({.kind = Value::Kind::integer, .integer = value});
  }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      fail(text_, token(), "this number does not fit 64 bits; write it as a string");
    }
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string& written) {
    if (written.find_first_of(".eE") == std::string::npos) {
      fail(text_, token(), "this number does not fit 64 bits; write it as a string");
    }
    return number({.kind = Value::Kind::real, .real = value});
  }
  bool string(std::string& value) {
    place(
        {.kind = Value::Kind::string, .string = std::move(value), .begin = token(), .end = read_});
    end_ = read_;
    return true;
  }
  bool binary(nlohmann::json::binary_t& /*value*/) { return false; }  // JSON text has none

  bool start_object(std::size_t /*count*/) { return open(Value::Kind::object); }
  bool start_array(std::size_t /*count*/) { return open(Value::Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    const Offset begin = token();
    std::vector<Member>& members = open_.back()->members;
    if (open_.size() == 1 && !stop_.empty() && name == stop_) {
      stopped_ = true;
      return false;
    }
    const auto first = std::ranges::find(members, name, &Member::key);
    if (first != members.end()) {
      fail(text_, begin,
           "the key " + json::quoted(name) + " stands twice in one object; the first is on " +
               place_in_words(text_, first->key_begin));
    }
    members.push_back({.key = std::move(name), .key_begin = begin});
    end_ = read_;
    after_key_ = true;
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::json::exception& error) {
    // `[…] parse error at …: syntax error while … - REASON; last read: '…'; expected …`
    std::string_view reason = error.what();
    if (const std::size_t at = reason.find(" - "); at != std::string_view::npos) {
      reason.remove_prefix(at + 3);
    } else if (const std::size_t bracket = reason.find("] "); bracket != std::string_view::npos) {
      reason.remove_prefix(bracket + 2);
    }
    reason = reason.substr(0, reason.find("; last read"));
    std::string message = "this is not JSON: " + std::string(reason);
    if (reason.starts_with("unexpected") || reason == "invalid literal") {
      message = message.substr(0, message.find("; expected")) + "; expected " + expected();
    }
    fail(text_, token(), std::move(message));
  }

 private:
  static bool is_empty(const Value& value) { return value.items.empty() && value.members.empty(); }

  /// Where the token begins that comes now.
  [[nodiscard]] Offset token() const {
    const Offset at = skip_blank(text_, end_);
    return separated(at) ? skip_blank(text_, at + 1) : at;
  }

  /// Is there the separator at `at` that must stand between the last token and the next value?
  [[nodiscard]] bool separated(Offset at) const {
    if (at >= text_.size()) return false;
    if (after_key_) return text_[at] == ':';
    return !open_.empty() && !is_empty(*open_.back()) && text_[at] == ',';
  }

  [[nodiscard]] std::string expected() const {
    const bool before_value = separated(skip_blank(text_, end_));
    if (after_key_) return before_value ? "a value" : "':'";
    if (open_.empty()) return placed_ ? "the end of the text" : "a value";
    const bool array = open_.back()->kind == Value::Kind::array;
    std::string element = array ? "a value" : "a key in quotes";
    if (before_value) return element;
    return (is_empty(*open_.back()) ? element : "','") + (array ? " or ']'" : " or '}'");
  }

  bool word(Value value, std::size_t length) {
    value.begin = token();
    value.end = value.begin + length;
    end_ = value.end;
    place(std::move(value));
    return true;
  }

  bool number(Value value) {
    value.begin = token();
    value.end = std::min(text_.find_first_not_of("+-.0123456789eE", value.begin), text_.size());
    end_ = value.end;
    place(std::move(value));
    return true;
  }

  Value* place(Value value) {
    after_key_ = false;
    placed_ = true;
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Value& parent = *open_.back();
    if (parent.kind == Value::Kind::array) {
      parent.items.push_back(std::move(value));
      return &parent.items.back();
    }
    parent.members.back().value = std::move(value);
    return &parent.members.back().value;
  }

  bool open(Value::Kind kind) {
    const Offset begin = token();
    if (open_.size() == deepest) {
      fail(text_, begin, "more than " + std::to_string(deepest) + " levels of nesting");
    }
    // The pointer holds while the value is open: its parent gets no further child till then.
    open_.push_back(place({.kind = kind, .begin = begin}));
    end_ = begin + 1;
    return true;
  }

  bool close() {
    open_.back()->end = read_;
    open_.pop_back();
    end_ = read_;
    return true;
  }

  std::string_view text_;
  const Offset& read_;
  std::string_view stop_;
  Value& root_;
  std::vector<Value*> open_ = {};  // from the root to the innermost
  Offset end_ = 0;                 // of the last token that was placed
  bool placed_ = false;            // is there a value at all yet?
  bool after_key_ = false;
  bool stopped_ = false;
};

/// Returns true when `stop` was met.
bool read(std::string_view text, std::string_view stop, Value& out) {
  out = {};
  Offset read = 0;
  Builder builder(text, read, stop, out);
  nlohmann::json::sax_parse(CountingIterator(text.data(), &read),
                            CountingIterator(text.data() + text.size(), &read), &builder,
                            nlohmann::json::input_format_t::json, true, true);
  return builder.stopped();
}

}  // namespace

const Value* Value::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &Member::key);
  return found == members.end() ? nullptr : &found->value;
}

std::string_view kind_name(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return "a boolean";
    case Value::Kind::integer:
    case Value::Kind::real:
      return "a number";
    case Value::Kind::string:
      return "a string";
    case Value::Kind::array:
      return "an array";
    case Value::Kind::object:
      return "an object";
  }
  return "";
}

Value parse(std::string_view text) {
  Value value;
  read(text, {}, value);
  return value;
}

bool parse_until(std::string_view text, std::string_view stop, Value& out) {
  return read(text, stop, out);
}

ErrorInfo placed(ErrorInfo error, std::string_view text, Offset offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  if (begin == 0 && text.starts_with(byte_order_mark))
    begin = std::min(offset, byte_order_mark.size());
  error.line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
  error.column = text::characters(text.substr(begin, offset - begin)) + 1;

  begin = std::max(begin, offset < line_window ? 0 : offset - line_window);
  while (begin < offset && text::is_continuation_byte(text[begin])) ++begin;
  std::string_view line = text.substr(begin, offset - begin + line_window);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  while (!text::is_utf8(line)) line.remove_suffix(1);
  error.source_line = line;
  error.caret = text::characters(line.substr(0, offset - begin)) + 1;
  return error;
}

std::string canonical(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.boolean ? "true" : "false";
    case Value::Kind::integer:
      return std::to_string(value.integer);
    case Value::Kind::real:
      return nlohmann::json(value.real).dump();
    case Value::Kind::string:
      return json::quoted(value.string);
    case Value::Kind::array: {
      std::string out = "[";
      for (const Value& item : value.items) out += (out.size() > 1 ? "," : "") + canonical(item);
      return out + ']';
    }
    case Value::Kind::object: {
      std::vector<std::string> members;
      for (const Member& member : value.members) {
        members.push_back(json::quoted(member.key) + ':' + canonical(member.value));
      }
      std::ranges::sort(members);
      return '{' + text::join(members, ",") + '}';
    }
  }
  return "";
}

std::string quoted(std::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace migrate::json
