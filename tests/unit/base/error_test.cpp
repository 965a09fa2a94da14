#include "migrate/error.hpp"

#include <gtest/gtest.h>

#include "base/time_text.hpp"

namespace migrate {
namespace {

TEST(Error, RendersPlaceLineCaretAndWhatTheDatabaseSaid) {
  const ErrorInfo info{.message = "no such column: nme",
                       .file = "v/a.sql",
                       .line = 3,
                       .column = 9,
                       .source_line = "\tSELECT nme",
                       .sqlstate = "42703",
                       .detail = "d",
                       .hint = "h",
                       .notes = {"n"}};
  EXPECT_EQ(render(info),
            "v/a.sql:3:9: no such column: nme\n"
            "    \tSELECT nme\n"
            "    \t       ^\n"
            "  SQLSTATE: 42703\n  detail: d\n  hint: h\n  n");
}

TEST(Error, TheCaretCountsCharactersNotBytes) {
  EXPECT_EQ(render({.message = "m", .file = "f", .line = 1, .column = 3, .source_line = "é€x"}),
            "f:1:3: m\n    é€x\n      ^");
}

TEST(Error, TheCaretOfACutLineStandsApartFromTheColumn) {
  EXPECT_EQ(render({.message = "m",
                    .file = "f",
                    .line = 1,
                    .column = 5000,
                    .source_line = "abc",
                    .caret = 2}),
            "f:1:5000: m\n    abc\n     ^");
}

TEST(Error, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(render({.message = "m"}), "m");
  EXPECT_EQ(render({.message = "m", .file = "f"}), "f: m");
  EXPECT_EQ(std::string(Error(ErrorCode::usage, "m").what()), "m");
}

TEST(TimeText, IsUtc) {
  const std::chrono::system_clock::time_point time{std::chrono::microseconds(1757693176479075)};
  EXPECT_EQ(create_date(time), "2025-09-12 16:06:16.479075");
  EXPECT_EQ(iso_time(time), "2025-09-12T16:06:16.479Z");
}

}  // namespace
}  // namespace migrate
