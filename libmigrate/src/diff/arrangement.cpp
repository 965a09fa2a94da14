#include "diff/arrangement.hpp"

#include <utility>

#include "migrate/schema/names.hpp"

namespace migrate {
namespace {

/// Indexes of `objects` in the order in which they would be made.
std::vector<std::size_t> making_order(const std::vector<const ObjectPair*>& objects) {
  std::map<Dependency, std::size_t> places;
  std::vector<Task> tasks;
  for (const ObjectPair* pair : objects) {
    places.emplace(as_dependency(*pair->now), tasks.size());
    tasks.push_back({.rank = rank_of(pair->now->kind), .key = pair->now->name});
  }
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const Object& object = *objects[i]->now;
    const auto need = [&](const Dependency& dependency) {
      const auto found = places.find(dependency);
      if (found != places.end()) tasks[i].after.push_back(found->second);
    };
    for (const Dependency& dependency : object.depends_on) need(dependency);
    for (const Object::Kind kind : {Object::Kind::view, Object::Kind::materialized_view,
                                    Object::Kind::virtual_table, Object::Kind::foreign_table}) {
      if (!object.table.empty()) {
        need({std::string(name_of(kind)), object.schema, object.table});
      }
    }
  }
  return ordered(tasks);
}

/// What is called what before and after a rename.
struct NameChange {
  std::string_view schema;
  std::string_view from;
  std::string_view to;
};

NameChange change_of(const Operation& rename) {
  if (const auto* index = std::get_if<ops::RenameIndex>(&rename)) {
    return {index->table.schema, index->name, index->new_name};
  }
  const auto& constraint = std::get<ops::RenameConstraint>(rename);
  return {constraint.table.schema, constraint.name, constraint.new_name};
}

}  // namespace

Arrangement::Arrangement(const Comparison& comparison)
    : comparison_(comparison), terms_(comparison.terms()) {
  changes_.reserve(comparison.tables().size());
  for (const TableDiff& table : comparison.tables()) changes_.push_back(table.operations());
  order_going_objects();
  dropped_ = by_references(comparison_.dropped());
  std::ranges::reverse(dropped_);  // those that refer to others go first
}

std::vector<Operation> Arrangement::operations() {
  drop_objects(Moment::first);
  drop_parts();
  drop_objects(Moment::before_columns);
  disown_sequences();
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const bool now =
        !terms_.sqlite() || comparison_.renames().concerns(comparison_.tables()[i].old_name());
    if (now) add(std::exchange(changes_[i].drop_columns, {}));
  }
  add(comparison_.renames().operations());
  add(table_drops(false));
  drop_objects(Moment::after_tables);
  rename_parts();
  create();
  drop_objects(Moment::last);
  return std::move(out_);
}

void Arrangement::add(std::vector<Operation> operations) {
  for (Operation& operation : operations) out_.push_back(std::move(operation));
}

void Arrangement::order_going_objects() {
  std::vector<const ObjectPair*> going;
  for (const ObjectPair& pair : comparison_.objects().pairs()) {
    if (pair.goes()) going.push_back(&pair);
  }
  for (const std::size_t index : making_order(going)) going_.push_back(going[index]);
  std::ranges::reverse(going_);
}

Arrangement::Moment Arrangement::moment_of(const ObjectPair& pair) const {
  const Object& object = *pair.now;
  if (rank_of(object.kind) >= view_rank) return Moment::first;
  if (object.kind == Object::Kind::sequence) return Moment::last;
  bool uses_table = false;
  for (const Dependency& dependency : object.depends_on) {
    if (dependency.kind == "view" || dependency.kind == "materialized_view") return Moment::first;
    uses_table = uses_table || dependency.kind == "table";
  }
  const bool routine = rank_of(object.kind) == rank_of(Object::Kind::function);
  if (routine && (uses_table || pair.fate == ObjectPair::Fate::remade)) {
    return Moment::before_columns;
  }
  if (pair.fate == ObjectPair::Fate::remade || rank_of(object.kind) == table_rank) {
    return Moment::after_tables;
  }
  // Its name may be wanted for something else.
  const auto takes_name = [&](const auto& other) {
    return other.schema == object.schema && other.name == object.name;
  };
  const bool taken =
      std::ranges::any_of(comparison_.created(),
                          [&](const Table* table) { return takes_name(*table); }) ||
      std::ranges::any_of(comparison_.objects().pairs(), [&](const ObjectPair& created) {
        return created.fate == ObjectPair::Fate::created && takes_name(*created.to);
      });
  return taken ? Moment::after_tables : Moment::last;
}

void Arrangement::drop_objects(Moment moment) {
  for (const ObjectPair* pair : going_) {
    if (moment_of(*pair) != moment) continue;
    // Before the renames things have their old names.
    const bool renamed = moment == Moment::after_tables || moment == Moment::last;
    Object existing = renamed ? *pair->now : *pair->old;
    if (disowned_.contains(pair->now)) existing.owned_by.clear();
    out_.push_back(ops::DropObject{.kind = existing.kind,
                                   .name = {existing.schema, existing.name},
                                   .table = existing.table,
                                   .existing = existing});
  }
}

/// A sequence goes with the column that owns it, even when somebody else is to have it.
void Arrangement::disown_sequences() {
  if (terms_.sqlite()) return;
  for (const ObjectPair& pair : comparison_.objects().pairs()) {
    if (pair.old == nullptr || pair.now->owned_by.empty()) continue;
    if (pair.now->kind != Object::Kind::sequence || comparison_.owner_stays(*pair.now)) continue;
    Object object = *pair.old;
    object.owned_by.clear();
    out_.push_back(ops::AlterObject{std::move(object), *pair.old});
    disowned_.insert(pair.now);
  }
}

/// A table that goes later still holds what it refers to: on PostgreSQL keys and types, on SQLite
/// columns. On SQLite so do foreign keys of changed tables.
void Arrangement::open_keys() {
  for (const Table* table : dropped_) {
    for (std::size_t i = 0; i < table->foreign_keys.size(); ++i) {
      const TableDiff* target = comparison_.find(referenced(table->foreign_keys[i]));
      if (target == nullptr || target->empty()) continue;
      if (terms_.sqlite() && !comparison_.names_going_column(table->foreign_keys[i])) continue;
      opened_.insert(&table->foreign_keys[i]);
      const ForeignKey& key = comparison_.as_found(*table).foreign_keys[i];
      out_.push_back(ops::DropConstraint{
          .table = {table->schema, table->name}, .name = key.name, .existing = key});
    }
  }
}

void Arrangement::drop_parts() {
  open_keys();
  for (std::size_t i = 0; terms_.sqlite() && i < changes_.size(); ++i) {
    std::vector<Operation> later;
    for (Operation& operation : std::exchange(changes_[i].drop_keys, {})) {
      const auto& drop = std::get<ops::DropConstraint>(operation);
      const auto& pairs = comparison_.tables()[i].foreign_keys();
      const bool first = std::ranges::any_of(pairs, [&](const Pair<ForeignKey>& pair) {
        return pair.goes() && drop.existing == ops::Constraint(*pair.old) &&
               comparison_.names_going_column(*pair.now);
      });
      if (first) {
        out_.push_back(std::move(operation));
      } else {
        later.push_back(std::move(operation));
      }
    }
    changes_[i].drop_keys = std::move(later);
  }
  if (!terms_.sqlite()) {
    for (TableOperations& change : changes_) add(std::exchange(change.drop_keys, {}));
  }
  for (TableOperations& change : changes_) add(std::exchange(change.drop_indexes, {}));
  // A table that goes late must not keep a name that an index of another table is to have.
  const std::set<QualifiedName> held = held_tables();
  for (const Table* table : dropped_) {
    const QualifiedName name = {table->schema, table->name};
    if (!held.contains(name)) continue;
    for (const Index& index : comparison_.as_found(*table).indexes) {
      out_.push_back(ops::DropIndex{.table = name, .name = index.name, .existing = index});
    }
  }
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const TableDiff& table = comparison_.tables()[i];
    if (terms_.sqlite() && !comparison_.renames().concerns(table.old_name())) continue;
    add(std::exchange(changes_[i].drop_keys, {}));
    add(std::exchange(changes_[i].drops, {}));
  }
}

/// The indexes of a schema, those of keys among them, share one room for their names: each waits
/// for the one that has the name that it is to get.
void Arrangement::rename_parts() {
  std::vector<Operation> renames;
  for (TableOperations& change : changes_) {
    for (Operation& rename : std::exchange(change.renames, {}))
      renames.push_back(std::move(rename));
  }
  std::vector<Task> tasks;
  for (const Operation& rename : renames) {
    const NameChange wanted = change_of(rename);
    Task task{.key = std::string(wanted.from), .operations = {rename}};
    for (std::size_t i = 0; i < renames.size(); ++i) {
      const NameChange other = change_of(renames[i]);
      if (other.schema == wanted.schema && other.from == wanted.to) task.after.push_back(i);
    }
    tasks.push_back(std::move(task));
  }
  for (const std::size_t index : ordered(tasks)) add(std::move(tasks[index].operations));
}

/// SQLite: what a changed table refers to, by the names after the renames.
std::set<QualifiedName> Arrangement::held_tables() const {
  std::set<QualifiedName> held;
  if (!terms_.sqlite()) return held;
  for (const TableDiff& table : comparison_.tables()) {
    for (const ForeignKey& key : table.before().foreign_keys) held.insert(referenced(key));
  }
  return held;
}

/// SQLite, which has no operation to end a foreign key but a rebuild, drops a table that a changed
/// one referred to after that change.
std::vector<Operation> Arrangement::table_drops(bool referenced_by_changed) {
  const std::set<QualifiedName> held = held_tables();
  std::vector<Operation> drops;
  std::set<QualifiedName> gone;
  for (const Table* table : dropped_) {
    const QualifiedName name = {table->schema, table->name};
    if (held.contains(name) != referenced_by_changed) continue;
    Table existing = *table;
    existing.foreign_keys.clear();
    for (const ForeignKey& key : table->foreign_keys) {
      if (!opened_.contains(&key)) existing.foreign_keys.push_back(key);
    }
    if (!terms_.sqlite()) {
      // What is left of a circle of references is opened first.
      std::erase_if(existing.foreign_keys, [&](const ForeignKey& key) {
        if (!gone.contains(referenced(key))) return false;
        out_.push_back(ops::DropConstraint{.table = name, .name = key.name, .existing = key});
        return true;
      });
    }
    if (referenced_by_changed) existing.indexes.clear();  // gone already
    gone.insert(name);
    drops.push_back(ops::DropTable{name, std::move(existing)});
  }
  return drops;
}

}  // namespace migrate
