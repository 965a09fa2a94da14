#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "migrate/schema/names.hpp"
#include "ops/constraining.hpp"
#include "ops/lookup.hpp"
#include "ops/renaming.hpp"
#include "ops/wording.hpp"
#include "schema/order.hpp"

namespace migrate::ops {
namespace {

template <class T>
void set(T& member, const std::optional<T>& value) {
  if (value) member = *value;
}

/// `a view`, `an extension`.
std::string with_article(const std::string& kind) {
  const bool vowel = std::string_view("aeio").find(kind.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + kind;
}

class Application {
 public:
  explicit Application(Schema& schema) : schema_(schema), lookup_(schema) {}

  void operator()(const CreateTable& op) const {
    const QualifiedName name{op.table.schema, op.table.name};
    refuse_taken(name);
    for (const Index& index : op.table.indexes) refuse_index(name.schema, index.name);
    Table table = normalized(op.table, schema_.dialect);
    schema_.tables.push_back(std::move(table));
    sort_tables();
  }

  void operator()(const DropTable& op) const {
    const Table& table = lookup_.table(op.name);
    std::erase_if(schema_.objects, [&](const Object& object) {
      return lookup_.same(QualifiedName{object.schema, object.table}, op.name) ||
             owned_by(object, table);
    });
    schema_.tables.erase(schema_.tables.begin() + (&table - schema_.tables.data()));
  }

  void operator()(const RenameTable& op) const {
    Table& table = lookup_.table(op.name);
    if (!lookup_.same(op.name.name, op.new_name)) refuse_taken({op.name.schema, op.new_name});
    rename_table(schema_, lookup_, table, op.new_name);
    schema_ = normalized(std::move(schema_));  // what refers to it may have its place by the name
  }

  void operator()(const AlterTable& op) const {
    Table& table = lookup_.table(op.name);
    const Table& to = op.wanted;
    if (table.partition_of.has_value() != to.partition_of.has_value()) {
      // An attached partition's columns are its parent's, a detached one's are its own.
      for (Column& column : table.columns) column.inherited = to.partition_of.has_value();
    }
    // An operation that leaves the comment alone may leave it out on both sides.
    if (!op.existing || op.existing->comment != to.comment) table.comment = to.comment;
    table.strict = to.strict;
    table.without_rowid = to.without_rowid;
    table.unlogged = to.unlogged;
    table.partition_by = to.partition_by;
    table.partition_of = to.partition_of;
    table.inherits = to.inherits;
    table.access_method = to.access_method;
    table.options = to.options;
    table.row_security = to.row_security;
    table.force_row_security = to.force_row_security;
    table.replica_identity = to.replica_identity;
    settle(table);
  }

  void operator()(const AddColumn& op) const {
    Table& table = lookup_.table(op.table);
    refuse_column(table, op.column.name);
    table.columns.push_back(op.column);
    settle(table);
  }

  void operator()(const DropColumn& op) const {
    drop_column(schema_, lookup_, lookup_.table(op.table), op.column);
  }

  void operator()(const AlterColumn& op) const {
    Table& table = lookup_.table(op.table);
    Column& column = lookup_.column(table, op.column);
    set(column.type, op.type);
    set(column.nullable, op.nullable);
    set(column.server_default, op.server_default);
    set(column.identity, op.identity);
    set(column.generated, op.generated);
    set(column.collation, op.collation);
    set(column.comment, op.comment);
    set(column.storage, op.storage);
    set(column.compression, op.compression);
    set(column.statistics, op.statistics);
    set(column.options, op.options);
    set(column.not_null_conflict, op.not_null_conflict);
    set(column.not_null_name, op.not_null_name);
    if (op.new_name && *op.new_name != column.name) {
      if (!lookup_.same(*op.new_name, column.name)) refuse_column(table, *op.new_name);
      rename_column(schema_, lookup_, table, column, *op.new_name);
      schema_ = normalized(std::move(schema_));
      return;
    }
    settle(table);
  }

  void operator()(const CreatePrimaryKey& op) const { add(op.table, op.key); }
  void operator()(const CreateUniqueConstraint& op) const { add(op.table, op.unique); }
  void operator()(const CreateForeignKey& op) const { add(op.table, op.key); }
  void operator()(const CreateCheckConstraint& op) const { add(op.table, op.check); }
  void operator()(const CreateExcludeConstraint& op) const { add(op.table, op.exclude); }
  void operator()(const DropConstraint& op) const {
    drop_constraint(lookup_, lookup_.table(op.table), op);
  }
  void operator()(const RenameConstraint& op) const {
    Table& table = lookup_.table(op.table);
    rename_constraint(lookup_, table, op);
    settle(table);
  }
  void operator()(const ValidateConstraint& op) const {
    validate_constraint(lookup_, lookup_.table(op.table), op.name);
  }

  void operator()(const CreateIndex& op) const {
    Table& table = lookup_.table(op.table);
    refuse_index(table.schema, op.index.name);
    for (const IndexColumn& part : op.index.columns) {
      if (!part.column.empty()) static_cast<void>(lookup_.column(table, part.column));
    }
    lookup_.require_columns(table, op.index.include);
    table.indexes.push_back(op.index);
    settle(table);
  }
  void operator()(const DropIndex& op) const {
    Table* table = nullptr;
    const Index& index = find(op.table, op.name, table);
    table->indexes.erase(table->indexes.begin() + (&index - table->indexes.data()));
  }
  void operator()(const RenameIndex& op) const {
    Table* table = nullptr;
    Index& index = find(op.table, op.name, table);
    if (!lookup_.same(op.name, op.new_name)) refuse_index(table->schema, op.new_name);
    index.name = op.new_name;
    settle(*table);
  }

  void operator()(const CreateObject& op) const {
    const Object& object = op.object;
    if (lookup_.find_object(object) != nullptr) {
      refuse("there is " + with_article(in_words(object.kind)) + " \"" +
             in_words(QualifiedName{object.schema, object.name}) + "\" already");
    }
    schema_.objects.push_back(object);
    std::ranges::sort(schema_.objects.back().depends_on);
    std::ranges::stable_sort(schema_.objects, [](const Object& a, const Object& b) {
      return std::tie(a.kind, a.schema, a.table, a.name) <
             std::tie(b.kind, b.schema, b.table, b.name);
    });
  }
  void operator()(const DropObject& op) const {
    // A sequence goes with the table or column that owns it.
    const bool owned =
        op.kind == Object::Kind::sequence && op.existing && !op.existing->owned_by.empty();
    if (owned && lookup_.find_object(named(op.kind, op.name, op.table)) == nullptr) return;
    const Object& object = lookup_.object(named(op.kind, op.name, op.table));
    schema_.objects.erase(schema_.objects.begin() + (&object - schema_.objects.data()));
    if (!op.table.empty()) return;
    std::erase_if(schema_.objects, [&](const Object& other) {
      return lookup_.same(QualifiedName{other.schema, other.table}, op.name);
    });
  }
  void operator()(const AlterObject& op) const { lookup_.object(op.object) = op.object; }
  void operator()(const AlterEnum& op) const {
    lookup_.object(named(Object::Kind::enumeration, op.name, "")).values = op.values;
    for (Table& table : schema_.tables) {
      for (Column& column : table.columns) {
        Type& type = column.type;
        const bool it = type.kind == Type::Kind::enumeration &&
                        lookup_.same(QualifiedName{type.schema, type.name}, op.name);
        if (it && !type.values.empty()) type.values = op.values;
      }
    }
  }

  void operator()(const TableComment& op) const { lookup_.table(op.table).comment = op.comment; }
  void operator()(const ColumnComment& op) const {
    lookup_.column(lookup_.table(op.table), op.column).comment = op.comment;
  }
  // Data are no part of a schema, and what SQL does is known from the database alone.
  void operator()(const BulkInsert&) const {}
  void operator()(const Execute&) const {}

 private:
  static Object named(Object::Kind kind, const QualifiedName& name, std::string table) {
    return {.kind = kind, .schema = name.schema, .name = name.name, .table = std::move(table)};
  }

  static bool owned_by(const Object& object, const Table& table) {
    return object.schema == table.schema && object.owned_by.starts_with(table.name + '.');
  }

  template <class Any>
  void add(const QualifiedName& name, const Any& constraint) const {
    Table& table = lookup_.table(name);
    add_constraint(lookup_, table, constraint);
    settle(table);
  }

  void refuse_taken(const QualifiedName& name) const {
    std::string_view kind = lookup_.find_table(name) != nullptr ? "table" : "";
    for (const Object::Kind other : {Object::Kind::view, Object::Kind::materialized_view,
                                     Object::Kind::virtual_table, Object::Kind::foreign_table}) {
      if (lookup_.find_object(named(other, name, "")) != nullptr) kind = name_of(other);
    }
    if (!kind.empty()) {
      refuse("there is " + with_article(text::replace_all(kind, "_", " ")) + " \"" +
             in_words(name) + "\" already");
    }
  }

  void refuse_column(Table& table, const std::string& name) const {
    if (lookup_.find_column(table, name) == nullptr) return;
    refuse("the table \"" + in_words(QualifiedName{table.schema, table.name}) +
           "\" has a column \"" + name + "\" already");
  }

  void refuse_index(const std::string& in_schema, const std::string& name) const {
    Table* table = nullptr;
    if (lookup_.find_index(in_schema, name, table) == nullptr) return;
    refuse("there is an index \"" + name + "\" already, on the table \"" +
           in_words(QualifiedName{table->schema, table->name}) + '"');
  }

  Index& find(const QualifiedName& on, const std::string& name, Table*& table) const {
    Table& owner = lookup_.table(on);
    const auto found = lookup_.find_in(owner.indexes, name);
    if (found != owner.indexes.end()) {
      table = &owner;
      return *found;
    }
    std::vector<std::string> names;
    for (const Index& index : owner.indexes) names.push_back(index.name);
    refuse("the table \"" + in_words(on) + "\" has no index \"" + name + "\"." +
           text::did_you_mean(name, names));
  }

  /// What changed of a table, in the order of things.
  void settle(Table& table) const { table = normalized(std::move(table), schema_.dialect); }

  void sort_tables() const {
    std::ranges::stable_sort(schema_.tables, [](const Table& a, const Table& b) {
      return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
    });
  }

  Schema& schema_;
  Lookup lookup_;
};

}  // namespace

void apply(Schema& schema, const Operation& operation) {
  std::visit(Application(schema), operation);
}

}  // namespace migrate::ops
