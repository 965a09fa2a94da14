#include "laws.hpp"

#include <filesystem>
#include <iostream>

#include "support/golden.hpp"
#include "support/random_schema.hpp"

namespace migrate::test {
namespace {

TEST_P(CodegenLaws, RandomSchemasAreLoadedBack) {
  for (const std::uint64_t seed : seeds("MIGRATE_TEST_CODEGEN_ROUNDS", 6)) {
    SCOPED_TRACE(repeat_with("MIGRATE_TEST_CODEGEN_ROUNDS", seed));
    Random random(seed);
    expect_laws(settled(random_schema(random, GetParam())));
  }
  expect_compiled();
}

/// Past the number of tables that stand in one function.
TEST_P(CodegenLaws, ManyTablesAreLoadedBack) {
  Random random(7);
  SchemaShape shape;
  shape.tables = 60;
  const Reflection many = made_of(random_schema(random, GetParam(), shape));
  ASSERT_GT(many.schema.tables.size(), 50U);
  keep(many, generator::Generator::structs, false);
  keep(many, generator::Generator::structs, true);
  expect_compiled();
}

/// What the tools of today lose.
TEST_P(CodegenLaws, HardCasesAreLoadedBack) {
  const std::string folder = std::string(MIGRATE_SOURCE_DIR) + "/tests/codegen/";
  const Reflection hard = made_by(read_file(folder + "hard_" + GetParam() + ".sql"));
  EXPECT_THAT(hard.warnings, testing::IsEmpty());
  expect_laws(hard);
  expect_compiled();
}

MIGRATE_FOR_EVERY_BACKEND(CodegenLaws);

}  // namespace
}  // namespace migrate::test
