#pragma once

#include "diff/comparison.hpp"
#include "diff/order.hpp"

namespace migrate {

/// Tables, each after those that it refers to, as far as they do not refer to each other.
std::vector<const Table*> by_references(const std::vector<const Table*>& tables);

/// Puts the operations of a comparison in an order that always applies:
///
///   PostgreSQL                                 SQLite
///   views, triggers … that go                  the same
///   foreign keys, indexes, constraints that go indexes that go; of tables that are renamed, the
///   rest functions that go; columns that go renames                                    the same
///   tables that go; types that go              the same
///   constraints and indexes that are renamed
///   what comes, each after what it needs       the same, all of one table together, since SQLite
///                                              makes one rebuild of it; tables that go, which a
///                                              changed table referred to, after that
///   what nobody uses any more                  the same
///
/// What goes is named as it is before the renames, and what comes as it is afterwards; so the
/// reverse order of the reversed operations applies as well.
class Arrangement {
 public:
  explicit Arrangement(const Comparison& comparison);
  std::vector<Operation> operations();

 private:
  /// When an object that goes has to go.
  enum class Moment { first, before_columns, after_tables, last };

  [[nodiscard]] Moment moment_of(const ObjectPair& pair) const;
  void order_going_objects();
  void drop_objects(Moment moment);
  void disown_sequences();
  void open_keys();
  [[nodiscard]] std::set<QualifiedName> held_tables() const;
  void drop_parts();
  std::vector<Operation> table_drops(bool referenced_by_changed);

  void rename_parts();
  void create();
  void add_object_tasks();
  void add_sequence(const ObjectPair& pair, Task task);
  void add_created_tables();
  void add_changed_tables();
  void add_key_task(const Table& table, std::vector<Operation> keys);
  void add_late_drops();
  std::optional<Task> without_index(const std::string& name);
  void connect();
  [[nodiscard]] bool stands_before(const Table& table, const ForeignKey& key) const;

  void add(std::vector<Operation> operations);
  std::size_t add_task(Task task);
  [[nodiscard]] std::vector<std::size_t> tasks_of_table(const QualifiedName& name) const;

  const Comparison& comparison_;
  const Terms& terms_;
  std::vector<TableOperations> changes_ = {};  ///< in step with comparison_.tables()
  std::vector<const ObjectPair*> going_ = {};  ///< those first that have to go first
  std::vector<const Table*> dropped_ = {};     ///< the same
  std::set<const ForeignKey*> opened_ = {};    ///< of dropped tables, that go before them
  std::set<const Object*> disowned_ = {};      ///< sequences, as they are now
  std::vector<Operation> out_ = {};

  std::vector<Task> tasks_ = {};
  std::vector<std::vector<Dependency>> needs_ = {};  ///< of each task
  std::vector<Words> words_ = {};                    ///< of each task
  std::map<QualifiedName, std::vector<std::size_t>> table_tasks_ = {};
  std::map<Dependency, std::size_t> object_tasks_ = {};
  std::map<std::string, std::vector<std::size_t>, std::less<>> spoken_ = {};
  std::vector<const Table*> created_ = {};  ///< in the order in which they are made
  std::set<QualifiedName> made_ = {};
};

}  // namespace migrate
