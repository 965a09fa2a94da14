#include "diff/prepare.hpp"

#include <map>

#include "diff/spelling.hpp"

namespace migrate {
namespace {

/// SQLite keeps none of these.
void clear_for_sqlite(Table& table) {
  table.comment.clear();
  table.schema.clear();
  const auto clear_comments = [](auto& parts) {
    for (auto& part : parts) part.comment.clear();
  };
  clear_comments(table.columns);
  clear_comments(table.uniques);
  clear_comments(table.foreign_keys);
  clear_comments(table.checks);
  clear_comments(table.indexes);
  if (table.primary_key) table.primary_key->comment.clear();
  for (Column& column : table.columns) {
    column.identity.reset();
    column.storage.clear();
    column.compression.clear();
    column.statistics.reset();
    column.options.clear();
  }
  for (Unique& unique : table.uniques) unique.nulls_not_distinct = false;
}

void clear_for_postgresql(Table& table) {
  table.strict = false;
  table.without_rowid = false;
  for (Column& column : table.columns) {
    column.not_null_conflict = Conflict::none;
    column.not_null_name.clear();
  }
  const auto plain = [](std::vector<KeyColumn>& columns) {
    for (KeyColumn& column : columns) column = KeyColumn(column.name);
  };
  for (Unique& unique : table.uniques) {
    unique.conflict = Conflict::none;
    plain(unique.columns);
  }
  if (!table.primary_key) return;
  table.primary_key->autoincrement = false;
  table.primary_key->conflict = Conflict::none;
  plain(table.primary_key->columns);
  for (Column& column : table.columns) {
    for (const KeyColumn& key : table.primary_key->columns) {
      if (key.name == column.name) column.nullable = false;
    }
  }
}

/// `REFERENCES t` means t's primary key.
void fill_references(Schema& schema) {
  std::map<QualifiedName, const Table*> tables;
  for (const Table& table : schema.tables) tables[{table.schema, table.name}] = &table;
  for (Table& table : schema.tables) {
    for (ForeignKey& key : table.foreign_keys) {
      References& references = key.references;
      const auto found = tables.find({references.schema, references.table});
      if (!references.columns.empty() || found == tables.end()) continue;
      if (!found->second->primary_key) continue;
      for (const KeyColumn& column : found->second->primary_key->columns) {
        references.columns.push_back(column.name);
      }
    }
  }
}

/// PostgreSQL has an enum as an object of its own.
void take_out_enums(Schema& schema) {
  for (Table& table : schema.tables) {
    for (Column& column : table.columns) {
      Type& type = column.type;
      if (type.kind != Type::Kind::enumeration || type.values.empty()) continue;
      const bool known = std::ranges::any_of(schema.objects, [&](const Object& object) {
        return object.kind == Object::Kind::enumeration && object.schema == type.schema &&
               object.name == type.name;
      });
      if (!known) {
        Object object;
        object.kind = Object::Kind::enumeration;
        object.schema = type.schema;
        object.name = type.name;
        object.values = type.values;
        schema.objects.push_back(std::move(object));
      }
      type.values.clear();
    }
  }
}

template <class Part>
void sort_by_name(std::vector<Part>& parts) {
  std::ranges::stable_sort(parts, {}, &Part::name);
}

void sort_parts(Table& table) {
  sort_by_name(table.uniques);
  sort_by_name(table.foreign_keys);
  sort_by_name(table.checks);
  sort_by_name(table.excludes);
  sort_by_name(table.indexes);
}

void sort_tables(Schema& schema) {
  std::ranges::stable_sort(schema.tables, [](const Table& a, const Table& b) {
    return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
  });
}

}  // namespace

Schema arranged(const Schema& schema, const Schema& prepared, const Terms& terms) {
  Schema result = schema;
  for (Table& table : result.tables) {
    if (terms.sqlite()) table.schema.clear();
    sort_parts(table);
  }
  sort_tables(result);
  // What was taken out of columns has no place of its own here.
  if (result.objects.size() != prepared.objects.size()) result.objects = prepared.objects;
  return result;
}

Schema prepared(const Schema& schema, const Schema& like, const Terms& terms) {
  Schema result = schema;
  if (terms.postgresql()) take_out_enums(result);
  for (Table& table : result.tables) {
    if (terms.sqlite()) clear_for_sqlite(table);
    if (terms.postgresql()) clear_for_postgresql(table);
    sort_parts(table);
  }
  if (terms.sqlite()) {
    for (Object& object : result.objects) {
      object.comment.clear();
      object.schema.clear();
    }
    align_spelling(result, like);
  }
  fill_references(result);
  sort_tables(result);
  return result;
}

}  // namespace migrate
