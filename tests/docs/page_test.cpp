#include "page.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace migrate::test {
namespace {

const std::string text =
    "# Title\n<!-- ids: 115bcd2e1a38 8d2c41f7a903 -->\n\n```console\n$ one\na\n```\n\n"
    "<!-- file: a/b.sql -->\n```sql\nSELECT 1;\n```\n```sh\nnot run\n```\n```console\n$ two\n```\n"
    "end\n";

TEST(Page, HasItsTranscriptsAndFilesInOrder) {
  const auto page = parse_page(text);
  ASSERT_EQ(page.parts.size(), 7U);
  EXPECT_EQ(std::get<PageTranscript>(page.parts[1]).text, "$ one\na\n");
  EXPECT_EQ(std::get<PageTranscript>(page.parts[1]).line, 5U);
  EXPECT_EQ(std::get<PageFile>(page.parts[3]).path, "a/b.sql");
  EXPECT_EQ(std::get<PageFile>(page.parts[3]).data, "SELECT 1;\n");
  EXPECT_EQ(std::get<PageTranscript>(page.parts[5]).text, "$ two\n");
  EXPECT_EQ(page.backend, "sqlite");
  EXPECT_EQ(page.ids, "115bcd2e1a38 8d2c41f7a903");
}

TEST(Page, FormatGivesBackWhatWasParsed) { EXPECT_EQ(parse_page(text).format(), text); }

TEST(Page, FaultsAreErrors) {
  EXPECT_THROW(parse_page("```console\n$ one\n"), std::runtime_error);
  EXPECT_THROW(parse_page("<!-- file: a -->\n"), std::runtime_error);
  EXPECT_THROW(parse_page("<!-- file: a -->\n\n```sql\n```\n"), std::runtime_error);
}

}  // namespace
}  // namespace migrate::test
