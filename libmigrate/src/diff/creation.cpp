#include <algorithm>
#include <optional>
#include <utility>

#include "diff/arrangement.hpp"
#include "migrate/schema/names.hpp"

// The half of Arrangement that makes things: every operation is part of a task, and tasks wait for
// what they need.
namespace migrate {

void Arrangement::create() {
  created_ = by_references(comparison_.created());
  add_object_tasks();
  add_created_tables();
  add_changed_tables();
  add_late_drops();
  connect();
  for (const std::size_t index : ordered(tasks_)) add(std::move(tasks_[index].operations));
}

std::size_t Arrangement::add_task(Task task) {
  tasks_.push_back(std::move(task));
  needs_.emplace_back();
  words_.emplace_back();
  return tasks_.size() - 1;
}

std::vector<const Table*> by_references(const std::vector<const Table*>& tables) {
  std::map<QualifiedName, std::size_t> places;
  std::vector<Task> tasks;
  for (const Table* table : tables) {
    places.emplace(QualifiedName{table->schema, table->name}, tasks.size());
    tasks.push_back({.key = table->schema + '.' + table->name});
  }
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto need = [&](const QualifiedName& name) {
      const auto found = places.find(name);
      if (found != places.end()) tasks[i].after.push_back(found->second);
    };
    for (const ForeignKey& key : tables[i]->foreign_keys) need(referenced(key));
    for (const QualifiedName& parent : tables[i]->inherits) need(parent);
    if (const auto& of = tables[i]->partition_of) need({of->schema, of->table});
  }
  std::vector<const Table*> result;
  for (const std::size_t index : ordered(tasks)) result.push_back(tables[index]);
  return result;
}

void Arrangement::add_object_tasks() {
  for (const ObjectPair& pair : comparison_.objects().pairs()) {
    if (pair.to == nullptr) continue;
    const Object& object = *pair.to;
    const bool altered = pair.fate == ObjectPair::Fate::altered;
    Task task{.rank = rank_of(object.kind), .key = object.name, .operations = {}, .after = {}};
    const bool owned = object.kind == Object::Kind::sequence &&
                       (!object.owned_by.empty() || disowned_.contains(pair.now));
    if (owned) {
      add_sequence(pair, std::move(task));
      continue;
    }
    if (pair.comes()) task.operations.push_back(ops::CreateObject{object});
    if (altered) {
      Object existing = *pair.now;
      if (existing.values != object.values) {
        task.operations.push_back(ops::AlterEnum{{object.schema, object.name},
                                                 object.values,
                                                 std::exchange(existing.values, object.values)});
      }
      if (existing != object) task.operations.push_back(ops::AlterObject{object, existing});
    }
    if (task.operations.empty()) continue;
    const std::size_t index = add_task(std::move(task));
    needs_[index] = object.depends_on;
    if (!object.table.empty()) {
      for (const auto* kind : {"table", "view", "materialized_view", "virtual_table"}) {
        needs_[index].push_back({kind, object.schema, object.table});
      }
    }
    if (!pair.comes()) continue;
    object_tasks_.emplace(as_dependency(object), index);
    if (rank_of(object.kind) < table_rank) spoken_[spoken_name(object)].push_back(index);
  }
}

/// A sequence and its owner need each other: the sequence comes first, and then gets its owner.
void Arrangement::add_sequence(const ObjectPair& pair, Task task) {
  const Object& object = *pair.to;
  const bool there = pair.old != nullptr && !pair.goes();
  Object without = object;
  without.owned_by.clear();
  Object existing = there ? *pair.now : without;
  if (disowned_.contains(pair.now)) existing.owned_by.clear();
  if (!there) {
    const bool at_once = comparison_.owner_stays(object);
    task.operations.push_back(ops::CreateObject{at_once ? object : without});
    if (at_once) existing = object;
    const std::size_t index = add_task(std::move(task));
    object_tasks_.emplace(as_dependency(object), index);
    spoken_[object.name].push_back(index);
  }
  if (terms_.same(existing, object)) return;
  const std::size_t index = add_task({.rank = column_rank,
                                      .key = object.name,
                                      .operations = {ops::AlterObject{object, existing}},
                                      .after = {}});
  const std::string table = object.owned_by.substr(0, object.owned_by.rfind('.'));
  if (!object.owned_by.empty()) needs_[index].push_back({"table", object.schema, table});
  if (!there) tasks_[index].after.push_back(object_tasks_.at(as_dependency(object)));
}

/// May the foreign key stand in CREATE TABLE: is what it refers to there by then, and as it is to
/// be?
bool Arrangement::stands_before(const Table& table, const ForeignKey& key) const {
  if (terms_.sqlite()) return !comparison_.names_coming_column(key);
  const QualifiedName target = referenced(key);
  if (made_.contains(target) || target == QualifiedName{table.schema, table.name}) return true;
  const TableDiff* change = comparison_.find(target);
  return change != nullptr && change->empty();
}

void Arrangement::add_created_tables() {
  for (const Table* table : created_) {
    Table created = *table;
    created.renamed_from.clear();
    for (Column& column : created.columns) column.renamed_from.clear();
    std::vector<Operation> later;
    Task task{.rank = table_rank,
              .key = table->schema + '.' + table->name,
              .operations = {},
              .after = {}};
    const QualifiedName name = {table->schema, table->name};
    std::erase_if(created.foreign_keys, [&](const ForeignKey& key) {
      if (stands_before(*table, key)) {
        const auto before = table_tasks_.find(referenced(key));
        if (before != table_tasks_.end()) {
          task.after.insert(task.after.end(), before->second.begin(), before->second.end());
        }
        return false;
      }
      later.push_back(ops::CreateForeignKey{name, key});
      return true;
    });
    for (const QualifiedName& parent : table->inherits) {
      for (const std::size_t before : tasks_of_table(parent)) task.after.push_back(before);
    }
    if (const auto& of = table->partition_of) {
      for (const std::size_t before : tasks_of_table({of->schema, of->table})) {
        task.after.push_back(before);
      }
    }
    task.operations.push_back(ops::CreateTable{std::move(created)});
    const std::size_t index = add_task(std::move(task));
    words_[index] = words_of(*table, terms_);
    needs_[index] = table->depends_on;
    table_tasks_[name].push_back(index);
    made_.insert(name);
    if (!later.empty()) add_key_task(*table, std::move(later));
  }
}

void Arrangement::add_changed_tables() {
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const TableDiff& table = comparison_.tables()[i];
    const std::string key = table.name().schema + '.' + table.name().name;
    TableOperations& change = changes_[i];
    std::vector<Operation> columns;
    const auto take = [](std::vector<Operation>& into, std::vector<Operation>& from) {
      for (Operation& operation : from) into.push_back(std::move(operation));
      from.clear();
    };
    take(columns, change.drop_keys);
    take(columns, change.drops);
    take(columns, change.drop_columns);
    take(columns, change.columns);
    if (terms_.sqlite()) {
      take(columns, change.constraints);
      std::vector<Operation> at_once;
      for (Operation& operation : std::exchange(change.keys, {})) {
        const auto* create = std::get_if<ops::CreateForeignKey>(&operation);
        const bool later = create != nullptr && comparison_.names_coming_column(create->key);
        (later ? change.keys : at_once).push_back(std::move(operation));
      }
      take(columns, at_once);
    }
    std::size_t before = tasks_.size();
    const auto add_stage = [&](int rank, std::vector<Operation> operations) {
      if (operations.empty()) return;
      const std::size_t index =
          add_task({.rank = rank, .key = key, .operations = std::move(operations), .after = {}});
      words_[index] = words_of(table.wanted(), terms_);
      needs_[index] = table.wanted().depends_on;
      if (before < index) tasks_[index].after.push_back(before);
      before = index;
      table_tasks_[table.name()].push_back(index);
    };
    add_stage(column_rank, std::move(columns));
    add_stage(constraint_rank, std::move(change.constraints));
    if (!change.keys.empty()) add_key_task(table.wanted(), std::move(change.keys));
  }
}

void Arrangement::add_key_task(const Table& table, std::vector<Operation> keys) {
  const std::size_t index = add_task({.rank = key_rank,
                                      .key = table.schema + '.' + table.name,
                                      .operations = std::move(keys),
                                      .after = {}});
  needs_[index].push_back({"table", table.schema, table.name});
  for (const ForeignKey& key : table.foreign_keys) {
    const QualifiedName target = referenced(key);
    needs_[index].push_back({"table", target.schema, target.name});
  }
}

/// Each after the tables that referred to it, and before the view that is to have its name.
void Arrangement::add_late_drops() {
  std::optional<std::size_t> last;
  for (Operation& operation : table_drops(true)) {
    const QualifiedName name = std::get<ops::DropTable>(operation).name;
    const std::size_t index = add_task(
        {.rank = last_rank, .key = name.name, .operations = {std::move(operation)}, .after = {}});
    if (last) tasks_[index].after.push_back(*last);
    last = index;
    for (const TableDiff& table : comparison_.tables()) {
      const auto& keys = table.before().foreign_keys;
      if (std::ranges::find(keys, name, referenced) == keys.end()) continue;
      for (const std::size_t before : tasks_of_table(table.name())) {
        tasks_[index].after.push_back(before);
      }
    }
    for (const auto& [object, task] : object_tasks_) {
      if (terms_.same_name(object.name, name.name)) tasks_[task].after.push_back(index);
    }
    if (std::optional<Task> made = without_index(name.name)) {
      made->after.push_back(index);
      add_task(std::move(*made));
    }
  }
}

/// Takes the making of an index of this name out of its table's task.
std::optional<Task> Arrangement::without_index(const std::string& name) {
  const auto is_it = [&](const Index& index) { return terms_.same_name(index.name, name); };
  for (std::size_t i = 0; i < tasks_.size(); ++i) {
    std::vector<Operation>& operations = tasks_[i].operations;
    for (auto at = operations.begin(); at != operations.end(); ++at) {
      Task later{.rank = constraint_rank, .key = name, .operations = {}, .after = {i}};
      if (auto* table = std::get_if<ops::CreateTable>(&*at)) {
        std::vector<Index>& indexes = table->table.indexes;
        const auto found = std::ranges::find_if(indexes, is_it);
        if (found == indexes.end()) continue;
        later.operations = {
            ops::CreateIndex{{table->table.schema, table->table.name}, std::move(*found)}};
        indexes.erase(found);
        return later;
      }
      if (const auto* create = std::get_if<ops::CreateIndex>(&*at);
          create != nullptr && is_it(create->index)) {
        later.operations = {std::move(*at)};
        operations.erase(at);
        return later;
      }
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> Arrangement::tasks_of_table(const QualifiedName& name) const {
  const auto found = table_tasks_.find(name);
  return found == table_tasks_.end() ? std::vector<std::size_t>() : found->second;
}

/// From names to tasks, when all are there.
void Arrangement::connect() {
  for (std::size_t i = 0; i < tasks_.size(); ++i) {
    std::vector<std::size_t>& after = tasks_[i].after;
    for (const Dependency& need : needs_[i]) {
      if (need.kind == "table") {
        for (const std::size_t before : tasks_of_table({need.schema, need.name})) {
          after.push_back(before);
        }
      }
      const auto found = object_tasks_.find(need);
      if (found != object_tasks_.end()) after.push_back(found->second);
    }
    if (spoken_.empty()) continue;
    for (const std::string& word : words_[i]) {
      const auto found = spoken_.find(word);
      if (found == spoken_.end()) continue;
      after.insert(after.end(), found->second.begin(), found->second.end());
    }
  }
}

}  // namespace migrate
