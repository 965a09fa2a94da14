#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "migrate/ops.hpp"

namespace migrate::ops {

/// Finds what operations name in a schema. SQLite's names are the same in upper and lower case.
/// What is not found is Error{ErrorCode::revision} that suggests the nearest name.
class Lookup {
 public:
  explicit Lookup(Schema& schema) : schema_(schema), fold_(schema.dialect == "sqlite") {}

  [[nodiscard]] bool same(std::string_view a, std::string_view b) const;
  [[nodiscard]] bool same(const QualifiedName& a, const QualifiedName& b) const;

  [[nodiscard]] Table* find_table(const QualifiedName& name) const;
  [[nodiscard]] Object* find_object(const Object& like) const;
  [[nodiscard]] Column* find_column(Table& table, std::string_view name) const;
  /// The index of this name in the tables of a schema, and its table; null where there is none.
  [[nodiscard]] Index* find_index(std::string_view schema, std::string_view name,
                                  Table*& table) const;

  [[nodiscard]] Table& table(const QualifiedName& name) const;
  [[nodiscard]] Object& object(const Object& like) const;
  [[nodiscard]] Column& column(Table& table, std::string_view name) const;

  /// Where in a list of named things this one is; the end where it is not there.
  template <class Named>
  [[nodiscard]] auto find_in(std::vector<Named>& all, std::string_view name) const {
    auto at = all.begin();
    while (at != all.end() && !same(at->name, name)) ++at;
    return at;
  }

  /// May constraints of one table have the same name? SQLite does not look.
  [[nodiscard]] bool repeats_constraints() const { return fold_; }

  /// Throws where one of these columns is not in the table.
  void require_columns(Table& table, const std::vector<std::string>& names) const;

 private:
  Schema& schema_;
  bool fold_;
};

/// Throws Error{ErrorCode::revision}.
[[noreturn]] void refuse(std::string message);

}  // namespace migrate::ops
