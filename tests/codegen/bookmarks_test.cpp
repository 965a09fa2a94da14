#include <gmock/gmock.h>

#include "../db/backend.hpp"
#include "compiled_models.hpp"
#include "migrate/schema/json.hpp"
#include "sql/splitter.hpp"
#include "support/golden.hpp"

namespace migrate::test {
namespace {

/// The database of docs/examples/bookmarks, and the files that codegen writes of it.
class Bookmarks : public testing::Test, protected Database {
 protected:
  Bookmarks() : Database("sqlite") {
    const auto connection = connect();
    const std::string script =
        read_file(std::string(MIGRATE_SOURCE_DIR) + "/docs/examples/bookmarks/bookmarks.sql");
    for (const sql::OwnedPiece& piece : sql::split(sql::Flavor::sqlite, script)) {
      connection->execute(piece.text);
    }
    schema_ = dialect_.reflect(*connection, {}).schema;
    for (const Statement& statement : dialect_.create(schema_)) {
      statements_.push_back(statement.text);
    }
  }

  std::string generated(const generator::Options& options) {
    return generator::generate(schema_, statements_, {}, options).files.at(0).text;
  }

  static void expect_golden(const std::string& name, const std::string& text) {
    const std::string file = std::string(MIGRATE_SOURCE_DIR) + "/tests/golden/codegen/" + name;
    if (updates_golden()) write_file(file, text);
    EXPECT_EQ(text, read_file(file)) << file;
  }

  Schema schema_ = {};
  std::vector<std::string> statements_ = {};
};

TEST_F(Bookmarks, EachGeneratorsOutputIsTheGoldenFile) {
  using generator::Generator;
  expect_golden("bookmarks.hpp", generated({.generator = Generator::structs}));
  expect_golden("bookmarks_tables.hpp", generated({.generator = Generator::tables}));
  expect_golden("bookmarks.json", generated({.generator = Generator::json}));
  expect_golden("bookmarks.sql", generated({.generator = Generator::sql}));
  expect_golden("bookmarks_sqlpp23.h",
                generated({.generator = Generator::sqlpp23, .cpp_namespace = "bookmarks"}));
}

TEST_F(Bookmarks, TheHeaderGivesTheSameSchemaWithEachCompiler) {
  CompiledModels models;
  models.add("bookmarks",
             generator::generate(schema_, {}, {}, {.cpp_namespace = "bookmarks"}).files);
  for (const std::string& compiler : compilers()) {
    EXPECT_EQ(models.schemas(compiler).at(0), to_json(schema_)) << compiler;
  }
}

}  // namespace
}  // namespace migrate::test
