#include "runtime/module.hpp"

#include <gmock/gmock.h>

#include "migrate/runtime.hpp"

namespace migrate {
namespace {

using testing::HasSubstr;

class Nobody final : public Observer {
 public:
  void on(const Event& /*event*/) override {}
};

/// The modules `outdated`, `garbage` and `stranger` lie beside this program.
std::string refusal(const std::string& name) {
  try {
    open_module(name, "libno-such-client.so");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::connection);
    return error.info().message;
  }
  return "opened";
}

TEST(Module, GivesTheDialectOfAPostgresqlUrl) {
  const Dialect& dialect = dialect_for(parse_url("postgresql://localhost/x"));
  EXPECT_EQ(dialect.name(), "postgresql");
  EXPECT_EQ(dialect.quote("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(&dialect, &dialect_for(parse_url("postgres://elsewhere/y")));
}

TEST(Module, WhatItThrowsIsCaughtAsAnErrorWithEverythingThatItKnows) {
  const Url url = parse_url("postgresql://nobody@/x?host=/nowhere");
  Nobody nobody;
  try {
    static_cast<void>(dialect_for(url).connect(url, {}, nobody));
    FAIL() << "connected";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::connection);
    EXPECT_THAT(error.info().message, HasSubstr("/nowhere/.s.PGSQL.5432"));
    EXPECT_THAT(error.info().hint, HasSubstr("Is the server running"));
    EXPECT_EQ(error.what(), render(error.info()));
  }
}

TEST(Module, ThatIsMissingIsAnErrorThatNamesThePlaces) {
  const std::string message = refusal("nonsuch");
  EXPECT_THAT(message, HasSubstr("the driver for nonsuch URLs is not installed; looked for /"));
  EXPECT_THAT(message, HasSubstr("/tests/unit/libmigrate-nonsuch.so, /"));
  EXPECT_THAT(message, HasSubstr("/migrate/libmigrate-nonsuch.so"));
}

TEST(Module, OfAnotherVersionIsRefused) {
  EXPECT_THAT(refusal("outdated"),
              HasSubstr("/libmigrate-outdated.so is of version 0.0.1, this program of "));
}

TEST(Module, ThatIsNoLibraryIsRefused) {
  EXPECT_THAT(refusal("garbage"), HasSubstr("the driver for garbage URLs cannot be loaded: /"));
}

TEST(Module, ThatIsSomeOtherLibraryIsRefused) {
  EXPECT_THAT(refusal("stranger"), HasSubstr("/libmigrate-stranger.so is no driver of migrate's"));
}

}  // namespace
}  // namespace migrate
