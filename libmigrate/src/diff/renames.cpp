#include "diff/renames.hpp"

#include <algorithm>

namespace migrate {
namespace {

QualifiedName name_of_table(const Table& table) { return {table.schema, table.name}; }

using Tables = std::map<QualifiedName, const Table*>;

Tables by_name(const Schema& schema) {
  Tables tables;
  for (const Table& table : schema.tables) tables.emplace(name_of_table(table), &table);
  return tables;
}

const Table* find(const Tables& tables, const QualifiedName& name) {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : found->second;
}

bool has_column(const Table& table, const std::string& name) {
  return std::ranges::any_of(table.columns,
                             [&](const Column& column) { return column.name == name; });
}

/// The columns of one table, old -> new.
std::map<std::string, std::string> wished_columns(const Table& from, const Table& to) {
  std::map<std::string, std::string> result;
  for (const Column& column : to.columns) {
    const std::string& old = column.renamed_from;
    if (old.empty() || !has_column(from, old) || has_column(from, column.name)) continue;
    if (!has_column(to, old)) result.emplace(old, column.name);
  }
  return result;
}

/// Gives the parts of one schema their new names.
class Renaming {
 public:
  explicit Renaming(const Renames& renames) : renames_(renames) {}

  void table(Table& table) const {
    const QualifiedName old = name_of_table(table);
    for (ForeignKey& key : table.foreign_keys) {
      References& references = key.references;
      const QualifiedName target = {references.schema, references.table};
      for (std::string& column : references.columns) rename_column(target, column);
      rename_table(target, references.table);
    }
    if (renames_.columns.contains(old)) columns(table, old);
    for (QualifiedName& parent : table.inherits) rename_table(parent, parent.name);
    if (table.partition_of) {
      rename_table({table.partition_of->schema, table.partition_of->table},
                   table.partition_of->table);
    }
    rename_table(old, table.name);
  }

  void object(Object& object) const {
    const QualifiedName old = {object.schema, object.table};
    const std::size_t dot = object.owned_by.rfind('.');
    if (dot != std::string::npos) {
      std::string owner = object.owned_by.substr(0, dot);
      std::string column = object.owned_by.substr(dot + 1);
      rename_column({object.schema, owner}, column);
      rename_table({object.schema, owner}, owner);
      object.owned_by = owner + '.' + column;
    }
    for (Dependency& dependency : object.depends_on) {
      if (dependency.kind == "table") {
        rename_table({dependency.schema, dependency.name}, dependency.name);
      }
    }
    rename_table(old, object.table);
  }

 private:
  void rename_table(const QualifiedName& old, std::string& name) const {
    const auto found = renames_.tables.find(old);
    if (found != renames_.tables.end()) name = found->second;
  }
  void rename_column(const QualifiedName& table, std::string& name) const {
    const auto columns = renames_.columns.find(table);
    if (columns == renames_.columns.end()) return;
    const auto found = columns->second.find(name);
    if (found != columns->second.end()) name = found->second;
  }

  void columns(Table& table, const QualifiedName& old) const {
    const auto keys = [&](std::vector<KeyColumn>& columns) {
      for (KeyColumn& column : columns) rename_column(old, column.name);
    };
    const auto names = [&](std::vector<std::string>& columns) {
      for (std::string& column : columns) rename_column(old, column);
    };
    for (Column& column : table.columns) rename_column(old, column.name);
    if (table.primary_key) {
      keys(table.primary_key->columns);
      names(table.primary_key->include);
    }
    for (Unique& unique : table.uniques) {
      keys(unique.columns);
      names(unique.include);
    }
    for (ForeignKey& key : table.foreign_keys) {
      names(key.columns);
      names(key.on_delete_columns);
    }
    for (Index& index : table.indexes) {
      for (IndexColumn& column : index.columns) rename_column(old, column.column);
      names(index.include);
    }
  }

  const Renames& renames_;
};

}  // namespace

std::vector<Operation> Renames::operations() const {
  std::vector<Operation> result;
  for (const auto& [old, name] : tables) result.push_back(ops::RenameTable{old, name});
  for (const auto& [table, names] : columns) {
    const auto renamed = tables.find(table);
    for (const auto& [old, name] : names) {
      ops::AlterColumn alter;
      alter.table = renamed == tables.end() ? table : QualifiedName{table.schema, renamed->second};
      alter.column = old;
      alter.new_name = name;
      result.push_back(std::move(alter));
    }
  }
  return result;
}

Renames wished_renames(const Schema& from, const Schema& to) {
  Renames result;
  const Tables old_tables = by_name(from);
  const Tables new_tables = by_name(to);
  for (const Table& table : to.tables) {
    const Table* before = find(old_tables, name_of_table(table));
    if (before == nullptr && !table.renamed_from.empty()) {
      const QualifiedName old = {table.schema, table.renamed_from};
      before = find(new_tables, old) == nullptr ? find(old_tables, old) : nullptr;
      if (before != nullptr && !result.tables.emplace(old, table.name).second) before = nullptr;
    }
    if (before == nullptr) continue;
    std::map<std::string, std::string> columns = wished_columns(*before, table);
    if (!columns.empty()) result.columns.emplace(name_of_table(*before), std::move(columns));
  }
  return result;
}

Schema renamed(Schema schema, const Renames& renames) {
  if (renames.tables.empty() && renames.columns.empty()) return schema;
  const Renaming renaming(renames);
  for (Table& table : schema.tables) renaming.table(table);
  for (Object& object : schema.objects) renaming.object(object);
  return schema;
}

}  // namespace migrate
