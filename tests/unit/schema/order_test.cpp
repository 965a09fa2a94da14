#include "schema/order.hpp"

#include <gmock/gmock.h>

#include <map>

#include "support/random_schema.hpp"

namespace migrate {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names(const std::vector<Item>& items) {
  std::vector<std::string> all;
  for (const Item& item : items) {
    all.push_back(item.table != nullptr ? item.table->name : item.object->name);
  }
  return all;
}

Table table(const std::string& name, const std::vector<std::string>& references) {
  Table made{.name = name};
  for (const std::string& other : references) {
    made.foreign_keys.push_back({.columns = {"x"}, .references = {.table = other}});
  }
  return made;
}

TEST(NormalizedTest, EqualsHoweverPeopleOrderedIt) {
  Schema schema;
  Table b{.name = "b"};
  b.uniques = {{.name = "u2", .columns = {"x"}}, {.columns = {"y"}}, {.columns = {"x"}}};
  b.checks = {{.condition = "2"}, {.condition = "1"}};
  b.indexes = {{.name = "j", .columns = {"x"}}, {.name = "i", .columns = {"x"}}};
  schema.tables = {b, {.name = "a"}};
  schema.objects = {{.kind = Object::Kind::trigger, .name = "t", .table = "b"},
                    {.kind = Object::Kind::view,
                     .name = "v",
                     .depends_on = {{"table", "", "b"}, {"table", "", "a"}}}};
  const Schema once = normalized(schema);
  EXPECT_EQ(once.tables[0].name, "a");
  EXPECT_EQ(once.tables[1].uniques[0].columns[0].name, "x");
  EXPECT_EQ(once.tables[1].uniques[2].name, "u2");
  EXPECT_EQ(once.tables[1].checks[0].condition.text, "1");
  EXPECT_EQ(once.tables[1].indexes[0].name, "i");
  EXPECT_EQ(once.objects[0].kind, Object::Kind::view);
  EXPECT_EQ(once.objects[0].depends_on[0].name, "a");
  EXPECT_EQ(normalized(once), once);
}

TEST(NormalizedTest, KeyColumnsAreNotNullableWhereTheDatabaseSaysSo) {
  Schema schema;
  Table made{.name = "t", .columns = {{.name = "id", .type = {.kind = Type::Kind::text}}}};
  made.primary_key = PrimaryKey{.columns = {"id"}};
  schema.tables = {made};
  EXPECT_FALSE(normalized(schema).tables[0].columns[0].nullable);
  schema.dialect = "sqlite";
  EXPECT_TRUE(normalized(schema).tables[0].columns[0].nullable);
  schema.tables[0].columns[0].type.kind = Type::Kind::integer;
  EXPECT_FALSE(normalized(schema).tables[0].columns[0].nullable);
  schema.tables[0].primary_key->columns[0].descending = true;
  EXPECT_TRUE(normalized(schema).tables[0].columns[0].nullable);
  schema.tables[0].without_rowid = true;
  EXPECT_FALSE(normalized(schema).tables[0].columns[0].nullable);
}

TEST(NormalizedTest, WhatBelongsToANotNullGoesWithIt) {
  Schema schema;
  schema.tables = {{.name = "t", .columns = {{.name = "a"}, {.name = "b", .nullable = false}}}};
  for (Column& column : schema.tables[0].columns) {
    column.not_null_name = "nn";
    column.not_null_conflict = Conflict::fail;
  }
  const std::vector<Column> columns = normalized(schema).tables[0].columns;
  EXPECT_EQ(columns[0], Column{.name = "a"});
  EXPECT_EQ(columns[1], schema.tables[0].columns[1]);
}

TEST(CreationOrderTest, ParentsFirstAndCirclesAreBorne) {
  Schema schema;
  schema.tables = {table("a", {"c"}), table("b", {"b", "a"}), table("c", {"d"}), table("d", {"a"})};
  EXPECT_THAT(names(creation_order(schema)), ElementsAre("d", "c", "a", "b"));
}

TEST(CreationOrderTest, TypesBeforeTablesAndViewsInTheirOwnOrder) {
  Schema schema;
  Table made{.name = "t"};
  made.columns = {{.name = "m", .type = {.kind = Type::Kind::enumeration, .name = "z_mood"}}};
  schema.tables = {made};
  schema.objects = {{.kind = Object::Kind::enumeration, .name = "z_mood"},
                    {.kind = Object::Kind::view, .name = "a", .depends_on = {{"view", "", "b"}}},
                    {.kind = Object::Kind::view, .name = "b", .depends_on = {{"table", "", "t"}}},
                    {.kind = Object::Kind::trigger, .name = "g", .table = "a"}};
  EXPECT_THAT(names(creation_order(schema)), ElementsAre("z_mood", "t", "b", "a", "g"));
}

TEST(CreationOrderTest, NamesOfSqliteAreFolded) {
  Schema schema;
  schema.tables = {table("a", {"B"}), table("b", {})};
  schema.dialect = "sqlite";
  EXPECT_THAT(names(creation_order(schema)), ElementsAre("b", "a"));
  schema.dialect = "postgresql";
  EXPECT_THAT(names(creation_order(schema)), ElementsAre("a", "b"));
}

TEST(CreationOrderTest, AChainOfAnyLengthIsNoMatter) {
  Schema schema;
  for (int i = 0; i < 20'000; ++i) {
    schema.tables.push_back(table("t" + std::to_string(i), {"t" + std::to_string(i + 1)}));
  }
  EXPECT_EQ(creation_order(schema).front().table->name, "t19999");
}

TEST(RandomSchemaTest, IsTheSameForTheSameSeedAndInOrder) {
  for (const std::string dialect : {"sqlite", "postgresql"}) {
    for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_SCHEMAS", 20)) {
      SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_SCHEMAS", seed));
      test::Random random(seed);
      const Schema schema = test::random_schema(random, dialect);
      test::Random again(seed);
      EXPECT_EQ(test::random_schema(again, dialect), schema);
      EXPECT_EQ(normalized(schema), schema);
      EXPECT_EQ(creation_order(schema).size(), schema.tables.size() + schema.objects.size());
    }
  }
}

/// What the property tests stand on: each thing that the generator promises does come up.
TEST(RandomSchemaTest, HasEverythingThatSqliteCanDo) {
  std::map<std::string, int> seen;
  const auto note = [&](const char* what, bool there) { seen[what] += there ? 1 : 0; };
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    test::Random random(seed);
    const Schema schema = test::random_schema(random, "sqlite");
    for (const Table& t : schema.tables) {
      note("strict", t.strict);
      note("without_rowid", t.without_rowid);
      note("no primary key", !t.primary_key);
      note("autoincrement", t.primary_key && t.primary_key->autoincrement);
      note("composite key", t.primary_key && t.primary_key->columns.size() > 1);
      for (const Column& c : t.columns) {
        note("collation", !c.collation.empty());
        note("default", c.server_default.has_value());
        note("stored", c.generated && c.generated->stored);
        note("virtual", c.generated && !c.generated->stored);
        note("conflict", c.not_null_conflict != Conflict::none);
        note("not null name", !c.not_null_name.empty());
        note("native type", c.type.kind == Type::Kind::native);
      }
      for (const Unique& u : t.uniques) {
        note("unnamed unique", u.name.empty());
        note("unique of several", u.columns.size() > 1);
      }
      for (const Check& c : t.checks) note("named check", !c.name.empty());
      for (const ForeignKey& key : t.foreign_keys) {
        note("self reference", key.references.table == t.name);
        note("cascade", key.on_delete == Action::cascade);
        note("deferred", key.deferrable == Deferrable::initially_deferred);
        note("foreign key of several", key.columns.size() > 1);
        note("foreign key to the primary key", key.references.columns.empty());
      }
      for (const Index& i : t.indexes) {
        note("unique index", i.unique);
        note("partial index", !i.where.empty());
        note("expression index", i.columns[0].column.empty());
        note("descending index", i.columns[0].descending);
      }
    }
    for (const Object& object : schema.objects) {
      note("view", object.kind == Object::Kind::view);
      note("trigger", object.kind == Object::Kind::trigger);
    }
    const auto names_of = names(creation_order(schema));
    note("cycle", std::ranges::any_of(schema.tables, [&](const Table& t) {
           return std::ranges::any_of(t.foreign_keys, [&](const ForeignKey& key) {
             return std::ranges::find(names_of, key.references.table) >
                    std::ranges::find(names_of, t.name);
           });
         }));
  }
  for (const auto& [what, count] : seen) EXPECT_GT(count, 0) << what;
}

}  // namespace
}  // namespace migrate
