#pragma once

#include <set>
#include <string>
#include <string_view>

#include "migrate/dialect.hpp"

namespace migrate {

/// Does `name` fit `pattern`, in which `*` stands for any characters and `?` for one?
bool matches_glob(std::string_view pattern, std::string_view name);

/// Which tables of a database are looked at (ReflectOptions). A name that stands whole in `include`
/// is taken even where it is one of our own or another tool's.
class TableFilter {
 public:
  /// `fold`: names are the same in upper and lower case (SQLite).
  TableFilter(const ReflectOptions& options, bool fold);

  [[nodiscard]] bool takes(std::string_view name) const;

 private:
  [[nodiscard]] std::string folded(std::string_view name) const;

  bool fold_;
  std::vector<std::string> include_ = {};
  std::vector<std::string> exclude_ = {};
  std::set<std::string, std::less<>> left_out_ = {};
};

}  // namespace migrate
