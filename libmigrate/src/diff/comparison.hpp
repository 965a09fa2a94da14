#pragma once

#include <map>
#include <set>
#include <vector>

#include "diff/object_diff.hpp"
#include "diff/renames.hpp"
#include "diff/table_diff.hpp"

namespace migrate {

/// Two schemas laid side by side, with everything that has to give way to something else marked.
/// Not movable: its parts refer to each other.
class Comparison {
 public:
  Comparison(const Schema& from, const Schema& to, const DiffOptions& options);
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  [[nodiscard]] const Terms& terms() const { return terms_; }
  [[nodiscard]] const Renames& renames() const { return renames_; }
  [[nodiscard]] const std::vector<TableDiff>& tables() const { return tables_; }
  [[nodiscard]] const ObjectDiff& objects() const { return objects_; }
  /// Tables of one side only.
  [[nodiscard]] const std::vector<const Table*>& created() const { return created_; }
  [[nodiscard]] const std::vector<const Table*>& dropped() const { return dropped_; }

  /// One of dropped() as it was found, before the renames.
  [[nodiscard]] const Table& as_found(const Table& dropped) const {
    return found_.tables[static_cast<std::size_t>(&dropped - now_.tables.data())];
  }

  /// The table of that name that is there before and afterwards, or null.
  [[nodiscard]] const TableDiff* find(const QualifiedName& name) const;

  /// Does a foreign key refer to a column that goes, or to one that comes? SQLite drops no column
  /// that one refers to.
  [[nodiscard]] bool names_going_column(const ForeignKey& key) const;
  [[nodiscard]] bool names_coming_column(const ForeignKey& key) const;

  /// Is the owner of a sequence (`table.column`) there throughout?
  [[nodiscard]] bool owner_stays(const Object& sequence) const;

  [[nodiscard]] std::vector<std::string> detected() const;
  [[nodiscard]] std::vector<Refusal> refusals() const;
  [[nodiscard]] std::vector<Dependency> changed() const;

 private:
  void mark_what_gives_way();
  void release_keys();
  void check_key(const Table& table, const ForeignKey& key, bool fresh,
                 std::vector<Refusal>& refusals) const;

  Terms terms_;
  Schema old_;
  Schema found_;  ///< as old_, but as it was found
  Schema wanted_;
  Renames renames_;
  Schema now_;
  std::vector<TableDiff> tables_ = {};
  std::vector<const Table*> created_ = {};
  std::vector<const Table*> dropped_ = {};
  std::map<QualifiedName, std::size_t> places_ = {};  ///< in tables_, by the name afterwards
  std::map<QualifiedName, const Table*> wanted_tables_ = {};
  ObjectDiff objects_;
};

/// The table that a foreign key refers to.
QualifiedName referenced(const ForeignKey& key);

}  // namespace migrate
