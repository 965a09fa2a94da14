#include "support/random_operations.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace migrate::test {
namespace {

bool is_used(const Schema& schema, const Table& table) {
  const bool by_key = std::ranges::any_of(schema.tables, [&](const Table& other) {
    return std::ranges::any_of(other.foreign_keys, [&](const ForeignKey& key) {
      return key.references.table == table.name;
    });
  });
  return by_key || std::ranges::any_of(schema.objects, [&](const Object& object) {
           return object.table == table.name ||
                  std::ranges::any_of(object.depends_on,
                                      [&](const Dependency& on) { return on.name == table.name; });
         });
}

/// Would nothing but the column go with it?
bool goes_alone(const Schema& schema, const Table& table, const Column& column) {
  if (is_used(schema, table) || table.columns.size() < 2) return false;
  // SQLite takes a name in double quotes that is no column's for a string.
  const std::string name = '"' + text::replace_all(column.name, "\"", "\"\"") + '"';
  for (const Column& other : table.columns) {
    if (other.generated && other.generated->expression.text.find(name) != std::string::npos) {
      return false;
    }
  }
  Schema after = schema;
  try {
    ops::apply(after, ops::DropColumn{.table = {.name = table.name}, .column = column.name});
  } catch (const Error&) {
    return false;
  }
  Table expected = table;
  std::erase_if(expected.columns, [&](const Column& c) { return c.name == column.name; });
  return std::ranges::find(after.tables, expected) != after.tables.end();
}

}  // namespace

std::optional<Operation> RandomOperations::next(const Schema& schema) {
  if (schema.tables.empty() || random_.percent(7)) {
    RandomNames inner(random_, true);
    Table table = random_table(random_, dialect_, inner);
    table.name = fresh("table");
    for (Index& index : table.indexes) index.name = fresh("index");
    return ops::CreateTable{.table = std::move(table)};
  }
  const Table& table = random_.any(schema.tables);
  switch (random_.below(8)) {
    case 0:
      return table_operation(schema, table);
    case 1:
    case 2:
    case 3:
      return column_operation(schema, table);
    case 4:
    case 5:
      return constraint_operation(schema, table);
    case 6:
      return drop_constraint(table);
    default:
      return index_operation(table);
  }
}

RandomOperations::Maybe RandomOperations::table_operation(const Schema& schema,
                                                          const Table& table) {
  if (random_.percent(60)) {
    return ops::RenameTable{.name = {.name = table.name}, .new_name = fresh("table")};
  }
  if (is_used(schema, table)) return std::nullopt;
  return ops::DropTable{.name = {.name = table.name}, .existing = table};
}

RandomOperations::Maybe RandomOperations::column_operation(const Schema& schema,
                                                           const Table& table) {
  const Column& column = random_.any(table.columns);
  switch (random_.below(4)) {
    case 0:
      return ops::AddColumn{
          .table = {.name = table.name},
          .column = random_column(random_, dialect_, fresh("column"), table.strict)};
    case 1:
      if (!goes_alone(schema, table, column)) return std::nullopt;
      return ops::DropColumn{
          .table = {.name = table.name}, .column = column.name, .existing = column};
    case 2:
      return ops::AlterColumn{
          .table = {.name = table.name}, .column = column.name, .new_name = fresh("column")};
    default:
      return alter(table, column);
  }
}

RandomOperations::Maybe RandomOperations::alter(const Table& table, const Column& column) {
  if (column.generated) return std::nullopt;
  const Column other = random_column(random_, dialect_, column.name, table.strict);
  ops::AlterColumn op{.table = {.name = table.name}, .column = column.name};
  const bool in_key = table.primary_key &&
                      std::ranges::any_of(table.primary_key->columns, [&](const KeyColumn& part) {
                        return part.name == column.name;
                      });
  if (random_.percent(40)) {
    op.server_default = other.server_default;
    op.existing_server_default = column.server_default;
  }
  if (in_key) return op;
  if (random_.percent(50)) {
    op.nullable = !column.nullable;
    op.existing_nullable = column.nullable;
    if (column.nullable && random_.percent(50)) op.backfill = "'filled'";
  }
  const bool required = !op.nullable.value_or(column.nullable);
  if (required != !column.nullable || (required && random_.percent(30))) {
    op.not_null_name = required ? other.not_null_name : "";
    op.existing_not_null_name = column.not_null_name;
    op.not_null_conflict = required ? other.not_null_conflict : Conflict::none;
    op.existing_not_null_conflict = column.not_null_conflict;
  }
  if (random_.percent(50)) {
    op.type = other.type;
    op.existing_type = column.type;
    op.collation = other.collation;
    op.existing_collation = column.collation;
  }
  return op;
}

RandomOperations::Maybe RandomOperations::constraint_operation(const Schema& schema,
                                                               const Table& table) {
  const Column& column = random_.any(table.columns);
  const std::string quoted = '"' + text::replace_all(column.name, "\"", "\"\"") + '"';
  switch (random_.below(4)) {
    case 0:
      return ops::CreateUniqueConstraint{
          .table = {.name = table.name},
          .unique = {.name = fresh("unique"), .columns = {KeyColumn(column.name)}}};
    case 1:
      return ops::CreateCheckConstraint{
          .table = {.name = table.name},
          .check = {.name = random_.percent(70) ? fresh("check") : "",
                    .condition = "length(" + quoted + ") < 99 OR " + quoted + " IS NULL"}};
    case 2:  // a key makes its column NOT NULL, and leaves it so when it goes
      if (column.nullable) return std::nullopt;
      return ops::CreatePrimaryKey{
          .table = {.name = table.name},
          .key = {.name = fresh("key"), .columns = {KeyColumn(column.name)}}};
    default: {
      const Table& parent = random_.any(schema.tables);
      if (!parent.primary_key || parent.primary_key->columns.size() != 1) return std::nullopt;
      return ops::CreateForeignKey{
          .table = {.name = table.name},
          .key = {.name = fresh("reference"),
                  .columns = {column.name},
                  .references = {.table = parent.name,
                                 .columns = {parent.primary_key->columns[0].name}},
                  .on_delete = Action::cascade}};
    }
  }
}

RandomOperations::Maybe RandomOperations::drop_constraint(const Table& table) {
  ops::DropConstraint op{.table = {.name = table.name}};
  std::vector<ops::Constraint> all(table.uniques.begin(), table.uniques.end());
  all.insert(all.end(), table.foreign_keys.begin(), table.foreign_keys.end());
  all.insert(all.end(), table.checks.begin(), table.checks.end());
  if (table.primary_key) all.emplace_back(*table.primary_key);
  if (all.empty()) return std::nullopt;
  op.existing = random_.any(all);
  op.name = std::visit([](const auto& constraint) { return constraint.name; }, *op.existing);
  if (!op.name.empty() && random_.percent(30)) {
    return ops::RenameConstraint{
        .table = op.table, .name = op.name, .new_name = fresh("constraint")};
  }
  return op;
}

RandomOperations::Maybe RandomOperations::index_operation(const Table& table) {
  const QualifiedName name{.name = table.name};
  if (table.indexes.empty() || random_.percent(40)) {
    Index index{.name = fresh("index"), .columns = {IndexColumn(random_.any(table.columns).name)}};
    index.columns[0].descending = random_.percent(50);
    return ops::CreateIndex{.table = name, .index = std::move(index)};
  }
  const Index& index = random_.any(table.indexes);
  if (random_.percent(50)) {
    return ops::RenameIndex{.table = name, .name = index.name, .new_name = fresh("index")};
  }
  return ops::DropIndex{.table = name, .name = index.name, .existing = index};
}

Schema changed_by(RandomOperations operations, Schema schema, int count) {
  for (int i = 0; i < count; ++i) {
    const auto operation = operations.next(schema);
    if (!operation) continue;
    Schema next = schema;
    try {
      ops::apply(next, *operation);
    } catch (const Error&) {
      continue;
    }
    schema = std::move(next);
  }
  return schema;
}

}  // namespace migrate::test
