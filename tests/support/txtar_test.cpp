#include "support/txtar.hpp"

#include <gtest/gtest.h>

namespace migrate::test {
namespace {

TEST(Txtar, SplitsTheCommentFromTheFiles) {
  const auto archive = parse_txtar("one\ntwo\n-- a.sql --\nSELECT 1;\n-- dir/b --\n");
  EXPECT_EQ(archive, (Txtar{"one\ntwo\n", {{"a.sql", "SELECT 1;\n"}, {"dir/b", ""}}}));
  EXPECT_EQ(archive.find("a.sql")->data, "SELECT 1;\n");
  EXPECT_EQ(archive.find("b"), nullptr);
}

TEST(Txtar, ATextWithoutAMarkerIsAComment) {
  EXPECT_EQ(parse_txtar("-- not a marker\n--a--\n-- --"),
            (Txtar{"-- not a marker\n--a--\n-- --\n", {}}));
  EXPECT_EQ(parse_txtar(""), Txtar{});
}

TEST(Txtar, FormatGivesBackWhatWasParsed) {
  const std::string text = "c\n\n-- a --\nx\n\n-- b c --\ny\n";
  EXPECT_EQ(format_txtar(parse_txtar(text)), text);
}

}  // namespace
}  // namespace migrate::test
