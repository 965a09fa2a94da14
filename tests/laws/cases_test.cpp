#include "laws/cases.hpp"

#include "laws/subject.hpp"
#include "migrate/schema/json.hpp"
#include "schema/json.hpp"

namespace migrate::test {
namespace {

class Cases : public testing::TestWithParam<const char*> {
 protected:
  [[nodiscard]] std::string backend() const { return GetParam(); }
  [[nodiscard]] const std::vector<Case>& cases() const {
    return backend() == "sqlite" ? sqlite_cases() : postgresql_cases();
  }
};

TEST_P(Cases, AreNoDifferenceWhereNothingChanged) {
  for (const Case& each : cases()) {
    for (const std::string& script : {each.before, each.after}) {
      SCOPED_TRACE(each.name + ": " + script);
      Subject subject(GetParam());
      subject.run_script(script);
      EXPECT_THAT(subject.difference_to(script).diff.detected, testing::IsEmpty());
      EXPECT_TRUE(subject.difference_to(script).diff.empty());
      const Schema again = parse_json_schema(to_json(subject.reflect()), "schema.json");
      EXPECT_TRUE(diff(subject.reflect(), again).empty());
    }
  }
}

TEST_P(Cases, AreFoundAppliedAndUndone) {
  for (const Case& each : cases()) {
    for (const Form form : {Form::operations, Form::sql_file, Form::json_file}) {
      SCOPED_TRACE(each.name + ", form " + std::to_string(static_cast<int>(form)));
      Subject subject(GetParam());
      subject.run_script(each.before);
      const Schema before = subject.reflect();
      const SchemaDifference there = subject.difference_to(each.after);
      EXPECT_TRUE(there.diff.refusals.empty());
      if (!each.detected.empty()) {
        EXPECT_THAT(there.diff.detected, testing::Contains(each.detected));
      }
      EXPECT_FALSE(there.diff.empty());
      try {
        subject.run(there.diff.operations, before, form);
        EXPECT_THAT(subject.difference_to(each.after).diff.detected, testing::IsEmpty());
        const Schema after = subject.reflect();
        subject.run(reversed(there.diff.operations), after, form);
        EXPECT_THAT(subject.difference_to(each.before).diff.detected, testing::IsEmpty());
      } catch (const Error& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(sqlite, Cases, testing::Values("sqlite"));
INSTANTIATE_TEST_SUITE_P(postgresql, Cases, testing::Values("postgresql"));

}  // namespace
}  // namespace migrate::test
