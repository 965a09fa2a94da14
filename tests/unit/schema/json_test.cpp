#include "schema/json.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <limits>

#include "migrate/error.hpp"
#include "migrate/schema.hpp"
#include "schema/json_reader.hpp"
#include "support/random_schema.hpp"

namespace migrate {
namespace {

std::string error_of(std::string_view text) {
  try {
    (void)parse_json_schema(text, "schema.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// In one table with one column, to which members are added.
std::string error_in_column(const std::string& members) {
  return error_of("{\"version\": 1, \"tables\": [{\"name\": \"t\", \"columns\": [\n{" + members +
                  "}]}]}");
}

TEST(JsonSchema, WhatIsWrittenIsReadBack) {
  for (const std::uint64_t seed : test::seeds("MIGRATE_TEST_JSON_ROUNDS", 200)) {
    SCOPED_TRACE(test::repeat_with("MIGRATE_TEST_JSON_ROUNDS", seed));
    test::Random random(seed);
    const Schema schema = test::random_schema(random, seed % 2 == 0 ? "sqlite" : "postgresql");
    const std::string json = to_json(schema);
    const Schema back = parse_json_schema(json, "schema.json");
    ASSERT_EQ(back, schema) << json;
    ASSERT_EQ(to_json(back), json);
  }
}

/// Some value that is not the default of its kind.
std::string other(const std::string&) { return "it's\n\"\u00e4\""; }
bool other(bool value) { return !value; }
int other(int) { return -7; }
std::int64_t other(std::int64_t) { return std::numeric_limits<std::int64_t>::min(); }
Type other(const Type&) { return types::Enum("m", {"a", "it's"}, "s"); }
Sql other(const Sql&) {
  Sql sql = Sql::per_database("a", "b");
  sql.text = "c";
  return sql;
}
template <class Enum>
requires requires { Names<Enum>::all; }
Enum other(Enum) { return static_cast<Enum>(1); }
template <json::Listed T>
T other(const T& value);
template <class T>
std::vector<T> other(const std::vector<T>&) {
  return {other(T()), T()};
}
template <class T>
std::optional<T> other(const std::optional<T>&) {
  return other(T());
}
template <json::Listed T>
T other(const T&) {
  T made;
  T::members([&made](std::string_view, auto member) { made.*member = other(made.*member); });
  return made;
}

/// An index's column is either a column or an expression.
template <>
IndexColumn other(const IndexColumn&) {
  IndexColumn column;
  column.expression = "lower(x)";
  column.descending = true;
  column.nulls = Nulls::last;
  return column;
}
/// What makes no sense empty: a list's second item above.
template <>
std::vector<IndexColumn> other(const std::vector<IndexColumn>&) {
  return {other(IndexColumn()), IndexColumn("c")};
}

template <class T>
void expect_round_trip(const T& value) {
  const std::string text = json::layout(json::output(value));
  T back;
  const json::Source source{text, "x"};
  json::read(source, json::parse(source), back);
  EXPECT_EQ(back, value) << text;
  EXPECT_EQ(json::layout(json::output(back)), text);
}

/// The struct with all its members changed, and with each of them alone.
template <class T>
void expect_round_trips() {
  expect_round_trip(other(T()));
  T::members([](std::string_view, auto member) {
    T value;
    value.*member = other(value.*member);
    expect_round_trip(value);
  });
}

TEST(JsonSchema, EachAttributeIsReadBack) {
  expect_round_trips<Schema>();
  expect_round_trips<Table>();
  expect_round_trips<Column>();
  expect_round_trips<Identity>();
  expect_round_trips<Generated>();
  expect_round_trips<KeyColumn>();
  expect_round_trips<PrimaryKey>();
  expect_round_trips<Unique>();
  expect_round_trips<References>();
  expect_round_trips<ForeignKey>();
  expect_round_trips<Check>();
  expect_round_trips<Exclude>();
  expect_round_trips<Index>();
  expect_round_trips<QualifiedName>();
  expect_round_trips<PartitionOf>();
  expect_round_trips<Dependency>();
  expect_round_trips<Object>();
  expect_round_trip(other(IndexColumn()));
}

TEST(JsonSchema, PeopleMayWriteCommentsAndWhatIsTheDefault) {
  const Schema schema = parse_json_schema(R"({
  // what there is
  "version": 1,
  "tables": [{
    "name": "user",
    "columns": [{"name": "id", "type": "integer", "nullable": true, "server_default": null}],
    "indexes": [{"name": "ix", "columns": [{"column": "id", "order": "asc"}]}]
  }]
})",
                                          "schema.json");
  const Schema wanted = {{table("user", {column("id", types::Integer()), index("ix", {"id"})})}};
  EXPECT_EQ(schema, wanted);
}

/// Each key and each word, as code.
template <class T>
void expect_documented(const std::string& page) {
  T::members([&page](std::string_view key, auto) {
    EXPECT_THAT(page, testing::HasSubstr("`" + std::string(key) + "`"));
  });
}
template <class Enum>
void expect_words_documented(const std::string& page) {
  for (const std::string_view word : Names<Enum>::all) {
    if (word == "native") continue;  // `native(…)`
    EXPECT_THAT(page, testing::HasSubstr("`" + std::string(word))) << word;
  }
}

TEST(JsonSchema, ThePageHasEachKeyAndWord) {
  std::ifstream in(std::string(MIGRATE_SOURCE_DIR) + "/docs/schema-json.md");
  const std::string page(std::istreambuf_iterator<char>(in), {});
  expect_documented<Schema>(page);
  expect_documented<Table>(page);
  expect_documented<Column>(page);
  expect_documented<Identity>(page);
  expect_documented<Generated>(page);
  expect_documented<KeyColumn>(page);
  expect_documented<PrimaryKey>(page);
  expect_documented<Unique>(page);
  expect_documented<References>(page);
  expect_documented<ForeignKey>(page);
  expect_documented<Check>(page);
  expect_documented<Exclude>(page);
  expect_documented<IndexColumn>(page);
  expect_documented<Index>(page);
  expect_documented<QualifiedName>(page);
  expect_documented<PartitionOf>(page);
  expect_documented<Dependency>(page);
  expect_documented<Object>(page);
  expect_words_documented<Action>(page);
  expect_words_documented<Match>(page);
  expect_words_documented<Deferrable>(page);
  expect_words_documented<Conflict>(page);
  expect_words_documented<Object::Kind>(page);
  expect_words_documented<Type::Kind>(page);
}

TEST(JsonSchema, ErrorsNameThePlaceAndTheNearestWord) {
  EXPECT_EQ(error_of("{\"version\": 1,\n  \"tables\": [{\"nam\": \"t\"}]}"),
            "schema.json:2:15: \"nam\" is not a key of a table. Did you mean \"name\"?\n"
            "      \"tables\": [{\"nam\": \"t\"}]}\n"
            "                  ^");
  EXPECT_EQ(error_of("{\"version\": 1, \"tables\": [{\"name\": \"t\", \"colums\": []}]}"),
            "schema.json:1:41: \"colums\" is not a key of a table. Did you mean \"columns\"?\n"
            "    {\"version\": 1, \"tables\": [{\"name\": \"t\", \"colums\": []}]}\n"
            "                                            ^");
  EXPECT_EQ(error_of("{\"version\": 1, \"zebra\": 1}"),
            "schema.json:1:16: \"zebra\" is not a key of a schema. Known: version, dialect, "
            "tables, objects, warnings\n"
            "    {\"version\": 1, \"zebra\": 1}\n"
            "                   ^");
  EXPECT_EQ(error_of("{}"),
            "schema.json:1:1: a schema needs \"version\"\n"
            "    {}\n"
            "    ^");
  EXPECT_EQ(error_of("[]"),
            "schema.json:1:1: a schema belongs here, an object, not an array\n"
            "    []\n"
            "    ^");
  EXPECT_EQ(error_of("{\"version\": 2}"),
            "schema.json:1:13: this program reads schemas of version 1, not of 2\n"
            "    {\"version\": 2}\n"
            "                ^");
  EXPECT_EQ(error_of("{\"version\": 1, \"dialect\": \"mysql\"}"),
            "schema.json:1:27: \"mysql\" is not known here. Known: sqlite, postgresql\n"
            "    {\"version\": 1, \"dialect\": \"mysql\"}\n"
            "                              ^");
  EXPECT_EQ(error_of("{\"version\": 1,}"),
            "schema.json:1:15: this is not JSON: unexpected '}'; expected a key in quotes\n"
            "    {\"version\": 1,}\n"
            "                  ^");
  EXPECT_EQ(error_in_column("\"name\": \"c\""),
            "schema.json:2:1: a column needs \"type\"\n"
            "    {\"name\": \"c\"}]}]}\n"
            "    ^");
  EXPECT_EQ(error_in_column("\"name\": 1, \"type\": \"text\""),
            "schema.json:2:10: a string belongs here, not a number\n"
            "    {\"name\": 1, \"type\": \"text\"}]}]}\n"
            "             ^");
  EXPECT_EQ(error_in_column("\"name\": \"c\", \"type\": \"text\", \"nullable\": \"no\""),
            "schema.json:2:43: a boolean belongs here, not a string\n"
            "    {\"name\": \"c\", \"type\": \"text\", \"nullable\": \"no\"}]}]}\n"
            "                                              ^");
  EXPECT_EQ(error_in_column("\"name\": \"c\", \"type\": \"text\", \"server_default\": 0"),
            "schema.json:2:49: SQL belongs here, a string or an object with \"sqlite\" and "
            "\"postgresql\", not a number\n"
            "    {\"name\": \"c\", \"type\": \"text\", \"server_default\": 0}]}]}\n"
            "                                                    ^");
  EXPECT_EQ(
      error_in_column("\"name\": \"c\", \"type\": \"text\", \"server_default\": {\"lite\": \"\"}"),
      "schema.json:2:50: \"lite\" is not a key of SQL. Known: text, sqlite, postgresql\n"
      "    {\"name\": \"c\", \"type\": \"text\", \"server_default\": {\"lite\": \"\"}}]}]}\n"
      "                                                     ^");
  EXPECT_EQ(error_in_column("\"name\": \"c\", \"type\": \"text\", \"statistics\": 3000000000"),
            "schema.json:2:45: the number is too large\n"
            "    {\"name\": \"c\", \"type\": \"text\", \"statistics\": 3000000000}]}]}\n"
            "                                                ^");
  EXPECT_EQ(error_in_column("\"name\": \"c\", \"type\": \"text\", \"statistics\": 1.5"),
            "schema.json:2:45: a whole number belongs here\n"
            "    {\"name\": \"c\", \"type\": \"text\", \"statistics\": 1.5}]}]}\n"
            "                                                ^");
  EXPECT_EQ(
      error_in_column("\"name\": \"c\", \"type\": \"text\", \"not_null_conflict\": \"replac\""),
      "schema.json:2:52: \"replac\" is not known here. Did you mean \"replace\"?\n"
      "    {\"name\": \"c\", \"type\": \"text\", \"not_null_conflict\": \"replac\"}]}]}\n"
      "                                                       ^");
  EXPECT_EQ(
      error_in_column("\"name\": \"c\", \"type\": \"text\", \"not_null_conflict\": \"zzzzz\""),
      "schema.json:2:52: \"zzzzz\" is not known here. Known: none, rollback, abort, fail, ignore, "
      "replace\n"
      "    {\"name\": \"c\", \"type\": \"text\", \"not_null_conflict\": \"zzzzz\"}]}]}\n"
      "                                                       ^");
}

TEST(JsonSchema, ErrorsOfListsAndKeys) {
  EXPECT_EQ(error_of(R"({"version": 1, "tables": {"name": "t"}})"),
            "schema.json:1:26: an array belongs here, not an object\n"
            "    {\"version\": 1, \"tables\": {\"name\": \"t\"}}\n"
            "                             ^");
  EXPECT_EQ(error_of(R"({"version": 1, "tables": ["t"]})"),
            "schema.json:1:27: a table belongs here, an object, not a string\n"
            "    {\"version\": 1, \"tables\": [\"t\"]}\n"
            "                              ^");
  EXPECT_EQ(error_of(R"({"version": 1, "tables": [{"name": "t"}, {"name": "t"}]})"),
            "schema.json:1:42: there is a table \"t\" already\n"
            "    {\"version\": 1, \"tables\": [{\"name\": \"t\"}, {\"name\": \"t\"}]}\n"
            "                                             ^");
  EXPECT_EQ(
      error_of(R"({"version": 1, "tables": [{"name": "t", "columns": [
    {"name": "a", "type": "text"}, {"name": "a", "type": "text"}]}]})"),
      "schema.json:2:36: the table \"t\" has a column \"a\" already\n"
      "        {\"name\": \"a\", \"type\": \"text\"}, {\"name\": \"a\", \"type\": \"text\"}]}]}\n"
      "                                       ^");
  EXPECT_EQ(error_of(R"({"version": 1, "tables": [{"name": "t", "indexes": [
    {"name": "i", "columns": [{"order": "desc"}]}]}]})"),
            "schema.json:2:31: an index's column needs either \"column\" or \"expression\"\n"
            "        {\"name\": \"i\", \"columns\": [{\"order\": \"desc\"}]}]}]}\n"
            "                                  ^");
  EXPECT_EQ(
      error_of(R"({"version": 1, "tables": [{"name": "t", "indexes": [
    {"name": "i", "columns": [{"column": "a", "order": "down"}]}]}]})"),
      "schema.json:2:56: \"down\" is not known here. Known: asc, desc\n"
      "        {\"name\": \"i\", \"columns\": [{\"column\": \"a\", \"order\": \"down\"}]}]}]}\n"
      "                                                           ^");
  EXPECT_EQ(error_of(R"({"version": 1, "tables": [{"name": "t", "foreign_keys": [
    {"columns": ["a"]}]}]})"),
            "schema.json:2:5: a foreign key needs \"references\"\n"
            "        {\"columns\": [\"a\"]}]}]}\n"
            "        ^");
}

}  // namespace
}  // namespace migrate
