#pragma once

#include <string>
#include <string_view>

#include "migrate/ops.hpp"
#include "schema/json_reader.hpp"

/// The members of each operation in JSON. Reading and writing walk these lists, so that neither can
/// forget one. A visitor has
///
///     name(key, member)      a QualifiedName: its name under this key, its schema under "schema"
///     text(key, member)      a string that must be there and not be empty
///     value(key, member)     anything that must be there
///     optional(key, member)  the same, but its default need not be written
///     spread(member)         the members of a struct, beside the others
///     change(key, member)    an optional: absent = as it is, null = nothing
///     existing(member)       what there was: a struct without what the operation says already
namespace migrate::ops {

/// A part of the model without the members that say which one it is: the operation has those.
template <class T>
struct Existing : T {};

template <class T>
bool is_required(const Existing<T>*, std::string_view key) {
  if (key == "name" || key == "kind") return false;
  return json::is_required(static_cast<const T*>(nullptr), key);
}

/// What alter_table may change.
struct Properties : Table {
  template <class Visitor>
  static void members(Visitor&& visit) {
    Table::members([&](std::string_view key, auto member) {
      for (const std::string_view other :
           {"schema", "name", "columns", "primary_key", "uniques", "foreign_keys", "checks",
            "excludes", "indexes", "renamed_from", "depends_on"}) {
        if (key == other) return;
      }
      visit(key, member);
    });
  }
};
inline bool is_required(const Properties*, std::string_view) { return false; }

/// An object whose kind the operation's name says.
struct Unkinded : Object {
  template <class Visitor>
  static void members(Visitor&& visit) {
    Object::members([&](std::string_view key, auto member) {
      if (key != "kind") visit(key, member);
    });
  }
};
inline bool is_required(const Unkinded*, std::string_view key) { return key == "name"; }

template <class V>
void shape(V& v, const CreateTable*) {
  v.spread(&CreateTable::table);
}
template <class V>
void shape(V& v, const DropTable*) {
  v.name("name", &DropTable::name);
  v.existing(&DropTable::existing);
}
template <class V>
void shape(V& v, const RenameTable*) {
  v.name("name", &RenameTable::name);
  v.text("new_name", &RenameTable::new_name);
}
template <class V>
void shape(V& v, const AlterTable*) {
  v.name("name", &AlterTable::name);
  v.spread(&AlterTable::wanted);
  v.existing(&AlterTable::existing);
}
template <class V>
void shape(V& v, const AddColumn*) {
  v.name("table", &AddColumn::table);
  v.value("column", &AddColumn::column);
}
template <class V>
void shape(V& v, const DropColumn*) {
  v.name("table", &DropColumn::table);
  v.text("column", &DropColumn::column);
  v.existing(&DropColumn::existing);
}
template <class V>
void shape(V& v, const AlterColumn*) {
  v.name("table", &AlterColumn::table);
  v.text("column", &AlterColumn::column);
  v.change("new_name", &AlterColumn::new_name);
  v.change("type", &AlterColumn::type);
  v.change("nullable", &AlterColumn::nullable);
  v.change("server_default", &AlterColumn::server_default);
  v.change("identity", &AlterColumn::identity);
  v.change("generated", &AlterColumn::generated);
  v.change("collation", &AlterColumn::collation);
  v.change("comment", &AlterColumn::comment);
  v.change("storage", &AlterColumn::storage);
  v.change("compression", &AlterColumn::compression);
  v.change("statistics", &AlterColumn::statistics);
  v.change("options", &AlterColumn::options);
  v.change("not_null_conflict", &AlterColumn::not_null_conflict);
  v.change("not_null_name", &AlterColumn::not_null_name);
  v.optional("using", &AlterColumn::using_);
  v.optional("backfill", &AlterColumn::backfill);
  v.change("existing_type", &AlterColumn::existing_type);
  v.change("existing_nullable", &AlterColumn::existing_nullable);
  v.change("existing_server_default", &AlterColumn::existing_server_default);
  v.change("existing_identity", &AlterColumn::existing_identity);
  v.change("existing_generated", &AlterColumn::existing_generated);
  v.change("existing_collation", &AlterColumn::existing_collation);
  v.change("existing_comment", &AlterColumn::existing_comment);
  v.change("existing_storage", &AlterColumn::existing_storage);
  v.change("existing_compression", &AlterColumn::existing_compression);
  v.change("existing_statistics", &AlterColumn::existing_statistics);
  v.change("existing_options", &AlterColumn::existing_options);
  v.change("existing_not_null_conflict", &AlterColumn::existing_not_null_conflict);
  v.change("existing_not_null_name", &AlterColumn::existing_not_null_name);
}

template <class V>
void shape(V& v, const CreatePrimaryKey*) {
  v.name("table", &CreatePrimaryKey::table);
  v.spread(&CreatePrimaryKey::key);
}
template <class V>
void shape(V& v, const CreateUniqueConstraint*) {
  v.name("table", &CreateUniqueConstraint::table);
  v.spread(&CreateUniqueConstraint::unique);
}
template <class V>
void shape(V& v, const CreateForeignKey*) {
  v.name("table", &CreateForeignKey::table);
  v.spread(&CreateForeignKey::key);
}
template <class V>
void shape(V& v, const CreateCheckConstraint*) {
  v.name("table", &CreateCheckConstraint::table);
  v.spread(&CreateCheckConstraint::check);
}
template <class V>
void shape(V& v, const CreateExcludeConstraint*) {
  v.name("table", &CreateExcludeConstraint::table);
  v.spread(&CreateExcludeConstraint::exclude);
}
template <class V>
void shape(V& v, const DropConstraint*) {
  v.name("table", &DropConstraint::table);
  v.optional("name", &DropConstraint::name);
  v.existing(&DropConstraint::existing);
}
template <class V>
void shape(V& v, const RenameConstraint*) {
  v.name("table", &RenameConstraint::table);
  v.text("name", &RenameConstraint::name);
  v.text("new_name", &RenameConstraint::new_name);
}
template <class V>
void shape(V& v, const ValidateConstraint*) {
  v.name("table", &ValidateConstraint::table);
  v.text("name", &ValidateConstraint::name);
}

template <class V>
void shape(V& v, const CreateIndex*) {
  v.name("table", &CreateIndex::table);
  v.spread(&CreateIndex::index);
  v.optional("concurrently", &CreateIndex::concurrently);
}
template <class V>
void shape(V& v, const DropIndex*) {
  v.name("table", &DropIndex::table);
  v.text("name", &DropIndex::name);
  v.optional("concurrently", &DropIndex::concurrently);
  v.existing(&DropIndex::existing);
}
template <class V>
void shape(V& v, const RenameIndex*) {
  v.name("table", &RenameIndex::table);
  v.text("name", &RenameIndex::name);
  v.text("new_name", &RenameIndex::new_name);
}

/// The kind stands in the operation's name, or is a member where that says "object".
template <class V>
void shape(V& v, const CreateObject*) {
  v.spread(&CreateObject::object);
}
template <class V>
void shape(V& v, const DropObject*) {
  v.kind(&DropObject::kind);
  v.name("name", &DropObject::name);
  v.optional("table", &DropObject::table);
  v.existing(&DropObject::existing);
}
template <class V>
void shape(V& v, const AlterObject*) {
  v.spread(&AlterObject::object);
  v.existing(&AlterObject::existing);
}
template <class V>
void shape(V& v, const AlterEnum*) {
  v.name("name", &AlterEnum::name);
  v.value("values", &AlterEnum::values);
  v.optional("existing", &AlterEnum::existing);
}

template <class V>
void shape(V& v, const TableComment*) {
  v.name("table", &TableComment::table);
  v.value("comment", &TableComment::comment);
  v.change("existing", &TableComment::existing);
}
template <class V>
void shape(V& v, const ColumnComment*) {
  v.name("table", &ColumnComment::table);
  v.text("column", &ColumnComment::column);
  v.value("comment", &ColumnComment::comment);
  v.change("existing", &ColumnComment::existing);
}
template <class V>
void shape(V& v, const BulkInsert*) {
  v.name("table", &BulkInsert::table);
  v.value("columns", &BulkInsert::columns);
  v.rows(&BulkInsert::columns, &BulkInsert::rows);
}
template <class V>
void shape(V& v, const Execute*) {
  v.sql(&Execute::sql);
}

}  // namespace migrate::ops
