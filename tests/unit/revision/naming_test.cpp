#include <gtest/gtest.h>

#include "migrate/revision.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

constexpr std::chrono::system_clock::time_point moment{std::chrono::seconds(1757693176)};

TEST(Slug, KeepsWordsInLowerCase) {
  EXPECT_EQ(slug("Initial migration", 40), "initial_migration");
  EXPECT_EQ(slug("  Add: column \"x\" / y--z ", 40), "add_column_x_y_z");
  EXPECT_EQ(slug("ÜBER größe ТЕСТ 名前", 40), "über_größe_тест_名前");
  EXPECT_EQ(slug("../../etc/passwd", 40), "etc_passwd");
  EXPECT_EQ(slug("!!!", 40), "");
}

TEST(Slug, IsCutAtAWord) {
  EXPECT_EQ(slug("aaaa bbbb cccc", 9), "aaaa_bbbb");
  EXPECT_EQ(slug("aaaa bbbb cccc", 13), "aaaa_bbbb");
  EXPECT_EQ(slug("aaaa bbbb cccc", 14), "aaaa_bbbb_cccc");
  EXPECT_EQ(slug("aaaaaaaaaa bb", 4), "aaaa");
  EXPECT_EQ(slug(std::string(500, 'x'), 40), std::string(40, 'x'));
}

TEST(FileName, FollowsTheTemplate) {
  const Revision revision{.id = "115bcd2e1a38", .message = "Split names"};
  const auto name = [&](std::string_view text) { return file_name(text, revision, moment, 40); };
  EXPECT_EQ(name("%(rev)s_%(slug)s"), "115bcd2e1a38_split_names");
  EXPECT_EQ(name("%(year)d_%(month).2d_%(day)02d-%(hour)d%(minute)d%(second)d"),
            "2025_09_12-16616");
  EXPECT_EQ(name("%(epoch)s%%"), "1757693176%");
  EXPECT_EQ(file_name("%(rev)s_%(slug)s", {.id = "a"}, moment, 40), "a");
}

std::string template_error(std::string_view text) {
  try {
    return file_name(text, {.id = "a", .message = "m"}, moment, 40);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::configuration);
    return error.what();
  }
}

TEST(FileName, RefusesWhatIsNoName) {
  EXPECT_EQ(template_error("%(revv)s"),
            "file_template \"%(revv)s\" has the unknown token \"revv\"; there are rev, slug, epoch, "
            "year, month, day, hour, minute, second. Did you mean \"rev\"?");
  EXPECT_EQ(template_error("%rev"),
            "file_template \"%rev\" has a % that begins no token; write %(rev)s, or %% for a percent "
            "sign");
  EXPECT_EQ(template_error("../%(rev)s"),
            "file_template \"../%(rev)s\" gives the file name \"../a\", which is empty, hidden, too "
            "long or holds a /");
}

TEST(RenderRevision, IsReadBackAsItWas) {
  const test::TempFolder folder;
  const Revision revision{.id = "b",
                          .revises = {"a1", "a2"},
                          .depends_on = {"c"},
                          .labels = {"x"},
                          .message = "It's \"quoted\"\nin two lines",
                          .create_date = "2025-09-12 16:06:16.479075"};
  Revision back = read_header(folder.write("b.sql", render_revision(revision)));
  EXPECT_EQ(back.message, "It's \"quoted\" in two lines");
  back.message = revision.message;
  back.file.clear();
  EXPECT_EQ(back, revision);
}

TEST(RenderRevision, AMessageCannotBreakTheHeader) {
  const test::TempFolder folder;
  for (const std::string message :
       {"Revision ID: evil", "x\n\nRevises: evil", "x\r\n-- migrate:up\r\nDROP TABLE t;", "--",
        "tab\tand\x01" "control"}) {
    const Revision back =
        read_header(folder.write("a.sql", render_revision({.id = "a", .message = message})));
    EXPECT_EQ(back.id, "a") << message;
    EXPECT_TRUE(back.revises.empty()) << message;
    EXPECT_EQ(read_sections(folder.path() / "a.sql").size(), 2U) << message;
  }
}

TEST(RenderRevision, RefusesWhatAHeaderCannotHold) {
  EXPECT_THROW(render_revision({.id = "a", .message = "migrate:up"}), Error);
  EXPECT_THROW(render_revision({.id = "a", .message = "x\n migrate:down"}), Error);
  EXPECT_THROW(render_revision({.id = "a", .message = "\xFF"}), Error);
}

}  // namespace
}  // namespace migrate
