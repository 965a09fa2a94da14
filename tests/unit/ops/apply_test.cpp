#include <gtest/gtest.h>

#include "notation.hpp"
#include "ops/renaming.hpp"
#include "schema/order.hpp"

namespace migrate::ops {
namespace {

/// A schema with something of everything that refers to something else.
Schema shop(std::string dialect = "") {
  Schema schema;
  schema.dialect = std::move(dialect);
  Table user;
  user.name = "user";
  user.columns = {{.name = "id", .type = {.kind = Type::Kind::integer}, .nullable = false},
                  {.name = "email", .type = {.kind = Type::Kind::text}},
                  {.name = "age", .type = {.kind = Type::Kind::integer}}};
  user.primary_key.emplace().columns = {"id"};
  user.uniques.resize(1);
  user.uniques[0].name = "uq_email";
  user.uniques[0].columns = {"email"};
  user.checks = {{.name = "ck_age", .condition = "age > 0 AND \"age\" < 200"},
                 {.name = "ck_email", .condition = "age(email) <> 'age'"}};
  user.indexes.resize(1);
  user.indexes[0].name = "ix_age";
  user.indexes[0].columns = {"age"};
  Table order;
  order.name = "order";
  order.columns = {{.name = "user_id", .type = {.kind = Type::Kind::integer}},
                   {.name = "total", .type = {.kind = Type::Kind::integer}}};
  order.foreign_keys = {{.name = "fk_user",
                         .columns = {"user_id"},
                         .references = {.table = "user", .columns = {"id"}},
                         .not_valid = true}};
  schema.tables = {user, order};
  schema.objects = {{.kind = Object::Kind::view,
                     .name = "adults",
                     .definition = "CREATE VIEW adults AS SELECT * FROM user",
                     .depends_on = {{"table", "", "user"}}},
                    {.kind = Object::Kind::trigger, .name = "tr", .table = "user"},
                    {.kind = Object::Kind::sequence, .name = "s", .owned_by = "user.age"},
                    {.kind = Object::Kind::enumeration, .name = "mood", .values = {"a", "b"}}};
  return normalized(schema);
}

Table& table(Schema& schema, std::string_view name) {
  for (Table& table : schema.tables) {
    if (table.name == name) return table;
  }
  throw std::runtime_error("no table " + std::string(name));
}

Schema applied(Schema schema, const std::vector<std::string>& operations) {
  for (const std::string& json : operations) ops::apply(schema, op(json));
  return schema;
}

TEST(Apply, WhatIsAppliedAndReversedIsWhatItWas) {
  const std::vector<std::string> operations = {
      R"js({"create_table": {"name": "a", "columns": [{"name": "x", "type": "text"}]}})js",
      R"js({"drop_table": {"name": "order", "existing": {"columns": [{"name": "user_id", "type": "integer"}, {"name": "total", "type": "integer"}], "foreign_keys": [{"name": "fk_user", "columns": ["user_id"], "references": {"table": "user", "columns": ["id"]}, "not_valid": true}]}}})js",
      R"js({"rename_table": {"name": "user", "new_name": "person"}})js",
      R"js({"alter_table": {"name": "user", "strict": true, "comment": "c", "existing": {}}})js",
      R"js({"add_column": {"table": "user", "column": {"name": "x", "type": "text"}}})js",
      R"js({"drop_column": {"table": "order", "column": "total", "existing": {"type": "integer"}}})js",
      R"js({"alter_column": {"table": "user", "column": "age", "new_name": "years", "type": "bigint", "nullable": false, "existing_type": "integer", "existing_nullable": true}})js",
      R"js({"create_primary_key": {"table": "order", "name": "pk", "columns": ["total"]}})js",
      R"js({"create_unique_constraint": {"table": "order", "columns": ["total"]}})js",
      R"js({"create_foreign_key": {"table": "order", "name": "fk2", "columns": ["total"], "references": {"table": "user"}}})js",
      R"js({"create_check_constraint": {"table": "order", "name": "ck", "condition": "total > 0"}})js",
      R"js({"create_exclude_constraint": {"table": "order", "name": "ex", "definition": "EXCLUDE …"}})js",
      R"js({"drop_constraint": {"table": "user", "name": "uq_email", "existing": {"unique": {"columns": ["email"]}}}})js",
      R"js({"rename_constraint": {"table": "user", "name": "ck_age", "new_name": "ck"}})js",
      R"js({"create_index": {"table": "order", "name": "ix", "columns": ["total"]}})js",
      R"js({"drop_index": {"table": "user", "name": "ix_age", "existing": {"columns": ["age"]}}})js",
      R"js({"rename_index": {"table": "user", "name": "ix_age", "new_name": "ix"}})js",
      R"js({"create_view": {"name": "v", "definition": "…"}})js",
      R"js({"drop_trigger": {"name": "tr", "table": "user", "existing": {}}})js",
      R"js({"alter_object": {"kind": "sequence", "name": "s", "existing": {"owned_by": "user.age"}}})js",
      R"js({"alter_enum": {"name": "mood", "values": ["a", "x", "b"], "existing": ["a", "b"]}})js",
      R"js({"table_comment": {"table": "user", "comment": "c", "existing": ""}})js",
      R"js({"column_comment": {"table": "user", "column": "id", "comment": "c", "existing": ""}})js",
  };
  for (const std::string& json : operations) {
    Schema schema = shop();
    ops::apply(schema, op(json));
    EXPECT_NE(schema, shop()) << json;
    EXPECT_EQ(schema, normalized(schema)) << json;
    if (json.find("create_primary_key") != std::string::npos) {
      EXPECT_FALSE(table(schema, "order").columns[1].nullable);
      table(schema, "order").columns[1].nullable = true;  // stays NOT NULL when the key goes
    }
    ops::apply(schema, reverse(op(json)));
    EXPECT_EQ(schema, shop()) << json;
  }
}

TEST(Apply, RenamingATableRenamesWhatRefersToIt) {
  Schema schema = applied(shop(), {R"js({"rename_table": {"name": "user", "new_name": "a"}})js"});
  EXPECT_EQ(table(schema, "order").foreign_keys[0].references.table, "a");
  EXPECT_EQ(schema.tables.front().name, "a");
  for (const Object& object : schema.objects) {
    if (object.kind == Object::Kind::trigger) {
      EXPECT_EQ(object.table, "a");
    }
    if (object.kind == Object::Kind::sequence) {
      EXPECT_EQ(object.owned_by, "a.age");
    }
    if (object.kind == Object::Kind::view) {
      EXPECT_EQ(object.depends_on[0].name, "a");
    }
  }
}

TEST(Apply, RenamingAColumnRenamesWhatRefersToIt) {
  Schema schema = applied(
      shop(), {R"js({"alter_column": {"table": "user", "column": "age", "new_name": "years"}})js",
               R"js({"alter_column": {"table": "user", "column": "id", "new_name": "No"}})js"});
  const Table& user = table(schema, "user");
  EXPECT_EQ(user.checks[0].condition.text, "years > 0 AND \"years\" < 200");
  EXPECT_EQ(user.checks[1].condition.text, "age(email) <> 'age'");
  EXPECT_EQ(user.indexes[0].columns[0].column, "years");
  EXPECT_EQ(user.primary_key->columns[0].name, "No");
  EXPECT_EQ(table(schema, "order").foreign_keys[0].references.columns[0], "No");
  for (const Object& object : schema.objects) {
    if (object.kind == Object::Kind::sequence) {
      EXPECT_EQ(object.owned_by, "user.years");
    }
  }
}

TEST(Apply, WithAColumnGoesWhatIsMadeOfIt) {
  Schema schema = applied(shop(), {R"js({"drop_column": {"table": "user", "column": "age"}})js",
                                   R"js({"drop_column": {"table": "user", "column": "email"}})js",
                                   R"js({"drop_column": {"table": "user", "column": "id"}})js"});
  const Table& user = table(schema, "user");
  EXPECT_TRUE(user.columns.empty() && user.checks.empty() && user.indexes.empty());
  EXPECT_TRUE(user.uniques.empty() && !user.primary_key);
  EXPECT_EQ(schema.objects.size(), 3U);  // without the sequence that belonged to age
}

TEST(Apply, WithATableGoWhatIsOnItAndWhatItOwns) {
  const Schema schema = applied(shop(), {R"js({"drop_table": {"name": "user"}})js"});
  ASSERT_EQ(schema.objects.size(), 2U);
  EXPECT_EQ(schema.objects[0].name, "mood");
  EXPECT_EQ(schema.objects[1].name, "adults");
}

TEST(Apply, ValidatingMakesAConstraintValid) {
  Schema schema =
      applied(shop(), {R"js({"validate_constraint": {"table": "order", "name": "fk_user"}})js"});
  EXPECT_FALSE(table(schema, "order").foreign_keys[0].not_valid);
}

TEST(Apply, NamesAreTheSameInUpperAndLowerCaseOnSqliteOnly) {
  const std::string json = R"js({"drop_column": {"table": "USER", "column": "Age"}})js";
  Schema schema = applied(shop("sqlite"), {json});
  EXPECT_EQ(table(schema, "user").columns.size(), 2U);
  EXPECT_EQ(error_of([&] { applied(shop("postgresql"), {json}); }),
            "there is no table \"USER\". Did you mean \"user\"?");
}

struct ErrorCase {
  std::string json;
  std::string message;
};

TEST(Apply, ErrorsNameWhatIsThereOrIsNot) {
  const std::vector<ErrorCase> cases = {
      {R"js({"create_table": {"name": "user"}})js", "there is a table \"user\" already"},
      {R"js({"create_table": {"name": "adults"}})js", "there is a view \"adults\" already"},
      {R"js({"drop_table": {"name": "usr"}})js",
       "there is no table \"usr\". Did you mean \"user\"?"},
      {R"js({"drop_table": {"schema": "x", "name": "user"}})js",
       "there is no table \"x.user\". Did you mean \"user\"?"},
      {R"js({"rename_table": {"name": "user", "new_name": "order"}})js",
       "there is a table \"order\" already"},
      {R"js({"add_column": {"table": "user", "column": {"name": "id", "type": "text"}}})js",
       "the table \"user\" has a column \"id\" already"},
      {R"js({"drop_column": {"table": "user", "column": "emial"}})js",
       "the table \"user\" has no column \"emial\". Did you mean \"email\"?"},
      {R"js({"alter_column": {"table": "user", "column": "id", "new_name": "age"}})js",
       "the table \"user\" has a column \"age\" already"},
      {R"js({"create_primary_key": {"table": "user", "columns": ["age"]}})js",
       "the table \"user\" has a primary key already"},
      {R"js({"create_unique_constraint": {"table": "user", "name": "ck_age", "columns": ["age"]}})js",
       "the table \"user\" has a constraint \"ck_age\" already"},
      {R"js({"create_foreign_key": {"table": "user", "columns": ["x"], "references": {"table": "t"}}})js",
       "the table \"user\" has no column \"x\"."},
      {R"js({"drop_constraint": {"table": "user", "name": "ck_ag"}})js",
       "the table \"user\" has no constraint \"ck_ag\". Did you mean \"ck_age\"?"},
      {R"js({"drop_constraint": {"table": "user", "existing": {"check": {"condition": "1"}}}})js",
       "the table \"user\" has no unnamed constraint like \"existing\""},
      {R"js({"rename_constraint": {"table": "user", "name": "x", "new_name": "y"}})js",
       "the table \"user\" has no constraint \"x\"."},
      {R"js({"rename_constraint": {"table": "user", "name": "ck_age", "new_name": "uq_email"}})js",
       "the table \"user\" has a constraint \"uq_email\" already"},
      {R"js({"validate_constraint": {"table": "user", "name": "uq_email"}})js",
       "the table \"user\" has no constraint \"uq_email\". Did you mean \"uq_email\"?"},
      {R"js({"create_index": {"table": "order", "name": "ix_age", "columns": ["total"]}})js",
       "there is an index \"ix_age\" already, on the table \"user\""},
      {R"js({"create_index": {"table": "order", "name": "ix", "columns": ["totl"]}})js",
       "the table \"order\" has no column \"totl\". Did you mean \"total\"?"},
      {R"js({"drop_index": {"table": "user", "name": "ix_ag"}})js",
       "the table \"user\" has no index \"ix_ag\". Did you mean \"ix_age\"?"},
      {R"js({"create_view": {"name": "adults"}})js", "there is a view \"adults\" already"},
      {R"js({"create_enum": {"name": "mood", "values": []}})js",
       "there is an enum \"mood\" already"},
      {R"js({"drop_view": {"name": "adult"}})js",
       "there is no view \"adult\". Did you mean \"adults\"?"},
      {R"js({"drop_trigger": {"name": "tr", "table": "order"}})js",
       "there is no trigger \"tr\" on \"order\". Did you mean \"tr\"?"},
      {R"js({"column_comment": {"table": "user", "column": "x", "comment": "c"}})js",
       "the table \"user\" has no column \"x\"."},
  };
  for (const ErrorCase& c : cases) {
    EXPECT_EQ(error_of([&] { applied(shop(), {c.json}); }), c.message) << c.json;
  }
}

TEST(Identifiers, AreToldFromStringsCommentsAndFunctions) {
  EXPECT_TRUE(mentions("lower(A) > 1", "a"));
  EXPECT_TRUE(mentions("t.a", "a"));
  EXPECT_TRUE(mentions("[a b] = 1", "a b"));
  EXPECT_TRUE(mentions("`a``b`", "a`b"));
  for (const char* text :
       {"'a'", "a (1)", "-- a\nb", "/* a */ b", "\"A\"", "ab", "'it''s a'", "E'a'", "1a", ""}) {
    EXPECT_FALSE(mentions(text, "a")) << text;
  }
  EXPECT_EQ(renamed("a + t.A + \"a\" + 'a'", "a", "b c"), "\"b c\" + t.\"b c\" + \"b c\" + 'a'");
  EXPECT_EQ(renamed("a", "a", "x\"y"), "\"x\"\"y\"");
  EXPECT_EQ(renamed("a > 0", "a", "order"), "\"order\" > 0");
  EXPECT_EQ(renamed("a IS NOT NULL OR \"NULL\" > 0", "NULL", "b"), "a IS NOT NULL OR \"b\" > 0");
}

}  // namespace
}  // namespace migrate::ops
