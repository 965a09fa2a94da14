#include "support/random_schema.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "schema/order.hpp"

namespace migrate::test {
namespace {

using Kind = Type::Kind;

std::string quoted(std::string_view name) {
  return '"' + text::replace_all(name, "\"", "\"\"") + '"';
}

bool is_number(const Column& column) {
  switch (column.type.kind) {
    case Kind::integer:
    case Kind::bigint:
    case Kind::smallint:
    case Kind::double_:
      return true;
    default:
      return false;
  }
}

bool is_text(const Column& column) {
  return column.type.kind == Kind::text || column.type.kind == Kind::string;
}

/// Can it stand in a key or an index on both databases?
bool is_comparable(const Column& column) { return column.type.kind != Kind::json; }

class Generator {
 public:
  Generator(Random& random, std::string_view dialect, RandomNames& names, const SchemaShape& shape)
      : random_(random), sqlite_(dialect == "sqlite"), names_(names), shape_(shape) {}

  Schema schema() {
    Schema made;
    made.dialect = sqlite_ ? "sqlite" : "postgresql";
    for (int i = 0; i < shape_.tables; ++i) made.tables.push_back(table());
    if (shape_.foreign_keys) {
      for (Table& child : made.tables) {
        for (int i = random_.between(0, 2); i > 0; --i) {
          foreign_key(child, made.tables[random_.below(made.tables.size())]);
        }
      }
    }
    if (sqlite_ && shape_.views) add_views(made);
    if (sqlite_ && shape_.triggers) add_triggers(made);
    return normalized(std::move(made));
  }

  Table table() {
    Table made{.name = names_.next("t")};
    made.strict = sqlite_ && random_.percent(20);
    RandomNames column_names(random_, shape_.nasty_names);
    for (int i = random_.between(1, 7); i > 0; --i) {
      made.columns.push_back(column(column_names.next("c"), made.strict));
    }
    primary_key(made);
    if (shape_.expressions && random_.percent(40)) generated(made, column_names.next("g"));
    for (int i = random_.between(0, 2); i > 0; --i) unique(made);
    if (shape_.expressions) {
      for (int i = random_.between(0, 2); i > 0; --i) check(made);
    }
    for (int i = random_.between(0, 3); i > 0; --i) index(made);
    return normalized(std::move(made), sqlite_ ? "sqlite" : "postgresql");
  }

  Column column(std::string name, bool strict) {
    Column made{.name = std::move(name), .type = type(strict)};
    if (random_.percent(30)) {
      made.nullable = false;
      if (sqlite_ && random_.percent(20)) made.not_null_name = names_.next("nn");
      if (sqlite_ && random_.percent(20)) made.not_null_conflict = conflict();
    }
    if (random_.percent(35)) made.server_default = literal(made);
    if (is_text(made) && random_.percent(30)) {
      made.collation = sqlite_ ? random_.any<std::string>({"NOCASE", "RTRIM"}) : "C";
    }
    return made;
  }

 private:
  Type type(bool strict) {
    if (strict) {
      return random_.any<Type>({{.kind = Kind::integer},
                                {.kind = Kind::text},
                                {.kind = Kind::float_},
                                {.kind = Kind::blob},
                                {.kind = Kind::native, .name = "INT"},
                                {.kind = Kind::native, .name = "ANY"}});
    }
    if (sqlite_ && random_.percent(15)) {
      return {.kind = Kind::native,
              .name = random_.any<std::string>({"", "FOO", "varchar(10)", "UNSIGNED BIG INT",
                                                "NVARCHAR(100)", "Decimal(5, 2)", "INT",
                                                "DOUBLE PRECISION", "character(20)"})};
    }
    const Kind kind = random_.any<Kind>(
        {Kind::integer,  Kind::integer,     Kind::integer,  Kind::text,     Kind::text,
         Kind::bigint,   Kind::string,      Kind::string,   Kind::smallint, Kind::boolean,
         Kind::float_,   Kind::double_,     Kind::numeric,  Kind::date,     Kind::time,
         Kind::datetime, Kind::timestamptz, Kind::interval, Kind::uuid,     Kind::json,
         Kind::jsonb,    Kind::blob});
    Type made{.kind = kind};
    if (kind == Kind::string && random_.percent(70)) made.length = random_.between(1, 300);
    if (kind == Kind::numeric && random_.percent(70)) {
      made.precision = random_.between(1, 30);
      made.scale = random_.percent(50) ? random_.between(0, made.precision) : 0;
    }
    return made;
  }

  /// A default that a column of that type can have.
  Sql literal(const Column& column) {
    switch (column.type.kind) {
      case Kind::integer:
      case Kind::bigint:
        return random_.any<std::string>({"0", "7", "-1", "NULL"});
      case Kind::text:
      case Kind::string:
        return random_.any<std::string>({"''", "'x'", "'i''s'", "';'", "'ä'", "'(a) -- b'"});
      case Kind::boolean:
        return random_.any<std::string>({"true", "false"});
      case Kind::date:
      case Kind::time:
      case Kind::datetime:
      case Kind::timestamptz:
        if (column.type.kind == Kind::date) return "CURRENT_DATE";
        if (column.type.kind == Kind::time) return sqlite_ ? "CURRENT_TIME" : "LOCALTIME";
        return "CURRENT_TIMESTAMP";
      case Kind::double_:
        return random_.any<std::string>({"1.5", "2 * 3.25"});
      default:
        return "NULL";
    }
  }

  Conflict conflict() {
    return random_.any<Conflict>(
        {Conflict::rollback, Conflict::abort, Conflict::fail, Conflict::ignore, Conflict::replace});
  }

  /// PostgreSQL names what has no name.
  std::string constraint_name(std::string_view word) {
    return !sqlite_ || random_.percent(50) ? names_.next(word) : "";
  }

  /// Some of the table's columns in any order, each one that `fits`.
  template <class Fits>
  std::vector<std::string> some_columns(const Table& table, std::size_t most, const Fits& fits) {
    std::vector<std::string> all;
    for (const Column& column : table.columns) {
      if (fits(column)) all.push_back(column.name);
    }
    random_.shuffle(all);
    if (!all.empty()) all.resize(1 + random_.below(std::min(most, all.size())));
    return all;
  }

  static Column& column_of(Table& table, const std::string& name) {
    return *std::ranges::find(table.columns, name, &Column::name);
  }

  KeyColumn key_column(const std::string& name) {
    KeyColumn made(name);
    if (!sqlite_) return made;
    if (random_.percent(10)) made.collation = random_.any<std::string>({"NOCASE", "BINARY"});
    return made;
  }

  void primary_key(Table& table) {
    const std::size_t way = random_.below(10);
    if (way == 0) return;
    PrimaryKey key{.name = constraint_name("pk")};
    if (way < 6) {  // one integer: SQLite's rowid
      Column& column = table.columns.front();
      column.type = {.kind = Kind::integer};
      column.collation.clear();
      column.server_default.reset();
      column.nullable = false;
      key.columns = {column.name};
      key.autoincrement = sqlite_ && random_.percent(40);
      table.without_rowid = sqlite_ && !key.autoincrement && random_.percent(10);
      if (sqlite_ && !table.without_rowid && !key.autoincrement && random_.percent(10)) {
        key.columns[0].descending = true;  // then it is no rowid
      }
    } else {
      for (const std::string& name : some_columns(table, 3, is_comparable)) {
        key.columns.push_back(key_column(name));
        if (sqlite_ && random_.percent(10)) key.columns.back().descending = true;
        Column& column = column_of(table, name);
        if (!sqlite_) column.nullable = false;
        column.server_default.reset();
      }
      if (key.columns.empty()) return;
      // A single descending INTEGER is written in the column; others are not told apart.
      if (key.columns.size() == 1 &&
          column_of(table, key.columns[0].name).type.kind == Kind::integer) {
        key.columns[0].collation.clear();
      }
      table.without_rowid = sqlite_ && random_.percent(30);
    }
    if (sqlite_ && random_.percent(15)) key.conflict = conflict();
    table.primary_key = std::move(key);
  }

  void generated(Table& table, std::string name) {
    Column made{.name = std::move(name)};
    for (const Column& base : table.columns) {
      if (is_number(base)) {
        made.type = base.type;
        made.generated = Generated{.expression = "coalesce(" + quoted(base.name) + ", 0)"};
      } else if (is_text(base) && base.collation.empty()) {
        made.type = {.kind = Kind::text};
        made.generated = Generated{.expression = "lower(" + quoted(base.name) + ") || ')'"};
      } else {
        continue;
      }
      if (random_.percent(50)) break;
    }
    if (!made.generated) return;
    made.generated->stored = !sqlite_ || random_.percent(50);
    if (random_.percent(20)) made.nullable = false;
    table.columns.insert(
        table.columns.begin() + random_.between(1, static_cast<int>(table.columns.size())),
        std::move(made));
  }

  /// SQLite takes no two keys of the same columns with different conflict clauses.
  static bool has_key(const Table& table, const std::vector<KeyColumn>& columns) {
    const auto is_same = [&](const std::vector<KeyColumn>& other) {
      return std::ranges::equal(columns, other, {}, &KeyColumn::name, &KeyColumn::name);
    };
    return (table.primary_key && is_same(table.primary_key->columns)) ||
           std::ranges::any_of(table.uniques, is_same, &Unique::columns);
  }

  void unique(Table& table) {
    Unique made{.name = constraint_name("uq")};
    for (const std::string& name : some_columns(table, 3, is_comparable)) {
      made.columns.push_back(key_column(name));
    }
    if (made.columns.empty() || has_key(table, made.columns)) return;
    if (sqlite_ && random_.percent(15)) made.conflict = conflict();
    table.uniques.push_back(std::move(made));
  }

  /// A condition that holds for what rows there may be, over one of the table's columns.
  std::optional<std::string> condition(const Table& table) {
    const Column& column = random_.any(table.columns);
    const std::string name = quoted(column.name);
    if (is_number(column)) {
      return random_.any<std::string>(
          {name + " > -1000000", name + " IS NULL OR " + name + " < 2000000000",
           "(" + name + " >= -1000000) AND (" + name + " <> 77777777)"});
    }
    if (is_text(column)) {
      return random_.any<std::string>({"length(" + name + ") < 1000", name + " <> 'it''s )'",
                                       name + " NOT IN ('a,b', '(', 'it''s')"});
    }
    if (column.nullable) return name + " IS NULL OR " + name + " IS NOT NULL";
    return name + " IS NOT NULL";
  }

  void check(Table& table) {
    if (const auto made = condition(table)) {
      table.checks.push_back({.name = constraint_name("ck"), .condition = *made});
    }
  }

  void index(Table& table) {
    Index made{.name = names_.next("ix")};
    for (const std::string& name : some_columns(table, 3, is_comparable)) {
      IndexColumn part(name);
      const Column& column = column_of(table, name);
      if (shape_.expressions && random_.percent(20) && (is_text(column) || is_number(column))) {
        part.column.clear();
        part.expression = (is_text(column) ? "lower(" : "abs(") + quoted(name) + ')';
      }
      if (random_.percent(25)) part.descending = true;
      if (is_text(column) && random_.percent(15)) part.collation = sqlite_ ? "NOCASE" : "C";
      made.columns.push_back(std::move(part));
    }
    if (made.columns.empty()) return;
    made.unique = random_.percent(20);
    if (shape_.expressions && random_.percent(25)) {
      made.where = *condition(table);
    }
    table.indexes.push_back(std::move(made));
  }

  /// A key of `parent` that can be referred to: names and whether it is the primary one.
  std::optional<std::vector<std::string>> key_of(const Table& parent, bool& primary) {
    std::vector<const std::vector<KeyColumn>*> keys;
    if (parent.primary_key) keys.push_back(&parent.primary_key->columns);
    for (const Unique& unique : parent.uniques) keys.push_back(&unique.columns);
    if (keys.empty()) return std::nullopt;
    const std::vector<KeyColumn>* const chosen = random_.any(keys);
    primary = parent.primary_key && chosen == &parent.primary_key->columns;
    std::vector<std::string> names;
    for (const KeyColumn& column : *chosen) {
      const Column& in_parent = *std::ranges::find(parent.columns, column.name, &Column::name);
      // The key's index must have the column's own collation.
      if (!column.collation.empty() || in_parent.generated) return std::nullopt;
      names.push_back(column.name);
    }
    return names;
  }

  void foreign_key(Table& child, const Table& parent) {
    bool primary = false;
    const auto key = key_of(parent, primary);
    if (!key || (child.strict && !parent.strict)) return;
    ForeignKey made{.name = constraint_name("fk")};
    std::vector<Column> added;
    for (const std::string& name : *key) {
      const Column& in_parent = *std::ranges::find(parent.columns, name, &Column::name);
      Column column{
          .name = "ref" + std::to_string(child.columns.size() + added.size()) + ' ' + name,
          .type = in_parent.type};
      column.collation = in_parent.collation;
      made.columns.push_back(column.name);
      added.push_back(std::move(column));
    }
    made.references.table = parent.name;
    if (!sqlite_ || !primary || random_.percent(60)) made.references.columns = *key;
    made.on_delete = action();
    made.on_update = action();
    made.deferrable =
        random_.any<Deferrable>({Deferrable::no, Deferrable::no, Deferrable::initially_immediate,
                                 Deferrable::initially_deferred});
    if (random_.percent(10)) made.match = Match::full;
    child.columns.insert(child.columns.end(), added.begin(), added.end());
    child.foreign_keys.push_back(std::move(made));
  }

  Action action() {
    return random_.any<Action>({Action::no_action, Action::restrict, Action::cascade,
                                Action::cascade, Action::set_null, Action::set_default});
  }

  void add_views(Schema& schema) {
    std::string above;
    for (int i = random_.between(0, 2); i > 0; --i) {
      const Table& table = random_.any(schema.tables);
      Object made{.kind = Object::Kind::view, .name = names_.next("v")};
      const std::string name = quoted(table.columns.front().name);
      made.definition = "CREATE VIEW " + quoted(made.name) + " AS SELECT " + name +
                        " AS \"x\" FROM " + quoted(table.name);
      made.depends_on = {{"table", "", table.name}};
      if (random_.percent(30)) made.definition += " WHERE " + name + " /* ; */ IS NOT NULL";
      if (!above.empty() && random_.percent(50)) {
        made.definition =
            "CREATE VIEW " + quoted(made.name) + " (\"y z\") AS SELECT \"x\" FROM " + quoted(above);
        made.depends_on = {{"view", "", above}};
      } else {
        above = made.name;
      }
      schema.objects.push_back(std::move(made));
    }
  }

  void add_triggers(Schema& schema) {
    for (int i = random_.between(0, 2); i > 0; --i) {
      const Table& table = random_.any(schema.tables);
      const Table& other = random_.any(schema.tables);
      Object made{.kind = Object::Kind::trigger, .name = names_.next("tr"), .table = table.name};
      const std::string name = quoted(table.columns.front().name);
      const std::string written = quoted(other.columns.back().name);
      made.definition = "CREATE TRIGGER " + quoted(made.name) + ' ' +
                        random_.any<std::string>({"AFTER INSERT", "BEFORE DELETE", "AFTER UPDATE",
                                                  "AFTER UPDATE OF " + name}) +
                        " ON " + quoted(table.name) +
                        "\nBEGIN\n  SELECT CASE WHEN 1 THEN ';' ELSE 2 END;\n  DELETE FROM " +
                        quoted(other.name) + " WHERE " + written + " = 'x' AND 0;\nEND";
      made.depends_on = {{"table", "", table.name}};
      if (other.name != table.name) made.depends_on.push_back({"table", "", other.name});
      schema.objects.push_back(std::move(made));
    }
  }

  Random& random_;
  bool sqlite_;
  RandomNames& names_;
  SchemaShape shape_;
};

}  // namespace

std::string RandomNames::next(std::string_view word) {
  const std::vector<std::string> nasty = {
      "select",    "order",      "Group",     "TABLE",     "Base",    "schema",     "with space",
      "quo\"te",   "semi;colon", "täble",     "日本語",    "1st",     "a-b",        "100%",
      "back`tick", "brack[et]",  "it's",      "CamelCase", "$dollar", "end",        "references",
      "a.b",       "check",      "generated", "always",    "😀",       "NULL",       "rowid_",
      "class",     "errno",      "tab\there", "unique",    "collate", "-- comment", "/* no */"};
  std::string name;
  if (nasty_ && random_.percent(35)) {
    name = random_.any(nasty);
  } else {
    name = std::string(word) + std::to_string(used_.size());
  }
  while (!used_.insert(text::lower(name)).second) name += std::to_string(used_.size());
  return name;
}

Schema random_schema(Random& random, std::string_view dialect, const SchemaShape& shape) {
  RandomNames names(random, shape.nasty_names);
  return Generator(random, dialect, names, shape).schema();
}

Table random_table(Random& random, std::string_view dialect, RandomNames& names,
                   const SchemaShape& shape) {
  return Generator(random, dialect, names, shape).table();
}

Column random_column(Random& random, std::string_view dialect, std::string name, bool strict) {
  RandomNames names(random, false);
  return Generator(random, dialect, names, {}).column(std::move(name), strict);
}

}  // namespace migrate::test
