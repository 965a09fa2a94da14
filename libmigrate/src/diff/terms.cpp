#include "diff/terms.hpp"

#include "base/text.hpp"
#include "migrate/schema/names.hpp"

namespace migrate {

bool is_null_default(std::string_view text) {
  text = text::trim(text);
  while (text.size() > 1 && text.front() == '(' && text.back() == ')') {
    text = text::trim(text.substr(1, text.size() - 2));
  }
  return text.empty() || text::equals_ignoring_case(text, "null");
}

Terms::Terms(const Schema& from, const Schema& to, const DiffOptions& options)
    : dialect_(options.dialect), type_text_(options.type_text) {
  if (dialect_.empty()) dialect_ = from.dialect.empty() ? to.dialect : from.dialect;
}

std::string Terms::folded(const std::string& name) const {
  return sqlite() ? text::lower(name) : name;
}

std::string Terms::text(const Type& type) const {
  if (type_text_) return type_text_(type);
  std::string text = type.kind == Type::Kind::native ? type.name : std::string(name_of(type.kind));
  if (type.kind == Type::Kind::enumeration) text = type.name;
  if (type.length != 0) text += '(' + std::to_string(type.length) + ')';
  if (type.precision != 0) {
    text += '(' + std::to_string(type.precision) + ',' + std::to_string(type.scale) + ')';
  }
  return type.array ? text + "[]" : text;
}

bool Terms::same(const Type& a, const Type& b) const {
  if (a == b) return true;
  if (!type_text_) return false;
  const std::string left = type_text_(a);
  const std::string right = type_text_(b);
  // SQLite reads only the affinity from a type, in either case; PostgreSQL has one spelling each.
  return sqlite() ? text::equals_ignoring_case(left, right) : left == right;
}

bool Terms::same(const std::optional<Sql>& a, const std::optional<Sql>& b) const {
  static const std::string none;
  const std::string& left = a ? on(*a) : none;
  const std::string& right = b ? on(*b) : none;
  return left == right || (is_null_default(left) && is_null_default(right));
}

bool Terms::same_set(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  return a == b;
}

}  // namespace migrate
