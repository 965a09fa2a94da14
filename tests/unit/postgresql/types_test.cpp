#include "postgresql/types.hpp"

#include <gtest/gtest.h>

#include "migrate/schema/names.hpp"
#include "postgresql/identifier.hpp"

namespace migrate::postgresql {
namespace {

using Kind = Type::Kind;

TEST(PostgresqlTypes, ArePortableWhereTheyRenderBack) {
  const std::vector<std::pair<std::string, Type>> cases = {
      {"integer", {.kind = Kind::integer}},
      {"bigint", {.kind = Kind::bigint}},
      {"smallint", {.kind = Kind::smallint}},
      {"boolean", {.kind = Kind::boolean}},
      {"character varying", {.kind = Kind::string}},
      {"character varying(255)", {.kind = Kind::string, .length = 255}},
      {"text", {.kind = Kind::text}},
      {"real", {.kind = Kind::float_}},
      {"double precision", {.kind = Kind::double_}},
      {"numeric", {.kind = Kind::numeric}},
      {"numeric(10,0)", {.kind = Kind::numeric, .precision = 10}},
      {"numeric(3,-2)", {.kind = Kind::numeric, .precision = 3, .scale = -2}},
      {"date", {.kind = Kind::date}},
      {"time without time zone", {.kind = Kind::time}},
      {"timestamp without time zone", {.kind = Kind::datetime}},
      {"timestamp with time zone", {.kind = Kind::timestamptz}},
      {"interval", {.kind = Kind::interval}},
      {"uuid", {.kind = Kind::uuid}},
      {"json", {.kind = Kind::json}},
      {"jsonb", {.kind = Kind::jsonb}},
      {"bytea", {.kind = Kind::blob}},
      {"integer[]", {.kind = Kind::integer, .array = true}},
      {"numeric(8,2)[]", {.kind = Kind::numeric, .precision = 8, .scale = 2, .array = true}},
  };
  for (const auto& [text, type] : cases) {
    EXPECT_EQ(type_of(text), type) << text;
    EXPECT_EQ(type_text(type), text);
  }
}

TEST(PostgresqlTypes, KeepTheServersTextOtherwise) {
  for (const std::string text :
       {"character(3)", "\"char\"", "timestamp(3) without time zone", "time with time zone",
        "interval year to month", "bit varying(8)", "tsvector", "tsvector[]", "app.\"Mood\"",
        "app.mood[]", "character varying(0)", "numeric(5)", "numeric(05,2)", "xml", "int4range",
        "double precision(3)", "", "[]", "character varying (3)"}) {
    EXPECT_EQ(type_of(text), Type{.name = text}) << text;
    EXPECT_EQ(type_text(type_of(text)), text);
  }
}

TEST(PostgresqlTypes, NameAnEnumAsTheServerDoes) {
  EXPECT_EQ(type_text({.kind = Kind::enumeration, .name = "mood"}), "mood");
  EXPECT_EQ(type_text({.kind = Kind::enumeration, .array = true, .schema = "app", .name = "Mood"}),
            "app.\"Mood\"[]");
}

TEST(PostgresqlIdentifier, IsQuotedWhereItMustBe) {
  EXPECT_EQ(identifier("bookmark_2"), "bookmark_2");
  EXPECT_EQ(identifier("_x"), "_x");
  EXPECT_EQ(identifier("name"), "name");
  EXPECT_EQ(identifier("user"), "\"user\"");
  EXPECT_EQ(identifier("integer"), "\"integer\"");
  EXPECT_EQ(identifier("Base"), "\"Base\"");
  EXPECT_EQ(identifier("2nd"), "\"2nd\"");
  EXPECT_EQ(identifier("ä"), "\"ä\"");
  EXPECT_EQ(identifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(identifier(""), "\"\"");
  EXPECT_EQ(qualified("", "a"), "a");
  EXPECT_EQ(qualified("order", "a"), "\"order\".a");
  for (const std::string name : {"a", "user", "a\"b", "A.b", "\""}) {
    EXPECT_EQ(unquoted(identifier(name)), name);
  }
}

}  // namespace
}  // namespace migrate::postgresql
