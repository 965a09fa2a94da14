#include <gmock/gmock.h>

#include "migrate/schema.hpp"

namespace migrate {
namespace {

using namespace types;

struct User {
  std::int64_t id{};
  std::string username;
  std::optional<std::string> theme;
  std::optional<migrate::datetime> created;
};

TEST(Model, NullabilityIsTheMembers) {
  EXPECT_FALSE(Column(column<&User::username>("username", Text())).nullable);
  EXPECT_TRUE(Column(column<&User::theme>("theme", Text())).nullable);
  EXPECT_TRUE(Column(column<&User::id>("id", Integer()).nullable()).nullable);
  EXPECT_FALSE(Column(column<&User::theme>("theme", Text()).not_null()).nullable);
  EXPECT_TRUE(Column(column("theme", Text())).nullable);
}

TEST(Model, AColumnsKeysAreItsTables) {
  const Table made =
      table<User>("user", {column<&User::id>("id", Integer()).primary_key("pk").autoincrement(),
                           column<&User::username>("username", String(20)).unique("u")});
  Table wanted;
  wanted.name = "user";
  wanted.columns.resize(2);
  wanted.columns[0].name = "id";
  wanted.columns[0].type = Integer();
  wanted.columns[0].nullable = false;
  wanted.columns[1].name = "username";
  wanted.columns[1].type = String(20);
  wanted.columns[1].nullable = false;
  wanted.primary_key.emplace().name = "pk";
  wanted.primary_key->columns = {"id"};
  wanted.primary_key->autoincrement = true;
  wanted.uniques.resize(1);
  wanted.uniques[0].name = "u";
  wanted.uniques[0].columns = {"username"};
  EXPECT_EQ(made, wanted);
}

/// Everything that can be said of a schema, so that the JSON below shows where it ends up.
Schema everything() {
  return {
      {
          table(
              "account",
              {
                  column("id", BigInteger())
                      .not_null()
                      .identity(always()
                                    .start(1)
                                    .increment(2)
                                    .minimum(3)
                                    .maximum(4)
                                    .cache(5)
                                    .cycle()
                                    .sequence("s")),
                  column("full", Text()).generated_stored("a || b").collation("C"),
                  column("half", Text())
                      .generated_virtual(Sql::per_database("a", "b"))
                      .renamed_from("quarter"),
                  column("name", String(20))
                      .server_default("'x'")
                      .comment("a name")
                      .not_null_name("nn")
                      .not_null_conflict(Conflict::fail)
                      .storage("external")
                      .compression("lz4")
                      .statistics(7)
                      .options({"n_distinct=5"})
                      .inherited(),
                  column("made", TimestampTz())
                      .server_default(Sql::per_database("datetime()", "now()")),
                  primary_key({"id", key("name").collation("NOCASE").descending()})
                      .name("pk")
                      .conflict(Conflict::replace)
                      .include({"full"})
                      .deferrable(Deferrable::initially_deferred)
                      .options({"fillfactor=70"})
                      .comment("key"),
                  unique({"name"}).name("uq").nulls_not_distinct(),
                  foreign_key({"id"}, "other", {"key"})
                      .name("fk")
                      .schema("app")
                      .on_delete(Action::set_null, {"id"})
                      .on_update(Action::cascade)
                      .match(Match::full)
                      .deferrable(Deferrable::initially_immediate)
                      .not_valid()
                      .comment("refers"),
                  check("id > 0").name("ck").not_valid().no_inherit().inherited().comment("c"),
                  exclude("ex", "EXCLUDE USING gist (a WITH =)").comment("e"),
                  index("ix", {"name",
                               expression("lower(name)").opclass("text_pattern_ops").nulls_first(),
                               key("id").nulls_last()})
                      .unique()
                      .method("gin")
                      .include({"made"})
                      .where("id > 5")
                      .nulls_not_distinct()
                      .options({"fastupdate=off"})
                      .inherited()
                      .comment("i"),
              })
              .schema("app")
              .comment("accounts")
              .strict()
              .without_rowid()
              .unlogged()
              .partition_by("RANGE (id)")
              .partition_of("whole", "DEFAULT", "far")
              .inherits("parent")
              .inherits("aunt", "far")
              .access_method("heap2")
              .options({"fillfactor=10"})
              .row_security()
              .force_row_security()
              .replica_identity("full")
              .renamed_from("accounts")
              .depends_on("function", "f(integer)", "far"),
      },
      {
          enumeration("mood", {"sad", "it's"}).schema("app").comment("moods"),
          sequence("s", "CREATE SEQUENCE s").owned_by("account.id"),
          view("v", "CREATE VIEW v AS SELECT 1").depends_on("table", "account", "app"),
          trigger("t", "account", "CREATE TRIGGER t").then("ALTER TABLE x DISABLE TRIGGER t"),
          object(Object::Kind::policy, "p", "CREATE POLICY p").on("account"),
      },
      "postgresql"};
}

constexpr const char* everything_as_json = R"json({
  "version": 1,
  "dialect": "postgresql",
  "tables": [
    {
      "schema": "app",
      "name": "account",
      "columns": [
        {
          "name": "id",
          "type": "bigint",
          "nullable": false,
          "identity": {
            "always": true,
            "start": 1,
            "increment": 2,
            "minimum": 3,
            "maximum": 4,
            "cache": 5,
            "cycle": true,
            "sequence": "s"
          }
        },
        {
          "name": "full",
          "type": "text",
          "generated": {"expression": "a || b", "stored": true},
          "collation": "C"
        },
        {
          "name": "half",
          "type": "text",
          "generated": {"expression": {"sqlite": "a", "postgresql": "b"}},
          "renamed_from": "quarter"
        },
        {
          "name": "name",
          "type": "string(20)",
          "server_default": "'x'",
          "comment": "a name",
          "not_null_conflict": "fail",
          "not_null_name": "nn",
          "storage": "external",
          "compression": "lz4",
          "statistics": 7,
          "options": ["n_distinct=5"],
          "inherited": true
        },
        {
          "name": "made",
          "type": "timestamptz",
          "server_default": {"sqlite": "datetime()", "postgresql": "now()"}
        }
      ],
      "primary_key": {
        "name": "pk",
        "columns": ["id", {"name": "name", "collation": "NOCASE", "order": "desc"}],
        "conflict": "replace",
        "include": ["full"],
        "deferrable": "initially_deferred",
        "options": ["fillfactor=70"],
        "comment": "key"
      },
      "uniques": [{"name": "uq", "columns": ["name"], "nulls_not_distinct": true}],
      "foreign_keys": [
        {
          "name": "fk",
          "columns": ["id"],
          "references": {"schema": "app", "table": "other", "columns": ["key"]},
          "on_delete": "set_null",
          "on_update": "cascade",
          "on_delete_columns": ["id"],
          "match": "full",
          "deferrable": "initially_immediate",
          "not_valid": true,
          "comment": "refers"
        }
      ],
      "checks": [
        {
          "name": "ck",
          "condition": "id > 0",
          "not_valid": true,
          "no_inherit": true,
          "inherited": true,
          "comment": "c"
        }
      ],
      "excludes": [{"name": "ex", "definition": "EXCLUDE USING gist (a WITH =)", "comment": "e"}],
      "indexes": [
        {
          "name": "ix",
          "columns": [
            "name",
            {"expression": "lower(name)", "opclass": "text_pattern_ops", "nulls": "first"},
            {"column": "id", "nulls": "last"}
          ],
          "unique": true,
          "method": "gin",
          "include": ["made"],
          "where": "id > 5",
          "nulls_not_distinct": true,
          "options": ["fastupdate=off"],
          "inherited": true,
          "comment": "i"
        }
      ],
      "comment": "accounts",
      "strict": true,
      "without_rowid": true,
      "unlogged": true,
      "partition_by": "RANGE (id)",
      "partition_of": {"schema": "far", "table": "whole", "bound": "DEFAULT"},
      "inherits": [{"name": "parent"}, {"schema": "far", "name": "aunt"}],
      "access_method": "heap2",
      "options": ["fillfactor=10"],
      "row_security": true,
      "force_row_security": true,
      "replica_identity": "full",
      "renamed_from": "accounts",
      "depends_on": [{"kind": "function", "schema": "far", "name": "f(integer)"}]
    }
  ],
  "objects": [
    {
      "kind": "enum",
      "schema": "app",
      "name": "mood",
      "values": ["sad", "it's"],
      "comment": "moods"
    },
    {"kind": "sequence", "name": "s", "definition": "CREATE SEQUENCE s", "owned_by": "account.id"},
    {
      "kind": "view",
      "name": "v",
      "definition": "CREATE VIEW v AS SELECT 1",
      "depends_on": [{"kind": "table", "schema": "app", "name": "account"}]
    },
    {
      "kind": "trigger",
      "name": "t",
      "table": "account",
      "definition": "CREATE TRIGGER t",
      "then": ["ALTER TABLE x DISABLE TRIGGER t"]
    },
    {"kind": "policy", "name": "p", "table": "account", "definition": "CREATE POLICY p"}
  ]
}
)json";

TEST(Model, EverythingOfTheModelCanBeSaid) { EXPECT_EQ(to_json(everything()), everything_as_json); }

/// Does the JSON above hold each attribute at least once? A new one must be added to the DSL too.
template <class T>
void expect_keys(const std::string& json) {
  T::members([&](std::string_view key, auto) {
    EXPECT_THAT(json, testing::HasSubstr("\"" + std::string(key) + "\": "));
  });
}

TEST(Model, NoAttributeIsForgotten) {
  const std::string json = everything_as_json;
  expect_keys<Schema>(json);
  expect_keys<Table>(json);
  expect_keys<Column>(json);
  expect_keys<Identity>(json);
  expect_keys<Generated>(json);
  expect_keys<KeyColumn>(json);
  expect_keys<References>(json);
  expect_keys<ForeignKey>(json);
  expect_keys<Check>(json);
  expect_keys<Exclude>(json);
  expect_keys<Index>(json);
  expect_keys<PartitionOf>(json);
  expect_keys<QualifiedName>(json);
  expect_keys<Object>(json);
  expect_keys<Dependency>(json);
  for (const char* key : {"conflict", "include", "deferrable", "options", "nulls_not_distinct",
                          "column", "expression", "opclass", "nulls"}) {
    EXPECT_THAT(json, testing::HasSubstr("\"" + std::string(key) + "\": "));
  }
}

TEST(JsonOutput, TextsAreEscapedAndUtf8) {
  EXPECT_EQ(json::string_text("a\"b\\c\n\t\x01\x7f é😀"), "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f é😀\"");
  EXPECT_EQ(json::string_text("\xff\xc0\xaf|\xed\xa0\x80|\xe2\x82"),
            "\"\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD\"");
}

TEST(JsonOutput, WhatFitsStandsOnOneLine) {
  json::Output list = json::Output::array();
  for (const int i : {1, 2, 3}) list.add({}, json::output(i));
  EXPECT_EQ(json::layout(list, 9), "[1, 2, 3]");
  EXPECT_EQ(json::layout(list, 8), "[\n  1,\n  2,\n  3\n]");
  json::Output object = json::Output::object();
  object.add("a", list);
  object.add("b", json::Output::object());
  EXPECT_EQ(json::layout(object, 100), "{\"a\": [1, 2, 3], \"b\": {}}");
  EXPECT_EQ(json::layout(object, 17), "{\n  \"a\": [1, 2, 3],\n  \"b\": {}\n}");
}

}  // namespace
}  // namespace migrate
