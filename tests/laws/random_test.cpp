#include "laws/subject.hpp"
#include "support/random_operations.hpp"
#include "support/random_schema.hpp"

namespace migrate::test {
namespace {

constexpr const char* rounds = "MIGRATE_TEST_LAWS_ROUNDS";

class RandomLaws : public testing::TestWithParam<const char*> {
 protected:
  /// The database at `from` gets the difference to `to`, and then its reverse. A failure tells all
  /// of the operations.
  void expect_there_and_back(const Schema& from, const Schema& to, Form form) {
    // Operations on values do not know that 'x' is no default of an integer.
    try {
      Subject(GetParam()).make(to);
    } catch (const Error&) {
      return;
    }
    Subject subject(GetParam());
    subject.make(from);
    ASSERT_THAT(subject.difference(from).diff.detected, testing::IsEmpty());
    const SchemaDifference there = subject.difference(to);
    if (!there.diff.refusals.empty()) return;
    SCOPED_TRACE(described(there.diff.operations));
    try {
      const Schema before = subject.reflect();
      subject.run(there.diff.operations, before, form);
      ASSERT_THAT(subject.difference(to).diff.detected, testing::IsEmpty());
      const Schema after = subject.reflect();
      subject.run(reversed(there.diff.operations), after, form);
      EXPECT_THAT(subject.difference(before).diff.detected, testing::IsEmpty());
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
    ++walked_;
  }

  static std::string described(const std::vector<Operation>& operations) {
    std::string text;
    for (const Operation& operation : operations) text += '\n' + ops::describe(operation);
    return text;
  }

  void each_round(const std::function<void(Random&, Form)>& round) {
    for (const std::uint64_t seed : seeds(rounds, 9)) {
      SCOPED_TRACE(repeat_with(rounds, seed));
      Random random(seed);
      round(random, static_cast<Form>(seed % 3));
    }
    EXPECT_GT(walked_, 0);
  }

 private:
  int walked_ = 0;
};

TEST_P(RandomLaws, FromAnySchemaToAnyOtherAndBack) {
  each_round([&](Random& random, Form form) {
    const Schema from = random_schema(random, GetParam());
    const Schema to = random_schema(random, GetParam());
    expect_there_and_back(from, to, form);
  });
}

TEST_P(RandomLaws, FromASchemaToWhatOperationsMakeOfItAndBack) {
  each_round([&](Random& random, Form form) {
    const Schema from = random_schema(random, GetParam());
    const Schema to = changed_by(RandomOperations(random, GetParam()), from, 6);
    expect_there_and_back(from, to, form);
  });
}

INSTANTIATE_TEST_SUITE_P(sqlite, RandomLaws, testing::Values("sqlite"));
INSTANTIATE_TEST_SUITE_P(postgresql, RandomLaws, testing::Values("postgresql"));

}  // namespace
}  // namespace migrate::test
