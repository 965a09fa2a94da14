#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/ops.hpp"
#include "migrate/schema/values.hpp"

/// The difference of two schemas, as operations that lead from one to the other. Pure: no database
/// is asked, no file is read.
namespace migrate {

/// In whose terms the two sides are compared.
struct DiffOptions {
  /// "sqlite", "postgresql"; empty = the dialect of either side. What a database has no place for
  /// (a comment on SQLite, AUTOINCREMENT on PostgreSQL) is then no difference.
  std::string dialect = {};
  /// How the database writes a type (Dialect::type_text), so that `string(20)` and `VARCHAR(20)`
  /// are one. Without it types are compared by their members.
  std::function<std::string(const Type&)> type_text = {};
};

/// A difference that no operation can remove, and why.
struct Refusal {
  QualifiedName table = {};
  std::string message = {};
  bool operator==(const Refusal&) const = default;
};

struct Diff {
  /// In an order that always applies. Each carries what it needs to be reversed.
  std::vector<Operation> operations = {};
  /// What was found, a line each: `added table 'bookmark'`. What is only made anew around a change
  /// is not in it.
  std::vector<std::string> detected = {};
  std::vector<Refusal> refusals = {};
  /// Tables and objects that are there on both sides and differ.
  std::vector<Dependency> changed = {};

  [[nodiscard]] bool empty() const { return operations.empty() && refusals.empty(); }
};

/// What leads from one schema to the other. The order of columns is no difference, nor is
/// `DEFAULT NULL` or what a schema may leave open (a key's columns, a constraint's name). A table
/// or column with `renamed_from` is renamed where the old name is there and the new one is not.
Diff diff(const Schema& from, const Schema& to, const DiffOptions& options = {});

/// Does the operation throw data away? A column that the database computes is none.
bool destructive(const Operation& operation);

/// Two that may be one under another name: of the same definition, or at the same place and of the
/// same type. Somebody has to be asked; diff() never guesses.
struct RenameCandidate {
  QualifiedName table = {};   ///< in `to`; of a renamed table its new name
  std::string column = {};    ///< empty: it is the table
  std::string old_name = {};  ///< what it is called in `from`
  bool operator==(const RenameCandidate&) const = default;
};
std::vector<RenameCandidate> likely_renames(const Schema& from, const Schema& to,
                                            const DiffOptions& options = {});

}  // namespace migrate
