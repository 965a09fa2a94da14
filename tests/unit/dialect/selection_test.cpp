#include "dialect/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace migrate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Glob, MatchesTheWholeName) {
  EXPECT_TRUE(matches("user", "user"));
  EXPECT_FALSE(matches("user", "users"));
  EXPECT_FALSE(matches("user", "auser"));
  EXPECT_FALSE(matches("", "user"));
  EXPECT_TRUE(matches("", ""));
}

TEST(Glob, KnowsStarsQuestionMarksClassesAndBackslashes) {
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("a*c*e", "abcde"));
  EXPECT_TRUE(matches("*ab", "aab"));
  EXPECT_FALSE(matches("*ab", "abb"));
  EXPECT_TRUE(matches("t?t", "tät"));
  EXPECT_FALSE(matches("t?t", "tt"));
  EXPECT_TRUE(matches("[a-c]x", "bx"));
  EXPECT_FALSE(matches("[!a-c]x", "bx"));
  EXPECT_TRUE(matches("[]]", "]"));
  EXPECT_TRUE(matches("a[", "a["));
  EXPECT_TRUE(matches("a\\*", "a*"));
  EXPECT_FALSE(matches("a\\*", "ab"));
}

TEST(Selection, LeavesVersionTablesOutUnlessTheyAreNamed) {
  EXPECT_FALSE(takes_part({.name = "migrate_history"}, {}, NameCase::kept));
  EXPECT_FALSE(takes_part({.schema = "app", .name = "flyway_schema_history"}, {}, NameCase::kept));
  EXPECT_FALSE(takes_part({.name = "goose_db_version"}, {.include = {"*"}}, NameCase::kept));
  EXPECT_TRUE(
      takes_part({.name = "goose_db_version"}, {.include = {"goose_db_version"}}, NameCase::kept));
  EXPECT_FALSE(
      takes_part({.name = "versions"}, {.tables = {.version = "versions"}}, NameCase::kept));
  EXPECT_TRUE(
      takes_part({.name = "migrate_version"}, {.tables = {.version = "versions"}}, NameCase::kept));
}

TEST(Selection, HoldsAGlobWithADotToTheQualifiedName) {
  EXPECT_TRUE(
      takes_part({.schema = "app", .name = "user"}, {.include = {"app.*"}}, NameCase::kept));
  EXPECT_FALSE(
      takes_part({.schema = "web", .name = "user"}, {.include = {"app.*"}}, NameCase::kept));
  EXPECT_TRUE(takes_part({.schema = "web", .name = "user"}, {.include = {"us*"}}, NameCase::kept));
  EXPECT_FALSE(
      takes_part({.name = "user"}, {.include = {"us*"}, .exclude = {"user"}}, NameCase::kept));
}

TEST(Selection, OfASQLiteSchemaIgnoresTheCaseOfNames) {
  Schema schema;
  schema.tables = {{.name = "Users"}, {.name = "orders"}};
  Schema on_sqlite = schema;
  on_sqlite.dialect = "sqlite";
  keep_what_takes_part(schema, {.exclude = {"users"}});
  keep_what_takes_part(on_sqlite, {.exclude = {"users"}});
  EXPECT_EQ(schema.tables.size(), 2U);
  ASSERT_EQ(on_sqlite.tables.size(), 1U);
  EXPECT_EQ(on_sqlite.tables[0].name, "orders");
}

TEST(Selection, IgnoresTheCaseOfNamesWhereTheDatabaseDoes) {
  const ReflectOptions options{.include = {"User*", "FLYWAY_schema_history"}};
  EXPECT_FALSE(takes_part({.name = "users"}, options, NameCase::kept));
  EXPECT_TRUE(takes_part({.name = "USERS"}, options, NameCase::ignored));
  EXPECT_TRUE(takes_part({.name = "flyway_schema_history"}, options, NameCase::ignored));
  EXPECT_FALSE(takes_part({.name = "Migrate_Version"}, {}, NameCase::ignored));
  EXPECT_TRUE(takes_part({.name = "Migrate_Version"}, {}, NameCase::kept));
}

std::vector<std::string> names(const Schema& schema) {
  std::vector<std::string> out;
  for (const Table& table : schema.tables) out.push_back(table.name);
  for (const Object& object : schema.objects) out.push_back(object.name);
  return out;
}

Schema shop() {
  using Kind = Object::Kind;
  Schema schema;
  Column mood{.name = "mood", .type = {.kind = Type::Kind::enumeration, .name = "mood"}};
  schema.tables = {
      {.name = "alembic_version"},
      {.name = "item", .columns = {mood}, .depends_on = {{.kind = "function", .name = "f()"}}},
      {.name = "order"}};
  schema.objects = {
      {.kind = Kind::enumeration, .name = "mood"},
      {.kind = Kind::enumeration, .name = "unused"},
      {.kind = Kind::sequence, .name = "alembic_seq", .owned_by = "alembic_version.id"},
      {.kind = Kind::sequence, .name = "order_seq", .owned_by = "\"order\".id"},
      {.kind = Kind::function, .name = "f()", .depends_on = {{.kind = "domain", .name = "d"}}},
      {.kind = Kind::domain, .name = "d"},
      {.kind = Kind::view, .name = "open_order"},
      {.kind = Kind::trigger, .name = "on_item", .table = "item"},
      {.kind = Kind::trigger, .name = "on_order", .table = "order"}};
  return schema;
}

TEST(Selection, TakesWhatIsOnATableWithIt) {
  Schema schema = shop();
  keep_what_takes_part(schema, {.exclude = {"order"}});
  EXPECT_THAT(names(schema),
              ElementsAre("item", "mood", "unused", "f()", "d", "open_order", "on_item"));
}

TEST(Selection, KeepsOfTheRestWhatTheWantedNeed) {
  Schema schema = shop();
  keep_what_takes_part(schema, {.include = {"item"}});
  EXPECT_THAT(names(schema), ElementsAre("item", "mood", "f()", "d", "on_item"));
  schema = shop();
  keep_what_takes_part(schema, {.include = {"order"}});
  EXPECT_THAT(names(schema), ElementsAre("order", "order_seq", "on_order"));
  schema = shop();
  keep_what_takes_part(schema, {.include = {"nothing"}});
  EXPECT_THAT(names(schema), IsEmpty());
}

}  // namespace
}  // namespace migrate
