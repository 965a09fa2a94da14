#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "migrate/error.hpp"
#include "migrate/schema/values.hpp"

/// Changes of a schema as values: they serialise, describe themselves, reverse, apply to a Schema
/// in memory, and compile to SQL (Dialect::compile) without a connection.
namespace migrate::ops {

/// A constraint as drop_constraint remembers it.
using Constraint = std::variant<PrimaryKey, Unique, ForeignKey, Check, Exclude>;

struct CreateTable {
  Table table = {};
  bool operator==(const CreateTable&) const = default;
};
struct DropTable {
  QualifiedName name = {};
  std::optional<Table> existing = {};
  bool operator==(const DropTable&) const = default;
};
struct RenameTable {
  QualifiedName name = {};
  std::string new_name = {};
  bool operator==(const RenameTable&) const = default;
};
/// What a table is beside its columns and constraints: STRICT, storage parameters, row security,
/// partitioning, comment. Both sides have the members that an alter_table may change, and no
/// columns or constraints.
struct AlterTable {
  QualifiedName name = {};
  Table wanted = {};
  std::optional<Table> existing = {};
  bool operator==(const AlterTable&) const = default;
};

struct AddColumn {
  QualifiedName table = {};
  Column column = {};
  bool operator==(const AddColumn&) const = default;
};
struct DropColumn {
  QualifiedName table = {};
  std::string column = {};
  std::optional<Column> existing = {};
  bool operator==(const DropColumn&) const = default;
};
/// A member that is absent is left as it is. The outer optional of a member that may be nothing
/// says whether it changes, the inner one to what.
struct AlterColumn {
  QualifiedName table = {};
  std::string column = {};
  std::optional<std::string> new_name = {};
  std::optional<Type> type = {};
  std::optional<bool> nullable = {};
  std::optional<std::optional<Sql>> server_default = {};
  std::optional<std::optional<Identity>> identity = {};
  std::optional<std::optional<Generated>> generated = {};
  std::optional<std::string> collation = {};
  std::optional<std::string> comment = {};
  std::optional<std::string> storage = {};
  std::optional<std::string> compression = {};
  std::optional<std::optional<int>> statistics = {};
  std::optional<std::vector<std::string>> options = {};
  std::optional<Conflict> not_null_conflict = {};
  std::optional<std::string> not_null_name = {};
  Sql using_ = {};    ///< JSON: using. How old values become new ones
  Sql backfill = {};  ///< what NULLs become before NOT NULL; empty = they are an error
  std::optional<Type> existing_type = {};
  std::optional<bool> existing_nullable = {};
  std::optional<std::optional<Sql>> existing_server_default = {};
  std::optional<std::optional<Identity>> existing_identity = {};
  std::optional<std::optional<Generated>> existing_generated = {};
  std::optional<std::string> existing_collation = {};
  std::optional<std::string> existing_comment = {};
  std::optional<std::string> existing_storage = {};
  std::optional<std::string> existing_compression = {};
  std::optional<std::optional<int>> existing_statistics = {};
  std::optional<std::vector<std::string>> existing_options = {};
  std::optional<Conflict> existing_not_null_conflict = {};
  std::optional<std::string> existing_not_null_name = {};
  bool operator==(const AlterColumn&) const = default;
};

struct CreatePrimaryKey {
  QualifiedName table = {};
  PrimaryKey key = {};
  bool operator==(const CreatePrimaryKey&) const = default;
};
struct CreateUniqueConstraint {
  QualifiedName table = {};
  Unique unique = {};
  bool operator==(const CreateUniqueConstraint&) const = default;
};
struct CreateForeignKey {
  QualifiedName table = {};
  ForeignKey key = {};
  bool operator==(const CreateForeignKey&) const = default;
};
struct CreateCheckConstraint {
  QualifiedName table = {};
  Check check = {};
  bool operator==(const CreateCheckConstraint&) const = default;
};
struct CreateExcludeConstraint {
  QualifiedName table = {};
  Exclude exclude = {};
  bool operator==(const CreateExcludeConstraint&) const = default;
};
/// An unnamed constraint (SQLite) is found by `existing`.
struct DropConstraint {
  QualifiedName table = {};
  std::string name = {};
  std::optional<Constraint> existing = {};
  bool operator==(const DropConstraint&) const = default;
};
struct RenameConstraint {
  QualifiedName table = {};
  std::string name = {};
  std::string new_name = {};
  bool operator==(const RenameConstraint&) const = default;
};
struct ValidateConstraint {
  QualifiedName table = {};
  std::string name = {};
  bool operator==(const ValidateConstraint&) const = default;
};

struct CreateIndex {
  QualifiedName table = {};
  Index index = {};
  bool concurrently = false;
  bool operator==(const CreateIndex&) const = default;
};
struct DropIndex {
  QualifiedName table = {};
  std::string name = {};
  bool concurrently = false;
  std::optional<Index> existing = {};
  bool operator==(const DropIndex&) const = default;
};
struct RenameIndex {
  QualifiedName table = {};
  std::string name = {};
  std::string new_name = {};
  bool operator==(const RenameIndex&) const = default;
};

/// create_view, create_trigger, create_sequence, create_enum, create_extension, and create_object
/// for every other kind: all are this, `object.kind` says which.
struct CreateObject {
  Object object = {};
  bool operator==(const CreateObject&) const = default;
};
struct DropObject {
  Object::Kind kind = Object::Kind::view;
  QualifiedName name = {};
  std::string table = {};  ///< of a trigger, rule or policy
  std::optional<Object> existing = {};
  bool operator==(const DropObject&) const = default;
};
/// Changes in place what can be, so that nothing that uses the object has to go: the body of a
/// function of the same signature, options and owner of a sequence, a comment. `object` is the
/// whole of it afterwards.
struct AlterObject {
  Object object = {};
  std::optional<Object> existing = {};
  bool operator==(const AlterObject&) const = default;
};
/// Values added to an enum at their places; `existing` says what they were. Where values go or
/// change places the type is made anew and every column that has it is converted.
struct AlterEnum {
  QualifiedName name = {};
  std::vector<std::string> values = {};
  std::vector<std::string> existing = {};
  bool operator==(const AlterEnum&) const = default;
};

struct TableComment {
  QualifiedName table = {};
  std::string comment = {};
  std::optional<std::string> existing = {};
  bool operator==(const TableComment&) const = default;
};
struct ColumnComment {
  QualifiedName table = {};
  std::string column = {};
  std::string comment = {};
  std::optional<std::string> existing = {};
  bool operator==(const ColumnComment&) const = default;
};

/// A value of bulk_insert: JSON's null, true, 12, 1.5, "text", or SQL.
struct Cell {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Sql> value = {};
  bool operator==(const Cell&) const = default;
};
struct BulkInsert {
  QualifiedName table = {};
  std::vector<std::string> columns = {};
  std::vector<std::vector<Cell>> rows = {};
  bool operator==(const BulkInsert&) const = default;
};
/// Any SQL; several statements are allowed. Cannot be reversed.
struct Execute {
  Sql sql = {};
  bool operator==(const Execute&) const = default;
};

}  // namespace migrate::ops

namespace migrate {

/// The one list of operations. A visitor that forgets one does not compile.
using Operation =
    std::variant<ops::CreateTable, ops::DropTable, ops::RenameTable, ops::AlterTable,
                 ops::AddColumn, ops::DropColumn, ops::AlterColumn, ops::CreatePrimaryKey,
                 ops::CreateUniqueConstraint, ops::CreateForeignKey, ops::CreateCheckConstraint,
                 ops::CreateExcludeConstraint, ops::DropConstraint, ops::RenameConstraint,
                 ops::ValidateConstraint, ops::CreateIndex, ops::DropIndex, ops::RenameIndex,
                 ops::CreateObject, ops::DropObject, ops::AlterObject, ops::AlterEnum,
                 ops::TableComment, ops::ColumnComment, ops::BulkInsert, ops::Execute>;

namespace ops {

/// `create table bookmark`, `alter column user.theme: nullable`: one line, the same on every run.
std::string describe(const Operation& operation);

/// The operation that undoes this one, from what it carries alone. Throws
/// Error{ErrorCode::irreversible} saying what is missing (`existing_type`, …) or that it cannot be
/// undone (execute, bulk_insert).
Operation reverse(const Operation& operation);

/// Changes the schema as the operation would change the database. Throws Error{ErrorCode::revision}
/// for what is not there, or there already, naming it and the nearest.
void apply(Schema& schema, const Operation& operation);

/// How a constraint is called that an operation adds to a table without naming it, so that a later
/// one can drop it: `ck_%(table_name)s_%(column_0_N_name)s`. The tokens: table_name, column_0_name,
/// column_0_N_name (all columns, joined by `_`), referred_table_name. An empty one is as
/// PostgreSQL names it (`t_a_key`), and leaves the constraints of create_table to the database.
struct NamingConvention {
  std::string primary_key = {};
  std::string unique = {};
  std::string foreign_key = {};
  std::string check = {};
  std::string exclude = {};
  bool operator==(const NamingConvention&) const = default;
};

/// Names the constraints that the operation makes without naming them. Throws
/// Error{ErrorCode::configuration} for a token that is not known.
void name_constraints(Operation& operation, const NamingConvention& convention);

}  // namespace ops
}  // namespace migrate
