#include <gmock/gmock.h>

#include "migrate/runtime.hpp"

namespace migrate {
namespace {

const Graph& graph() {
  static const Graph instance({{.id = "a"}, {.id = "b", .revises = {"a"}},
                               {.id = "c", .revises = {"b"}}});
  return instance;
}

std::string words(const std::vector<Step>& plan) {
  std::string out;
  for (const Step& step : plan) {
    out += (out.empty() ? "" : " ") + std::string(step.direction == Direction::up ? "+" : "-") +
           graph()[step.revision].id + (step.resume ? "!" : "");
  }
  return out;
}

std::string up(const State& state, std::string_view target) {
  const std::vector<Target> targets = {
      graph().resolve_upgrade(target, graph().rows(state.rows))};
  return words(plan_upgrade(graph(), state, targets));
}

std::string down(const State& state, std::string_view target) {
  return words(plan_downgrade(graph(), state,
                              graph().resolve_downgrade(target, graph().rows(state.rows))));
}

JournalRow half(std::string revision, Direction direction) {
  return {.revision = std::move(revision), .direction = direction, .statements_done = 2};
}

TEST(Plan, IsWhatIsMissing) {
  EXPECT_EQ(up({}, "head"), "+a +b +c");
  EXPECT_EQ(up({.rows = {"b"}}, "head"), "+c");
  EXPECT_EQ(up({.rows = {"c"}}, "head"), "");
  EXPECT_EQ(down({.rows = {"c"}}, "a"), "-c -b");
}

TEST(Plan, FinishesAHalfDoneSectionFirstWhateverTheTarget) {
  EXPECT_EQ(up({.rows = {"a"}, .journal = half("b", Direction::up)}, "head"), "+b! +c");
  EXPECT_EQ(up({.rows = {"a"}, .journal = half("b", Direction::up)}, "a"), "+b!");
  EXPECT_EQ(down({.rows = {"c"}, .journal = half("c", Direction::down)}, "a"), "-c! -b");
}

TEST(Plan, RefusesTheOtherWayWhileASectionIsHalfDone) {
  try {
    down({.rows = {"a"}, .journal = half("b", Direction::up)}, "base");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::state);
    EXPECT_EQ(std::string(error.what()),
              "revision b is half up (2 statements done): finish it first with `migrate upgrade b`");
  }
  try {
    up({.rows = {"c"}, .journal = half("c", Direction::down)}, "head");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "revision c is half down (2 statements done): finish it first with `migrate "
              "downgrade` to a target below it");
  }
}

TEST(Plan, RefusesAHalfDoneRevisionThatNoFileHas) {
  try {
    up({.rows = {"a"}, .journal = half("x", Direction::up)}, "head");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "revision x is half done, and no file here has it; deploy the files that do, and run "
              "again");
  }
}

}  // namespace
}  // namespace migrate
