#include "ops/renaming.hpp"

#include <algorithm>

#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

/// Calls `change` with every SQL text that is about the columns of this one table.
template <class Change>
void for_each_expression(Table& table, Change change) {
  const auto all = [&](Sql& sql) {
    change(sql.text);
    change(sql.sqlite);
    change(sql.postgresql);
  };
  for (Column& column : table.columns) {
    if (column.generated) all(column.generated->expression);
  }
  for (Check& check : table.checks) all(check.condition);
  for (Exclude& exclude : table.excludes) change(exclude.definition);
  for (Index& index : table.indexes) {
    all(index.where);
    for (IndexColumn& part : index.columns) all(part.expression);
  }
  change(table.partition_by);
}

class ColumnRenaming {
 public:
  ColumnRenaming(const Lookup& lookup, std::string old_name, const std::string& new_name)
      : lookup_(lookup), old_(std::move(old_name)), new_(new_name) {}

  void in(std::string& name) const {
    if (lookup_.same(name, old_)) name = new_;
  }
  void in(std::vector<std::string>& names) const {
    for (std::string& name : names) in(name);
  }
  void in(std::vector<KeyColumn>& columns) const {
    for (KeyColumn& column : columns) in(column.name);
  }
  void in(Table& table) const {
    if (table.primary_key) {
      in(table.primary_key->columns);
      in(table.primary_key->include);
    }
    for (Unique& unique : table.uniques) {
      in(unique.columns);
      in(unique.include);
    }
    for (ForeignKey& key : table.foreign_keys) {
      in(key.columns);
      in(key.on_delete_columns);
    }
    for (Index& index : table.indexes) {
      in(index.include);
      for (IndexColumn& part : index.columns) in(part.column);
    }
    for_each_expression(table, [&](std::string& text) {
      if (mentions(text, old_)) text = renamed(text, old_, new_);
    });
  }

 private:
  const Lookup& lookup_;
  std::string old_;
  const std::string& new_;
};

/// `table.column` of a sequence's owner.
void rename_owner(Schema& schema, const std::string& in_schema, const std::string& old_owner,
                  const std::string& new_owner) {
  for (Object& object : schema.objects) {
    if (object.schema == in_schema && object.owned_by == old_owner) object.owned_by = new_owner;
  }
}

bool names(const std::vector<std::string>& all, const Lookup& lookup, std::string_view column) {
  return std::ranges::any_of(all,
                             [&](const std::string& name) { return lookup.same(name, column); });
}
bool names(const std::vector<KeyColumn>& all, const Lookup& lookup, std::string_view column) {
  return std::ranges::any_of(all,
                             [&](const KeyColumn& part) { return lookup.same(part.name, column); });
}

bool mentions_in(const Sql& sql, std::string_view column) {
  return mentions(sql.text, column) || mentions(sql.sqlite, column) ||
         mentions(sql.postgresql, column);
}

bool names(const Index& index, const Lookup& lookup, std::string_view column) {
  return names(index.include, lookup, column) || mentions_in(index.where, column) ||
         std::ranges::any_of(index.columns, [&](const IndexColumn& part) {
           return lookup.same(part.column, column) || mentions_in(part.expression, column);
         });
}

}  // namespace

void rename_table(Schema& schema, const Lookup& lookup, Table& table, const std::string& new_name) {
  const QualifiedName old{table.schema, table.name};
  for (Table& other : schema.tables) {
    for (ForeignKey& key : other.foreign_keys) {
      References& to = key.references;

      if (lookup.same(QualifiedName{to.schema, to.table}, old)) to.table = new_name;
    }
    for (QualifiedName& parent : other.inherits) {
      if (lookup.same(parent, old)) parent.name = new_name;
    }
    if (other.partition_of &&
        lookup.same(QualifiedName{other.partition_of->schema, other.partition_of->table}, old)) {
      other.partition_of->table = new_name;
    }
  }
  for (Object& object : schema.objects) {
    if (lookup.same(QualifiedName{object.schema, object.table}, old)) object.table = new_name;
    for (Dependency& needed : object.depends_on) {
      if (needed.kind == "table" && lookup.same(QualifiedName{needed.schema, needed.name}, old)) {
        needed.name = new_name;
      }
    }
    std::ranges::sort(object.depends_on);
  }
  for (const Column& column : table.columns) {
    rename_owner(schema, old.schema, old.name + '.' + column.name, new_name + '.' + column.name);
  }
  table.name = new_name;
}

void rename_column(Schema& schema, const Lookup& lookup, Table& table, Column& column,
                   const std::string& new_name) {
  const ColumnRenaming renaming(lookup, column.name, new_name);
  const QualifiedName name{table.schema, table.name};
  rename_owner(schema, table.schema, table.name + '.' + column.name, table.name + '.' + new_name);
  renaming.in(table);
  for (Table& other : schema.tables) {
    for (ForeignKey& key : other.foreign_keys) {
      References& to = key.references;

      if (lookup.same(QualifiedName{to.schema, to.table}, name)) renaming.in(to.columns);
    }
  }
  column.name = new_name;
}

void drop_column(Schema& schema, const Lookup& lookup, Table& table, const std::string& column) {
  const std::string dropped = lookup.column(table, column).name;
  if (table.primary_key && names(table.primary_key->columns, lookup, dropped)) {
    table.primary_key.reset();
  }
  std::erase_if(table.uniques, [&](const Unique& unique) {
    return names(unique.columns, lookup, dropped) || names(unique.include, lookup, dropped);
  });
  std::erase_if(table.foreign_keys,
                [&](const ForeignKey& key) { return names(key.columns, lookup, dropped); });
  std::erase_if(table.checks,
                [&](const Check& check) { return mentions_in(check.condition, dropped); });
  std::erase_if(table.excludes,
                [&](const Exclude& exclude) { return mentions(exclude.definition, dropped); });
  std::erase_if(table.indexes, [&](const Index& index) { return names(index, lookup, dropped); });
  std::erase_if(schema.objects, [&](const Object& object) {
    return object.schema == table.schema && object.owned_by == table.name + '.' + dropped;
  });
  table.columns.erase(lookup.find_in(table.columns, dropped));
}

}  // namespace migrate::ops
