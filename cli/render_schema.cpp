#include <fmt/format.h>

#include <algorithm>

#include "migrate/schema/names.hpp"
#include "migrate/schema/type_text.hpp"
#include "render.hpp"

namespace migrate::cli {
namespace {

std::string qualified(const std::string& schema, const std::string& name) {
  return schema.empty() ? name : schema + "." + name;
}

std::string list(const std::vector<std::string>& names) {
  return fmt::format("({})", fmt::join(names, ", "));
}

/// The database's own text as it is; to_text() must tell it apart from portable types.
std::string shown(const Type& type) {
  return type.kind == Type::Kind::native && !type.array ? type.name : to_text(type);
}

/// SQL and names may have several lines.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string part(const KeyColumn& column) {
  std::string out = column.name;
  if (!column.collation.empty()) out += " collate " + column.collation;
  return column.descending ? out + " desc" : out;
}

std::string part(const IndexColumn& column) {
  std::string out = column.expression.empty() ? column.column : column.expression.text;
  if (!column.collation.empty()) out += " collate " + column.collation;
  if (!column.opclass.empty()) out += " " + column.opclass;
  if (column.descending) out += " desc";
  if (column.nulls != Nulls::by_default) out += fmt::format(" nulls {}", name_of(column.nulls));
  return out;
}

template <class Part>
std::string parts(const std::vector<Part>& columns) {
  std::vector<std::string> texts;
  for (const Part& column : columns) texts.push_back(part(column));
  return list(texts);
}

/// `no_action` as it is said.
std::string words(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string named(std::string_view what, const std::string& name) {
  return name.empty() ? std::string(what) : fmt::format("{} {}", what, name);
}

std::string deferred(Deferrable when) {
  return when == Deferrable::no ? "" : " deferrable " + words(name_of(when));
}

std::string nullability(const Table& table, const Column& column) {
  std::string out = column.nullable ? "" : "not null";
  if (table.primary_key && table.primary_key->columns.size() == 1 &&
      table.primary_key->columns[0].name == column.name) {
    out += out.empty() ? "primary key" : " primary key";
    if (table.primary_key->autoincrement) out += " autoincrement";
  }
  return out;
}

std::string rest_of(const Table& table, const Column& column) {
  std::vector<std::string> said;
  const std::string nulls = nullability(table, column);
  if (!nulls.empty()) said.push_back(nulls);
  if (column.server_default) said.push_back("default " + column.server_default->text);
  if (column.identity) said.push_back(column.identity->always ? "identity always" : "identity");
  if (column.generated) {
    said.push_back(fmt::format("generated ({}) {}", column.generated->expression.text,
                               column.generated->stored ? "stored" : "virtual"));
  }
  if (!column.collation.empty()) said.push_back("collate " + column.collation);
  if (!column.comment.empty()) said.push_back("-- " + column.comment);
  return on_one_line(fmt::format("{}", fmt::join(said, " ")));
}

std::string foreign_key(const ForeignKey& key) {
  std::string out = named("foreign key", key.name) + " " + list(key.columns) + " references " +
                    qualified(key.references.schema, key.references.table);
  if (!key.references.columns.empty()) out += " " + list(key.references.columns);
  if (key.on_delete != Action::no_action) out += " on delete " + words(name_of(key.on_delete));
  if (!key.on_delete_columns.empty()) out += " " + list(key.on_delete_columns);
  if (key.on_update != Action::no_action) out += " on update " + words(name_of(key.on_update));
  if (key.match != Match::simple) out += fmt::format(" match {}", name_of(key.match));
  return out + deferred(key.deferrable) + (key.not_valid ? " not valid" : "");
}

std::string index(const Index& index) {
  std::string out = index.unique ? "unique index " : "index ";
  out += index.name;
  if (!index.method.empty()) out += " using " + index.method;
  out += " " + parts(index.columns);
  if (!index.include.empty()) out += " include " + list(index.include);
  if (index.nulls_not_distinct) out += " nulls not distinct";
  return index.where.empty() ? out : out + " where " + index.where.text;
}

std::vector<std::string> constraints(const Table& table) {
  std::vector<std::string> lines;
  if (table.primary_key && table.primary_key->columns.size() != 1) {
    lines.push_back(named("primary key", table.primary_key->name) + " " +
                    parts(table.primary_key->columns));
  }
  for (const Unique& unique : table.uniques) {
    lines.push_back(named("unique", unique.name) + " " + parts(unique.columns) +
                    deferred(unique.deferrable));
  }
  for (const ForeignKey& key : table.foreign_keys) lines.push_back(foreign_key(key));
  for (const Check& check : table.checks) {
    lines.push_back(named("check", check.name) + " (" + check.condition.text + ")" +
                    (check.not_valid ? " not valid" : ""));
  }
  for (const Exclude& exclude : table.excludes) {
    lines.push_back(named("exclude", exclude.name) + ": " + exclude.definition);
  }
  for (const Index& each : table.indexes) lines.push_back(index(each));
  return lines;
}

/// STRICT and the like, behind the table's name.
std::string traits(const Table& table) {
  std::vector<std::string> said;
  if (table.strict) said.emplace_back("strict");
  if (table.without_rowid) said.emplace_back("without rowid");
  if (table.unlogged) said.emplace_back("unlogged");
  if (!table.partition_by.empty()) said.push_back("partition by " + table.partition_by);
  if (table.partition_of) {
    said.push_back("partition of " +
                   qualified(table.partition_of->schema, table.partition_of->table) + " " +
                   table.partition_of->bound);
  }
  for (const QualifiedName& parent : table.inherits) {
    said.push_back("inherits " + qualified(parent.schema, parent.name));
  }
  if (table.row_security) said.emplace_back("row security");
  if (!table.comment.empty()) said.push_back("-- " + table.comment);
  return said.empty() ? "" : "  " + on_one_line(fmt::format("{}", fmt::join(said, ", ")));
}

void append_table(std::string& out, const Table& table) {
  out += "table " + qualified(table.schema, table.name) + traits(table) + "\n";
  std::size_t name_width = 0;
  std::size_t type_width = 0;
  for (const Column& column : table.columns) {
    name_width = std::max(name_width, column.name.size());
    type_width = std::max(type_width, shown(column.type).size());
  }
  for (const Column& column : table.columns) {
    std::string line = fmt::format("    {:<{}}  {:<{}}  {}", column.name, name_width,
                                   shown(column.type), type_width, rest_of(table, column));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  for (const std::string& line : constraints(table)) out += "    " + on_one_line(line) + "\n";
}

void append_object(std::string& out, const Object& object) {
  out += words(name_of(object.kind)) + " " + qualified(object.schema, object.name);
  if (!object.table.empty()) out += " on " + qualified(object.schema, object.table);
  if (!object.values.empty()) out += " " + list(object.values);
  if (!object.owned_by.empty()) out += " owned by " + object.owned_by;
  if (!object.comment.empty()) out += "  -- " + on_one_line(object.comment);
  out += "\n";
}

}  // namespace

std::string render_schema(const Schema& schema, const std::vector<std::string>& unknown) {
  std::string out;
  for (const Table& table : schema.tables) {
    if (!out.empty()) out += "\n";
    append_table(out, table);
  }
  if (!out.empty() && !schema.objects.empty()) out += "\n";
  for (const Object& object : schema.objects) append_object(out, object);
  if (!out.empty() && !unknown.empty()) out += "\n";
  for (const std::string& thing : unknown) out += "not in here: " + thing + "\n";
  return out;
}

}  // namespace migrate::cli
