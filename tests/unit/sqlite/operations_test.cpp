#include <gmock/gmock.h>

#include <map>

#include "base/text.hpp"
#include "memory_database.hpp"
#include "ops/json.hpp"
#include "schema/order.hpp"
#include "spelling.hpp"
#include "support/golden.hpp"

namespace migrate::sqlite {
namespace {

/// A case of operations.txt: `# name`, then sections that a line `--- section` begins.
///
///   before       a script: the database before
///   operations   JSON, one operation a line
///   sql          what they compile to; a line `-- expect …` tells of a check
///   error        instead of sql, or behind it: what is wrong. Then nothing may have changed
///   rows         `> query`, and what it gives afterwards
///   not as the value has it   why ops::apply() gives something else
///   irreversible why there is no way back; without it operations are reversed and done again
struct Case {
  std::string name = {};
  std::map<std::string, std::string> sections = {};
  std::vector<std::string> order = {};

  std::string& at(const std::string& section) {
    if (!sections.contains(section)) order.push_back(section);
    return sections[section];
  }
  [[nodiscard]] bool has(const std::string& section) const { return sections.contains(section); }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

std::vector<Case> parse(const std::string& text) {
  std::vector<Case> cases;
  std::string* section = nullptr;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("# ")) {
      cases.push_back({.name = line.substr(2)});
      section = nullptr;
    } else if (line.starts_with("--- ")) {
      section = &cases.back().at(line.substr(4));
    } else if (section != nullptr && (!line.empty() || !section->empty())) {
      *section += line + '\n';
    }
  }
  for (Case& c : cases) {
    for (auto& [name, content] : c.sections) {
      while (content.ends_with("\n\n")) content.pop_back();
    }
  }
  return cases;
}

std::string format(const std::vector<Case>& cases) {
  std::string text;
  for (const Case& c : cases) {
    if (!text.empty()) text += '\n';
    text += "# " + c.name + '\n';
    for (const std::string& section : c.order) {
      text += "--- " + section + '\n' + c.sections.at(section);
    }
  }
  return text;
}

std::vector<Operation> operations_of(const Case& c) {
  std::string array = "[";
  for (const std::string& line : lines_of(c.sections.at("operations"))) {
    array += (array.size() > 1 ? ",\n" : "") + line;
  }
  array += ']';
  const json::Value value = json::parse(array);
  return ops::read_all({.text = array, .file = "f.json"}, value);
}

std::string sql_of(const std::vector<Statement>& statements) {
  std::string text;
  for (const Statement& statement : statements) {
    text += statement.text + ";\n";
    if (statement.expected) {
      text += "-- expect " + *statement.expected + ", else: " + statement.complaint + '\n';
    }
  }
  return text;
}

#define EXPECT_SAME_SCHEMA(a, b) \
  EXPECT_TRUE(plain(a) == plain(b)) << "first:\n" << text_of(a) << "\nsecond:\n" << text_of(b)

std::string answers(MemoryDatabase& database, const std::string& section) {
  std::string text;
  for (const std::string& line : lines_of(section)) {
    if (line.starts_with("> ")) text += line + '\n' + database.rows(line.substr(2));
  }
  return text;
}

class OperationsTest {
 public:
  explicit OperationsTest(Case& c) : case_(c), operations_(operations_of(c)) {
    database_.run(c.sections.at("before"));
  }

  void run() {
    const Schema before = database_.schema();
    const std::string all_before = database_.dump();
    if (!compile_as_expected(before)) return;
    const std::string error = message_of([&] { database_.apply(statements_); });
    if (error != "(no error)" || case_.has("error")) {
      expect("error", error + '\n');
      EXPECT_EQ(database_.dump(), all_before) << "a failure leaves everything as it was";
      return;
    }
    check_sound();
    const Schema after = database_.schema();
    check_fold(before, after);
    if (case_.has("rows")) expect("rows", answers(database_, case_.at("rows")));
    if (case_.has("irreversible")) return;
    std::vector<Operation> reversed;
    for (auto operation = operations_.rbegin(); operation != operations_.rend(); ++operation) {
      reversed.push_back(ops::reverse(*operation));
    }
    database_.apply(reversed);
    check_sound();
    EXPECT_SAME_SCHEMA(database_.schema(), before);
    database_.apply(operations_);
    EXPECT_SAME_SCHEMA(database_.schema(), after);
    check_sound();
  }

 private:
  void expect(const std::string& section, const std::string& found) {
    if (test::updates_golden()) {
      case_.at(section) = found;
    } else {
      EXPECT_EQ(case_.at(section), found);
    }
  }

  bool compile_as_expected(const Schema& before) {
    try {
      statements_ = dialect().compile(operations_, before);
    } catch (const Error& error) {
      expect("error", error.info().message + '\n');
      return false;
    }
    expect("sql", sql_of(statements_));
    return true;
  }

  void check_sound() {
    EXPECT_EQ(database_.rows("PRAGMA integrity_check"), "ok\n");
    EXPECT_EQ(database_.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'migrate%' UNION ALL "
                             "SELECT name FROM sqlite_temp_schema"),
              "");
    EXPECT_EQ(database_.rows("PRAGMA foreign_keys"), "1\n");
    EXPECT_EQ(database_.rows("PRAGMA legacy_alter_table"), "0\n");
  }

  /// ops::apply() on the value says what the database became. The texts of views and triggers are
  /// SQLite's to change.
  void check_fold(const Schema& before, const Schema& after) {
    if (case_.has("not as the value has it")) return;
    Schema fold = before;
    for (const Operation& operation : operations_) ops::apply(fold, operation);
    Schema found = after;
    found.objects.clear();
    Schema expected = normalized(fold);
    std::erase_if(expected.objects,
                  [](const Object& object) { return object.kind != Object::Kind::enumeration; });
    MemoryDatabase made;
    made.create(expected);
    EXPECT_SAME_SCHEMA(found, made.schema());
    const auto names = [](const Schema& schema) {
      std::vector<std::string> all;
      for (const Object& object : schema.objects) {
        if (object.kind != Object::Kind::enumeration) all.push_back(object.name);
      }
      return all;
    };
    EXPECT_EQ(names(fold), names(after));
  }

  Case& case_;
  MemoryDatabase database_;
  std::vector<Operation> operations_;
  std::vector<Statement> statements_ = {};
};

TEST(SqliteOperationsTest, CompileRunReverseAndRunAgain) {
  const std::string path = std::string(MIGRATE_SOURCE_DIR) + "/tests/unit/sqlite/operations.txt";
  std::vector<Case> cases = parse(test::read_file(path));
  ASSERT_GT(cases.size(), 60);
  for (Case& c : cases) {
    SCOPED_TRACE(c.name);
    try {
      OperationsTest(c).run();
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  if (test::updates_golden()) test::write_file(path, format(cases));
}

TEST(SqliteOperationsTest, SomeNeedNoKnowledgeOfTheirTable) {
  const std::vector<Operation> operations = {
      ops::CreateIndex{.table = {.name = "t"}, .index = {.name = "i", .columns = {"a"}}},
      ops::AddColumn{.table = {.name = "t"}, .column = {.name = "b"}}};
  EXPECT_EQ(sql_of(dialect().compile(operations, {})),
            "CREATE INDEX i ON t (a);\nALTER TABLE t ADD COLUMN b;\n");
}

}  // namespace
}  // namespace migrate::sqlite
