#include <gmock/gmock.h>

#include "ops/json.hpp"
#include "support/random_operations.hpp"
#include "support/random_schema.hpp"
#include "unit/diff/full_schema.hpp"

namespace migrate {
namespace {

constexpr const char* rounds = "MIGRATE_TEST_DIFF_ROUNDS";

/// Does the operations, then undoes them, and looks at both ends.
void go_there_and_back(const Schema& from, const Schema& to, const std::string& dialect) {
  const DiffOptions options{.dialect = dialect};
  const Diff there = diff(from, to, options);
  if (!there.refusals.empty()) return;
  Schema now = from;
  for (const Operation& operation : there.operations) ops::apply(now, operation);
  EXPECT_THAT(diff(now, to, options).detected, testing::IsEmpty());
  EXPECT_TRUE(diff(now, to, options).empty());
  for (auto at = there.operations.rbegin(); at != there.operations.rend(); ++at) {
    ops::apply(now, ops::reverse(*at));
  }
  EXPECT_THAT(diff(now, from, options).detected, testing::IsEmpty());
  EXPECT_TRUE(diff(now, from, options).empty());
}

/// An operation that cannot be applied fails this round, and the others are still looked at.
void expect_there_and_back(const Schema& from, const Schema& to, const std::string& dialect) {
  try {
    go_there_and_back(from, to, dialect);
  } catch (const Error& error) {
    std::string operations;
    for (const Operation& operation : diff(from, to, {.dialect = dialect}).operations) {
      operations += "\n  " + ops::describe(operation);
    }
    ADD_FAILURE() << error.what() << operations;
  }
}

class Laws : public testing::TestWithParam<const char*> {};

TEST_P(Laws, NothingDiffersFromItself) {
  for (const std::uint64_t seed : test::seeds(rounds, 60)) {
    SCOPED_TRACE(test::repeat_with(rounds, seed));
    test::Random random(seed);
    const Schema schema = test::random_schema(random, GetParam());
    EXPECT_THAT(diff(schema, schema).detected, testing::IsEmpty());
    EXPECT_TRUE(diff(schema, schema).empty());
  }
}

TEST_P(Laws, FromAnySchemaToAnyOtherAndBack) {
  for (const std::uint64_t seed : test::seeds(rounds, 60)) {
    SCOPED_TRACE(test::repeat_with(rounds, seed));
    test::Random random(seed);
    const Schema from = test::random_schema(random, GetParam());
    const Schema to = test::random_schema(random, GetParam());
    expect_there_and_back(from, to, GetParam());
    expect_there_and_back(Schema{.dialect = GetParam()}, to, GetParam());
    expect_there_and_back(from, Schema{.dialect = GetParam()}, GetParam());
  }
}

TEST_P(Laws, FromASchemaToWhatOperationsMakeOfItAndBack) {
  for (const std::uint64_t seed : test::seeds(rounds, 60)) {
    SCOPED_TRACE(test::repeat_with(rounds, seed));
    test::Random random(seed);
    const Schema from = test::random_schema(random, GetParam());
    const Schema to = test::changed_by(test::RandomOperations(random, GetParam()), from, 8);
    expect_there_and_back(from, to, GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(sqlite, Laws, testing::Values("sqlite"));
INSTANTIATE_TEST_SUITE_P(postgresql, Laws, testing::Values("postgresql"));

}  // namespace
}  // namespace migrate
