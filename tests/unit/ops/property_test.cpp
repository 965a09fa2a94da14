#include <gtest/gtest.h>

#include <algorithm>

#include "notation.hpp"
#include "ops/json.hpp"
#include "schema/order.hpp"
#include "support/random_operations.hpp"

namespace migrate::ops {
namespace {

/// Calls `visit` with random operations, each on the schema that those before it have left.
template <class Visit>
void for_random_operations(Visit visit) {
  constexpr const char* rounds = "MIGRATE_TEST_OPERATION_VALUES";
  for (const std::uint64_t seed : test::seeds(rounds, 20)) {
    SCOPED_TRACE(test::repeat_with(rounds, seed));
    for (const std::string_view dialect : {"sqlite", "postgresql"}) {
      test::Random random(seed);
      Schema schema = test::random_schema(random, dialect);
      test::RandomOperations operations(random, dialect);
      for (int i = 0; i < 30; ++i) {
        const std::optional<Operation> operation = operations.next(schema);
        if (!operation) continue;
        Schema after = schema;
        try {
          ops::apply(after, *operation);
        } catch (const Error&) {  // a name is taken, a primary key is there
          continue;
        }
        visit(*operation, schema, after);
        schema = std::move(after);
      }
    }
  }
}

TEST(OperationProperties, JsonGivesTheOperationBack) {
  std::size_t tried = 0;
  for_random_operations([&](const Operation& operation, const Schema&, const Schema&) {
    EXPECT_EQ(op(canonical(operation)), operation) << canonical(operation);
    const Operation back = reverse(operation);
    EXPECT_EQ(op(canonical(back)), back) << canonical(back);
    ++tried;
  });
  EXPECT_GT(tried, 500U);
}

/// As a set: what comes back stands at the end.
Schema with_sorted_columns(Schema schema) {
  for (Table& table : schema.tables) std::ranges::sort(table.columns, {}, &Column::name);
  return schema;
}

TEST(OperationProperties, TheReverseGivesTheSchemaBack) {
  std::size_t tried = 0;
  for_random_operations([&](const Operation& operation, const Schema& before, const Schema& after) {
    // With a column goes what is made of it, which its reverse cannot know.
    if (std::holds_alternative<DropColumn>(operation)) return;
    Schema back = after;
    ops::apply(back, reverse(operation));
    EXPECT_EQ(json::layout(json::output(with_sorted_columns(back))),
              json::layout(json::output(with_sorted_columns(before))))
        << canonical(operation);
    EXPECT_EQ(after, normalized(after)) << canonical(operation);
    ++tried;
  });
  EXPECT_GT(tried, 400U);
}

}  // namespace
}  // namespace migrate::ops
