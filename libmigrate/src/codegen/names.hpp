#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// C++ names for what databases call as they like. A name that C++ cannot have, or had better not,
/// gets a change that ends in `_`; the same names always give the same.
namespace migrate::generator {

/// Names of one scope, no two of them alike.
class Scope {
 public:
  /// The name itself when nobody has it, else with `_`, `_2`, `_3` behind it.
  std::string take(std::string name);
  void reserve(std::string name) { taken_.insert(std::move(name)); }

 private:
  std::set<std::string> taken_ = {};
};

/// The identifier nearest to a name, its letters as they are: `first name` → `first_name_`,
/// `class` → `class_`, `2fa` → `n2fa_`, `größe` → `gru00f6u00dfe_`.
std::string identifier(std::string_view name);

/// The same in PascalCase: `user_account` → `UserAccount`, `USER_ACCOUNT` likewise.
std::string class_name(std::string_view name);

/// The members of a class for its columns. Those that need no change have theirs first.
std::vector<std::string> member_names(const std::vector<std::string>& columns,
                                      std::string_view class_name);

/// Is it a word of the language, a macro of its headers, or what generated code says by itself?
bool is_reserved(std::string_view name);

/// Is it `a`, or `a::b`, of plain identifiers that are not reserved?
bool is_namespace(std::string_view text);

}  // namespace migrate::generator
