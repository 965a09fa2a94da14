#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/db.hpp"
#include "migrate/ops.hpp"

namespace migrate {

class OperationTarget;

/// A table's name as the calls below take it: `"user"`, or `{"app", "user"}` with its schema.
struct TableName : QualifiedName {
  TableName(const char* table) { name = table; }             // NOLINT(google-explicit-constructor)
  TableName(std::string table) { name = std::move(table); }  // NOLINT(google-explicit-constructor)
  TableName(std::string_view in_schema, std::string_view table) {
    schema = in_schema;
    name = table;
  }
};

/// What a C++ revision changes (registry.hpp), a call for each operation; the same operations as in
/// JSON files, so that one revision serves every database. `migrate/schema.hpp` has the words for
/// tables and columns:
///
///     op.create_table(table("tag", {column("name", Text()).primary_key()}));
///     op.add_column("user", column("full_name", Text()));
///     op.execute("UPDATE user SET full_name = first_name || ' ' || last_name");
///
/// Calls are queued, so that on SQLite several changes of a table become one rebuild of it;
/// execute(), connection() and the end of the body do what is queued. Errors are thrown then, as
/// Error with the operation's description; let them pass.
class Operations {
 public:
  void create_table(Table table) { add(ops::CreateTable{std::move(table)}); }
  void drop_table(const TableName& name) { add(ops::DropTable{.name = name}); }
  void rename_table(const TableName& name, std::string new_name) {
    add(ops::RenameTable{.name = name, .new_name = std::move(new_name)});
  }
  /// STRICT, storage parameters, row security, … : what a table is beside its columns.
  void alter_table(ops::AlterTable change) { add(std::move(change)); }

  void add_column(const TableName& table, Column column) {
    add(ops::AddColumn{.table = table, .column = std::move(column)});
  }
  void drop_column(const TableName& table, std::string column) {
    add(ops::DropColumn{.table = table, .column = std::move(column)});
  }
  /// `op.alter_column({.table = …, .column = "c", .nullable = false})`: what is absent stays.
  void alter_column(ops::AlterColumn change) { add(std::move(change)); }
  void rename_column(const TableName& table, std::string column, std::string new_name) {
    add(ops::AlterColumn{
        .table = table, .column = std::move(column), .new_name = std::move(new_name)});
  }

  void create_primary_key(const TableName& table, PrimaryKey key) {
    add(ops::CreatePrimaryKey{.table = table, .key = std::move(key)});
  }
  void create_unique_constraint(const TableName& table, Unique unique) {
    add(ops::CreateUniqueConstraint{.table = table, .unique = std::move(unique)});
  }
  void create_foreign_key(const TableName& table, ForeignKey key) {
    add(ops::CreateForeignKey{.table = table, .key = std::move(key)});
  }
  void create_check_constraint(const TableName& table, Check check) {
    add(ops::CreateCheckConstraint{.table = table, .check = std::move(check)});
  }
  void create_exclude_constraint(const TableName& table, Exclude exclude) {
    add(ops::CreateExcludeConstraint{.table = table, .exclude = std::move(exclude)});
  }
  void drop_constraint(const TableName& table, std::string name) {
    add(ops::DropConstraint{.table = table, .name = std::move(name)});
  }
  void rename_constraint(const TableName& table, std::string name, std::string new_name) {
    add(ops::RenameConstraint{
        .table = table, .name = std::move(name), .new_name = std::move(new_name)});
  }
  void validate_constraint(const TableName& table, std::string name) {
    add(ops::ValidateConstraint{.table = table, .name = std::move(name)});
  }

  void create_index(const TableName& table, Index index) {
    add(ops::CreateIndex{.table = table, .index = std::move(index)});
  }
  void drop_index(const TableName& table, std::string name) {
    add(ops::DropIndex{.table = table, .name = std::move(name)});
  }
  void rename_index(const TableName& table, std::string name, std::string new_name) {
    add(ops::RenameIndex{.table = table, .name = std::move(name), .new_name = std::move(new_name)});
  }

  /// `definition` is the whole CREATE statement.
  void create_view(const TableName& name, std::string definition) {
    add(ops::CreateObject{{.kind = Object::Kind::view,
                           .schema = name.schema,
                           .name = name.name,
                           .definition = std::move(definition)}});
  }
  void drop_view(const TableName& name) {
    add(ops::DropObject{.kind = Object::Kind::view, .name = name});
  }
  void create_trigger(const TableName& table, std::string name, std::string definition) {
    add(ops::CreateObject{{.kind = Object::Kind::trigger,
                           .schema = table.schema,
                           .name = std::move(name),
                           .table = table.name,
                           .definition = std::move(definition)}});
  }
  void drop_trigger(const TableName& table, std::string name) {
    add(ops::DropObject{.kind = Object::Kind::trigger,
                        .name = {table.schema, std::move(name)},
                        .table = table.name});
  }
  void create_sequence(const TableName& name, std::string definition) {
    add(ops::CreateObject{{.kind = Object::Kind::sequence,
                           .schema = name.schema,
                           .name = name.name,
                           .definition = std::move(definition)}});
  }
  void drop_sequence(const TableName& name) {
    add(ops::DropObject{.kind = Object::Kind::sequence, .name = name});
  }
  void create_enum(const TableName& name, std::vector<std::string> values) {
    add(ops::CreateObject{{.kind = Object::Kind::enumeration,
                           .schema = name.schema,
                           .name = name.name,
                           .values = std::move(values)}});
  }
  void alter_enum(const TableName& name, std::vector<std::string> values,
                  std::vector<std::string> existing) {
    add(ops::AlterEnum{.name = name, .values = std::move(values), .existing = std::move(existing)});
  }
  void drop_enum(const TableName& name) {
    add(ops::DropObject{.kind = Object::Kind::enumeration, .name = name});
  }
  void create_extension(std::string name) {
    add(ops::CreateObject{{.kind = Object::Kind::extension, .name = std::move(name)}});
  }
  void drop_extension(std::string name) {
    add(ops::DropObject{.kind = Object::Kind::extension, .name = {"", std::move(name)}});
  }
  void create_object(Object object) { add(ops::CreateObject{std::move(object)}); }
  void alter_object(Object object) { add(ops::AlterObject{.object = std::move(object)}); }
  void drop_object(Object::Kind kind, const TableName& name, std::string table = {}) {
    add(ops::DropObject{.kind = kind, .name = name, .table = std::move(table)});
  }

  void table_comment(const TableName& table, std::string comment) {
    add(ops::TableComment{.table = table, .comment = std::move(comment)});
  }
  void column_comment(const TableName& table, std::string column, std::string comment) {
    add(ops::ColumnComment{
        .table = table, .column = std::move(column), .comment = std::move(comment)});
  }
  void bulk_insert(const TableName& table, std::vector<std::string> columns,
                   std::vector<std::vector<ops::Cell>> rows) {
    add(ops::BulkInsert{.table = table, .columns = std::move(columns), .rows = std::move(rows)});
  }

  /// Does what is queued, then this. Several statements are allowed;
  /// `Sql::per_database("…", "…")` where the databases differ.
  void execute(const Sql& sql);

  /// Does what is queued and lends the connection, inside the step's transaction: read and change
  /// data with it, but begin and end nothing. Throws Error{ErrorCode::usage} in `--sql`.
  Connection& connection();

  /// A text as a literal of this database's SQL, quotes and all.
  [[nodiscard]] std::string literal(std::string_view text) const;

  /// "sqlite", "postgresql".
  [[nodiscard]] std::string_view dialect() const;

  /// Queues any operation.
  void add(Operation operation);

  /// Does what is queued.
  void flush();

  /// Made by the library for a body that runs.
  Operations(OperationTarget& target, const ops::NamingConvention& naming);
  Operations(const Operations&) = delete;
  Operations& operator=(const Operations&) = delete;

 private:
  OperationTarget& target_;
  const ops::NamingConvention& naming_;
  std::vector<Operation> queue_ = {};
};

}  // namespace migrate
