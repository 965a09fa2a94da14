#include "migrate/schema/type_text.hpp"

#include <gmock/gmock.h>

#include "migrate/schema/types.hpp"

namespace migrate {
namespace {

using namespace types;

struct TextCase {
  Type type;
  std::string text;
};

std::vector<TextCase> texts() {
  return {
      {Integer(), "integer"},
      {BigInteger(), "bigint"},
      {SmallInteger(), "smallint"},
      {Boolean(), "boolean"},
      {String(), "string"},
      {String(255), "string(255)"},
      {Text(), "text"},
      {Float(), "float"},
      {Double(), "double"},
      {Numeric(), "numeric"},
      {Numeric(10, 2), "numeric(10,2)"},
      {Numeric(10), "numeric(10,0)"},
      {Numeric(3, -2), "numeric(3,-2)"},
      {Date(), "date"},
      {Time(), "time"},
      {DateTime(), "datetime"},
      {TimestampTz(), "timestamptz"},
      {Interval(), "interval"},
      {Uuid(), "uuid"},
      {Json(), "json"},
      {Jsonb(), "jsonb"},
      {Blob(), "blob"},
      {Array(Integer()), "integer[]"},
      {Array(Numeric(10, 2)), "numeric(10,2)[]"},
      {Enum("mood"), "enum(mood)"},
      {Enum("mood", {}, "app"), "enum(app.mood)"},
      {Enum("mood", {"sad", "it's fine", ""}), "enum(mood, 'sad', 'it''s fine', '')"},
      {Enum("", {"a", "b"}), "enum('a', 'b')"},
      {Enum(""), "enum()"},
      {Enum("my \"mood\"", {"a"}, "x.y"), "enum(\"x.y\".\"my \"\"mood\"\"\", 'a')"},
      {Enum("", {}, "app"), "enum(app.\"\")"},
      {Array(Enum("mood", {"a"})), "enum(mood, 'a')[]"},
      {Native("CITEXT"), "CITEXT"},
      {Native("character varying(20)[]"), "character varying(20)[]"},
      {Native("VARCHAR(10) "), "VARCHAR(10) "},
      {Native(""), "native()"},
      {Native("integer"), "native(integer)"},
      {Native("integer[]"), "native(integer[])"},
      {Native("numeric(10, 2)"), "native(numeric(10, 2))"},
      {Native("enum(a"), "enum(a"},
      {Native("string(0)"), "string(0)"},
      {Native("native(x)"), "native(native(x))"},
      {Native("native(x)[]"), "native(native(x)[])"},
      {Array(Native("citext")), "native(citext)[]"},
      {Array(Native("")), "native()[]"},
  };
}

TEST(TypeText, EachTypeHasOneText) {
  for (const TextCase& test : texts()) EXPECT_EQ(to_text(test.type), test.text);
}

TEST(TypeText, TheTextMeansTheTypeAgain) {
  for (const TextCase& test : texts()) EXPECT_EQ(parse_type(test.text), test.type) << test.text;
}

TEST(TypeText, BlanksBetweenNumbersAndValuesMeanNothing) {
  EXPECT_EQ(parse_type("numeric( 10 , 2 )"), Numeric(10, 2));
  EXPECT_EQ(parse_type("enum( mood , 'a','b' )"), Enum("mood", {"a", "b"}));
}

TEST(TypeText, WhatIsNotPortableIsTheDatabasesOwn) {
  for (const char* text :
       {"Integer", "INTEGER", "string(x)", "string(1)x", "numeric(10", "integer[", "integer[]x",
        "text(5)", "enum(a b)", "enum(a, b)", "enum(a,)", "native", "native(x",
        "string(9999999999)", "numeric(0,1)", "numeric(5,)"}) {
    EXPECT_EQ(parse_type(text), Native(text)) << text;
    EXPECT_EQ(to_text(Native(text)), text);
  }
}

}  // namespace
}  // namespace migrate
