#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "migrate/application.hpp"
#include "migrate/operations.hpp"
#include "support/database.hpp"

/// One history of operations on both databases.
namespace migrate {
namespace {

Registry history() {
  Registry registry;
  registry.add_file("a1.json", R"js({
    "revision": "a1", "revises": [], "upgrade": [
      {"create_table": {"name": "author", "columns": [
        {"name": "id", "type": "integer", "nullable": false},
        {"name": "name", "type": "string(80)", "nullable": false},
        {"name": "born", "type": "date"}
      ], "primary_key": {"columns": ["id"]}}},
      {"create_table": {"name": "book", "columns": [
        {"name": "id", "type": "bigint", "nullable": false},
        {"name": "author_id", "type": "integer"},
        {"name": "title", "type": "text", "nullable": false},
        {"name": "price", "type": "numeric(10,2)"},
        {"name": "in_print", "type": "boolean", "nullable": false, "server_default": {"sqlite": "1", "postgresql": "true"}}
      ], "primary_key": {"columns": ["id"]},
        "foreign_keys": [{"name": "fk_author", "columns": ["author_id"], "references": {"table": "author", "columns": ["id"]}, "on_delete": "set_null"}],
        "indexes": [{"name": "ix_title", "columns": ["title"]}]}},
      {"bulk_insert": {"table": "author", "columns": ["id", "name", "born"], "rows": [[1, "Plato", null], [2, "O'Brien", "1911-10-05"]]}},
      {"bulk_insert": {"table": "book", "columns": ["id", "author_id", "title", "price"], "rows": [[10, 1, "Phaidros", 1.5], [11, 2, "Third", {"sql": "2 + 3"}]]}}
    ]})js");
  registry.add_file("b2.json", R"js({
    "revision": "b2", "revises": ["a1"], "upgrade": [
      {"add_column": {"table": "author", "column": {"name": "mail", "type": "string(20)"}}},
      {"execute": {"sql": "UPDATE author SET mail = name"}},
      {"alter_column": {"table": "author", "column": "mail", "new_name": "email", "type": "text", "nullable": false, "existing_type": "string(20)", "existing_nullable": true}},
      {"create_unique_constraint": {"table": "author", "columns": ["email"]}},
      {"create_check_constraint": {"table": "author", "name": "ck_name", "condition": "length(name) > 0"}},
      {"create_index": {"table": "book", "name": "ix_price", "columns": ["author_id", {"column": "price", "order": "desc"}]}},
      {"rename_table": {"name": "book", "new_name": "work"}},
      {"drop_index": {"table": "work", "name": "ix_title", "existing": {"columns": ["title"]}}},
      {"rename_constraint": {"table": "work", "name": "fk_author", "new_name": "fk_work_author"}}
    ], "downgrade": "irreversible"})js");
  registry.add(
      {.id = "c3",
       .revises = {"b2"},
       .message = "In C++",
       .up =
           [](Operations& op) {
             op.create_table(
                 {.name = "tag",
                  .columns = {
                      {.name = "name", .type = {.kind = Type::Kind::text}, .nullable = false}}});
             op.create_primary_key("tag", [] {
               PrimaryKey key;
               key.columns = {"name"};
               return key;
             }());
             for (const Row& row : op.connection().query("SELECT title FROM work ORDER BY id")) {
               op.execute("INSERT INTO tag VALUES (" + op.literal(*row[0]) + ")");
             }
             op.drop_column("work", "in_print");
           },
       .down = [](Operations& op) { op.drop_table("tag"); }});
  return registry;
}

std::string named(const std::vector<KeyColumn>& columns) {
  std::string out;
  for (const KeyColumn& column : columns) out += column.name + (column.descending ? " desc " : " ");
  return out;
}

/// What both databases can say of a schema, in the same words.
std::string in_portable_terms(const Schema& schema) {
  std::string out;
  for (const Table& table : schema.tables) {
    out += "table " + table.name + '\n';
    for (const Column& column : table.columns) {
      out += fmt::format("  {} {} {} {}\n", column.name, static_cast<int>(column.type.kind),
                         column.type.length, column.nullable);
    }
    if (table.primary_key) out += "  key " + named(table.primary_key->columns) + '\n';
    for (const Unique& unique : table.uniques) {
      out += "  unique " + unique.name + ' ' + named(unique.columns) + '\n';
    }
    for (const ForeignKey& key : table.foreign_keys) {
      out += fmt::format("  foreign {} {} -> {}.{} {}\n", key.name, key.columns.at(0),
                         key.references.table, key.references.columns.at(0),
                         static_cast<int>(key.on_delete));
    }
    for (const Check& check : table.checks) out += "  check " + check.name + '\n';
    for (const Index& index : table.indexes) {
      out += "  index " + index.name;
      for (const IndexColumn& part : index.columns) {
        out += ' ' + part.column + (part.descending ? " desc" : "");
      }
      out += '\n';
    }
  }
  return out;
}

struct Outcome {
  std::string schema = {};
  std::vector<Row> rows = {};
};

Outcome outcome_on(const std::string& backend) {
  const test::TestDatabase database = test::TestDatabase::create(backend);
  const Dialect& dialect = test::dialect_of(backend);
  test::Recorder recorder;
  Database open{.connection = dialect.connect(database.url(), {.create = true}, recorder),
                .dialect = &dialect};
  const Registry registry = history();
  EXPECT_EQ(upgrade(open, registry).steps.size(), 3U);
  EXPECT_TRUE(upgrade(open, registry).already_there);
  return {.schema = in_portable_terms(dialect.reflect(*open.connection, {}).schema),
          .rows = open.connection->query(
              "SELECT email, title, name FROM author JOIN work ON author.id = author_id "
              "ORDER BY work.id")};
}

TEST(PortableHistory, GivesTheSameOnBothDatabases) {
  const Outcome sqlite = outcome_on("sqlite");
  const Outcome postgresql = outcome_on("postgresql");
  EXPECT_EQ(sqlite.schema, postgresql.schema);
  EXPECT_EQ(sqlite.rows, postgresql.rows);
  EXPECT_EQ(sqlite.rows.size(), 2U);
  EXPECT_NE(sqlite.schema.find("unique author_email_key email"), std::string::npos)
      << sqlite.schema;
}

}  // namespace
}  // namespace migrate
