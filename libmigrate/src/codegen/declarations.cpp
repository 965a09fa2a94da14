#include "codegen/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "codegen/setters.hpp"
#include "migrate/schema/type_text.hpp"

namespace migrate::generator {

std::string argument(const Sql& sql) {
  if (sql.sqlite.empty() && sql.postgresql.empty()) return literal(sql.text);
  return fmt::format("Sql::per_database({}, {}{})", literal(sql.sqlite), literal(sql.postgresql),
                     sql.text.empty() ? "" : ", " + literal(sql.text));
}

std::string argument(const std::vector<std::string>& names) {
  std::string out = "{";
  for (const std::string& name : names) out += (out.size() > 1 ? ", " : "") + literal(name);
  return out + "}";
}

namespace {

std::string enumeration_type(const Type& type) {
  if (!type.schema.empty()) {
    return fmt::format("Enum({}, {}, {})", literal(type.name), argument(type.values),
                       literal(type.schema));
  }
  if (type.values.empty()) return fmt::format("Enum({})", literal(type.name));
  return fmt::format("Enum({}, {})", literal(type.name), argument(type.values));
}

std::string element_type(const Type& type) {
  switch (type.kind) {
    case Type::Kind::native:
      return fmt::format("Native({})", literal(type.name));
    case Type::Kind::integer:
      return "Integer()";
    case Type::Kind::bigint:
      return "BigInteger()";
    case Type::Kind::smallint:
      return "SmallInteger()";
    case Type::Kind::boolean:
      return "Boolean()";
    case Type::Kind::string:
      return type.length == 0 ? "String()" : fmt::format("String({})", type.length);
    case Type::Kind::text:
      return "Text()";
    case Type::Kind::float_:
      return "Float()";
    case Type::Kind::double_:
      return "Double()";
    case Type::Kind::numeric:
      return type.precision == 0 ? "Numeric()"
                                 : fmt::format("Numeric({}, {})", type.precision, type.scale);
    case Type::Kind::date:
      return "Date()";
    case Type::Kind::time:
      return "Time()";
    case Type::Kind::datetime:
      return "DateTime()";
    case Type::Kind::timestamptz:
      return "TimestampTz()";
    case Type::Kind::interval:
      return "Interval()";
    case Type::Kind::uuid:
      return "Uuid()";
    case Type::Kind::json:
      return "Json()";
    case Type::Kind::jsonb:
      return "Jsonb()";
    case Type::Kind::blob:
      return "Blob()";
    case Type::Kind::enumeration:
      return enumeration_type(type);
  }
  return {};
}

std::string type_call(const Type& type) {
  return type.array ? "Array(" + element_type(type) + ")" : element_type(type);
}

std::string identity_argument(const Identity& identity) {
  Call call{identity.always ? "always()" : "by_default()"};
  add_setters(call, identity, {"always"});
  std::string out = call.head;
  for (const std::string& setter : call.setters) out += setter;
  return out;
}

/// Does the column alone make the key, in the plainest form?
template <class Key>
bool is_of_one_column(const Key& key, std::string_view column) {
  Key plain;
  plain.name = key.name;
  plain.columns = {KeyColumn(std::string(column))};
  if constexpr (requires { key.autoincrement; }) plain.autoincrement = key.autoincrement;
  return key == plain;
}

bool said_by_column(const Table& table, const PrimaryKey& key) {
  return key.columns.size() == 1 && is_of_one_column(key, key.columns[0].name) &&
         std::any_of(table.columns.begin(), table.columns.end(),
                     [&key](const Column& column) { return column.name == key.columns[0].name; });
}

/// Are the uniques of one column each, and in the columns' order, so that columns can say them?
bool uniques_said_by_columns(const Table& table) {
  auto column = table.columns.begin();
  for (const Unique& unique : table.uniques) {
    if (unique.columns.size() != 1 || !is_of_one_column(unique, unique.columns[0].name)) {
      return false;
    }
    column = std::find_if(column, table.columns.end(), [&unique](const Column& candidate) {
      return candidate.name == unique.columns[0].name;
    });
    if (column == table.columns.end()) return false;
    ++column;
  }
  return true;
}

void add_keys(Call& call, const Table& table, std::string_view column) {
  if (table.primary_key && is_of_one_column(*table.primary_key, column)) {
    const std::string& name = table.primary_key->name;
    call.set("primary_key", name.empty() ? "" : literal(name));
    if (table.primary_key->autoincrement) call.set("autoincrement");
  }
  if (!uniques_said_by_columns(table)) return;
  for (const Unique& unique : table.uniques) {
    if (!is_of_one_column(unique, column)) continue;
    call.set("unique", unique.name.empty() ? "" : literal(unique.name));
  }
}

Call column_call(const Table& table, std::size_t at, const TableClass& of) {
  const Column& column = table.columns[at];
  Call call;
  const std::string member =
      of.name.empty() ? "" : fmt::format("<&{}::{}>", of.name, of.members[at]);
  call.head = fmt::format("column{}({}, {})", member, literal(column.name), type_call(column.type));
  const bool said = of.name.empty() || of.optional[at];
  if (column.nullable && !said) call.set("nullable");
  if (!column.nullable && said) call.set("not_null");
  add_keys(call, table, column.name);
  add_setters(call, column, {"name", "type", "nullable"});
  if (column.identity) call.set("identity", identity_argument(*column.identity));
  if (column.generated) {
    call.set(column.generated->stored ? "generated_stored" : "generated_virtual",
             argument(column.generated->expression));
  }
  return call;
}

std::string key_text(const KeyColumn& column) {
  if (column == KeyColumn(column.name)) return literal(column.name);
  Call call{"key(" + literal(column.name) + ")"};
  if (!column.collation.empty()) call.set("collation", literal(column.collation));
  if (column.descending) call.set("descending");
  return call.head + fmt::format("{}", fmt::join(call.setters, ""));
}

std::string key_text(const IndexColumn& column) {
  if (column == IndexColumn(column.column)) return literal(column.column);
  Call call{column.expression.empty() ? "key(" + literal(column.column) + ")"
                                      : "expression(" + argument(column.expression) + ")"};
  add_setters(call, column, {"column", "expression", "order"});
  if (column.descending) call.set("descending");
  if (column.nulls != Nulls::by_default) {
    call.set(column.nulls == Nulls::first ? "nulls_first" : "nulls_last");
  }
  return call.head + fmt::format("{}", fmt::join(call.setters, ""));
}

template <class Key>
std::string key_list(const std::vector<Key>& columns) {
  std::string out = "{";
  for (const Key& column : columns) out += (out.size() > 1 ? ", " : "") + key_text(column);
  return out + "}";
}

Call call_of(const PrimaryKey& key) {
  Call call{"primary_key(" + key_list(key.columns) + ")"};
  add_setters(call, key, {"columns"});
  return call;
}

Call call_of(const Unique& unique) {
  Call call{"unique(" + key_list(unique.columns) + ")"};
  add_setters(call, unique, {"columns"});
  return call;
}

Call call_of(const ForeignKey& key) {
  Call call{
      fmt::format("foreign_key({}, {}{})", argument(key.columns), literal(key.references.table),
                  key.references.columns.empty() ? "" : ", " + argument(key.references.columns))};
  if (!key.references.schema.empty()) call.set("schema", literal(key.references.schema));
  add_setters(call, key, {"columns", "on_delete", "on_delete_columns"});
  if (key.on_delete != Action::no_action || !key.on_delete_columns.empty()) {
    call.set("on_delete",
             argument(key.on_delete) +
                 (key.on_delete_columns.empty() ? "" : ", " + argument(key.on_delete_columns)));
  }
  return call;
}

Call call_of(const Check& check) {
  Call call{"check(" + argument(check.condition) + ")"};
  add_setters(call, check, {"condition"});
  return call;
}

Call call_of(const Exclude& exclude) {
  Call call{fmt::format("exclude({}, {})", literal(exclude.name), literal(exclude.definition))};
  add_setters(call, exclude, {"name", "definition"});
  return call;
}

Call call_of(const Index& index) {
  Call call{fmt::format("index({}, {})", literal(index.name), key_list(index.columns))};
  add_setters(call, index, {"name", "columns"});
  return call;
}

void add_dependencies(Call& call, const std::vector<Dependency>& dependencies) {
  for (const Dependency& on : dependencies) {
    std::string arguments = literal(on.kind) + ", " + literal(on.name);
    if (!on.schema.empty()) arguments += ", " + literal(on.schema);
    call.set("depends_on", arguments);
  }
}

/// What is said of the table as a whole, behind its list.
Call table_setters(const Table& table) {
  Call call;
  add_setters(call, table, {"name"});
  if (table.partition_of) {
    const PartitionOf& of = *table.partition_of;
    std::string arguments = literal(of.table) + ", " + literal(of.bound);
    if (!of.schema.empty()) arguments += ", " + literal(of.schema);
    call.set("partition_of", arguments);
  }
  for (const QualifiedName& parent : table.inherits) {
    std::string arguments = literal(parent.name);
    if (!parent.schema.empty()) arguments += ", " + literal(parent.schema);
    call.set("inherits", arguments);
  }
  add_dependencies(call, table.depends_on);
  return call;
}

template <class List>
void append_items(std::string& out, const List& list, std::size_t indent) {
  for (const auto& item : list) append(out, call_of(item), indent, ",");
}

/// The function that is there for the kind, else the one for all kinds.
std::string object_head(const Object& object) {
  const std::string name = literal(object.name);
  const std::string definition = literal(object.definition);
  switch (object.kind) {
    case Object::Kind::view:
      return fmt::format("view({}, {})", name, definition);
    case Object::Kind::sequence:
      return fmt::format("sequence({}, {})", name, definition);
    case Object::Kind::trigger:
      return fmt::format("trigger({}, {}, {})", name, literal(object.table), definition);
    case Object::Kind::enumeration:
      if (!object.definition.empty()) break;
      return fmt::format("enumeration({}, {})", name, argument(object.values));
    case Object::Kind::operator_:
      return fmt::format("object(Object::Kind::operator_, {}, {})", name, definition);
    default:
      break;
  }
  const std::string_view kind =
      object.kind == Object::Kind::enumeration ? "enumeration" : name_of(object.kind);
  return fmt::format("object(Object::Kind::{}, {}, {})", kind, name, definition);
}

}  // namespace

void append_table(std::string& out, const Table& table, const TableClass& of, std::size_t indent,
                  std::string_view end) {
  out.append(indent, ' ');
  out += of.name.empty() ? "table(" : "table<" + of.name + ">(";
  out += literal(table.name) + ", {\n";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    append(out, column_call(table, i, of), indent + 4, ",");
  }
  if (table.primary_key && !said_by_column(table, *table.primary_key)) {
    append(out, call_of(*table.primary_key), indent + 4, ",");
  }
  if (!uniques_said_by_columns(table)) append_items(out, table.uniques, indent + 4);
  append_items(out, table.foreign_keys, indent + 4);
  append_items(out, table.checks, indent + 4);
  append_items(out, table.excludes, indent + 4);
  append_items(out, table.indexes, indent + 4);
  Call whole = table_setters(table);
  whole.head = "})";
  append(out, whole, indent, end);
}

Call object_call(const Object& object) {
  Call call{object_head(object)};
  const bool with_values = call.head.rfind("enumeration(", 0) == 0;
  const bool with_table = call.head.rfind("trigger(", 0) == 0;
  if (!with_table && !object.table.empty()) call.set("on", literal(object.table));
  if (!with_values && !object.values.empty()) call.set("values", argument(object.values));
  add_setters(call, object, {"kind", "name", "definition", "table", "then", "values"});
  for (const std::string& statement : object.then) call.set("then", literal(statement));
  add_dependencies(call, object.depends_on);
  return call;
}

}  // namespace migrate::generator
