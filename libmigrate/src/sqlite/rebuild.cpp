#include "sqlite/rebuild.hpp"

#include <algorithm>
#include <set>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "schema/order.hpp"
#include "sqlite/ddl.hpp"
#include "sqlite/dependencies.hpp"
#include "sqlite/lower.hpp"
#include "sqlite/names.hpp"
#include "sqlite/tokens.hpp"
#include "sqlite/trigger.hpp"

namespace migrate::sqlite {
namespace {

bool same(std::string_view a, std::string_view b) { return text::equals_ignoring_case(a, b); }

std::string literal(std::string_view text) { return dialect().literal(text); }

/// A name that nothing in the schema has.
std::string free_name(const Schema& schema, const std::string& table) {
  std::set<std::string> taken;
  for (const Table& other : schema.tables) {
    taken.insert(text::lower(other.name));
    for (const Index& index : other.indexes) taken.insert(text::lower(index.name));
  }
  for (const Object& object : schema.objects) taken.insert(text::lower(object.name));
  std::string name = "migrate_new_" + table;
  while (taken.contains(text::lower(name))) name += '_';
  return name;
}

bool has_column(const Table& table, std::string_view name) {
  return std::ranges::any_of(table.columns,
                             [&](const Column& column) { return same(column.name, name); });
}

/// How the rowid is called that neither table has a column for; empty where rows keep theirs
/// without that, or have none. Without it rows would be numbered anew, and who remembers a rowid
/// (a full-text index of this table) would find another row.
std::string rowid_name(const Table& from, const Table& to) {
  if (from.without_rowid || to.without_rowid || has_rowid_key(to)) return "";
  for (const char* name : {"rowid", "_rowid_", "oid"}) {
    if (!has_column(from, name) && !has_column(to, name)) return name;
  }
  return "";
}

/// Constraints that make rows vanish instead of failing must fail while rows are copied.
bool has_conflict_clause(const Table& table) {
  return (table.primary_key && table.primary_key->conflict != Conflict::none) ||
         std::ranges::any_of(
             table.uniques,
             [](const Unique& unique) { return unique.conflict != Conflict::none; }) ||
         std::ranges::any_of(table.columns, [](const Column& column) {
           return column.not_null_conflict != Conflict::none;
         });
}

const Column* find_column(const Table& table, std::string_view name) {
  for (const Column& column : table.columns) {
    if (same(column.name, name)) return &column;
  }
  return nullptr;
}

bool is_rowid(const Table& table, const Column& column) {
  return has_rowid_key(table) && same(table.primary_key->columns.front().name, column.name);
}

bool lacks_default(const Column& column) {
  return !column.server_default || same(column.server_default->on("sqlite"), "NULL");
}

/// A column that is tightened to NOT NULL, or new and NOT NULL, says so before the copy fails.
void check_not_null(const Rebuild& change, const Column& column,
                    std::vector<Statement>& statements) {
  if (column.nullable || column.generated || is_rowid(change.to, column)) return;
  const std::string key = text::lower(column.name);
  const std::string place = change.to.name + '.' + column.name;
  const auto value = change.values.find(key);
  if (value == change.values.end()) {
    if (!lacks_default(column)) return;
    statements.push_back(
        {.text = "SELECT count(*) FROM " + identifier(change.from.name),
         .expected = "0",
         .complaint = "the new column " + place +
                      " is NOT NULL and has no default, and the table "
                      "has rows ({}); give it a server_default, or make it nullable"});
    return;
  }
  if (change.backfills.contains(key)) return;
  const Column* const before = find_column(change.from, column.name);
  const bool as_it_is = before != nullptr && value->second == identifier(before->name);
  if (as_it_is && !before->nullable) return;
  const std::string operand = as_it_is ? value->second : '(' + value->second + ')';
  statements.push_back({.text = "SELECT count(*) FROM " + identifier(change.from.name) + " WHERE " +
                                operand + " IS NULL",
                        .expected = "0",
                        .complaint = place + " cannot become NOT NULL: it is NULL in {} of the "
                                             "table's rows; give them a value first, or say with "
                                             "\"backfill\" what it is to be"});
}

/// `t.a > 0` in a CHECK cannot be read while the table has another name.
Sql without_table_name(const Sql& sql, const std::string& table) {
  const std::string& text = sql.on("sqlite");
  const std::vector<Token> tokens = tokens_of(text);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool qualified = tokens[i].is_name() && tokens[i + 1].is_symbol('.') &&
                           tokens[i + 2].is_name() && same(unquoted(tokens[i].text), table);
    if (!qualified) continue;
    out += text.substr(copied, tokens[i].begin - copied);
    copied = tokens[i + 2].begin;
  }
  return out + text.substr(copied);
}

std::string new_definition(Table table, const std::string& new_name) {
  for (Check& check : table.checks) {
    check.condition = without_table_name(check.condition, table.name);
  }
  for (Column& column : table.columns) {
    if (!column.generated) continue;
    column.generated->expression = without_table_name(column.generated->expression, table.name);
  }
  return table_definition(table, new_name);
}

Statement copy_rows(const Rebuild& change, const std::string& new_name) {
  std::vector<std::string> columns;
  std::vector<std::string> values;
  if (const std::string rowid = rowid_name(change.from, change.to); !rowid.empty()) {
    columns.push_back(rowid);
    values.push_back(rowid);
  }
  for (const Column& column : change.to.columns) {
    const std::string key = text::lower(column.name);
    const auto value = change.values.find(key);
    if (column.generated || value == change.values.end()) continue;
    columns.push_back(identifier(column.name));
    const auto backfill = change.backfills.find(key);
    values.push_back(backfill == change.backfills.end()
                         ? value->second
                         : "coalesce(" + value->second + ", " + backfill->second + ')');
  }
  std::string text = std::string("INSERT ") + (has_conflict_clause(change.to) ? "OR ABORT " : "") +
                     "INTO " + identifier(new_name);
  if (columns.empty()) {  // not one column of the old rows is left, but the rows are
    const Column& first = *std::ranges::find_if(
        change.to.columns, [](const Column& column) { return !column.generated; });
    columns.push_back(identifier(first.name));
    values.push_back(first.server_default ? '(' + first.server_default->on("sqlite") + ')'
                                          : "NULL");
  }
  text += " (" + text::join(columns, ", ") + ") SELECT " + text::join(values, ", ") + " FROM " +
          identifier(change.from.name);
  return {.text = std::move(text),
          .complaint = "the rows of " + change.from.name + " do not fit its new shape"};
}

std::string saved_name(const Table& table) {
  return "temp." + identifier("migrate_rebuild_" + table.name);
}

bool counts(const Table& table) { return table.primary_key && table.primary_key->autoincrement; }

void mark(std::vector<Statement>& around, const Table& from) {
  for (Statement& statement : around) {
    statement.foreign_keys_off = true;
    statement.rebuilds = from.name;
    statement.around = true;
  }
}

/// The views and triggers that are about the table, and those that are about such views.
std::vector<const Object*> dependents(const Schema& schema, const std::string& table) {
  std::set<std::string> reached = {text::lower(table)};
  std::vector<const Object*> found;
  for (bool more = true; more;) {
    more = false;
    for (const Object& object : schema.objects) {
      if (object.kind != Object::Kind::view && object.kind != Object::Kind::trigger) continue;
      if (std::ranges::find(found, &object) != found.end()) continue;
      std::vector<std::string> names = tables_in(object.definition);
      if (!object.table.empty()) names.push_back(text::lower(object.table));
      if (std::ranges::none_of(names,
                               [&](const std::string& name) { return reached.contains(name); })) {
        continue;
      }
      found.push_back(&object);
      if (object.kind == Object::Kind::view) more = reached.insert(text::lower(object.name)).second;
    }
  }
  return found;
}

/// A statement that fires the trigger.
std::string firing(const Schema& schema, const Object& trigger) {
  const TriggerHead head = trigger_head(trigger.definition);
  const std::string table = identifier(head.table);
  if (head.event == "DELETE") return "DELETE FROM " + table;
  if (head.event == "INSERT") return "INSERT INTO " + table + " DEFAULT VALUES";
  std::string column = head.columns.empty() ? "" : head.columns.front();
  for (const Table& known : schema.tables) {
    if (!column.empty() || !same(known.name, head.table)) continue;
    for (const Column& candidate : known.columns) {
      if (column.empty() && !candidate.generated) column = candidate.name;
    }
  }
  if (column.empty()) return "";  // of a view whose columns are not known
  return "UPDATE " + table + " SET " + identifier(column) + " = NULL";
}

}  // namespace

std::vector<Statement> begin_rebuild(const Table& from) {
  std::string counter = "NULL";
  if (counts(from)) {
    counter = "(SELECT seq FROM sqlite_sequence WHERE name = " + literal(from.name) + ')';
  }
  std::vector<Statement> statements = {
      {.text = "PRAGMA legacy_alter_table = ON"},
      {.text = "CREATE TABLE " + saved_name(from) + " AS SELECT (SELECT count(*) FROM " +
               identifier(from.name) + ") AS number_of_rows, " + counter + " AS counter"}};
  mark(statements, from);
  return statements;
}

std::vector<Statement> end_rebuild(const Table& from, const Schema& after) {
  const auto to = std::ranges::find_if(
      after.tables, [&](const Table& table) { return same(table.name, from.name); });
  if (to == after.tables.end()) {
    throw Error(ErrorCode::revision,
                "the table " + from.name + " is gone after what was to rebuild it");
  }
  const std::string saved = saved_name(from);
  std::vector<Statement> statements;
  if (counts(from) && counts(*to)) {
    statements.push_back({.text = "DELETE FROM sqlite_sequence WHERE name = " + literal(to->name)});
    statements.push_back({.text = "INSERT INTO sqlite_sequence (name, seq) SELECT " +
                                  literal(to->name) + ", counter FROM " + saved +
                                  " WHERE counter IS NOT NULL"});
  }
  statements.push_back(
      {.text = "SELECT (SELECT count(*) FROM " + identifier(to->name) + ") - number_of_rows FROM " +
               saved,
       .expected = "0",
       .complaint = "the rebuild of " + to->name + " changed the number of its rows by {}"});
  statements.push_back({.text = "DROP TABLE " + saved});
  statements.push_back({.text = "PRAGMA legacy_alter_table = OFF"});
  for (Statement& statement : check_dependents(after, to->name)) {
    statements.push_back(std::move(statement));
  }
  mark(statements, from);
  return statements;
}

std::vector<Statement> check_dependents(const Schema& schema, const std::string& table,
                                        bool views) {
  std::vector<Statement> statements;
  for (const Object* object : dependents(schema, table)) {
    const bool view = object->kind == Object::Kind::view;
    if (view && !views) continue;
    const std::string probe =
        view ? "SELECT 1 FROM " + identifier(object->name) : firing(schema, *object);
    if (probe.empty()) continue;
    statements.push_back({.text = "EXPLAIN " + probe,
                          .expected = "0",
                          .complaint = std::string(view ? "the view " : "the trigger ") +
                                       object->name +
                                       " would be broken; drop it first, and "
                                       "create it again as it is to be"});
  }
  return statements;
}

std::vector<Statement> rebuild(const Schema& schema, const Rebuild& change) {
  const std::string& name = change.to.name;
  const std::string new_name = free_name(schema, name);
  std::vector<Statement> statements = begin_rebuild(change.from);
  for (const Column& column : change.to.columns) check_not_null(change, column, statements);
  statements.push_back({.text = new_definition(change.to, new_name)});
  statements.push_back(copy_rows(change, new_name));
  statements.push_back({.text = "DROP TABLE " + identifier(change.from.name)});
  statements.push_back(
      {.text = "ALTER TABLE " + identifier(new_name) + " RENAME TO " + identifier(name)});
  for (const Index& index : change.to.indexes) {
    statements.push_back({.text = index_definition(index, name)});
  }
  for (const Object& object : schema.objects) {
    if (object.kind == Object::Kind::trigger && same(object.table, change.from.name)) {
      statements.push_back({.text = object.definition});
    }
  }
  for (Statement& statement : statements) {
    statement.foreign_keys_off = true;
    statement.rebuilds = change.from.name;
  }
  for (Statement& statement : end_rebuild(change.from, schema)) {
    statements.push_back(std::move(statement));
  }
  return statements;
}

std::string fingerprint(const Schema& schema, std::string_view table) {
  Sha256 hash;
  bool found = false;
  for (const Table& candidate : schema.tables) {
    if (!same(candidate.name, table)) continue;
    found = true;
    const Table lower = lowered(candidate, schema);
    hash.update(table_definition(lower));
    for (const Index& index : lower.indexes)
      hash.update('\n' + index_definition(index, lower.name));
  }
  for (const Object& object : schema.objects) {
    if (object.kind == Object::Kind::trigger && same(object.table, table)) {
      hash.update('\n' + object.definition);
    }
  }
  return found ? hash.hex().substr(0, 16) : "";
}

}  // namespace migrate::sqlite
