#include "sqlite/compile.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "sqlite/add_and_drop.hpp"
#include "sqlite/create.hpp"
#include "sqlite/data.hpp"
#include "sqlite/ddl.hpp"
#include "sqlite/lower.hpp"
#include "sqlite/names.hpp"
#include "sqlite/rebuild.hpp"

namespace migrate::sqlite {
namespace {

bool same(std::string_view a, std::string_view b) { return text::equals_ignoring_case(a, b); }

/// The table that an operation changes the shape of, where it may be part of a rebuild.
struct ShapedTable {
  const std::string* operator()(const ops::AlterTable& op) const { return &op.name.name; }
  const std::string* operator()(const ops::AddColumn& op) const { return &op.table.name; }
  const std::string* operator()(const ops::DropColumn& op) const { return &op.table.name; }
  const std::string* operator()(const ops::AlterColumn& op) const {
    return op.new_name ? nullptr : &op.table.name;
  }
  const std::string* operator()(const ops::CreatePrimaryKey& op) const { return &op.table.name; }
  const std::string* operator()(const ops::CreateUniqueConstraint& op) const {
    return &op.table.name;
  }
  const std::string* operator()(const ops::CreateForeignKey& op) const { return &op.table.name; }
  const std::string* operator()(const ops::CreateCheckConstraint& op) const {
    return &op.table.name;
  }
  const std::string* operator()(const ops::CreateExcludeConstraint& op) const {
    return &op.table.name;
  }
  const std::string* operator()(const ops::DropConstraint& op) const { return &op.table.name; }
  const std::string* operator()(const ops::RenameConstraint& op) const { return &op.table.name; }
  const std::string* operator()(const ops::ValidateConstraint& op) const { return &op.table.name; }
  const std::string* operator()(const ops::CreateIndex& op) const { return &op.table.name; }
  const std::string* operator()(const ops::DropIndex& op) const { return &op.table.name; }
  const std::string* operator()(const ops::RenameIndex& op) const { return &op.table.name; }
  const std::string* operator()(const ops::TableComment& op) const { return &op.table.name; }
  const std::string* operator()(const ops::ColumnComment& op) const { return &op.table.name; }
  const std::string* operator()(const ops::CreateTable&) const { return nullptr; }
  const std::string* operator()(const ops::DropTable&) const { return nullptr; }
  const std::string* operator()(const ops::RenameTable&) const { return nullptr; }
  const std::string* operator()(const ops::CreateObject&) const { return nullptr; }
  const std::string* operator()(const ops::DropObject&) const { return nullptr; }
  const std::string* operator()(const ops::AlterObject&) const { return nullptr; }
  const std::string* operator()(const ops::AlterEnum&) const { return nullptr; }
  const std::string* operator()(const ops::BulkInsert&) const { return nullptr; }
  const std::string* operator()(const ops::Execute&) const { return nullptr; }
};

/// A column is renamed by ALTER TABLE, for that follows its name into views and triggers; what
/// else an operation does to it comes before. `origins` tells which of the given ones each is.
std::vector<Operation> with_renames_apart(std::span<const Operation> operations,
                                          std::vector<std::size_t>& origins) {
  std::vector<Operation> apart;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const Operation& operation = operations[i];
    origins.push_back(i);
    const auto* const alter = std::get_if<ops::AlterColumn>(&operation);
    if (alter == nullptr || !alter->new_name) {
      apart.push_back(operation);
      continue;
    }
    ops::AlterColumn rest = *alter;
    rest.new_name.reset();
    apart.emplace_back(std::move(rest));
    origins.push_back(i);
    apart.emplace_back(ops::AlterColumn{
        .table = alter->table, .column = alter->column, .new_name = alter->new_name});
  }
  return apart;
}

class Compiler {
 public:
  explicit Compiler(const Schema& before) : schema_(before) {
    if (schema_.dialect != "sqlite") {
      for (Table& table : schema_.tables) table = lowered(std::move(table), schema_);
    }
    schema_.dialect = "sqlite";
  }

  std::vector<Statement> compile(std::span<const Operation> given) {
    assume_tables(given);
    std::vector<std::size_t> origins;
    const std::vector<Operation> all = with_renames_apart(given, origins);
    for (std::size_t at = 0; at < all.size();) {
      const std::string* const table = std::visit(ShapedTable(), all[at]);
      std::size_t end = at + 1;
      while (table != nullptr && end < all.size()) {
        const std::string* const next = std::visit(ShapedTable(), all[end]);
        if (next == nullptr || !same(*next, *table)) break;
        ++end;
      }
      if (table != nullptr) {
        shape(*table, std::span(all).subspan(at, end - at));
      } else {
        more_follow_ = end < all.size();
        std::visit(*this, all[at]);
      }
      for (; attributed_ < statements_.size(); ++attributed_) {
        statements_[attributed_].operation = origins[at];
      }
      at = end;
    }
    return std::move(statements_);
  }

  void operator()(const ops::CreateTable& op) {
    const Table table = lowered(op.table, schema_);
    ops::apply(schema_, ops::CreateTable{table});
    emit(table_definition(table));
    for (const Index& index : table.indexes) emit(index_definition(index, table.name));
  }

  void operator()(const ops::DropTable& op) {
    const std::string name = table_named(op.name.name).name;
    ops::apply(schema_, op);
    emit("DROP TABLE " + identifier(name));
  }

  void operator()(const ops::RenameTable& op) {
    const std::string from = table_named(op.name.name).name;
    if (from == op.new_name) return;
    std::string now = from;
    const std::vector<Schema> before = snapshot();
    if (same(from, op.new_name)) {  // SQLite takes it for the same name
      now = from + "_migrate_renamed";
      rename("ALTER TABLE " + identifier(from) + " RENAME TO " + identifier(now));
    }
    rename("ALTER TABLE " + identifier(now) + " RENAME TO " + identifier(op.new_name));
    ops::apply(schema_, op);
    follow_renames(before);
  }

  void operator()(const ops::AlterColumn& op) {
    const Table& table = table_named(op.table.name);
    const std::vector<Schema> before = snapshot();
    rename("ALTER TABLE " + identifier(table.name) + " RENAME COLUMN " +
           identifier(column_named(table, op.column)) + " TO " + identifier(*op.new_name));
    ops::apply(schema_, op);
    follow_renames(before);
  }

  void operator()(const ops::CreateObject& op) {
    ops::apply(schema_, op);
    for (Statement& statement : create_object(op.object)) {
      statements_.push_back(std::move(statement));
    }
  }

  void operator()(const ops::DropObject& op) {
    // A reflected database knows no enums: they are CHECKs of the columns that have them.
    if (op.kind == Object::Kind::enumeration && !has_enum(op.name.name)) return;
    ops::apply(schema_, op);
    if (op.kind != Object::Kind::enumeration) emit(drop_text(op.kind, op.name.name));
  }

  void operator()(const ops::AlterObject& op) {
    ops::apply(schema_, op);
    if (op.existing && op.existing->definition == op.object.definition) return;  // a comment
    if (op.object.kind == Object::Kind::virtual_table) {
      throw Error(ErrorCode::revision,
                  "the virtual table " + op.object.name +
                      " cannot be altered without losing its rows; drop it and create it again");
    }
    emit(drop_text(op.object.kind, op.object.name));
    for (Statement& statement : create_object(op.object)) {
      statements_.push_back(std::move(statement));
    }
  }

  void operator()(const ops::AlterEnum& op) {
    if (has_enum(op.name.name)) ops::apply(schema_, op);
    const Schema before = schema_;
    for (const Table& from : before.tables) {
      Table to = from;
      for (const Column& column : to.columns) {
        for (Check& check : to.checks) {
          if (check.name == enum_check_name(op.name.name, column.name)) {
            check.condition = enum_condition(column.name, op.values);
          }
        }
      }
      if (to == from) continue;
      Rebuild change{.from = from, .to = to};
      for (const Column& column : from.columns) {
        change.values[text::lower(column.name)] = identifier(column.name);
      }
      table_named(to.name) = to;
      append(rebuild(schema_, change));
    }
  }

  void operator()(const ops::BulkInsert& op) { append(bulk_insert(op)); }
  void operator()(const ops::Execute& op) { append(execute(op)); }

  /// Never called: they have a ShapedTable.
  template <class Shaped>
  void operator()(const Shaped&) {}

 private:
  void emit(std::string text) { statements_.push_back({.text = std::move(text)}); }
  void append(std::vector<Statement> more) {
    for (Statement& statement : more) statements_.push_back(std::move(statement));
  }

  Table& table_named(const std::string& name) {
    for (Table& table : schema_.tables) {
      if (same(table.name, name)) return table;
    }
    // Words it as the operations do.
    ops::apply(schema_, ops::TableComment{.table = {.name = name}});
    throw Error(ErrorCode::revision, "there is no table \"" + name + '"');
  }

  std::string column_named(const Table& table, const std::string& name) {
    for (const Column& column : table.columns) {
      if (same(column.name, name)) return column.name;
    }
    return name;
  }

  [[nodiscard]] bool has_enum(const std::string& name) const {
    return std::ranges::any_of(schema_.objects, [&](const Object& object) {
      return object.kind == Object::Kind::enumeration && same(object.name, name);
    });
  }

  /// What needs no knowledge of the table is compiled without it: an index, a column that ALTER
  /// TABLE adds.
  void assume_tables(std::span<const Operation> operations) {
    if (!schema_.tables.empty() || !schema_.objects.empty()) return;
    for (const Operation& operation : operations) {
      if (const auto* const add = std::get_if<ops::AddColumn>(&operation)) {
        assume_table(add->table.name);
      } else if (const auto* const index = std::get_if<ops::CreateIndex>(&operation)) {
        Table& table = assume_table(index->table.name);
        for (const IndexColumn& part : index->index.columns) {
          if (!part.column.empty()) table.columns.push_back({.name = part.column});
        }
      }
    }
  }

  Table& assume_table(const std::string& name) {
    for (Table& table : schema_.tables) {
      if (same(table.name, name)) return table;
    }
    return schema_.tables.emplace_back(Table{.name = name});
  }

  static std::string drop_text(Object::Kind kind, const std::string& name) {
    const std::string_view word = kind == Object::Kind::trigger ? "TRIGGER "
                                  : kind == Object::Kind::view  ? "VIEW "
                                                                : "TABLE ";
    return "DROP " + std::string(word) + identifier(name);
  }

  // Operations that are about the shape of one table.

  void shape(const std::string& name, std::span<const Operation> operations) {
    Table& there = table_named(name);
    there = lowered(std::move(there), schema_);
    const Table from = there;
    std::vector<Statement> native;
    bool enough = true;
    Rebuild change{.from = from};
    for (const Column& column : from.columns) {
      change.values[text::lower(column.name)] = identifier(column.name);
    }
    std::vector<std::pair<Table, const ops::DropColumn*>> drops;
    for (const Operation& operation : operations) {
      const Table was = table_named(name);
      ops::apply(schema_, operation);
      Table& now = table_named(name);
      now = lowered(std::move(now), schema_);
      note_values(operation, change);
      if (const auto* const drop = std::get_if<ops::DropColumn>(&operation)) {
        drops.emplace_back(was, drop);
      }
      if (!enough) continue;
      if (auto statements = by_alter_table(operation, schema_, was, now)) {
        for (Statement& statement : *statements) native.push_back(std::move(statement));
      } else {
        enough = false;
      }
    }
    change.to = table_named(name);
    for (const auto& [was, drop] : drops) refuse_needed_column(schema_, was, change.to, *drop);
    if (enough) {
      append(std::move(native));
    } else if (change.to != from || !change.backfills.empty() || uses_values(change)) {
      append(rebuild(schema_, change));
    }
  }

  /// Is a value computed, though the shape of the table stays?
  static bool uses_values(const Rebuild& change) {
    return std::ranges::any_of(change.from.columns, [&](const Column& column) {
      const auto value = change.values.find(text::lower(column.name));
      return value != change.values.end() && value->second != identifier(column.name);
    });
  }

  static void note_values(const Operation& operation, Rebuild& change) {
    if (const auto* const drop = std::get_if<ops::DropColumn>(&operation)) {
      change.values.erase(text::lower(drop->column));
      change.backfills.erase(text::lower(drop->column));
      return;
    }
    const auto* const alter = std::get_if<ops::AlterColumn>(&operation);
    if (alter == nullptr) return;
    const std::string key = text::lower(alter->column);
    if (const std::string& value = alter->using_.on("sqlite"); !value.empty()) {
      change.values[key] = value;
    }
    if (const std::string& value = alter->backfill.on("sqlite"); !value.empty()) {
      if (change.values.contains(key)) {
        change.backfills[key] = value;
      } else {
        change.values[key] = value;  // a column that the same rebuild adds
      }
    }
  }

  // Renames change the texts of views and triggers, and a rebuild that follows must make the
  // triggers again as they are by then: SQLite itself tells, in a database in memory.

  std::vector<Schema> snapshot() {
    if (!more_follow_ || schema_.objects.empty()) return {};
    renames_.clear();
    return {schema_};
  }

  void rename(const std::string& text) {
    renames_.push_back(text);
    emit(text);
  }

  void follow_renames(const std::vector<Schema>& before) {
    if (before.empty()) return;
    struct Silent final : Observer {
      void on(const Event&) override {}
    } silent;
    const auto scratch =
        dialect().connect(Url{.scheme = "sqlite"}, {.foreign_keys = false}, silent);
    for (const Statement& statement : create(before.front())) scratch->execute(statement.text);
    for (const std::string& text : renames_) scratch->execute(text);
    const Schema after = dialect().reflect(*scratch, {}).schema;
    for (Object& object : schema_.objects) {
      for (const Object& renamed : after.objects) {
        if (renamed.kind != object.kind || !same(renamed.name, object.name)) continue;
        object.definition = renamed.definition;
        object.table = renamed.table;
        object.depends_on = renamed.depends_on;
      }
    }
  }

  Schema schema_;
  std::size_t attributed_ = 0;  // statements that know their operation
  std::vector<Statement> statements_ = {};
  std::vector<std::string> renames_ = {};
  bool more_follow_ = false;
};

}  // namespace

std::vector<Statement> compile(std::span<const Operation> operations, const Schema& before) {
  return Compiler(before).compile(operations);
}

}  // namespace migrate::sqlite
