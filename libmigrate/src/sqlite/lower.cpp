#include "sqlite/lower.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "migrate/error.hpp"
#include "schema/order.hpp"
#include "sqlite/names.hpp"

namespace migrate::sqlite {
namespace {

[[noreturn]] void refuse(const Table& table, const std::string& what) {
  throw Error(ErrorCode::revision, "table " + table.name + ": SQLite has no " + what);
}

void refuse_what_sqlite_lacks(const Table& table) {
  if (!table.schema.empty() && !text::equals_ignoring_case(table.schema, "main")) {
    refuse(table, "schemas; leave out \"" + table.schema + '"');
  }
  if (!table.excludes.empty()) {
    refuse(table, "exclusion constraints (" + table.excludes.front().name + ')');
  }
  if (!table.partition_by.empty() || table.partition_of) refuse(table, "partitions");
  if (!table.inherits.empty()) refuse(table, "inheritance");
  if (table.row_security) refuse(table, "row security");
  if (table.primary_key && table.primary_key->deferrable != Deferrable::no) {
    refuse(table, "deferrable primary keys");
  }
  for (const Unique& unique : table.uniques) {
    if (unique.deferrable != Deferrable::no) refuse(table, "deferrable unique constraints");
    if (unique.nulls_not_distinct) refuse(table, "NULLS NOT DISTINCT");
  }
  for (const ForeignKey& key : table.foreign_keys) {
    if (!key.on_delete_columns.empty()) refuse(table, "ON DELETE SET NULL of some columns only");
  }
  for (const Index& index : table.indexes) {
    if (!index.method.empty() && index.method != "btree") {
      refuse(table, "index method " + index.method + " (index " + index.name + ')');
    }
    if (index.nulls_not_distinct) refuse(table, "NULLS NOT DISTINCT (index " + index.name + ')');
    for (const IndexColumn& column : index.columns) {
      if (!column.opclass.empty()) refuse(table, "operator classes (index " + index.name + ')');
      const Nulls usual = column.descending ? Nulls::last : Nulls::first;
      if (column.nulls != Nulls::by_default && column.nulls != usual) {
        refuse(table, "choice where NULLs stand in an index (index " + index.name + ')');
      }
    }
  }
}

Sql plain(const Sql& sql) { return sql.on("sqlite"); }

std::vector<std::string> enum_values(const Type& type, const Schema& types, const Table& table) {
  if (!type.values.empty()) return type.values;
  for (const Object& object : types.objects) {
    if (object.kind == Object::Kind::enumeration && object.name == type.name) return object.values;
  }
  throw Error(ErrorCode::revision, "table " + table.name + ": the values of the enum " + type.name +
                                       " are not known; give them with the type, or create the "
                                       "enum first");
}

/// What is left of a column is what SQLite keeps of one.
Column lower_column(const Column& column, Table& table, const Schema& types) {
  Column made{.name = column.name, .type = column.type, .nullable = column.nullable};
  made.collation = column.collation;
  made.not_null_conflict = column.not_null_conflict;
  made.not_null_name = column.not_null_name;
  made.renamed_from = column.renamed_from;
  if (column.server_default) made.server_default = plain(*column.server_default);
  if (column.generated) {
    made.generated = Generated{.expression = plain(column.generated->expression),
                               .stored = column.generated->stored};
  }
  if (column.type.kind == Type::Kind::enumeration) {
    if (column.type.array) refuse(table, "arrays (column " + column.name + ')');
    const std::string name = enum_check_name(column.type.name, column.name);
    if (std::ranges::find(table.checks, name, &Check::name) == table.checks.end()) {
      table.checks.push_back(
          {.name = name,
           .condition = enum_condition(column.name, enum_values(column.type, types, table))});
    }
    made.type = {.kind = Type::Kind::text};
  }
  if (column.identity) {
    const bool whole_key = table.primary_key && table.primary_key->columns.size() == 1 &&
                           table.primary_key->columns.front().name == column.name;
    if (!whole_key) refuse(table, "identity beside the primary key (column " + column.name + ')');
    made.type = {.kind = Type::Kind::integer};
  }
  return made;
}

}  // namespace

std::string enum_condition(const std::string& column, const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const std::string& value : values) {
    literals.push_back('\'' + text::replace_all(value, "'", "''") + '\'');
  }
  return identifier(column) + " IN (" + text::join(literals, ", ") + ')';
}

std::string enum_check_name(const std::string& type, const std::string& column) {
  return "enum_" + type + '_' + column;
}

Table lowered(Table table, const Schema& types) {
  refuse_what_sqlite_lacks(table);
  Table made{.name = table.name};
  made.checks = table.checks;
  made.strict = table.strict;
  made.without_rowid = table.without_rowid;
  made.renamed_from = table.renamed_from;
  if (table.primary_key) {
    const PrimaryKey& key = *table.primary_key;
    made.primary_key = PrimaryKey{.name = key.name,
                                  .columns = key.columns,
                                  .autoincrement = key.autoincrement,
                                  .conflict = key.conflict};
  }
  for (const Column& column : table.columns) {
    made.columns.push_back(lower_column(column, made, types));
  }
  for (Check& check : made.checks) {
    check = {.name = check.name, .condition = plain(check.condition)};
  }
  for (const Unique& unique : table.uniques) {
    made.uniques.push_back(
        {.name = unique.name, .columns = unique.columns, .conflict = unique.conflict});
  }
  for (ForeignKey key : table.foreign_keys) {
    key.comment.clear();
    key.not_valid = false;
    key.references.schema.clear();
    made.foreign_keys.push_back(std::move(key));
  }
  for (const Index& index : table.indexes) {
    Index plain_index{.name = index.name, .columns = index.columns, .unique = index.unique};
    for (IndexColumn& column : plain_index.columns) {
      column.expression = plain(column.expression);
      column.nulls = Nulls::by_default;
    }
    plain_index.where = plain(index.where);
    made.indexes.push_back(std::move(plain_index));
  }
  return normalized(std::move(made), "sqlite");
}

}  // namespace migrate::sqlite
