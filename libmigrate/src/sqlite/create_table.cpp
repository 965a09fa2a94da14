#include "sqlite/create_table.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "schema/order.hpp"
#include "sqlite/names.hpp"
#include "sqlite/tokens.hpp"
#include "sqlite/types.hpp"

namespace migrate::sqlite {
namespace {

/// The built-in collations in one spelling; their names are the same in upper and lower case.
std::string collation_name(const std::string& name) {
  for (const std::string_view known : {"BINARY", "NOCASE", "RTRIM"}) {
    if (text::equals_ignoring_case(name, known)) return std::string(known);
  }
  return name;
}

/// A key's or an index's column, spelled as in the table.
std::string column_name(const Table& table, const std::string& name) {
  for (const Column& column : table.columns) {
    if (text::equals_ignoring_case(column.name, name)) return column.name;
  }
  return name;
}

/// SQLite keeps the types that STRICT tables know as numbers, and reports them in upper case.
std::string reported_type(std::string_view text) {
  for (const std::string_view known : {"ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT"}) {
    if (text::equals_ignoring_case(text, known)) return std::string(known);
  }
  return std::string(text);
}

/// To SQLite's grammar GENERATED ALWAYS is a part of the type; it takes the words off by their
/// letters, with nothing but blanks between them.
std::string_view without_generated(std::string_view type) {
  const auto take_off = [&](std::string_view word) {
    if (type.size() < word.size()) return false;
    const std::string_view end = type.substr(type.size() - word.size());
    if (!text::equals_ignoring_case(end, word)) return false;
    type = type.substr(0, type.size() - word.size());
    while (!type.empty() && text::is_space(type.back())) type.remove_suffix(1);
    return true;
  };
  constexpr std::size_t both = 16;
  if (type.size() >= both && take_off("ALWAYS")) take_off("GENERATED");
  return type;
}

class TableParser {
 public:
  explicit TableParser(std::string_view statement) : in_(statement) {}

  ParsedTable parse() {
    in_.skip("CREATE");
    if (!in_.skip("TEMP")) in_.skip("TEMPORARY");
    if (!in_.skip("TABLE")) in_.fail();
    if (in_.skip("IF") && !(in_.skip("NOT") && in_.skip("EXISTS"))) in_.fail();
    table().name = in_.name();
    if (in_.skip_symbol('.')) table().name = in_.name();
    if (!in_.peek().opens()) in_.fail();
    in_.next();
    columns();
    while (!in_.peek().closes()) {
      if (in_.at_end()) in_.fail();
      if (!in_.skip_symbol(',')) table_constraint();
    }
    in_.next();
    options();
    finish();
    return std::move(parsed_);
  }

 private:
  Table& table() { return parsed_.table; }

  [[nodiscard]] bool at_table_constraint() const {
    return std::ranges::any_of(std::array{"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"},
                               [&](const char* word) { return in_.peek().is(word); });
  }

  void columns() {
    do {
      if (at_table_constraint()) return;
      table().columns.push_back({.name = in_.name()});
      type();
      while (!in_.peek().is_symbol(',') && !in_.peek().closes()) column_constraint();
    } while (in_.skip_symbol(','));
  }

  [[nodiscard]] bool at_end_of_type() const {
    const Token& token = in_.peek();
    if (!token.is_name()) return true;
    return std::ranges::any_of(
        std::array{"CONSTRAINT", "DEFAULT", "NULL", "NOT", "PRIMARY", "UNIQUE", "CHECK",
                   "REFERENCES", "COLLATE", "AS", "DEFERRABLE"},
        [&](const char* word) { return token.is(word); });
  }

  void type() {
    const std::size_t from = in_.position();
    while (!at_end_of_type()) in_.next();
    if (in_.position() != from && in_.peek().opens()) in_.in_parentheses();
    const std::string_view text = without_generated(in_.text_since(from));
    const bool quoted = !text.empty() && std::string_view("\"'`[").find(text[0]) != text.npos;
    table().columns.back().type =
        type_of(reported_type(quoted ? unquoted(tokens_of(text).front().text) : text));
  }

  void column_constraint() {
    Column& column = table().columns.back();
    const std::string name = in_.skip("CONSTRAINT") ? in_.name() : "";
    if (in_.skip("DEFAULT")) {
      column.server_default = default_text();
      leave_out(name, "DEFAULT");
    } else if (in_.skip("NULL")) {
      conflict();
      leave_out(name, "NULL");
    } else if (in_.peek(in_.peek().is("NOT") ? 1 : 0).is("DEFERRABLE")) {
      deferrable();
    } else if (in_.skip("NOT")) {
      if (!in_.skip("NULL")) in_.fail();
      column.nullable = false;
      column.not_null_name = name;
      column.not_null_conflict = conflict();
    } else if (in_.skip("PRIMARY")) {
      column_primary_key(column, name);
    } else if (in_.skip("UNIQUE")) {
      table().uniques.push_back({.name = name, .columns = {column.name}});
      table().uniques.back().conflict = conflict();
    } else if (in_.skip("CHECK")) {
      table().checks.push_back({.name = name, .condition = in_.in_parentheses()});
    } else if (in_.skip("REFERENCES")) {
      table().foreign_keys.push_back({.name = name, .columns = {column.name}});
      references();
    } else if (in_.skip("COLLATE")) {
      column.collation = collation_name(in_.name());
      leave_out(name, "COLLATE");
    } else if (in_.peek().is("GENERATED") || in_.peek().is("AS")) {
      generated(column);
      leave_out(name, "generated column");
    } else if (name.empty() || in_.peek().is("CONSTRAINT")) {
      if (name.empty()) in_.fail();
      leave_out(name, "constraint that is not there");
    }
  }

  void leave_out(const std::string& name, const char* what) {
    if (!name.empty()) parsed_.left_out.push_back("the name " + name + " of a " + what);
  }

  /// Without parentheses around it: compile.cpp puts them where they are needed.
  std::string_view default_text() {
    if (in_.peek().opens()) return in_.in_parentheses();
    const std::size_t from = in_.position();
    if (!in_.skip_symbol('-')) in_.skip_symbol('+');
    in_.next();
    return in_.text_since(from);
  }

  Conflict conflict() {
    if (!in_.peek().is("ON") || !in_.peek(1).is("CONFLICT")) return Conflict::none;
    in_.next();
    in_.next();
    if (in_.skip("ROLLBACK")) return Conflict::rollback;
    if (in_.skip("ABORT")) return Conflict::abort;
    if (in_.skip("FAIL")) return Conflict::fail;
    if (in_.skip("IGNORE")) return Conflict::ignore;
    if (!in_.skip("REPLACE")) in_.fail();
    return Conflict::replace;
  }

  void column_primary_key(const Column& column, const std::string& name) {
    if (!in_.skip("KEY")) in_.fail();
    PrimaryKey key{.name = name, .columns = {column.name}};
    key.columns[0].descending = in_.skip("DESC");
    in_.skip("ASC");
    key.conflict = conflict();
    key.autoincrement = in_.skip("AUTOINCREMENT");
    table().primary_key = std::move(key);
  }

  void generated(Column& column) {
    if (in_.skip("GENERATED") && !in_.skip("ALWAYS")) in_.fail();
    if (!in_.skip("AS")) in_.fail();
    Generated made{.expression = in_.in_parentheses()};
    made.stored = in_.skip("STORED");
    in_.skip("VIRTUAL");
    column.generated = std::move(made);
  }

  /// What follows REFERENCES, for the last foreign key.
  void references() {
    ForeignKey& key = table().foreign_keys.back();
    key.references.table = in_.name();
    if (in_.peek().opens()) key.references.columns = name_list();
    for (;;) {
      if (in_.skip("MATCH")) {
        key.match = match(in_.name());
      } else if (in_.peek().is("ON") && !in_.peek(1).is("CONFLICT")) {
        in_.next();
        const Token& event = in_.next();
        const Action chosen = action();
        if (event.is("DELETE")) key.on_delete = chosen;
        if (event.is("UPDATE")) key.on_update = chosen;
      } else {
        return;
      }
    }
  }

  /// SQLite takes any word there and does the same for all.
  Match match(const std::string& word) {
    if (text::equals_ignoring_case(word, "full")) return Match::full;
    if (text::equals_ignoring_case(word, "partial")) return Match::partial;
    if (!text::equals_ignoring_case(word, "simple")) parsed_.left_out.push_back("MATCH " + word);
    return Match::simple;
  }

  Action action() {
    if (in_.skip("CASCADE")) return Action::cascade;
    if (in_.skip("RESTRICT")) return Action::restrict;
    if (in_.skip("NO") && in_.skip("ACTION")) return Action::no_action;
    if (!in_.skip("SET")) in_.fail();
    if (in_.skip("NULL")) return Action::set_null;
    if (!in_.skip("DEFAULT")) in_.fail();
    return Action::set_default;
  }

  /// Stands behind the whole of a foreign key, maybe with another constraint between them.
  void deferrable() {
    const bool no = in_.skip("NOT");
    if (!in_.skip("DEFERRABLE")) in_.fail();
    Deferrable chosen = Deferrable::initially_immediate;
    if (in_.skip("INITIALLY")) {
      if (in_.skip("DEFERRED")) {
        chosen = Deferrable::initially_deferred;
      } else if (!in_.skip("IMMEDIATE")) {
        in_.fail();
      }
    }
    if (!table().foreign_keys.empty()) {
      table().foreign_keys.back().deferrable = no ? Deferrable::no : chosen;
    }
  }

  std::vector<std::string> name_list() {
    std::vector<std::string> names;
    in_.next();
    do {
      names.push_back(in_.name());
      // Nonsense that SQLite once took: REFERENCES t (a COLLATE x ASC)
      if (in_.skip("COLLATE")) in_.name();
      if (!in_.skip("ASC")) in_.skip("DESC");
    } while (in_.skip_symbol(','));
    if (!in_.peek().closes()) in_.fail();
    in_.next();
    return names;
  }

  std::vector<KeyColumn> key_columns(bool* autoincrement) {
    std::vector<KeyColumn> columns;
    if (!in_.peek().opens()) in_.fail();
    in_.next();
    do {
      int depth = 0;
      for (; in_.peek().opens(); ++depth) in_.next();
      KeyColumn column(column_name(table(), in_.name()));
      do {
        if (in_.skip("COLLATE")) column.collation = collation_name(in_.name());
        while (depth > 0 && in_.peek().closes()) {
          in_.next();
          --depth;
        }
      } while (in_.peek().is("COLLATE"));
      column.descending = in_.skip("DESC");
      in_.skip("ASC");
      columns.push_back(std::move(column));
    } while (in_.skip_symbol(','));
    if (autoincrement != nullptr) *autoincrement = in_.skip("AUTOINCREMENT");
    if (!in_.peek().closes()) in_.fail();
    in_.next();
    return columns;
  }

  void table_constraint() {
    const std::string name = in_.skip("CONSTRAINT") ? in_.name() : "";
    if (in_.skip("PRIMARY")) {
      if (!in_.skip("KEY")) in_.fail();
      PrimaryKey key{.name = name};
      key.columns = key_columns(&key.autoincrement);
      key.conflict = conflict();
      key_in_table_ = true;
      table().primary_key = std::move(key);
    } else if (in_.skip("UNIQUE")) {
      Unique unique{.name = name, .columns = key_columns(nullptr)};
      unique.conflict = conflict();
      table().uniques.push_back(std::move(unique));
    } else if (in_.skip("CHECK")) {
      table().checks.push_back({.name = name, .condition = in_.in_parentheses()});
      conflict();  // is taken and does nothing
    } else if (in_.skip("FOREIGN")) {
      if (!in_.skip("KEY")) in_.fail();
      ForeignKey key{.name = name};
      for (const std::string& column : name_list()) {
        key.columns.push_back(column_name(table(), column));
      }
      if (!in_.skip("REFERENCES")) in_.fail();
      table().foreign_keys.push_back(std::move(key));
      references();
      if (in_.peek().is("NOT") || in_.peek().is("DEFERRABLE")) deferrable();
    } else if (name.empty()) {
      in_.fail();
    } else {
      leave_out(name, "constraint that is not there");
    }
  }

  void options() {
    while (!in_.at_end()) {
      if (in_.skip("WITHOUT")) {
        table().without_rowid = in_.skip("ROWID");
      } else if (in_.skip("STRICT")) {
        table().strict = true;
      } else if (!in_.skip_symbol(',')) {
        in_.fail();
      }
    }
  }

  void finish() {
    for (Column& column : table().columns) {
      if (column.collation == "BINARY") column.collation.clear();
    }
    if (!table().primary_key || table().without_rowid || !key_in_table_) return;
    // As a constraint of the table, DESC and COLLATE of a rowid mean nothing; DESC in the column
    // makes it an ordinary one. https://sqlite.org/lang_createtable.html#rowid
    PrimaryKey plain = *table().primary_key;
    plain.columns[0].descending = false;
    Table probe{.columns = table().columns, .primary_key = plain};
    if (!has_rowid_key(probe)) return;
    table().primary_key = std::move(plain);
    table().primary_key->columns[0].collation.clear();
  }

  TokenReader in_;
  ParsedTable parsed_ = {};
  bool key_in_table_ = false;
};

/// `expression [COLLATE name] [ASC | DESC] [NULLS …]`
IndexColumn index_column(std::string_view text, const Table& table) {
  std::vector<Token> tokens = tokens_of(text);
  IndexColumn column;
  const auto ends_in = [&](std::string_view word) {
    return tokens.size() > 1 && tokens.back().is(word);
  };
  if (ends_in("DESC")) column.descending = true;
  if (ends_in("DESC") || ends_in("ASC")) tokens.pop_back();
  if (tokens.size() > 2 && tokens[tokens.size() - 2].is("COLLATE")) {
    column.collation = collation_name(unquoted(tokens.back().text));
    tokens.resize(tokens.size() - 2);
  }
  if (tokens.size() == 1 && tokens[0].is_name()) {
    const std::string name = unquoted(tokens[0].text);
    for (const Column& known : table.columns) {
      if (text::equals_ignoring_case(known.name, name)) column.column = known.name;
    }
  }
  if (column.column.empty()) column.expression = text.substr(0, tokens.back().end());
  return column;
}

/// The parts between commas that stand in no parentheses, each from its first token to its last.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty = true;
  for (const Token& token : tokens_of(text)) {
    if (depth == 0 && token.is_symbol(',')) {
      parts.push_back(text.substr(begin, end - begin));
      empty = true;
      continue;
    }
    if (token.opens()) ++depth;
    if (token.closes()) --depth;
    if (empty) begin = token.begin;
    empty = false;
    end = token.end();
  }
  if (!empty) parts.push_back(text.substr(begin, end - begin));
  return parts;
}

}  // namespace

ParsedTable parse_table(std::string_view statement) { return TableParser(statement).parse(); }

Index parse_index(std::string_view statement, const Table& table) {
  TokenReader in(statement);
  Index index;
  in.skip("CREATE");
  index.unique = in.skip("UNIQUE");
  if (!in.skip("INDEX")) in.fail();
  if (in.skip("IF") && !(in.skip("NOT") && in.skip("EXISTS"))) in.fail();
  index.name = in.name();
  if (in.skip_symbol('.')) index.name = in.name();
  if (!in.skip("ON")) in.fail();
  in.name();
  for (const std::string_view part : parts_of(in.in_parentheses())) {
    index.columns.push_back(index_column(part, table));
  }
  if (in.skip("WHERE")) {
    const std::size_t from = in.position();
    while (!in.at_end()) in.next();
    index.where = in.text_since(from);
  } else if (!in.at_end()) {
    in.fail();
  }
  return index;
}

}  // namespace migrate::sqlite
