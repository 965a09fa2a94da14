#include <gmock/gmock.h>

#include "unit/diff/full_schema.hpp"

namespace migrate {
namespace {

using test::column;
using testing::ElementsAre;
using testing::IsEmpty;

Table table(std::string name, std::vector<Column> columns) {
  Table result;
  result.name = std::move(name);
  result.columns = std::move(columns);
  return result;
}

ForeignKey reference(const std::string& column, const std::string& table,
                     const std::string& target) {
  ForeignKey key;
  key.columns = {column};
  key.references = {"", table, {target}};
  return key;
}

PrimaryKey primary_key(const std::string& column) {
  PrimaryKey key;
  key.columns = {column};
  return key;
}

std::vector<std::string> described(const Diff& diff) {
  std::vector<std::string> lines;
  for (const Operation& operation : diff.operations) lines.push_back(ops::describe(operation));
  return lines;
}

const DiffOptions postgresql{.dialect = "postgresql"};
const DiffOptions sqlite{.dialect = "sqlite"};

TEST(Diff, DefaultNullIsNone) {
  Schema from;
  from.tables = {table("t", {column("a"), column("b"), column("c")})};
  Schema to = from;
  to.tables[0].columns[0].server_default = "NULL";
  to.tables[0].columns[1].server_default = "( null )";
  to.tables[0].columns[2].server_default = "0";
  EXPECT_THAT(diff(from, to).detected, ElementsAre("server default on column 't.c'"));
}

TEST(Diff, NotNullOnAColumnWithADefaultFillsTheRowsFirst) {
  Schema from;
  from.tables = {table("t", {column("a")})};
  from.tables[0].columns[0].server_default = "'green'";
  Schema to = from;
  to.tables[0].columns[0].nullable = false;
  const Diff found = diff(from, to);
  ASSERT_EQ(found.operations.size(), 1U);
  const auto& alter = std::get<ops::AlterColumn>(found.operations[0]);
  EXPECT_EQ(alter.backfill, Sql("'green'"));
  EXPECT_EQ(alter.existing_nullable, true);
}

TEST(Diff, AForeignKeyToColumnsWithoutAKeyIsRefused) {
  Schema from;
  from.tables = {table("bookmark", {column("userkey")}), table("user", {column("key")})};
  Schema to = from;
  to.tables[0].foreign_keys = {reference("userkey", "user", "key")};
  const Diff found = diff(from, to, sqlite);
  ASSERT_EQ(found.refusals.size(), 1U);
  EXPECT_EQ(found.refusals[0].message,
            "foreign key (userkey) of table bookmark refers to user (key), which is neither its "
            "primary key nor unique; make user (key) unique, or refer to a key");
  Unique unique;
  unique.columns = {"key"};
  to.tables[1].uniques = {unique};
  EXPECT_THAT(diff(from, to, sqlite).refusals, IsEmpty());
}

TEST(Diff, AKeyThatGoesWhileAForeignKeyNeedsItIsRefused) {
  Schema from;
  from.tables = {table("bookmark", {column("userkey")}), table("user", {column("key")})};
  from.tables[0].foreign_keys = {reference("userkey", "user", "key")};
  from.tables[1].primary_key = primary_key("key");
  Schema to = from;
  to.tables[1].primary_key.reset();
  EXPECT_EQ(diff(from, to, sqlite).refusals.size(), 1U);
}

TEST(Diff, ACircleOfForeignKeysIsMadeAfterItsTables) {
  Schema to;
  to.tables = {table("a", {column("id"), column("b")}), table("b", {column("id"), column("a")})};
  to.tables[0].primary_key = primary_key("id");
  to.tables[1].primary_key = primary_key("id");
  to.tables[0].foreign_keys = {reference("b", "b", "id")};
  to.tables[1].foreign_keys = {reference("a", "a", "id")};
  EXPECT_THAT(described(diff({}, to, postgresql)),
              ElementsAre("create table a", "create table b",
                          "create foreign key a_b_fkey on a (b) to b (id)"));
  EXPECT_THAT(described(diff(to, {}, postgresql)),
              ElementsAre("drop foreign key on a", "drop table b", "drop table a"));
}

TEST(Diff, RenamesAreMadeOnlyWhereTheOldNameIsThere) {
  Schema from;
  from.tables = {table("old", {column("a"), column("b")})};
  Schema to;
  to.tables = {table("new", {column("c"), column("b")})};
  to.tables[0].renamed_from = "old";
  to.tables[0].columns[0].renamed_from = "a";
  EXPECT_THAT(described(diff(from, to)),
              ElementsAre("rename table old to new", "alter column new.a: renamed to c"));
  EXPECT_THAT(diff(from, to).detected,
              ElementsAre("renamed column 'new.c' from 'a'", "renamed table 'new' from 'old'"));
  EXPECT_TRUE(diff(to, to).empty());
}

TEST(Diff, ALikelyRenameIsTold) {
  Schema from;
  from.tables = {table("t", {column("a", "text"), column("x", "date")})};
  Schema to;
  to.tables = {table("t", {column("b", "text", false), column("y", "date")})};
  EXPECT_THAT(likely_renames(from, to), ElementsAre(RenameCandidate{{"", "t"}, "b", "a"},
                                                    RenameCandidate{{"", "t"}, "y", "x"}));
}

TEST(Diff, WhatLosesDataIsKnown) {
  EXPECT_TRUE(destructive(ops::DropTable{{"", "t"}, Table{}}));
  EXPECT_TRUE(destructive(ops::DropColumn{{"", "t"}, "c", column("c")}));
  Column computed = column("c");
  computed.generated = Generated{.expression = "a + 1", .stored = true};
  EXPECT_FALSE(destructive(ops::DropColumn{{"", "t"}, "c", computed}));
  EXPECT_FALSE(destructive(ops::DropIndex{.table = {"", "t"}, .name = "i"}));
}

Object view(const std::string& name, const std::string& text, const std::string& on) {
  Object result;
  result.kind = Object::Kind::view;
  result.name = name;
  result.definition = "CREATE VIEW " + name + " AS " + text;
  result.depends_on = {{"table", "", on}};
  return result;
}

TEST(Diff, ViewsOverAChangedColumnGiveWay) {
  Schema from;
  from.tables = {table("t", {column("a")})};
  from.objects = {view("v", "SELECT a FROM t", "t"), view("w", "SELECT a FROM v", "t")};
  from.objects[1].depends_on = {{"view", "", "v"}};
  Schema to = from;
  to.tables[0].columns[0].type.name = "bigint";
  const Diff found = diff(from, to, postgresql);
  EXPECT_THAT(described(found),
              ElementsAre("drop view w", "drop view v", "alter column t.a: type native(bigint)",
                          "create view v", "create view w"));
  EXPECT_THAT(found.detected, ElementsAre("type change from integer to bigint on 't.a'"));
}

TEST(Diff, ASequenceIsOwnedOnceItsColumnIsThere) {
  Schema from;
  from.tables = {table("t", {column("a")})};
  Schema to = from;
  Column counted = column("id", "integer", false);
  counted.server_default = "nextval('t_id_seq'::regclass)";
  to.tables[0].columns.push_back(counted);
  Object sequence;
  sequence.kind = Object::Kind::sequence;
  sequence.name = "t_id_seq";
  sequence.definition = "CREATE SEQUENCE t_id_seq AS integer";
  sequence.owned_by = "t.id";
  to.objects = {sequence};
  EXPECT_THAT(
      described(diff(from, to, postgresql)),
      ElementsAre("create sequence t_id_seq",
                  "add column t.id native(integer) not null default nextval('t_id_seq'::regclass)",
                  "alter sequence t_id_seq"));
  EXPECT_THAT(described(diff(to, from, postgresql)),
              ElementsAre("alter sequence t_id_seq", "drop column t.id", "drop sequence t_id_seq"));
}

TEST(Diff, WhatIsComputedFromAChangedColumnIsComputedAnew) {
  Schema from;
  Column computed = column("b");
  computed.generated = Generated{.expression = "a + 1", .stored = true};
  from.tables = {table("t", {column("a"), computed})};
  Index index;
  index.name = "t_b";
  index.columns = {"b"};
  from.tables[0].indexes = {index};
  Schema to = from;
  to.tables[0].columns[0].type.name = "bigint";
  EXPECT_THAT(
      described(diff(from, to, postgresql)),
      ElementsAre("drop index t_b on t", "drop column t.b", "alter column t.a: type native(bigint)",
                  "add column t.b native(integer) generated as a + 1",
                  "create index t_b on t (b)"));
}

TEST(Diff, ANameThatIsLeftOpenIsNoDifference) {
  Schema from;
  from.tables = {table("t", {column("a")})};
  Unique unique;
  unique.name = "t_a_key";
  unique.columns = {"a"};
  from.tables[0].uniques = {unique};
  Schema to = from;
  to.tables[0].uniques[0].name.clear();
  EXPECT_TRUE(diff(from, to, postgresql).empty());
  EXPECT_TRUE(diff(from, to, sqlite).empty());
  EXPECT_FALSE(diff(to, from, sqlite).empty());
}

TEST(Diff, SqliteTellsNamesApartByTheirLettersAlone) {
  Schema from;
  from.tables = {table("Bookmark", {column("UserKey", "VARCHAR(20)")})};
  Schema to;
  to.tables = {table("bookmark", {column("userkey", "varchar(20)")})};
  const DiffOptions options{.dialect = "sqlite",
                            .type_text = [](const Type& type) { return type.name; }};
  EXPECT_TRUE(diff(from, to, options).empty());
  to.tables[0].columns[0].type.name = "TEXT";
  EXPECT_FALSE(diff(from, to, options).empty());
}

}  // namespace
}  // namespace migrate
