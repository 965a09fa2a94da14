#include "sqlite/ddl.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/order.hpp"
#include "sqlite/names.hpp"
#include "sqlite/tokens.hpp"
#include "sqlite/types.hpp"

namespace migrate::sqlite {
namespace {

std::string in_parentheses(const std::string& text) {
  return '(' + text + (ends_in_line_comment(text) ? "\n)" : ")");
}

/// What may stand behind DEFAULT without parentheses: a literal, a signed number, a single word.
bool is_simple_default(const std::string& text) {
  const std::vector<Token> tokens = tokens_of(text);
  if (tokens.empty() || tokens.front().begin != 0 || tokens.back().end() != text.size()) {
    return false;
  }
  if (tokens.size() == 2) {
    return (tokens[0].is_symbol('-') || tokens[0].is_symbol('+')) &&
           tokens[1].kind == sql::Lexeme::Kind::number;
  }
  return tokens.size() == 1 && (tokens[0].is_name() || tokens[0].kind == sql::Lexeme::Kind::number);
}

std::string named(const std::string& name) {
  return name.empty() ? "" : "CONSTRAINT " + identifier(name) + ' ';
}

std::string conflict_clause(Conflict conflict) {
  switch (conflict) {
    case Conflict::none:
      return "";
    case Conflict::rollback:
      return " ON CONFLICT ROLLBACK";
    case Conflict::abort:
      return " ON CONFLICT ABORT";
    case Conflict::fail:
      return " ON CONFLICT FAIL";
    case Conflict::ignore:
      return " ON CONFLICT IGNORE";
    case Conflict::replace:
      return " ON CONFLICT REPLACE";
  }
  return "";
}

std::string action_clause(std::string_view event, Action action) {
  std::string clause = " ON " + std::string(event);
  switch (action) {
    case Action::no_action:
      return "";
    case Action::restrict:
      return clause + " RESTRICT";
    case Action::cascade:
      return clause + " CASCADE";
    case Action::set_null:
      return clause + " SET NULL";
    case Action::set_default:
      return clause + " SET DEFAULT";
  }
  return "";
}

std::string key_list(const std::vector<KeyColumn>& columns) {
  std::vector<std::string> parts;
  for (const KeyColumn& column : columns) {
    std::string part = identifier(column.name);
    if (!column.collation.empty()) part += " COLLATE " + identifier(column.collation);
    if (column.descending) part += " DESC";
    parts.push_back(std::move(part));
  }
  return '(' + text::join(parts, ", ") + ')';
}

/// The key of one column is written in it, which is the only way to say that an INTEGER is not to
/// be the rowid (DESC).
bool is_in_column(const Table& table, const Column& column) {
  return table.primary_key && table.primary_key->columns.size() == 1 &&
         table.primary_key->columns.front().name == column.name &&
         table.primary_key->columns.front().collation.empty();
}

std::string key_in_column(const PrimaryKey& key) {
  return ' ' + named(key.name) + "PRIMARY KEY" + (key.columns.front().descending ? " DESC" : "") +
         conflict_clause(key.conflict) + (key.autoincrement ? " AUTOINCREMENT" : "");
}

std::string foreign_key_definition(const ForeignKey& key) {
  std::string text = named(key.name) + "FOREIGN KEY (" + name_list(key.columns) + ") REFERENCES " +
                     identifier(key.references.table);
  if (!key.references.columns.empty()) text += " (" + name_list(key.references.columns) + ')';
  text += action_clause("DELETE", key.on_delete) + action_clause("UPDATE", key.on_update);
  if (key.match == Match::full) text += " MATCH FULL";
  if (key.match == Match::partial) text += " MATCH PARTIAL";
  if (key.deferrable != Deferrable::no) text += " DEFERRABLE";
  if (key.deferrable == Deferrable::initially_deferred) text += " INITIALLY DEFERRED";
  return text;
}

/// Columns, then constraints.
std::vector<std::string> parts_of(const Table& table) {
  std::vector<std::string> parts;
  bool key_written = !table.primary_key;
  for (const Column& column : table.columns) {
    parts.push_back(column_definition(column));
    if (is_in_column(table, column)) {
      parts.back() += key_in_column(*table.primary_key);
      key_written = true;
    }
  }
  if (!key_written) {
    const PrimaryKey& key = *table.primary_key;
    parts.push_back(named(key.name) + "PRIMARY KEY " + key_list(key.columns) +
                    conflict_clause(key.conflict));
  }
  for (const Unique& unique : table.uniques) {
    parts.push_back(named(unique.name) + "UNIQUE " + key_list(unique.columns) +
                    conflict_clause(unique.conflict));
  }
  for (const Check& check : table.checks) {
    parts.push_back(named(check.name) + "CHECK " + in_parentheses(check.condition.on("sqlite")));
  }
  for (const ForeignKey& key : table.foreign_keys) parts.push_back(foreign_key_definition(key));
  return parts;
}

}  // namespace

std::string name_list(const std::vector<std::string>& names) {
  std::vector<std::string> parts;
  for (const std::string& name : names) parts.push_back(identifier(name));
  return text::join(parts, ", ");
}

std::string column_definition(const Column& column) {
  std::string text = identifier(column.name);
  const std::string type = type_text(column.type);
  if (!type.empty()) text += ' ' + type;
  if (!column.collation.empty()) text += " COLLATE " + identifier(column.collation);
  if (!column.nullable) {
    text +=
        ' ' + named(column.not_null_name) + "NOT NULL" + conflict_clause(column.not_null_conflict);
  }
  if (column.server_default && !column.generated) {  // NULL, when it has become computed
    const std::string& value = column.server_default->on("sqlite");
    text += " DEFAULT " + (is_simple_default(value) ? value : in_parentheses(value));
  }
  if (column.generated) {
    text += " GENERATED ALWAYS AS " + in_parentheses(column.generated->expression.on("sqlite")) +
            (column.generated->stored ? " STORED" : " VIRTUAL");
  }
  return text;
}

std::string table_definition(const Table& table, std::string_view name) {
  std::string text = "CREATE TABLE " + identifier(name.empty() ? table.name : name) + " (\n    " +
                     text::join(parts_of(table), ",\n    ") + "\n)";
  if (table.strict) text += " STRICT";
  if (table.without_rowid) text += table.strict ? ", WITHOUT ROWID" : " WITHOUT ROWID";
  return text;
}

std::string index_definition(const Index& index, std::string_view table) {
  std::vector<std::string> parts;
  for (const IndexColumn& column : index.columns) {
    std::string part =
        column.column.empty() ? column.expression.on("sqlite") : identifier(column.column);
    if (!column.collation.empty()) part += " COLLATE " + identifier(column.collation);
    if (column.descending) part += " DESC";
    parts.push_back(std::move(part));
  }
  std::string text = std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " +
                     identifier(index.name) + " ON " + identifier(table) + " (" +
                     text::join(parts, ", ") + ')';
  if (const std::string& where = index.where.on("sqlite"); !where.empty()) {
    text += " WHERE " + where;
  }
  return text;
}

}  // namespace migrate::sqlite
