#include "postgresql/compile.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "postgresql/alter_column.hpp"
#include "postgresql/alter_object.hpp"
#include "postgresql/alter_table.hpp"
#include "postgresql/create_object.hpp"
#include "postgresql/create_table.hpp"
#include "postgresql/ddl.hpp"
#include "postgresql/identifier.hpp"
#include "postgresql/insert.hpp"
#include "postgresql/sequence.hpp"
#include "postgresql/statements.hpp"
#include "sql/splitter.hpp"

namespace migrate::postgresql {
namespace {

using Kind = Object::Kind;

/// One operation after the other, with the schema as they leave it.
class Compiler {
 public:
  Compiler(std::span<const Operation> operations, const Schema& before)
      : operations_(operations), now_(before) {
    now_.dialect = "postgresql";
  }

  std::vector<Statement> take() {
    for (; next_ < operations_.size(); ++next_) {
      std::visit(*this, operations_[next_]);
      follow(operations_[next_]);
    }
    return std::move(out_);
  }

  void operator()(const ops::CreateTable& op) {
    for (const Column& column : op.table.columns) make_enum(column.type);
    add(create_table(op.table, TableParts::all, parents(op.table)));
    own({.schema = op.table.schema, .name = op.table.name});
  }
  void operator()(const ops::DropTable& op) { add("DROP TABLE " + name_of(op.name)); }
  void operator()(const ops::RenameTable& op) {
    add("ALTER TABLE " + name_of(op.name) + " RENAME TO " + identifier(op.new_name));
  }
  void operator()(const ops::AlterTable& op) { add(alter_table(op, find_table(op.name))); }

  void operator()(const ops::AddColumn& op) {
    make_enum(op.column.type);
    const std::string table = name_of(op.table);
    add("ALTER TABLE " + table + " ADD COLUMN " + column_text(op.column, op.table.schema));
    add(column_settings(op.column, table));
    own(op.table);
  }
  void operator()(const ops::DropColumn& op) {
    add("ALTER TABLE " + name_of(op.table) + " DROP COLUMN " + identifier(op.column));
  }
  void operator()(const ops::AlterColumn& op) {
    if (op.type) make_enum(*op.type);
    add(alter_column(op, find_table(op.table)));
  }

  void operator()(const ops::CreatePrimaryKey& op) {
    add(add_constraint(op.key, name_of(op.table)));
  }
  void operator()(const ops::CreateUniqueConstraint& op) {
    add(add_constraint(op.unique, name_of(op.table)));
  }
  void operator()(const ops::CreateForeignKey& op) {
    add(add_constraint(op.key, name_of(op.table)));
  }
  void operator()(const ops::CreateCheckConstraint& op) {
    add(add_constraint(op.check, name_of(op.table)));
  }
  void operator()(const ops::CreateExcludeConstraint& op) {
    add(add_constraint(op.exclude, name_of(op.table)));
  }
  void operator()(const ops::DropConstraint& op) {
    if (op.name.empty()) {
      throw Error(ErrorCode::revision, "a constraint of table " + op.table.name +
                                           " has no name, and PostgreSQL drops constraints by "
                                           "their names; give the operation the name");
    }
    add("ALTER TABLE " + name_of(op.table) + " DROP CONSTRAINT " + identifier(op.name));
  }
  void operator()(const ops::RenameConstraint& op) {
    add("ALTER TABLE " + name_of(op.table) + " RENAME CONSTRAINT " + identifier(op.name) + " TO " +
        identifier(op.new_name));
  }
  void operator()(const ops::ValidateConstraint& op) {
    add("ALTER TABLE " + name_of(op.table) + " VALIDATE CONSTRAINT " + identifier(op.name));
  }

  void operator()(const ops::CreateIndex& op) {
    if (!op.concurrently) return add(create_index(op.index, op.table));
    out_.push_back({.text = index_text(op.index, name_of(op.table), true), .bare = true});
    if (!op.index.comment.empty()) {
      add(comment_on("INDEX " + qualified(op.table.schema, op.index.name), op.index.comment));
    }
  }
  void operator()(const ops::DropIndex& op) {
    const std::string index = qualified(op.table.schema, op.name);
    if (op.concurrently) {
      out_.push_back({.text = "DROP INDEX CONCURRENTLY " + index, .bare = true});
    } else {
      add("DROP INDEX " + index);
    }
  }
  void operator()(const ops::RenameIndex& op) {
    add("ALTER INDEX " + qualified(op.table.schema, op.name) + " RENAME TO " +
        identifier(op.new_name));
  }

  void operator()(const ops::CreateObject& op) {
    add(create_object(op.object));
    if (!op.object.owned_by.empty() && !is_made_later(op.object)) add(owned_by(op.object));
  }
  /// A sequence went with the column that owned it, if that went.
  void operator()(const ops::DropObject& op) {
    const bool may_be_gone =
        op.kind == Kind::sequence && op.existing && !op.existing->owned_by.empty();
    add("DROP " + dropped(object_name(op.kind, op.name, op.table), may_be_gone));
  }
  void operator()(const ops::AlterObject& op) { add(alter_object(op, find_object(op.object))); }
  void operator()(const ops::AlterEnum& op) { add(alter_enum(op, now_)); }

  void operator()(const ops::TableComment& op) {
    add(comment_on("TABLE " + name_of(op.table), op.comment));
  }
  void operator()(const ops::ColumnComment& op) {
    add(comment_on("COLUMN " + name_of(op.table) + "." + identifier(op.column), op.comment));
  }

  void operator()(const ops::BulkInsert& op) {
    if (!op.rows.empty()) add(insert_text(op));
  }
  void operator()(const ops::Execute& op) {
    for (const sql::OwnedPiece& piece :
         sql::split(sql::Flavor::postgresql, on_postgresql(op.sql))) {
      out_.push_back({.text = piece.text, .bare = traits(piece.text).bare});
    }
  }

 private:
  void add(std::string text) { out_.push_back({.text = std::move(text)}); }
  void add(std::vector<std::string> texts) {
    for (std::string& text : texts) add(std::move(text));
  }

  static std::string name_of(const QualifiedName& name) {
    return qualified(name.schema, name.name);
  }

  static std::string dropped(const std::string& what, bool may_be_gone) {
    if (!may_be_gone) return what;
    const std::size_t blank = what.find(' ');
    return what.substr(0, blank) + " IF EXISTS" + what.substr(blank);
  }

  /// What is not there in `now_` the server will miss as well, and say so better.
  void follow(const Operation& operation) {
    try {
      ops::apply(now_, operation);
    } catch (const Error&) {
      // The operations were compiled without the schema that they are about.
    }
  }

  [[nodiscard]] const Table* find_table(const QualifiedName& name) const {
    for (const Table& table : now_.tables) {
      if (table.schema == name.schema && table.name == name.name) return &table;
    }
    return nullptr;
  }
  [[nodiscard]] const Object* find_object(const Object& like) const {
    for (const Object& object : now_.objects) {
      if (object.kind == like.kind && object.schema == like.schema && object.name == like.name &&
          object.table == like.table) {
        return &object;
      }
    }
    return nullptr;
  }
  [[nodiscard]] std::vector<const Table*> parents(const Table& table) const {
    std::vector<const Table*> out;
    for (const QualifiedName& name : table.inherits) {
      if (const Table* parent = find_table(name)) out.push_back(parent);
    }
    return out;
  }

  /// An enum that is told with its values where a column has it, and nowhere else.
  void make_enum(const Type& type) {
    if (type.kind != Type::Kind::enumeration || type.values.empty()) return;
    const Object object = {
        .kind = Kind::enumeration, .schema = type.schema, .name = type.name, .values = type.values};
    if (find_object(object) != nullptr) return;
    add(create_object(object));
    follow(ops::CreateObject{object});
  }

  static bool is_column(const std::string& owner, const QualifiedName& table,
                        const Column& column) {
    return owner == owner_name(table.name, column.name);
  }

  /// Does a later operation make the table or the column that owns the sequence?
  [[nodiscard]] bool is_made_later(const Object& sequence) const {
    for (std::size_t i = next_ + 1; i < operations_.size(); ++i) {
      if (const auto* create = std::get_if<ops::CreateTable>(&operations_[i])) {
        const Table& table = create->table;
        const bool has_it = std::ranges::any_of(table.columns, [&](const Column& column) {
          return is_column(sequence.owned_by, {.schema = table.schema, .name = table.name}, column);
        });
        if (has_it && table.schema == sequence.schema) return true;
      }
      if (const auto* column = std::get_if<ops::AddColumn>(&operations_[i])) {
        if (is_column(sequence.owned_by, column->table, column->column) &&
            column->table.schema == sequence.schema) {
          return true;
        }
      }
    }
    return false;
  }

  /// Gives a table that has just got its columns the sequences that were made for them.
  void own(const QualifiedName& name) {
    const auto* const create = std::get_if<ops::CreateTable>(&operations_[next_]);
    const auto* const column = std::get_if<ops::AddColumn>(&operations_[next_]);
    for (const Object& object : now_.objects) {
      if (object.kind != Kind::sequence || object.schema != name.schema) continue;
      const bool is_its = create != nullptr
                              ? std::ranges::any_of(create->table.columns,
                                                    [&](const Column& one) {
                                                      return is_column(object.owned_by, name, one);
                                                    })
                              : is_column(object.owned_by, name, column->column);
      if (is_its) add(owned_by(object));
    }
  }

  std::span<const Operation> operations_;
  std::size_t next_ = 0;
  Schema now_;
  std::vector<Statement> out_ = {};
};

}  // namespace

std::vector<Statement> compile(std::span<const Operation> operations, const Schema& before) {
  return Compiler(operations, before).take();
}

}  // namespace migrate::postgresql
