#include "postgresql/create_table.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"

namespace migrate::postgresql {
namespace {

using Statements = std::vector<std::string>;

void append(Statements& out, Statements more) {
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Columns and checks that a plain parent brings are not said again: they would become the child's
/// own. A partition says everything.
bool is_said(const Table& table, bool inherited) { return !inherited || table.partition_of; }

/// The server drops a key that stands twice in one CREATE TABLE: the second is added afterwards.
bool is_second(const Table& table, const Unique& unique) {
  const auto is_same = [&](const auto& other) {
    return std::ranges::equal(unique.columns, other.columns, {}, &KeyColumn::name,
                              &KeyColumn::name);
  };
  if (table.primary_key && is_same(*table.primary_key)) return true;
  return std::any_of(table.uniques.data(), &unique, is_same);
}

/// The lines between CREATE TABLE's parentheses.
Statements parts_of(const Table& table, TableParts parts) {
  Statements out;
  for (const Column& column : table.columns) {
    if (is_said(table, column.inherited)) out.push_back(column_text(column, table.schema));
  }
  if (table.primary_key) out.push_back(constraint_text(*table.primary_key));
  for (const Unique& unique : table.uniques) {
    if (!is_second(table, unique)) out.push_back(constraint_text(unique));
  }
  for (const Check& check : table.checks) {
    if (is_said(table, check.inherited) && !check.not_valid) out.push_back(constraint_text(check));
  }
  for (const Exclude& exclude : table.excludes) out.push_back(constraint_text(exclude));
  if (parts == TableParts::without_foreign_keys) return out;
  for (const ForeignKey& key : table.foreign_keys) {
    if (!key.not_valid) out.push_back(constraint_text(key));
  }
  return out;
}

std::string names(const std::vector<QualifiedName>& tables) {
  std::string out;
  for (const QualifiedName& table : tables) {
    out += (out.empty() ? "" : ", ") + qualified(table.schema, table.name);
  }
  return out;
}

std::string create_text(const Table& table, TableParts parts) {
  const Statements lines = parts_of(table, parts);
  std::string out = table.unlogged ? "CREATE UNLOGGED TABLE " : "CREATE TABLE ";
  out += qualified(table.schema, table.name) + " (";
  if (!lines.empty()) out += "\n  " + text::join(lines, ",\n  ") + "\n";
  out += ")";
  if (!table.inherits.empty()) out += " INHERITS (" + names(table.inherits) + ")";
  if (!table.partition_by.empty()) out += " PARTITION BY " + table.partition_by;
  if (!table.access_method.empty()) out += " USING " + table.access_method;
  if (!table.options.empty()) out += " WITH " + options_text(table.options);
  return out;
}

/// A column that came from a parent as that parent has it; null where that is not known.
const Column* inherited_from(const std::vector<const Table*>& parents, const std::string& name) {
  for (const Table* parent : parents) {
    for (const Column& column : parent->columns) {
      if (column.name == name) return &column;
    }
  }
  return nullptr;
}

/// Where an inherited column differs from the parent's.
Statements differences(const Column& column, const Column& parent, const std::string& table) {
  Statements out;
  const std::string alter =
      "ALTER TABLE ONLY " + table + " ALTER COLUMN " + identifier(column.name);
  if (column.server_default != parent.server_default && !column.generated) {
    out.push_back(column.server_default
                      ? alter + " SET DEFAULT " + on_postgresql(*column.server_default)
                      : alter + " DROP DEFAULT");
  }
  if (column.nullable != parent.nullable) {
    out.push_back(alter + (column.nullable ? " DROP NOT NULL" : " SET NOT NULL"));
  }
  return out;
}

/// Comments on constraints that CREATE TABLE made.
Statements constraint_comments(const Table& table, const std::string& name) {
  Statements out;
  const auto add = [&](const auto& constraint) {
    if (constraint.comment.empty() || constraint.name.empty()) return;
    out.push_back(comment_on("CONSTRAINT " + identifier(constraint.name) + " ON " + name,
                             constraint.comment));
  };
  if (table.primary_key) add(*table.primary_key);
  for (const Unique& unique : table.uniques) {
    if (!is_second(table, unique)) add(unique);
  }
  for (const Check& check : table.checks) {
    if (!check.not_valid) add(check);
  }
  std::ranges::for_each(table.excludes, add);
  return out;
}

/// What a table is beside its columns, constraints and indexes.
Statements table_settings(const Table& table, const std::string& name) {
  Statements out;
  const std::string alter = "ALTER TABLE " + name;
  if (table.row_security) out.push_back(alter + " ENABLE ROW LEVEL SECURITY");
  if (table.force_row_security) out.push_back(alter + " FORCE ROW LEVEL SECURITY");
  if (!table.replica_identity.empty()) {
    out.push_back(alter + replica_identity_text(table.replica_identity));
  }
  if (!table.comment.empty()) out.push_back(comment_on("TABLE " + name, table.comment));
  return out;
}

}  // namespace

std::vector<std::string> column_settings(const Column& column, const std::string& table) {
  Statements out;
  const std::string alter = "ALTER TABLE " + table + " ALTER COLUMN " + identifier(column.name);
  if (!column.storage.empty()) out.push_back(alter + " SET STORAGE " + text::upper(column.storage));
  if (column.statistics) {
    out.push_back(alter + " SET STATISTICS " + std::to_string(*column.statistics));
  }
  if (!column.options.empty()) out.push_back(alter + " SET " + options_text(column.options));
  if (!column.comment.empty()) {
    out.push_back(comment_on("COLUMN " + table + "." + identifier(column.name), column.comment));
  }
  return out;
}

template <class Constraint>
std::vector<std::string> add_constraint(const Constraint& constraint, const std::string& table) {
  Statements out = {"ALTER TABLE " + table + " ADD " + constraint_text(constraint)};
  if (!constraint.comment.empty() && !constraint.name.empty()) {
    out.push_back(comment_on("CONSTRAINT " + identifier(constraint.name) + " ON " + table,
                             constraint.comment));
  }
  return out;
}
template Statements add_constraint(const PrimaryKey&, const std::string&);
template Statements add_constraint(const Unique&, const std::string&);
template Statements add_constraint(const ForeignKey&, const std::string&);
template Statements add_constraint(const Check&, const std::string&);
template Statements add_constraint(const Exclude&, const std::string&);

std::vector<std::string> create_index(const Index& index, const QualifiedName& table) {
  Statements out = {index_text(index, qualified(table.schema, table.name), false)};
  if (!index.comment.empty() && !index.name.empty()) {
    out.push_back(comment_on("INDEX " + qualified(table.schema, index.name), index.comment));
  }
  return out;
}

std::vector<std::string> create_table(const Table& table, TableParts parts,
                                      const std::vector<const Table*>& parents) {
  const std::string name = qualified(table.schema, table.name);
  Statements out = {create_text(table, parts)};
  for (const Column& column : table.columns) {
    if (!is_said(table, column.inherited)) {
      if (const Column* parent = inherited_from(parents, column.name)) {
        append(out, differences(column, *parent, name));
      }
    }
    append(out, column_settings(column, name));
  }
  append(out, constraint_comments(table, name));
  for (const Unique& unique : table.uniques) {
    if (is_second(table, unique)) append(out, add_constraint(unique, name));
  }
  for (const Check& check : table.checks) {
    if (check.not_valid && is_said(table, check.inherited))
      append(out, add_constraint(check, name));
  }
  for (const Index& index : table.indexes) {
    append(out, create_index(index, {.schema = table.schema, .name = table.name}));
  }
  if (table.partition_of) {
    out.push_back("ALTER TABLE " +
                  qualified(table.partition_of->schema, table.partition_of->table) +
                  " ATTACH PARTITION " + name + " " + table.partition_of->bound);
  }
  append(out, table_settings(table, name));
  if (parts == TableParts::without_foreign_keys) return out;
  for (const ForeignKey& key : table.foreign_keys) {
    if (key.not_valid) {
      append(out, add_constraint(key, name));
    } else if (!key.comment.empty() && !key.name.empty()) {
      out.push_back(comment_on("CONSTRAINT " + identifier(key.name) + " ON " + name, key.comment));
    }
  }
  return out;
}

}  // namespace migrate::postgresql
