#include "laws.hpp"

#include "migrate/schema/json.hpp"
#include "schema/json.hpp"
#include "sql/splitter.hpp"

namespace migrate::test {
namespace {

std::vector<std::string> texts(const std::vector<Statement>& statements) {
  std::vector<std::string> all;
  for (const Statement& statement : statements) all.push_back(statement.text);
  return all;
}

}  // namespace

Reflection CodegenLaws::made_by(const std::string& script) {
  const TestDatabase empty = TestDatabase::create(GetParam());
  const auto connection = dialect_.connect(empty.url(), {.create = true}, observer_);
  const sql::Flavor flavor = is_postgresql() ? sql::Flavor::postgresql : sql::Flavor::sqlite;
  for (const sql::OwnedPiece& piece : sql::split(flavor, script)) {
    SCOPED_TRACE(piece.text);
    connection->execute(piece.text);
  }
  return dialect_.reflect(*connection, {.schemas = {"*"}});
}

Reflection CodegenLaws::made_of(const Schema& schema) {
  return made_by(generator::sql_text(texts(dialect_.create(schema)), {}));
}

void CodegenLaws::expect_json(const Reflection& reflection) {
  const generator::Options options{.generator = generator::Generator::json};
  const auto generated = generator::generate(reflection.schema, {}, reflection.warnings, options);
  const Schema back = parse_json_schema(generated.files.at(0).text, "schema.json");
  EXPECT_TRUE(back == reflection.schema) << generated.files.at(0).text;
}

void CodegenLaws::expect_sql(const Reflection& reflection) {
  const generator::Options options{.generator = generator::Generator::sql};
  const auto statements = texts(dialect_.create(reflection.schema));
  const auto generated =
      generator::generate(reflection.schema, statements, reflection.warnings, options);
  const Reflection back = made_by(generated.files.at(0).text);
  EXPECT_EQ(to_json(back.schema), to_json(reflection.schema)) << generated.files.at(0).text;
  EXPECT_TRUE(back.schema == reflection.schema);
}

void CodegenLaws::keep(const Reflection& reflection, generator::Generator generator,
                       bool file_per_table) {
  const std::string name = "model" + std::to_string(wanted_.size());
  const auto generated = generator::generate(
      reflection.schema, {}, reflection.warnings,
      {.generator = generator, .cpp_namespace = name, .file_per_table = file_per_table});
  models_.add(name, generated.files);
  wanted_.push_back(reflection.schema);
}

void CodegenLaws::expect_laws(const Reflection& reflection) {
  expect_json(reflection);
  expect_sql(reflection);
  keep(reflection, generator::Generator::structs, wanted_.size() % 4 == 2);
  keep(reflection, generator::Generator::tables, false);
}

void CodegenLaws::expect_compiled() {
  ASSERT_FALSE(wanted_.empty());
  for (const std::string& compiler : compilers()) {
    SCOPED_TRACE(compiler);
    const std::vector<std::string> schemas = models_.schemas(compiler);
    ASSERT_EQ(schemas.size(), wanted_.size());
    for (std::size_t i = 0; i < schemas.size(); ++i) {
      EXPECT_EQ(schemas[i], to_json(wanted_[i]));
    }
  }
}

}  // namespace migrate::test
