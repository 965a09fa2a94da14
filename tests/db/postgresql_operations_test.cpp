#include <algorithm>
#include <filesystem>

#include "migrate/ops.hpp"
#include "ops/json.hpp"
#include "postgresql_schema.hpp"
#include "schema/order.hpp"
#include "support/golden.hpp"
#include "support/txtar.hpp"

/// tests/golden/postgresql/*.txtar: what operations compile to, up and down, and that it does what
/// it says.
namespace migrate::test {
namespace {

const std::string folder = MIGRATE_SOURCE_DIR "/tests/golden/postgresql/";

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    out.push_back(entry.path().stem().string());
  }
  std::ranges::sort(out);
  return out;
}

/// A statement that runs in no transaction has that before it.
std::string text_of(const std::vector<Statement>& statements) {
  std::string out;
  for (const Statement& statement : statements) {
    out += (statement.bare ? "-- bare\n" : "") + statement.text + ";\n";
  }
  return out;
}

/// Order of columns, and what only the order of making needs, is no difference.
std::string in_terms_of_diff(Schema schema) {
  for (Table& table : schema.tables) {
    std::ranges::sort(table.columns, {}, &Column::name);
    table.depends_on.clear();
  }
  return to_json(normalized(std::move(schema)));
}

class PostgresqlOperations : public PostgresqlSchema,
                             public testing::WithParamInterface<std::string> {
 protected:
  Schema shape() { return reflect().schema; }

  /// Compiles, runs, and holds ops::apply() against what became of the database.
  std::string go(const std::vector<Operation>& operations) {
    const Schema before = shape();
    const std::vector<Statement> statements = dialect_.compile(operations, before);
    run(*connect(), statements);
    Schema applied = before;
    for (const Operation& operation : operations) ops::apply(applied, operation);
    EXPECT_EQ(in_terms_of_diff(applied), in_terms_of_diff(shape()));
    return text_of(statements);
  }

  /// The reverse of all, last first; an error's message where one has none.
  static std::string reversed(const std::vector<Operation>& operations,
                              std::vector<Operation>& out) {
    try {
      for (auto op = operations.rbegin(); op != operations.rend(); ++op) {
        out.push_back(ops::reverse(*op));
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::irreversible);
      out.clear();
      return std::string(error.what()) + "\n";
    }
    return {};
  }
};

TEST_P(PostgresqlOperations, CompileApplyAndReverse) {
  const std::string path = folder + GetParam() + ".txtar";
  Txtar archive = parse_txtar(read_file(path));
  build(archive.find("setup.sql")->data);
  const std::string json = archive.find("operations.json")->data;
  const json::Source source = {.text = json, .file = GetParam()};
  const std::vector<Operation> operations = ops::read_all(source, json::parse(source));
  const std::string before = in_terms_of_diff(shape());

  const std::string compiled = go(operations);
  const std::string after = in_terms_of_diff(shape());
  std::vector<Operation> back;
  std::string down = reversed(operations, back);
  if (!back.empty()) {
    down = go(back);
    EXPECT_EQ(in_terms_of_diff(shape()), before);
    EXPECT_EQ(go(operations), compiled);
    EXPECT_EQ(in_terms_of_diff(shape()), after);
  }
  for (Txtar::File& file : archive.files) {
    if (file.path != "compiled.sql" && file.path != "reversed.sql") continue;
    const std::string& seen = file.path == "compiled.sql" ? compiled : down;
    if (updates_golden()) {
      file.data = seen;
    } else {
      EXPECT_EQ(file.data, seen) << file.path;
    }
  }
  if (updates_golden()) write_file(path, format_txtar(archive));
}

INSTANTIATE_TEST_SUITE_P(postgresql, PostgresqlOperations, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param; });

/// Each of the operations has a case.
TEST(PostgresqlOperationCases, LeaveNoneOut) {
  std::string all;
  for (const std::string& name : cases()) all += read_file(folder + name + ".txtar");
  for (const std::string& name : ops::operation_names()) {
    // What is held whole is one operation under the names of its kinds.
    if (name.find("_object") == std::string::npos &&
        (name.starts_with("drop_") || name.starts_with("create_"))) {
      const std::string kind = name.substr(name.find('_') + 1);
      if (all.find("_" + kind + "\"") != std::string::npos) continue;
    }
    EXPECT_NE(all.find('"' + name + '"'), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace migrate::test
