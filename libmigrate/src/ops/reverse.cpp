#include "migrate/ops.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

[[noreturn]] void irreversible(const Operation& operation, std::string_view why) {
  throw Error(ErrorCode::irreversible,
              "`" + describe(operation) + "` cannot be reversed: " + std::string(why));
}

/// The value that the operation replaces; without it nothing can be put back.
template <class T>
const T& needed(const std::optional<T>& value, const Operation& operation, std::string_view key) {
  if (value) return *value;
  irreversible(operation, "it has no \"" + std::string(key) + "\", which says what there was");
}

/// What changes becomes what there was, and the other way round.
template <class T>
void turn(std::optional<T>& value, std::optional<T>& existing, const Operation& operation,
          std::string_view key) {
  if (!value) return;
  static_cast<void>(needed(existing, operation, key));
  std::swap(value, existing);
}

Operation reverse_alter_column(AlterColumn op) {
  const Operation whole = op;
  turn(op.type, op.existing_type, whole, "existing_type");
  turn(op.nullable, op.existing_nullable, whole, "existing_nullable");
  turn(op.server_default, op.existing_server_default, whole, "existing_server_default");
  turn(op.identity, op.existing_identity, whole, "existing_identity");
  turn(op.generated, op.existing_generated, whole, "existing_generated");
  turn(op.collation, op.existing_collation, whole, "existing_collation");
  turn(op.comment, op.existing_comment, whole, "existing_comment");
  turn(op.storage, op.existing_storage, whole, "existing_storage");
  turn(op.compression, op.existing_compression, whole, "existing_compression");
  turn(op.statistics, op.existing_statistics, whole, "existing_statistics");
  turn(op.options, op.existing_options, whole, "existing_options");
  turn(op.not_null_conflict, op.existing_not_null_conflict, whole, "existing_not_null_conflict");
  turn(op.not_null_name, op.existing_not_null_name, whole, "existing_not_null_name");
  if (op.new_name) std::swap(op.column, *op.new_name);
  // How values were made new ones does not say how they become old ones again.
  op.using_ = {};
  op.backfill = {};
  return op;
}

struct CreateConstraint {
  const QualifiedName& table;

  Operation operator()(const PrimaryKey& key) const { return CreatePrimaryKey{table, key}; }
  Operation operator()(const Unique& unique) const { return CreateUniqueConstraint{table, unique}; }
  Operation operator()(const ForeignKey& key) const { return CreateForeignKey{table, key}; }
  Operation operator()(const Check& check) const { return CreateCheckConstraint{table, check}; }
  Operation operator()(const Exclude& exclude) const {
    return CreateExcludeConstraint{table, exclude};
  }
};

struct Reversal {
  const Operation& whole;

  Operation operator()(const CreateTable& op) const {
    return DropTable{.name = {op.table.schema, op.table.name}, .existing = op.table};
  }
  Operation operator()(const DropTable& op) const {
    return CreateTable{needed(op.existing, whole, "existing")};
  }
  Operation operator()(const RenameTable& op) const {
    return RenameTable{.name = {op.name.schema, op.new_name}, .new_name = op.name.name};
  }
  Operation operator()(const AlterTable& op) const {
    return AlterTable{
        .name = op.name, .wanted = needed(op.existing, whole, "existing"), .existing = op.wanted};
  }

  Operation operator()(const AddColumn& op) const {
    return DropColumn{.table = op.table, .column = op.column.name, .existing = op.column};
  }
  Operation operator()(const DropColumn& op) const {
    return AddColumn{.table = op.table, .column = needed(op.existing, whole, "existing")};
  }
  Operation operator()(const AlterColumn& op) const { return reverse_alter_column(op); }

  Operation operator()(const CreatePrimaryKey& op) const { return drop(op.table, op.key); }
  Operation operator()(const CreateUniqueConstraint& op) const { return drop(op.table, op.unique); }
  Operation operator()(const CreateForeignKey& op) const { return drop(op.table, op.key); }
  Operation operator()(const CreateCheckConstraint& op) const { return drop(op.table, op.check); }
  Operation operator()(const CreateExcludeConstraint& op) const {
    return drop(op.table, op.exclude);
  }
  Operation operator()(const DropConstraint& op) const {
    return std::visit(CreateConstraint{op.table}, needed(op.existing, whole, "existing"));
  }
  Operation operator()(const RenameConstraint& op) const {
    return RenameConstraint{.table = op.table, .name = op.new_name, .new_name = op.name};
  }
  /// A constraint cannot be made unproven again; it goes with its own create's reverse.
  Operation operator()(const ValidateConstraint& op) const { return op; }

  Operation operator()(const CreateIndex& op) const {
    return DropIndex{.table = op.table,
                     .name = op.index.name,
                     .concurrently = op.concurrently,
                     .existing = op.index};
  }
  Operation operator()(const DropIndex& op) const {
    return CreateIndex{.table = op.table,
                       .index = needed(op.existing, whole, "existing"),
                       .concurrently = op.concurrently};
  }
  Operation operator()(const RenameIndex& op) const {
    return RenameIndex{.table = op.table, .name = op.new_name, .new_name = op.name};
  }

  Operation operator()(const CreateObject& op) const {
    const Object& object = op.object;
    return DropObject{.kind = object.kind,
                      .name = {object.schema, object.name},
                      .table = object.table,
                      .existing = object};
  }
  Operation operator()(const DropObject& op) const {
    return CreateObject{needed(op.existing, whole, "existing")};
  }
  Operation operator()(const AlterObject& op) const {
    return AlterObject{.object = needed(op.existing, whole, "existing"), .existing = op.object};
  }
  Operation operator()(const AlterEnum& op) const {
    if (op.existing.empty())
      irreversible(whole, "it has no \"existing\", which says what there was");
    return AlterEnum{.name = op.name, .values = op.existing, .existing = op.values};
  }

  Operation operator()(const TableComment& op) const {
    return TableComment{.table = op.table,
                        .comment = needed(op.existing, whole, "existing"),
                        .existing = op.comment};
  }
  Operation operator()(const ColumnComment& op) const {
    return ColumnComment{.table = op.table,
                         .column = op.column,
                         .comment = needed(op.existing, whole, "existing"),
                         .existing = op.comment};
  }
  Operation operator()(const BulkInsert&) const {
    irreversible(whole, "which rows were its own is not known; write the downgrade");
  }
  Operation operator()(const Execute&) const {
    irreversible(whole, "what SQL does is not known; write the downgrade");
  }

 private:
  template <class Any>
  static Operation drop(const QualifiedName& table, const Any& constraint) {
    return DropConstraint{.table = table, .name = constraint.name, .existing = constraint};
  }
};

}  // namespace

Operation reverse(const Operation& operation) { return std::visit(Reversal{operation}, operation); }

}  // namespace migrate::ops
