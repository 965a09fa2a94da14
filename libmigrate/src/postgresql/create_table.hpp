#pragma once

#include <string>
#include <vector>

#include "migrate/schema/values.hpp"

namespace migrate::postgresql {

/// What of a table is made with it.
enum class TableParts {
  all,
  without_foreign_keys,  ///< for tables that refer to each other in a circle
};

/// Makes a table with all that is in it. A partition is made alone, with its own keys and indexes,
/// and then attached, so that the server takes those for its share of the parent's. `parents` are
/// the tables that it inherits from, as far as they are known: what the table has otherwise than
/// they is said afterwards.
std::vector<std::string> create_table(const Table& table, TableParts parts,
                                      const std::vector<const Table*>& parents);

/// The statements that complete a column that has just been made.
std::vector<std::string> column_settings(const Column& column, const std::string& table);

/// `ALTER TABLE x ADD constraint`, and its comment.
template <class Constraint>
std::vector<std::string> add_constraint(const Constraint& constraint, const std::string& table);

/// CREATE INDEX, and its comment.
std::vector<std::string> create_index(const Index& index, const QualifiedName& table);

}  // namespace migrate::postgresql
