#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "migrate/revision.hpp"
#include "support/temp_folder.hpp"

namespace migrate {
namespace {

constexpr std::string_view header = "-- Revision ID: a\n-- Revises:\n\n";

class Sections : public ::testing::Test {
 protected:
  std::vector<Section> read(std::string_view text) {
    text_ = std::string(header) + std::string(text);
    return read_sections(folder_.write("a.sql", text_));
  }

  std::string text_of(const Section& section) {
    return text_.substr(section.begin, section.end - section.begin);
  }

  std::string error(std::string_view text) {
    try {
      read(text);
      return "(no error)";
    } catch (const Error& failure) {
      const std::string what = failure.what();
      return what.substr(what.find("a.sql"));
    }
  }

  test::TempFolder folder_;
  std::string text_ = {};
};

TEST_F(Sections, StandBetweenTheirMarkers) {
  const auto sections = read("-- migrate:up\nA;\n-- migrate:down\nB;\n");
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_TRUE(sections[0].up);
  EXPECT_EQ(sections[0].marker_line, 4U);
  EXPECT_EQ(text_of(sections[0]), "A;\n");
  EXPECT_FALSE(sections[1].up);
  EXPECT_EQ(sections[1].marker_line, 6U);
  EXPECT_EQ(text_of(sections[1]), "B;\n");
}

TEST_F(Sections, HaveOptions) {
  const auto sections = read(
      "--migrate:up  transaction:false\tdialect:sqlite foreign_keys:off\r\nA;\n"
      "-- migrate:up lock_timeout:5s statement_timeout:1min\n-- migrate:irreversible\n");
  ASSERT_EQ(sections.size(), 3U);
  EXPECT_FALSE(sections[0].transaction);
  EXPECT_EQ(sections[0].dialect, "sqlite");
  EXPECT_EQ(sections[0].foreign_keys, false);
  EXPECT_EQ(sections[1].lock_timeout, std::chrono::seconds(5));
  EXPECT_EQ(sections[1].statement_timeout, std::chrono::minutes(1));
  EXPECT_TRUE(sections[2].irreversible);
  EXPECT_FALSE(sections[2].up);
}

TEST_F(Sections, OneOfTheDialectWins) {
  const auto sections = read("-- migrate:up\n-- migrate:up dialect:sqlite\n-- migrate:down\n");
  EXPECT_EQ(find_section(sections, true, "sqlite"), &sections[1]);
  EXPECT_EQ(find_section(sections, true, "postgresql"), &sections[0]);
  EXPECT_EQ(find_section(sections, false, "sqlite"), &sections[2]);
  EXPECT_EQ(find_section({sections[1]}, true, "postgresql"), nullptr);
}

TEST_F(Sections, AMarkerBeginsItsLine) {
  const auto sections = read("-- migrate:up\nSELECT 'x -- migrate:down';\n -- migrate:down\n");
  ASSERT_EQ(sections.size(), 1U);
}

TEST_F(Sections, AreFoundWhereverTheReadingWindowEnds) {
  // Markers before, across and behind the 256 KB that are read at a time.
  for (const std::size_t around : {262'000U, 262'100U, 262'120U, 262'140U, 262'144U, 262'160U}) {
    const std::string filler(around - 60, 'x');
    const auto sections =
        read("-- migrate:up\n" + filler + "\n-- migrate:down dialect:sqlite\nB;\n");
    ASSERT_EQ(sections.size(), 2U) << around;
    EXPECT_EQ(sections[1].marker_line, 6U) << around;
    EXPECT_EQ(text_of(sections[0]), filler + "\n") << around;
    EXPECT_EQ(text_of(sections[1]), "B;\n") << around;
  }
}

TEST_F(Sections, AreFoundAroundALineLongerThanTheWindow) {
  const std::string longest(1'000'000, 'x');
  const auto sections = read("-- migrate:up\n" + longest + "migrate:down\n-- migrate:down\nB;\n");
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(text_of(sections[1]), "B;\n");
}

TEST_F(Sections, FaultsNameTheLine) {
  EXPECT_EQ(error("-- migrate:upp\n"),
            "a.sql:4: unknown marker \"migrate:upp\"; there are migrate:up, migrate:down and "
            "migrate:irreversible. Did you mean \"up\"?\n    -- migrate:upp");
  EXPECT_EQ(error("-- migrate:up transction:false\n"),
            "a.sql:4: unknown option \"transction:false\"; there are transaction, dialect, "
            "foreign_keys, rebuilds, lock_timeout, statement_timeout, each written name:value. Did "
            "you mean \"transaction\"?\n    -- migrate:up transction:false");
  EXPECT_EQ(error("-- migrate:up transaction:no\n"),
            "a.sql:4: option \"transaction\" takes true or false, not \"no\"\n"
            "    -- migrate:up transaction:no");
  EXPECT_EQ(error("-- migrate:up\n-- migrate:up\n"),
            "a.sql:5: a second up section; the first is on line 4");
  EXPECT_EQ(error("-- migrate:up dialect:sqlite\n-- migrate:up dialect:sqlite\n"),
            "a.sql:5: a second up section for sqlite; the first is on line 4");
  EXPECT_EQ(error("-- migrate:down\n-- migrate:irreversible\n"),
            "a.sql:5: a second down section; the first is on line 4");
}

TEST_F(Sections, SayWhichTablesTheyRebuild) {
  const RebuiltTable plain{"bookmark", "0123456789abcdef"};
  const RebuiltTable odd{"Ü 50%=x", "00000000000000ff"};
  EXPECT_EQ(rebuilds_option(plain), "rebuilds:bookmark=0123456789abcdef");
  EXPECT_EQ(rebuilds_option(odd), "rebuilds:%C3%9C%2050%25%3Dx=00000000000000ff");
  const auto sections =
      read("-- migrate:up " + rebuilds_option(plain) + ' ' + rebuilds_option(odd) + "\n");
  EXPECT_EQ(sections[0].rebuilds, (std::vector<RebuiltTable>{plain, odd}));
  for (const std::string bad :
       {"bookmark", "=0123456789abcdef", "b=0123456789abcde", "b=0123456789abcdeg",
        "b%2=0123456789abcdef", "b%zz=0123456789abcdef"}) {
    EXPECT_EQ(error("-- migrate:up rebuilds:" + bad + "\n"),
              "a.sql:4: option \"rebuilds\" takes a table and its fingerprint, "
              "TABLE=0123456789abcdef, not \"" +
                  bad + "\"\n    -- migrate:up rebuilds:" + bad);
  }
  const std::string option = " rebuilds:b=0123456789abcdef";
  EXPECT_EQ(error("-- migrate:up transaction:false" + option + "\n"),
            "a.sql:4: a section that rebuilds a table runs in one transaction; take out "
            "transaction:false\n    -- migrate:up transaction:false" +
                option);
  EXPECT_EQ(
      error("-- migrate:up foreign_keys:on" + option + "\n"),
      "a.sql:4: a section that rebuilds a table runs without enforcement of foreign keys (what "
      "it leaves is checked); take out foreign_keys:on\n    -- migrate:up foreign_keys:on" +
          option);
}

TEST(Duration, IsWrittenAsPostgresqlDoes) {
  using std::chrono::milliseconds;
  EXPECT_EQ(parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(parse_duration(" 5 s "), milliseconds(5000));
  EXPECT_EQ(parse_duration("2h"), milliseconds(7'200'000));
  EXPECT_EQ(parse_duration("0"), milliseconds(0));
  for (const char* bad : {"", "s", "-1s", "5 weeks", "1.5s", "99999999999s"}) {
    EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace migrate
