#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "json_schema.hpp"
#include "migrate/registry.hpp"
#include "migrate/revision.hpp"
#include "ops/json.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

std::string read_source(const std::string& name) {
  std::ifstream file(std::string(MIGRATE_SOURCE_DIR "/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What the library says of a document: nothing, or the first line of its error.
std::string parser_violation(const std::string& text) {
  try {
    const RevisionText revision("f.json", text);
    read_header(revision);
    const json::Source source{.text = text, .file = "f.json"};
    const json::Value document = json::parse(source);
    for (const Section& section : read_sections(revision)) {
      const json::Value* const body = document.find(section.up ? "upgrade" : "downgrade");
      if (section.body == Section::Body::operations && !section.irreversible) {
        ops::read_all(source, *body);
      }
    }
    return "";
  } catch (const Error& error) {
    const std::string what = error.what();
    return what.substr(0, what.find('\n'));
  }
}

std::string schema_violation_of(const std::string& text) {
  static const nlohmann::json schema =
      nlohmann::json::parse(read_source("docs/revision.schema.json"));
  return schema_violation(schema, nlohmann::json::parse(text, nullptr, true, true));
}

std::string document(const std::string& members) {
  return R"({"revision": "a1", "revises": [], )" + members + "}";
}

/// The operations of tests/unit/ops/examples.txt, which has at least one of each.
std::vector<std::string> example_operations() {
  std::vector<std::string> all;
  std::ifstream file(MIGRATE_SOURCE_DIR "/tests/unit/ops/examples.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('{')) all.push_back(line);
  }
  return all;
}

TEST(JsonRevision, TheSchemaAllowsEveryOperationThatTheParserReads) {
  const std::vector<std::string> operations = example_operations();
  EXPECT_GT(operations.size(), 60U);
  for (const std::string& operation : operations) {
    const std::string text = document("\"upgrade\": [" + operation + "]");
    EXPECT_EQ(parser_violation(text), "") << text;
    EXPECT_EQ(schema_violation_of(text), "") << text;
  }
}

TEST(JsonRevision, TheSchemaKnowsTheOperationsByTheParsersNames) {
  const nlohmann::json schema = nlohmann::json::parse(read_source("docs/revision.schema.json"));
  std::vector<std::string> names;
  for (const auto& item : schema["$defs"]["operation"]["properties"].items()) {
    names.push_back(item.key());
  }
  std::vector<std::string> known = ops::operation_names();
  std::ranges::sort(known);
  EXPECT_EQ(names, known);
}

/// Every member of every example under another key, and with a value of another kind: both refuse,
/// or both allow.
void change_each_member(nlohmann::json& root, nlohmann::json& at, std::size_t& tried) {
  const auto agree = [&] {
    const std::string text = root.dump();
    EXPECT_EQ(parser_violation(text).empty(), schema_violation_of(text).empty())
        << text << "\nparser: " << parser_violation(text)
        << "\nschema: " << schema_violation_of(text);
    ++tried;
  };
  if (at.is_object()) {
    std::vector<std::string> keys;
    for (const auto& item : at.items()) keys.push_back(item.key());
    for (const std::string& key : keys) {
      const nlohmann::json value = at[key];
      at.erase(key);
      agree();
      at[key + "x"] = value;
      agree();
      at.erase(key + "x");
      for (const nlohmann::json& other :
           {nlohmann::json(7), nlohmann::json("no such word"), nlohmann::json(nullptr),
            nlohmann::json::array(), nlohmann::json::object(), nlohmann::json(true)}) {
        at[key] = other;
        agree();
      }
      at[key] = value;
      change_each_member(root, at[key], tried);
    }
  } else if (at.is_array()) {
    for (nlohmann::json& item : at) change_each_member(root, item, tried);
  }
}

TEST(JsonRevision, TheSchemaAndTheParserRefuseTheSame) {
  std::size_t tried = 0;
  for (const std::string& operation : example_operations()) {
    // The number of a row's values, which no schema can hold against the columns.
    if (operation.find("bulk_insert") != std::string::npos) continue;
    nlohmann::json root = nlohmann::json::parse(document("\"upgrade\": [" + operation + "]"));
    change_each_member(root, root["upgrade"], tried);
  }
  nlohmann::json root = nlohmann::json::parse(document(
      R"("branch_labels": ["l"], "depends_on": ["b"], "message": "m", "description": "d", "create_date": "x", "options": {"transaction": false, "dialect": "sqlite", "foreign_keys": false, "lock_timeout": "5s", "statement_timeout": "1min"}, "upgrade": [], "downgrade": "auto")"));
  change_each_member(root, root, tried);
  EXPECT_GT(tried, 2000U);
}

struct ErrorCase {
  std::string text;
  std::string message;
};

TEST(JsonRevision, ErrorsSayWhereAndWhat) {
  const std::vector<ErrorCase> cases = {
      {R"({"revises": [], "upgrade": []})", "f.json:1:1: a revision needs \"revision\""},
      {R"({"revision": "a", "upgrade": []})", "f.json:1:1: a revision needs \"revises\""},
      {R"({"revision": "a", "revises": []})",
       "f.json:1:1: a revision needs \"upgrade\", an array of operations"},
      {R"({"revision": "head", "revises": [], "upgrade": []})",
       "f.json:1:14: \"head\" cannot be a revision id: the word has a meaning of its own"},
      {R"({"revision": "a", "revises": ["b, c"], "upgrade": []})",
       "f.json:1:31: \"b, c\" is not a name"},
      {R"({"revision": "a", "revises": [], "mesage": "x", "upgrade": []})",
       "f.json:1:34: \"mesage\" is not a key of a revision. Did you mean \"message\"?"},
      {R"({"revision": "a", "revises": [], "upgrade": [], "message": "x"})",
       "f.json:1:49: \"message\" must stand before \"upgrade\""},
      {R"({"revision": "a", "revises": [], "upgrade": {}})",
       "f.json:1:45: an array belongs here, not an object"},
      {R"({"revision": "a", "revises": [], "upgrade": [], "downgrade": "atuo"})",
       "f.json:1:62: \"atuo\" is not known here. Did you mean \"auto\"?"},
      {R"({"revision": "a", "revises": [], "upgrade": [], "downgrade": 1})",
       "f.json:1:62: an array of operations, \"auto\" or \"irreversible\" belongs here, not a "
       "number"},
      {R"({"revision": "a", "revises": [], "options": {"lock_timeout": "5x"}, "upgrade": []})",
       "f.json:1:62: a time belongs here, such as \"5s\", \"250ms\" or \"1min\""},
      {R"({"revision": "a", "revises": [], "options": {"transactoin": true}, "upgrade": []})",
       "f.json:1:46: \"transactoin\" is not a key of \"options\". Did you mean \"transaction\"?"},
      {"{\n  \"revision\": \"a\",\n  \"revises\": [],\n  \"upgrade\": [\n    {\"x\": {}}\n  ]\n}",
       "f.json:5:6: there is no operation \"x\"."},
  };
  for (const ErrorCase& c : cases) EXPECT_EQ(parser_violation(c.text), c.message) << c.text;
}

TEST(JsonRevision, TheHeaderIsReadWithoutTheBody) {
  const Revision revision = read_header({"f.json", R"({
    // Comments are allowed.
    "revision": "a1", "revises": ["b1", "c1"], "branch_labels": ["l"], "depends_on": ["d1"],
    "message": "Two\nlines", "description": "why", "create_date": "today",
    "upgrade": nonsense)"});
  EXPECT_EQ(revision.id, "a1");
  EXPECT_EQ(revision.revises, (std::vector<std::string>{"b1", "c1"}));
  EXPECT_EQ(revision.labels, std::vector<std::string>{"l"});
  EXPECT_EQ(revision.depends_on, std::vector<std::string>{"d1"});
  EXPECT_EQ(revision.message, "Two lines");
  EXPECT_EQ(revision.description, "why");
  EXPECT_EQ(revision.create_date, "today");
}

TEST(JsonRevision, AHeaderLongerThanTheFirstReadIsReadWhole) {
  const test::TempFolder folder;
  const std::string text = R"({"revision": "a1", "revises": [], "message": ")" +
                           std::string(10000, 'm') + R"(", "upgrade": []})";
  EXPECT_EQ(read_header(folder.write("a.json", text)).message.size(), 10000U);
}

TEST(JsonRevision, SectionsHaveTheOptionsAndTheirPlaces) {
  const std::string text = R"({"revision": "a1", "revises": [],
  "options": {"transaction": false, "foreign_keys": false, "lock_timeout": "1s"},
  "upgrade": [],
  "downgrade": "auto"})";
  const std::vector<Section> sections = read_sections(RevisionText("f.json", text));
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections[0].body, Section::Body::operations);
  EXPECT_EQ(sections[1].body, Section::Body::reversed);
  for (const Section& section : sections) {
    EXPECT_FALSE(section.transaction);
    EXPECT_EQ(section.foreign_keys, false);
    EXPECT_EQ(section.lock_timeout, std::chrono::seconds(1));
    EXPECT_EQ(text.substr(section.begin, section.end - section.begin), "[]");
  }
  EXPECT_EQ(sections[0].marker_line, 3U);
  EXPECT_EQ(sections[1].marker_line, 4U);
  const auto down = [](const std::string& value) {
    return read_sections(RevisionText("f.json", document("\"upgrade\": []" + value)));
  };
  EXPECT_EQ(down("").size(), 1U);
  EXPECT_TRUE(down(", \"downgrade\": \"irreversible\"")[1].irreversible);
  EXPECT_FALSE(down(", \"downgrade\": []")[1].irreversible);
}

TEST(JsonRevision, WhatIsRenderedIsReadAgain) {
  const Revision revision{.id = "a1",
                          .revises = {"b1"},
                          .depends_on = {"c1"},
                          .labels = {"l"},
                          .message = "A \"quoted\" \\ message",
                          .create_date = "2025-09-12 16:06:16"};
  const std::string text = render_json_revision(revision);
  EXPECT_EQ(parser_violation(text), "");
  EXPECT_EQ(schema_violation_of(text), "");
  read_header({"f.json", text});
  Revision back = read_header({"f.json", text});
  back.file.clear();
  back.embedded = {};
  EXPECT_EQ(back, revision);
}

TEST(JsonRevision, StandsBesideSqlInADirectory) {
  const test::TempFolder folder;
  folder.write("a.sql", "-- A\n--\n-- Revision ID: a1\n-- Revises:\n\n-- migrate:up\n");
  folder.write("b.json", R"({"revision": "b1", "revises": ["a1"], "upgrade": []})");
  folder.write("c.json", R"({"revision": "c1"})");
  const Directory directory = read_directory({folder.path()}, false);
  ASSERT_EQ(directory.revisions.size(), 2U);
  EXPECT_EQ(directory.revisions[1].id, "b1");
  ASSERT_EQ(directory.faults.size(), 1U);
  EXPECT_TRUE(directory.faults[0].file.ends_with("c.json"));
}

TEST(Registry, HoldsCodeAndFiles) {
  Registry registry;
  registry.add({.id = "c1", .revises = {"a1"}, .message = "Code", .up = [](Operations&) {}});
  registry.add_file("a.json", R"({"revision": "a1", "revises": [], "upgrade": []})");
  registry.add_file("b.sql", "-- nothing");
  const Directory directory = registry.directory();
  ASSERT_EQ(directory.revisions.size(), 2U);
  EXPECT_EQ(directory.revisions[0].message, "Code");
  ASSERT_NE(directory.revisions[0].code, nullptr);
  const std::vector<Section> sections = read_sections(directory.revisions[0]);
  EXPECT_EQ(sections[0].body, Section::Body::code);
  EXPECT_TRUE(sections[1].irreversible);
  EXPECT_EQ(directory.revisions[1].id, "a1");
  EXPECT_EQ(read_sections(directory.revisions[1]).size(), 1U);
  EXPECT_EQ(directory.faults.size(), 1U);
  EXPECT_THROW(registry.add({.id = "head", .up = [](Operations&) {}}), Error);
  EXPECT_THROW(registry.add({.id = "x"}), Error);
}

}  // namespace
}  // namespace migrate
