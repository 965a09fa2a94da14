#include "subject.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace migrate::test {
namespace {

/// The queries that write a database down.
struct Catalog {
  const char* schema;  ///< rows of text
  const char* tables;  ///< rows of (name, quoted name, expression that makes a row one text)
};

constexpr Catalog sqlite_catalog = {
    .schema =
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema "
        "WHERE name NOT GLOB 'migrate_*' AND name NOT GLOB 'sqlite_autoindex_migrate_*' "
        "UNION ALL SELECT 'user_version ' || user_version FROM pragma_user_version "
        "UNION ALL SELECT 'integrity ' || integrity_check FROM pragma_integrity_check "
        "UNION ALL SELECT 'violation ' || \"table\" || ' ' || rowid FROM "
        "pragma_foreign_key_check ORDER BY 1",
    .tables =
        "SELECT name, '\"' || name || '\"', (SELECT group_concat('quote(\"' || c.name || "
        "'\")', ' || '','' || ') FROM pragma_table_info(t.name) c) FROM sqlite_schema t "
        "WHERE type = 'table' AND name NOT GLOB 'migrate_[hj]*' ORDER BY 1"};

constexpr Catalog postgresql_catalog = {
    .schema =
        "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'"
        " UNION ALL SELECT 'relation ' || c.oid::regclass || ' ' || c.relkind::text || ' ' ||"
        " coalesce(pg_get_viewdef(c.oid), '') FROM pg_class c JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_|^information_schema$'"
        " AND c.relname !~ '^migrate_'"
        " UNION ALL SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' ||"
        " format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname !~ '^pg_|^information_schema$' AND c.relname !~ '^migrate_'"
        " AND a.attnum > 0 AND NOT a.attisdropped"
        " UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' ||"
        " pg_get_constraintdef(oid) || ' ' || convalidated FROM pg_constraint"
        " WHERE conrelid <> 0 AND conrelid::regclass::text !~ '^migrate_'"
        " UNION ALL SELECT 'index ' || pg_get_indexdef(indexrelid) || ' ' || indisvalid || ' ' ||"
        " indisready || ' ' || indislive FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname !~ '^pg_|^information_schema$' AND c.relname !~ '^migrate_' ORDER BY 1",
    .tables =
        "SELECT c.oid::regclass::text, c.oid::regclass::text, c.relname || '::text'"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|^information_schema$'"
        " AND c.relname !~ '^migrate_[hj]' ORDER BY 1"};

std::string database_text(const Catalog& catalog, Connection& connection) {
  std::string out;
  for (const Row& row : connection.query(catalog.schema)) out += row.at(0).value_or("NULL") + '\n';
  for (const Row& table : connection.query(catalog.tables)) {
    out += *table.at(0) + ":\n";
    for (const Row& row :
         connection.query("SELECT " + *table.at(2) + " FROM " + *table.at(1) + " ORDER BY 1")) {
      out += "  " + row.at(0).value_or("NULL") + '\n';
    }
  }
  for (const Row& row : connection.query("SELECT revision FROM migrate_journal")) {
    out += "half done: " + *row.at(0) + '\n';
  }
  return out;
}

}  // namespace

std::string difference(const Outcome& outcome, const Outcome& clean) {
  if (outcome == clean) return "";
  const auto lines = [](const Outcome& from) {
    std::vector<std::string> all = from.history;
    std::istringstream text(from.database);
    for (std::string line; std::getline(text, line);) all.push_back(line);
    std::ranges::sort(all);
    return all;
  };
  const std::vector<std::string> is = lines(outcome);
  const std::vector<std::string> should_be = lines(clean);
  std::vector<std::string> more;
  std::vector<std::string> less;
  std::ranges::set_difference(is, should_be, std::back_inserter(more));
  std::ranges::set_difference(should_be, is, std::back_inserter(less));
  std::string out = more.empty() && less.empty() ? "the order differs\n" : "";
  for (const std::string& line : more) out += "+ " + line + '\n';
  for (const std::string& line : less) out += "- " + line + '\n';
  return out;
}

Subject::Subject(const std::string& backend)
    : dialect_(dialect_of(backend)), database_(TestDatabase::create(backend)) {}

std::unique_ptr<Connection> Subject::connect(std::chrono::milliseconds wait) {
  return dialect_.connect(url(), {.create = true, .wait = wait}, observer_);
}

void Subject::make_empty() {
  if (!is_sqlite()) {
    connect()->execute(
        "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS side CASCADE; CREATE SCHEMA public");
    return;
  }
  for (const std::filesystem::path& file : files()) std::filesystem::remove(file);
}

Outcome Subject::outcome(std::size_t from) {
  const auto connection = connect();
  Outcome outcome{
      .database = database_text(is_sqlite() ? sqlite_catalog : postgresql_catalog, *connection)};
  for (const Row& row :
       connection->query("SELECT action, revision FROM migrate_history WHERE outcome = 'done' "
                         "ORDER BY id LIMIT 100000 OFFSET " +
                         std::to_string(from))) {
    outcome.history.push_back(*row.at(0) + ' ' + *row.at(1));
  }
  return outcome;
}

std::string Subject::half_done() {
  const std::vector<Row> rows = connect()->query("SELECT revision FROM migrate_journal");
  return rows.empty() ? "" : *rows.at(0).at(0);
}

std::vector<std::filesystem::path> Subject::files() const {
  const std::string path = url().path;
  return {path, path + "-journal", path + "-wal", path + "-shm"};
}

}  // namespace migrate::test
