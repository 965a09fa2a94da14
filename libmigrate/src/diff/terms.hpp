#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "migrate/diff.hpp"

namespace migrate {

/// A visitor of members() that does nothing; for asking whether a struct has such a list.
struct AnyMember {
  template <class Member>
  void operator()(std::string_view /*name*/, Member /*member*/) const {}
};
template <class T>
concept Listed = requires {
  T::members(AnyMember{});
};

/// When two values of the model are the same in a database's terms. Structs are compared member by
/// member along their own lists, so that a new attribute takes part as soon as it is there.
class Terms {
 public:
  Terms(const Schema& from, const Schema& to, const DiffOptions& options);

  [[nodiscard]] bool sqlite() const { return dialect_ == "sqlite"; }
  [[nodiscard]] bool postgresql() const { return dialect_ == "postgresql"; }
  [[nodiscard]] const std::string& on(const Sql& sql) const { return sql.on(dialect_); }

  /// SQLite's names are the same in either case.
  [[nodiscard]] std::string folded(const std::string& name) const;
  [[nodiscard]] bool same_name(const std::string& a, const std::string& b) const {
    return a == b || (sqlite() && folded(a) == folded(b));
  }

  /// The type as the database writes it, or as JSON would where nobody can tell.
  [[nodiscard]] std::string text(const Type& type) const;

  [[nodiscard]] bool same(const Type& a, const Type& b) const;
  [[nodiscard]] bool same(const Sql& a, const Sql& b) const { return on(a) == on(b); }
  /// Defaults: NULL, (NULL) and none are the same.
  [[nodiscard]] bool same(const std::optional<Sql>& a, const std::optional<Sql>& b) const;

  template <class T>
  [[nodiscard]] bool same(const T& a, const T& b) const {
    return same_but(a, b, {});
  }
  template <class T>
  [[nodiscard]] bool same(const std::optional<T>& a, const std::optional<T>& b) const {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
  }
  template <class T>
  [[nodiscard]] bool same(const std::vector<T>& a, const std::vector<T>& b) const {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [this](const T& x, const T& y) { return same(x, y); });
  }

  /// The same apart from the members of these names.
  template <class T>
  [[nodiscard]] bool same_but(const T& a, const T& b,
                              std::initializer_list<std::string_view> members) const {
    if constexpr (Listed<T>) {
      bool equal = true;
      T::members([&](std::string_view name, auto member) {
        if (!equal || is_aside(name) || std::ranges::count(members, name) != 0) return;
        if constexpr (std::is_same_v<decltype(a.*member), const std::vector<std::string>&>) {
          if (name == "options") {
            equal = same_set(a.*member, b.*member);
            return;
          }
        }
        if constexpr (std::is_same_v<decltype(a.*member), const std::string&>) {
          if (is_name(name)) {
            equal = same_name(a.*member, b.*member);
            return;
          }
        }
        equal = same(a.*member, b.*member);
      });
      return equal;
    } else {
      return a == b;
    }
  }

 private:
  /// A wish, and what is there for the order of making alone.
  static bool is_aside(std::string_view member) {
    return member == "renamed_from" || member == "depends_on";
  }
  static bool is_name(std::string_view member) {
    return member == "name" || member == "column" || member == "table" || member == "collation";
  }
  static bool same_set(std::vector<std::string> a, std::vector<std::string> b);

  std::string dialect_;
  std::function<std::string(const Type&)> type_text_;
};

/// No default at all: none, or NULL in any number of parentheses.
bool is_null_default(std::string_view text);

}  // namespace migrate
