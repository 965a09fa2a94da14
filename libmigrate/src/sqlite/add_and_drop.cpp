#include "sqlite/add_and_drop.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sqlite/ddl.hpp"
#include "sqlite/names.hpp"
#include "sqlite/rebuild.hpp"
#include "sqlite/tokens.hpp"
#include "sqlite/trigger.hpp"

namespace migrate::sqlite {
namespace {

using Statements = std::vector<Statement>;

bool same(std::string_view a, std::string_view b) { return text::equals_ignoring_case(a, b); }

bool names(const std::vector<std::string>& all, std::string_view column) {
  return std::ranges::any_of(all, [&](const std::string& name) { return same(name, column); });
}

bool mentions(const std::string& expression, std::string_view column) {
  const std::vector<Token> tokens = tokens_of(expression);
  return std::ranges::any_of(tokens, [&](const Token& token) {
    return token.is_name() && same(unquoted(token.text), column);
  });
}

/// ADD COLUMN takes a default that is computed, or a NOT NULL without one, only while the table is
/// empty: what works on an empty database would fail on one with rows.
/// https://sqlite.org/lang_altertable.html#altertabaddcol
bool can_be_added(const Column& column) {
  if (column.generated) return !column.generated->stored && column.nullable;
  if (!column.server_default) return column.nullable;
  const std::vector<Token> tokens = tokens_of(column.server_default->on("sqlite"));
  if (tokens.empty() || tokens.size() > 2) return false;
  const Token& last = tokens.back();
  if (last.is("NULL")) return column.nullable;
  if (tokens.size() == 2) {
    return (tokens[0].is_symbol('-') || tokens[0].is_symbol('+')) &&
           last.kind == sql::Lexeme::Kind::number;
  }
  return last.kind == sql::Lexeme::Kind::number || last.kind == sql::Lexeme::Kind::string ||
         last.is("TRUE") || last.is("FALSE");
}

/// The same table without its indexes.
Table bare(Table table) {
  table.indexes.clear();
  return table;
}

Statements index_changes(const Table& was, const Table& now) {
  Statements statements;
  for (const Index& index : was.indexes) {
    if (std::ranges::find(now.indexes, index) == now.indexes.end()) {
      statements.push_back({.text = "DROP INDEX " + identifier(index.name)});
    }
  }
  for (const Index& index : now.indexes) {
    if (std::ranges::find(was.indexes, index) == was.indexes.end()) {
      statements.push_back({.text = index_definition(index, now.name)});
    }
  }
  return statements;
}

/// An enum comes with a CHECK, which stands in the column's definition here.
std::optional<Statements> add_column(const Schema& schema, const Table& was, const Table& now) {
  const Column& column = now.columns.back();
  Table expected = now;
  expected.columns.pop_back();
  std::string definition = column_definition(column);
  for (const Check& check : now.checks) {
    if (std::ranges::find(was.checks, check) != was.checks.end()) continue;
    definition +=
        " CONSTRAINT " + identifier(check.name) + " CHECK (" + check.condition.on("sqlite") + ')';
    std::erase(expected.checks, check);
  }
  if (expected != was || !can_be_added(column)) return std::nullopt;
  Statements statements = {
      {.text = "ALTER TABLE " + identifier(now.name) + " ADD COLUMN " + definition}};
  for (Statement& check : check_dependents(schema, now.name, false)) {
    statements.push_back(std::move(check));
  }
  return statements;
}

/// A constraint that names the column is the table's, whose text DROP COLUMN does not change.
std::optional<Statements> drop_column(const ops::DropColumn& operation, const Schema& schema,
                                      const Table& was, const Table& now) {
  Table expected = bare(was);
  std::erase_if(expected.columns,
                [&](const Column& column) { return same(column.name, operation.column); });
  if (expected != bare(now) || now.columns.empty()) return std::nullopt;
  Statements statements = index_changes(was, now);
  for (const Column& column : was.columns) {
    if (!same(column.name, operation.column)) continue;
    statements.push_back({.text = "ALTER TABLE " + identifier(now.name) + " DROP COLUMN " +
                                  identifier(column.name)});
  }
  for (Statement& check : check_dependents(schema, now.name, false)) {
    statements.push_back(std::move(check));
  }
  return statements;
}

[[noreturn]] void refuse(const Table& table, const std::string& column, const std::string& why) {
  throw Error(ErrorCode::revision,
              "the column " + table.name + '.' + column + " cannot be dropped: " + why);
}

}  // namespace

std::optional<Statements> by_alter_table(const Operation& operation, const Schema& schema,
                                         const Table& was, const Table& now) {
  if (std::holds_alternative<ops::AddColumn>(operation)) return add_column(schema, was, now);
  if (const auto* const drop = std::get_if<ops::DropColumn>(&operation)) {
    return drop_column(*drop, schema, was, now);
  }
  if (const auto* const alter = std::get_if<ops::AlterColumn>(&operation)) {
    if (!alter->using_.empty() || !alter->backfill.empty()) return std::nullopt;
  }
  if (bare(was) != bare(now)) return std::nullopt;
  return index_changes(was, now);
}

void refuse_needed_column(const Schema& schema, const Table& table, const Table& now,
                          const ops::DropColumn& operation) {
  const std::string& column = operation.column;
  for (const Column& other : now.columns) {
    if (same(other.name, column)) return;  // it has come back
    if (other.generated && mentions(other.generated->expression.on("sqlite"), column)) {
      refuse(table, column,
             "the generated column " + other.name + " is made of it; drop that first");
    }
  }
  const bool in_key = table.primary_key &&
                      std::ranges::any_of(table.primary_key->columns, [&](const KeyColumn& part) {
                        return same(part.name, column);
                      });
  for (const Table& other : schema.tables) {
    for (const ForeignKey& key : other.foreign_keys) {
      if (!same(key.references.table, table.name)) continue;
      if (key.references.columns.empty() ? in_key : names(key.references.columns, column)) {
        refuse(table, column,
               "the foreign key of " + other.name + " (" + text::join(key.columns, ", ") +
                   ") refers to it; drop that first");
      }
    }
  }
  for (const Object& object : schema.objects) {
    if (object.kind != Object::Kind::trigger || !same(object.table, table.name)) continue;
    if (names(trigger_head(object.definition).columns, column)) {
      refuse(table, column,
             "the trigger " + object.name + " waits for its updates; drop that first");
    }
  }
}

}  // namespace migrate::sqlite
