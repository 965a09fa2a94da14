#include "postgresql/in_flight.hpp"

#include <array>

#include "postgresql/statements.hpp"

namespace migrate::postgresql {
namespace {

std::string regclass(const Name& name) {
  return "pg_catalog.to_regclass(" + literal(name.quoted()) + ")";
}

bool exists(Connection& connection, const std::string& condition) {
  return connection.query("SELECT " + condition).at(0).at(0) == "t";
}

/// Drops the indexes of `table` (an SQL expression) that are not valid and whose names match.
void drop_invalid(Connection& connection, const std::string& table, const std::string& condition) {
  const auto left = connection.query(
      "SELECT n.nspname, c.relname FROM pg_catalog.pg_index i"
      " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
      " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
      " WHERE i.indrelid = " +
      table + " AND NOT i.indisvalid AND " + condition + " ORDER BY c.relname");
  for (const Row& row : left) {
    const Name index{.schema = row.at(0).value_or(""), .name = row.at(1).value_or("")};
    connection.execute("DROP INDEX CONCURRENTLY IF EXISTS " + index.quoted());
  }
}

InFlight create_index(Connection& connection, Words words) {
  words.take("CREATE");
  words.take("UNIQUE");
  if (!words.take("INDEX CONCURRENTLY")) return InFlight::unknown;
  words.take("IF NOT EXISTS");
  if (words.at("ON")) return InFlight::unknown;
  const std::optional<Name> index = words.name();
  if (!index || !words.take("ON")) return InFlight::unknown;
  words.take("ONLY");
  const std::optional<Name> table = words.name();
  if (!table) return InFlight::unknown;

  const std::string named = "c.relname = " + literal(index->name);
  const auto found = connection.query(
      "SELECT i.indisvalid FROM pg_catalog.pg_index i"
      " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = " +
      regclass(*table) + " AND " + named);
  if (found.empty()) return InFlight::run;
  if (found.front().at(0) == "t") return InFlight::done;
  drop_invalid(connection, regclass(*table), named);
  return InFlight::run;
}

InFlight drop_index(Connection& connection, Words words) {
  if (!words.take("DROP INDEX CONCURRENTLY")) return InFlight::unknown;
  words.take("IF EXISTS");
  const std::optional<Name> index = words.name();
  if (!index) return InFlight::unknown;
  return exists(connection, regclass(*index) + " IS NULL") ? InFlight::done : InFlight::run;
}

/// A REINDEX … CONCURRENTLY that died leaves the index as it was, and its twin as name_ccnew or
/// name_ccold.
InFlight reindex(Connection& connection, Words words) {
  words.take("REINDEX");
  words.skip_parentheses();
  const bool one_index = words.take("INDEX");
  if (!one_index && !words.take("TABLE")) return InFlight::run;
  words.take("CONCURRENTLY");
  const std::optional<Name> name = words.name();
  if (!name) return InFlight::run;
  if (one_index) {
    drop_invalid(
        connection,
        "(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = " + regclass(*name) + ")",
        "pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', '') = " + literal(name->name) +
            " AND c.relname <> " + literal(name->name));
  } else {
    drop_invalid(connection, regclass(*name), "c.relname ~ '_cc(new|old)[0-9]*$'");
  }
  return InFlight::run;
}

struct Shared {
  std::string_view kind;
  std::string_view catalog;
  std::string_view column;
};
constexpr std::array<Shared, 2> shared_objects = {
    Shared{"DATABASE", "pg_database", "datname"},
    Shared{"TABLESPACE", "pg_tablespace", "spcname"},
};

InFlight shared_object(Connection& connection, Words words, const Shared& object, bool creates) {
  words.skip();
  words.skip();
  words.take("IF EXISTS");
  const std::optional<Name> name = words.name();
  if (!name) return InFlight::unknown;
  const bool there = exists(
      connection, "EXISTS (SELECT FROM pg_catalog." + std::string(object.catalog) + " WHERE " +
                      std::string(object.column) + " = " + literal(name->name) + ")");
  return there == creates ? InFlight::done : InFlight::run;
}

}  // namespace

InFlight in_flight(Connection& connection, std::string_view statement) {
  const Words words(statement, 24);
  if (words.at("CREATE INDEX") || words.at("CREATE UNIQUE INDEX")) {
    return create_index(connection, words);
  }
  if (words.at("DROP INDEX")) return drop_index(connection, words);
  if (words.at("REINDEX")) return reindex(connection, words);
  for (const Shared& object : shared_objects) {
    const std::string kind(object.kind);
    if (words.at("CREATE " + kind)) return shared_object(connection, words, object, true);
    if (words.at("DROP " + kind)) return shared_object(connection, words, object, false);
  }
  for (const std::string_view harmless : {"VACUUM", "ANALYZE", "ALTER SYSTEM", "CLUSTER"}) {
    if (words.at(harmless)) return InFlight::run;
  }
  return InFlight::unknown;
}

}  // namespace migrate::postgresql
