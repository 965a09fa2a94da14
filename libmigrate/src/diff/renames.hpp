#pragma once

#include <map>
#include <vector>

#include "migrate/ops.hpp"

namespace migrate {

/// What is called otherwise in one schema than in another.
struct Renames {
  std::map<QualifiedName, std::string> tables = {};  ///< old name -> new name
  /// By the old table: old column -> new column.
  std::map<QualifiedName, std::map<std::string, std::string>> columns = {};

  [[nodiscard]] bool concerns(const QualifiedName& old_table) const {
    return tables.contains(old_table) || columns.contains(old_table);
  }
  /// Tables first, so that the columns' operations name the table as it is by then.
  [[nodiscard]] std::vector<Operation> operations() const;
};

/// The wishes (`renamed_from`) of `to` that can be fulfilled: the old name is in `from` and the new
/// one is not.
Renames wished_renames(const Schema& from, const Schema& to);

/// `schema` after the renames, each part at the index that it had. Keys and references follow;
/// expressions, which only the database can read, do not.
Schema renamed(Schema schema, const Renames& renames);

}  // namespace migrate
