#pragma once

#include "diff/pair.hpp"

namespace migrate {

/// What a change of one table comes to, by the moment at which it has its place. What goes names
/// things as they are before the renames, what comes as they are afterwards.
struct TableOperations {
  std::vector<Operation> drop_keys = {};     ///< foreign keys
  std::vector<Operation> drop_indexes = {};  ///<
  std::vector<Operation> drops = {};         ///< other constraints; then defaults and types that
                                             ///< stand in the way
  std::vector<Operation> drop_columns = {};
  std::vector<Operation> renames = {};      ///< of constraints and indexes
  std::vector<Operation> columns = {};      ///< added and altered
  std::vector<Operation> constraints = {};  ///< and indexes, and what the table is beside them
  std::vector<Operation> keys = {};         ///< foreign keys
};

/// A table that is there before and afterwards.
class TableDiff {
 public:
  /// `old` and `now` (after the renames) have the same parts at the same places.
  TableDiff(const Table& old, const Table& now, const Table& to, const Terms& terms);

  [[nodiscard]] QualifiedName old_name() const { return {old_.schema, old_.name}; }
  [[nodiscard]] QualifiedName name() const { return {to_.schema, to_.name}; }
  [[nodiscard]] const Table& before() const { return now_; }
  [[nodiscard]] const Table& wanted() const { return to_; }

  /// Objects of these names are made anew: whatever of the table uses one has to give way. The
  /// columns of those among them that are types become text for a while. True when that was news.
  bool give_way_to(const Words& names, const Words& types);

  /// Columns (of either table that a foreign key connects) whose type changes: their foreign keys
  /// have to give way. True when that was news.
  template <class Concerned>
  bool release_keys(const Concerned& concerned) {
    bool news = false;
    for (Pair<ForeignKey>& pair : keys_) {
      if (pair.remade || pair.goes() || pair.to == nullptr || pair.old == nullptr) continue;
      if (concerned(*pair.now)) news = pair.remade = true;
    }
    return news;
  }

  /// Columns of other type than before, or that are made anew, by their new names.
  [[nodiscard]] const std::set<std::string>& retyped() const { return retyped_; }

  /// Views over it, and triggers on it, cannot stay while it changes.
  [[nodiscard]] bool reshaped() const { return reshaped_; }
  void reshape() { reshaped_ = true; }

  /// A unique key or primary key goes: what refers to it has to be looked at.
  [[nodiscard]] bool loses_key() const;

  [[nodiscard]] const std::vector<Pair<Column>>& columns() const { return columns_; }
  [[nodiscard]] const std::vector<Pair<PrimaryKey>>& primary_key() const { return primary_key_; }
  [[nodiscard]] const std::vector<Pair<Unique>>& uniques() const { return uniques_; }
  [[nodiscard]] const std::vector<Pair<ForeignKey>>& foreign_keys() const { return keys_; }
  [[nodiscard]] const std::vector<Pair<Check>>& checks() const { return checks_; }
  [[nodiscard]] const std::vector<Pair<Exclude>>& excludes() const { return excludes_; }
  [[nodiscard]] const std::vector<Pair<Index>>& indexes() const { return indexes_; }
  /// The columns that were renamed count as changed here.
  [[nodiscard]] bool empty() const;
  [[nodiscard]] const std::vector<Refusal>& refusals() const { return refusals_; }

  [[nodiscard]] TableOperations operations() const;

 private:
  void look_at_columns();
  void look_beside();
  template <class Part>
  void check_inherited(std::string_view what, const Pair<Part>& pair);
  void remake_computed_columns();
  bool release_parts(const Words& words);
  bool comes_with_parent(bool inherited) const { return inherited && !inherits_otherwise_; }
  void add_columns(TableOperations& out) const;
  void add_ways_round(TableOperations& out) const;
  void add_beside(TableOperations& out) const;

  const Table& old_;
  const Table& now_;
  const Table& to_;
  const Terms& terms_;
  std::vector<Pair<Column>> columns_;
  std::vector<Pair<PrimaryKey>> primary_key_;  ///< one or none
  std::vector<Pair<Unique>> uniques_;
  std::vector<Pair<ForeignKey>> keys_;
  std::vector<Pair<Check>> checks_;
  std::vector<Pair<Exclude>> excludes_;
  std::vector<Pair<Index>> indexes_;
  std::set<std::string> retyped_ = {};
  std::set<std::string> undefaulted_ = {};   ///< columns whose default gives way for a while
  std::set<std::string> through_text_ = {};  ///< columns whose type is made anew
  bool inherits_otherwise_ = false;
  bool reshaped_ = false;
  std::vector<Refusal> refusals_ = {};
};

/// A table without its columns, constraints, indexes, name and comment: what alter_table is about.
Table beside(const Table& table);

/// What changes one column into another of the same name; none where nothing does.
std::optional<ops::AlterColumn> column_change(const QualifiedName& table, const Column& from,
                                              const Column& to, const Terms& terms);

/// The words of everything in a table that may use an object: types, defaults, expressions.
Words words_of(const Table& table, const Terms& terms);
Words words_of(const Column& column, const Terms& terms);
Words words_of(const Index& index, const Terms& terms);

}  // namespace migrate
