#include "base/text.hpp"
#include "migrate/ops.hpp"
#include "migrate/schema/type_text.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

std::string spaced(std::string_view name) { return name.empty() ? "" : ' ' + std::string(name); }

std::string column_of(const QualifiedName& table, const std::string& column) {
  return in_words(table) + '.' + column;
}

std::string type_in_words(const Type& type) { return to_text(type); }

/// What an alter_column changes, part by part.
std::vector<std::string> changes(const AlterColumn& change) {
  std::vector<std::string> parts;
  const auto text_part = [&](std::string_view what, const std::optional<std::string>& value) {
    if (value)
      parts.push_back(value->empty() ? "no " + std::string(what)
                                     : std::string(what) + ' ' + *value);
  };
  if (change.type) parts.push_back("type " + type_in_words(*change.type));
  if (change.nullable) parts.push_back(*change.nullable ? "nullable" : "not null");
  if (change.server_default) {
    parts.push_back(*change.server_default ? "default " + in_words(**change.server_default)
                                           : "no default");
  }
  if (change.identity) parts.push_back(*change.identity ? "identity" : "no identity");
  if (change.generated) {
    parts.push_back(*change.generated ? "generated as " + in_words((*change.generated)->expression)
                                      : "not generated");
  }
  text_part("collation", change.collation);
  if (change.comment) parts.push_back(change.comment->empty() ? "no comment" : "comment");
  text_part("storage", change.storage);
  text_part("compression", change.compression);
  if (change.statistics) {
    parts.push_back(*change.statistics ? "statistics " + std::to_string(**change.statistics)
                                       : "no statistics");
  }
  if (change.options) {
    parts.push_back(change.options->empty() ? "no options"
                                            : "options " + text::join(*change.options, " "));
  }
  if (change.not_null_conflict) parts.push_back("conflict clause of NOT NULL");
  if (change.not_null_name) parts.push_back("name of NOT NULL");
  if (change.new_name) parts.push_back("renamed to " + *change.new_name);
  return parts;
}

struct Description {
  std::string operator()(const CreateTable& op) const {
    return "create table " + in_words(QualifiedName{op.table.schema, op.table.name});
  }
  std::string operator()(const DropTable& op) const { return "drop table " + in_words(op.name); }
  std::string operator()(const RenameTable& op) const {
    return "rename table " + in_words(op.name) + " to " + op.new_name;
  }
  std::string operator()(const AlterTable& op) const { return "alter table " + in_words(op.name); }

  std::string operator()(const AddColumn& op) const {
    const Column& column = op.column;
    std::string out =
        "add column " + column_of(op.table, column.name) + spaced(type_in_words(column.type));
    if (!column.nullable) out += " not null";
    if (column.server_default) out += " default " + in_words(*column.server_default);
    if (column.generated) out += " generated as " + in_words(column.generated->expression);
    return out;
  }
  std::string operator()(const DropColumn& op) const {
    return "drop column " + column_of(op.table, op.column);
  }
  std::string operator()(const AlterColumn& op) const {
    return "alter column " + column_of(op.table, op.column) + ": " + text::join(changes(op), ", ");
  }

  std::string operator()(const CreatePrimaryKey& op) const {
    return constrain("primary key", op.key.name, op.table) + ' ' + in_words(op.key.columns);
  }
  std::string operator()(const CreateUniqueConstraint& op) const {
    return constrain("unique constraint", op.unique.name, op.table) + ' ' +
           in_words(op.unique.columns);
  }
  std::string operator()(const CreateForeignKey& op) const {
    const References& to = op.key.references;
    return constrain("foreign key", op.key.name, op.table) + ' ' + in_words(op.key.columns) +
           " to " + in_words(QualifiedName{to.schema, to.table}) +
           (to.columns.empty() ? "" : ' ' + in_words(to.columns));
  }
  std::string operator()(const CreateCheckConstraint& op) const {
    return constrain("check constraint", op.check.name, op.table) + ": " +
           in_words(op.check.condition);
  }
  std::string operator()(const CreateExcludeConstraint& op) const {
    return constrain("exclude constraint", op.exclude.name, op.table);
  }
  std::string operator()(const DropConstraint& op) const {
    const std::string kind = op.existing ? std::string(kind_in_words(*op.existing)) : "constraint";
    return "drop " + kind + spaced(op.name) + " on " + in_words(op.table);
  }
  std::string operator()(const RenameConstraint& op) const {
    return "rename constraint " + op.name + " on " + in_words(op.table) + " to " + op.new_name;
  }
  std::string operator()(const ValidateConstraint& op) const {
    return "validate constraint " + op.name + " on " + in_words(op.table);
  }

  std::string operator()(const CreateIndex& op) const {
    return std::string("create ") + (op.index.unique ? "unique " : "") + "index " + op.index.name +
           " on " + in_words(op.table) + ' ' + in_words(op.index.columns) +
           (op.concurrently ? " concurrently" : "");
  }
  std::string operator()(const DropIndex& op) const {
    return "drop index " + op.name + " on " + in_words(op.table) +
           (op.concurrently ? " concurrently" : "");
  }
  std::string operator()(const RenameIndex& op) const {
    return "rename index " + op.name + " on " + in_words(op.table) + " to " + op.new_name;
  }

  std::string operator()(const CreateObject& op) const { return "create " + object(op.object); }
  std::string operator()(const DropObject& op) const {
    return "drop " + in_words(op.kind) + ' ' + in_words(op.name) +
           (op.table.empty() ? "" : " on " + op.table);
  }
  std::string operator()(const AlterObject& op) const { return "alter " + object(op.object); }
  std::string operator()(const AlterEnum& op) const {
    return "alter enum " + in_words(op.name) + ": " + text::join(op.values, ", ");
  }

  std::string operator()(const TableComment& op) const {
    return (op.comment.empty() ? "no comment on table " : "comment on table ") + in_words(op.table);
  }
  std::string operator()(const ColumnComment& op) const {
    return (op.comment.empty() ? "no comment on column " : "comment on column ") +
           column_of(op.table, op.column);
  }
  std::string operator()(const BulkInsert& op) const {
    return "insert " + std::to_string(op.rows.size()) + (op.rows.size() == 1 ? " row" : " rows") +
           " into " + in_words(op.table);
  }
  std::string operator()(const Execute& op) const { return "execute " + in_words(op.sql); }

 private:
  static std::string constrain(std::string_view kind, std::string_view name,
                               const QualifiedName& table) {
    return "create " + std::string(kind) + spaced(name) + " on " + in_words(table);
  }
  static std::string object(const Object& object) {
    return in_words(object.kind) + ' ' + in_words(QualifiedName{object.schema, object.name}) +
           (object.table.empty() ? "" : " on " + object.table);
  }
};

}  // namespace

std::string describe(const Operation& operation) { return std::visit(Description(), operation); }

}  // namespace migrate::ops
