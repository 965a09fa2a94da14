#include <gtest/gtest.h>

#include "migrate/dialect.hpp"

/// What compiling says and does where there is no schema to look at. What each operation compiles
/// to stands in tests/golden/postgresql/.
namespace migrate::postgresql {
namespace {

std::string text_of(const std::vector<Operation>& operations, const Schema& before = {}) {
  std::string out;
  for (const Statement& statement : dialect().compile(operations, before)) {
    out += statement.text + ";\n";
  }
  return out;
}

std::string error_of(const Operation& operation) {
  try {
    return text_of({operation});
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::revision);
    return error.what();
  }
}

TEST(PostgresqlCompile, NeedsNoSchema) {
  EXPECT_EQ(text_of({ops::RenameTable{.name = {.schema = "app", .name = "a"}, .new_name = "user"},
                     ops::DropColumn{.table = {.name = "no such"}, .column = "c"}}),
            "ALTER TABLE app.a RENAME TO \"user\";\nALTER TABLE \"no such\" DROP COLUMN c;\n");
}

TEST(PostgresqlCompile, SaysWhatItNeeds) {
  const QualifiedName t = {.name = "t"};
  EXPECT_EQ(error_of(ops::AlterColumn{.table = t, .column = "c", .collation = "C"}),
            "alter_column t.c needs \"existing_type\": a collation is set with the type");
  EXPECT_EQ(error_of(ops::AlterColumn{.table = t, .column = "c", .storage = ""}),
            "alter_column t.c needs \"existing_type\"");
  EXPECT_EQ(
      error_of(ops::AlterColumn{
          .table = t, .column = "c", .generated = Generated{.expression = "a + 1"}}),
      "alter_column t.c needs the table's shape: a column that is generated otherwise is made "
      "anew");
  EXPECT_EQ(error_of(ops::AlterEnum{.name = {.name = "mood"}, .values = {"ok"}}),
            "alter_enum mood needs \"existing\": the values that there were");
  EXPECT_EQ(error_of(ops::AlterTable{
                .name = t, .wanted = {.partition_by = "LIST (a)"}, .existing = Table()}),
            "alter_table t: how a table is partitioned cannot be changed; make another table and "
            "move the rows");
  EXPECT_EQ(error_of(ops::CreateObject{{.kind = Object::Kind::view, .name = "v"}}),
            "the view v needs a \"definition\": its whole CREATE statement");
}

TEST(PostgresqlCompile, MakesAnEnumThatAColumnTellsOnce) {
  const Type mood = {.kind = Type::Kind::enumeration, .name = "mood", .values = {"sad", "ok"}};
  const Column column = {.name = "m", .type = mood};
  EXPECT_EQ(text_of({ops::CreateTable{{.name = "t", .columns = {column}}},
                     ops::AddColumn{.table = {.name = "u"}, .column = column}}),
            "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE t (\n  m mood\n);\n"
            "ALTER TABLE u ADD COLUMN m mood;\n");
}

TEST(PostgresqlCompile, GivesASequenceToAColumnThatComesLater) {
  const Object sequence = {.kind = Object::Kind::sequence, .name = "s", .owned_by = "t.id"};
  const Column id = {.name = "id", .type = {.kind = Type::Kind::integer}};
  EXPECT_EQ(
      text_of({ops::CreateObject{sequence}, ops::AddColumn{.table = {.name = "t"}, .column = id}}),
      "CREATE SEQUENCE s;\nALTER TABLE t ADD COLUMN id integer;\n"
      "ALTER SEQUENCE s OWNED BY t.id;\n");
  EXPECT_EQ(text_of({ops::CreateObject{sequence}}),
            "CREATE SEQUENCE s;\nALTER SEQUENCE s OWNED BY t.id;\n");
}

TEST(PostgresqlCompile, AddsAKeyThatStandsTwiceAfterwards) {
  Table table = {.name = "t", .columns = {{.name = "a", .type = {.kind = Type::Kind::integer}}}};
  table.primary_key = PrimaryKey{.name = "pk", .columns = {"a"}};
  table.uniques = {{.name = "uq", .columns = {"a"}}};
  EXPECT_EQ(text_of({ops::CreateTable{table}}),
            "CREATE TABLE t (\n  a integer,\n  CONSTRAINT pk PRIMARY KEY (a)\n);\n"
            "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a);\n");
}

}  // namespace
}  // namespace migrate::postgresql
