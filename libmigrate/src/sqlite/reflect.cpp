#include "sqlite/reflect.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "dialect/selection.hpp"
#include "migrate/schema/names.hpp"
#include "schema/order.hpp"
#include "sql/splitter.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/dependencies.hpp"
#include "sqlite/tokens.hpp"

namespace migrate::sqlite {
namespace {

/// A row of sqlite_schema.
struct Entry {
  std::string type;
  std::string name;
  std::string table;
  std::string text;
};

bool is_virtual(const Entry& entry) {
  const std::vector<sql::Token> tokens = sql::leading_tokens(sql::Flavor::sqlite, entry.text, 2);
  return tokens.size() == 2 && tokens[1].text == "VIRTUAL";
}

class Reflector {
 public:
  Reflector(Connection& connection, const ReflectOptions& options)
      : connection_(connection), options_(options) {}

  Reflection reflect() {
    result_.schema.dialect = "sqlite";
    const std::vector<Entry> entries = read();
    for (const Entry& entry : entries) {
      if (entry.type == "table" || entry.type == "view") known_[text::lower(entry.name)] = &entry;
    }
    for (const Entry& entry : entries) take(entry);
    for (Table& table : result_.schema.tables) spell_references(table);
    result_.schema = normalized(std::move(result_.schema));
    std::ranges::sort(result_.warnings);
    return std::move(result_);
  }

 private:
  /// Without what SQLite keeps for itself (sqlite_sequence, sqlite_stat1, the indexes of
  /// constraints, the tables that a virtual one keeps its rows in).
  std::vector<Entry> read() {
    std::vector<Entry> entries;
    for (Row& row : connection_.query(
             "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
             "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT IN (SELECT name FROM "
             "pragma_table_list WHERE schema = 'main' AND type = 'shadow') "
             "ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, rowid")) {
      if (!takes_part({.name = *row[2]}, options_, NameCase::ignored)) continue;
      entries.push_back(
          {*std::move(row[0]), *std::move(row[1]), *std::move(row[2]), *std::move(row[3])});
    }
    return entries;
  }

  void take(const Entry& entry) {
    if (entry.type == "table" && is_virtual(entry)) {
      add_object(Object::Kind::virtual_table, entry);
    } else if (entry.type == "table") {
      add_table(entry);
    } else if (entry.type == "index") {
      add_index(entry);
    } else if (entry.type == "view") {
      add_object(Object::Kind::view, entry);
    } else {
      add_object(Object::Kind::trigger, entry);
    }
  }

  void add_table(const Entry& entry) {
    ParsedTable parsed = parse_table(entry.text);
    parsed.table.name = entry.name;
    for (const std::string& what : parsed.left_out) {
      result_.warnings.push_back("table " + entry.name + ": " + what +
                                 " has no effect in SQLite and is left out");
    }
    places_[text::lower(entry.name)] = result_.schema.tables.size();
    result_.schema.tables.push_back(std::move(parsed.table));
  }

  void add_index(const Entry& entry) {
    const auto place = places_.find(text::lower(entry.table));
    if (place == places_.end()) return;
    Table& table = result_.schema.tables[place->second];
    Index index = parse_index(entry.text, table);
    index.name = entry.name;
    table.indexes.push_back(std::move(index));
  }

  void add_object(Object::Kind kind, const Entry& entry) {
    // SQLite keeps the comments behind a view when it gets them; whoever splits a script has cut
    // them off.
    Object object{.kind = kind,
                  .name = entry.name,
                  .definition = std::string(without_trailing_comments(entry.text))};
    if (kind == Object::Kind::trigger) object.table = spelled(entry.table);
    if (kind != Object::Kind::virtual_table) {
      std::vector<std::string> names = tables_in(entry.text);
      if (kind == Object::Kind::trigger) names.push_back(text::lower(entry.table));
      for (const std::string& name : names) depend(object, name);
      std::ranges::sort(object.depends_on);
      object.depends_on.erase(std::unique(object.depends_on.begin(), object.depends_on.end()),
                              object.depends_on.end());
    }
    result_.schema.objects.push_back(std::move(object));
  }

  void depend(Object& object, const std::string& name) {
    const auto found = known_.find(name);
    if (found == known_.end() || found->second->name == object.name) return;
    const Entry& on = *found->second;
    const auto kind = on.type == "view" ? name_of(Object::Kind::view)
                      : is_virtual(on)  ? name_of(Object::Kind::virtual_table)
                                        : std::string_view("table");
    object.depends_on.push_back({std::string(kind), "", on.name});
  }

  [[nodiscard]] std::string spelled(const std::string& name) const {
    const auto found = known_.find(text::lower(name));
    return found == known_.end() ? name : found->second->name;
  }

  /// Foreign keys may spell their parent in other letters than it spells itself.
  void spell_references(Table& table) {
    for (ForeignKey& key : table.foreign_keys) {
      const auto place = places_.find(text::lower(key.references.table));
      if (place == places_.end()) continue;
      const Table& parent = result_.schema.tables[place->second];
      key.references.table = parent.name;
      for (std::string& name : key.references.columns) {
        for (const Column& column : parent.columns) {
          if (text::equals_ignoring_case(column.name, name)) name = column.name;
        }
      }
    }
  }

  Connection& connection_;
  const ReflectOptions& options_;
  Reflection result_ = {};
  std::map<std::string, const Entry*> known_ = {};  ///< tables and views, by folded name
  std::map<std::string, std::size_t> places_ = {};  ///< in result_.schema.tables
};

}  // namespace

Reflection reflect(Connection& connection, const ReflectOptions& options) {
  return Reflector(connection, options).reflect();
}

}  // namespace migrate::sqlite
