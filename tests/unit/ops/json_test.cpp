#include "ops/json.hpp"

#include <gtest/gtest.h>

#include <set>

#include "notation.hpp"
#include "ops/wording.hpp"

namespace migrate::ops {
namespace {

TEST(OperationJson, WhatIsReadIsWrittenAgain) {
  for (const Example& example : examples()) EXPECT_EQ(text_of(op(example.json)), example.json);
}

TEST(OperationJson, ThereIsAnExampleOfEveryOperation) {
  std::set<std::string> seen;
  for (const Example& example : examples()) seen.insert(operation_name(op(example.json)));
  EXPECT_EQ(seen, std::set<std::string>(operation_names().begin(), operation_names().end()));
}

struct ErrorCase {
  std::string json;
  std::string message;
};

TEST(OperationJson, ErrorsSayWhereWhatAndTheNearest) {
  const std::vector<ErrorCase> cases = {
      {R"("x")",
       "f.json:1:1: an operation belongs here, an object with one key, which is its name: "
       "{\"create_table\": {…}}"},
      {R"js({"drop_table": {"name": "t"}, "drop_view": {"name": "v"}})js",
       "f.json:1:1: an operation belongs here, an object with one key, which is its name: "
       "{\"create_table\": {…}}"},
      {R"js({"creat_table": {"name": "t"}})js",
       "f.json:1:2: there is no operation \"creat_table\". Did you mean \"create_table\"?"},
      {R"js({"frobnicate": {}})js", "f.json:1:2: there is no operation \"frobnicate\"."},
      {R"js({"create_table": {"name": "t", "colums": []}})js",
       "f.json:1:32: \"colums\" is not a key of create_table. Did you mean \"columns\"?"},
      {R"js({"create_table": {"columns": []}})js", "f.json:1:18: create_table needs \"name\""},
      {R"js({"create_table": {"name": "t", "columns": [{"name": "c", "typ": "text"}]}})js",
       "f.json:1:58: \"typ\" is not a key of a column. Did you mean \"type\"?"},
      {R"js({"add_column": {"table": "", "column": {"name": "c", "type": "text"}}})js",
       "f.json:1:26: \"table\" must not be empty"},
      {R"js({"add_column": {"table": "t", "column": {"name": "c", "type": 7}}})js",
       "f.json:1:63: a string belongs here, not a number"},
      {R"js({"alter_column": {"table": "t", "column": "c", "type": null}})js",
       "f.json:1:56: a string belongs here, not null"},
      {R"js({"alter_column": {"table": "t", "column": "c", "existing_typ": "text"}})js",
       "f.json:1:48: \"existing_typ\" is not a key of alter_column. Did you mean "
       "\"existing_type\"?"},
      {R"js({"create_foreign_key": {"table": "t", "columns": ["a"], "references": {"table": "u"}, "on_delete": "cascad"}})js",
       "f.json:1:100: \"cascad\" is not known here. Did you mean \"cascade\"?"},
      {R"js({"drop_constraint": {"table": "t", "name": "c", "existing": {"chek": {"condition": "1"}}}})js",
       "f.json:1:62: \"chek\" is not a key of what there was. Did you mean \"check\"?"},
      {R"js({"drop_constraint": {"table": "t", "name": "c", "existing": {}}})js",
       "f.json:1:61: what there was needs one of \"primary_key\", \"unique\", \"foreign_key\", "
       "\"check\" and \"exclude\""},
      {R"js({"drop_constraint": {"table": "t", "name": "c", "existing": {"check": {"condition": "1"}, "unique": {"columns": []}}}})js",
       "f.json:1:71: what there was is one constraint, not several"},
      {R"js({"create_view": {"name": "v", "kind": "view"}})js",
       "f.json:1:31: \"kind\" is not a key of create_view. Known: schema, name, table, "
       "definition, then, values, owned_by, depends_on, comment"},
      {R"js({"create_object": {"name": "v"}})js", "f.json:1:19: create_object needs \"kind\""},
      {R"js({"drop_object": {"kind": "vew", "name": "v"}})js",
       "f.json:1:26: \"vew\" is not known here. Did you mean \"view\"?"},
      {R"js({"bulk_insert": {"table": "t", "columns": ["a", "b"], "rows": [[1]]}})js",
       "f.json:1:64: the row has 1 value for 2 columns"},
      {R"js({"bulk_insert": {"table": "t", "columns": ["a"], "rows": [[[]]]}})js",
       "f.json:1:60: a value belongs here: null, true, false, a number, a string, or an object "
       "with "
       "SQL such as {\"sql\": \"now()\"}"},
      {R"js({"bulk_insert": {"table": "t", "columns": ["a"], "rows": [[{}]]}})js",
       "f.json:1:60: a value in SQL needs \"sql\", \"sqlite\" or \"postgresql\""},
      {R"js({"execute": {}})js",
       "f.json:1:13: execute needs \"sql\", or \"sqlite\" and \"postgresql\""},
      {R"js({"execute": {"mysql": "x"}})js",
       "f.json:1:14: \"mysql\" is not a key of execute. Known: sql, sqlite, postgresql"},
  };
  for (const ErrorCase& c : cases) {
    const std::string error = error_of([&] { op(c.json); });
    EXPECT_EQ(error.substr(0, error.find('\n')), c.message) << c.json;
  }
}

TEST(OperationJson, WhatThereWasNeedsNoNames) {
  const auto drop = std::get<DropColumn>(
      op(R"js({"drop_column": {"table": "t", "column": "c", "existing": {"type": "text"}}})js"));
  EXPECT_EQ(drop.existing->name, "c");
  const auto table = std::get<DropTable>(
      op(R"js({"drop_table": {"name": "t", "schema": "s", "existing": {"columns": []}}})js"));
  EXPECT_EQ(table.existing->name, "t");
  EXPECT_EQ(table.existing->schema, "s");
  const auto constraint = std::get<DropConstraint>(op(
      R"js({"drop_constraint": {"table": "t", "name": "c", "existing": {"check": {"condition": "1"}}}})js"));
  EXPECT_EQ(std::get<Check>(*constraint.existing).name, "c");
}

}  // namespace
}  // namespace migrate::ops
