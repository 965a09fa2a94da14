#include <gtest/gtest.h>

#include "notation.hpp"

namespace migrate::ops {
namespace {

std::string reversed(const std::string& json) {
  try {
    return text_of(reverse(op(json)));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::irreversible);
    return error.what();
  }
}

TEST(Operations, DescribeThemselvesInALine) {
  for (const Example& example : examples()) {
    EXPECT_EQ(describe(op(example.json)), example.described);
  }
}

TEST(Operations, ReverseFromWhatTheyCarryOrSayWhatIsMissing) {
  for (const Example& example : examples()) {
    EXPECT_EQ(reversed(example.json), example.reversed) << example.json;
  }
}

TEST(Operations, TheReverseOfTheReverseIsTheOperation) {
  std::size_t tried = 0;
  for (const Example& example : examples()) {
    if (!example.reversed.starts_with('{')) continue;
    Operation there = op(example.json);
    // How values are converted on the way up is not how they are converted on the way down.
    if (auto* alter = std::get_if<AlterColumn>(&there)) alter->using_ = alter->backfill = {};
    EXPECT_EQ(reverse(reverse(there)), there) << example.json;
    ++tried;
  }
  EXPECT_GT(tried, 25U);
}

TEST(Operations, EveryChangeOfAColumnNeedsWhatThereWas) {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"type", R"("text")"},      {"nullable", "true"},     {"server_default", "null"},
      {"identity", "null"},       {"generated", "null"},    {"collation", R"("C")"},
      {"comment", R"("c")"},      {"storage", R"("main")"}, {"compression", R"("lz4")"},
      {"statistics", "null"},     {"options", "[]"},        {"not_null_conflict", R"("fail")"},
      {"not_null_name", R"("n")"}};
  for (const auto& change : changes) {
    const std::string json = R"({"alter_column": {"table": "t", "column": "c", ")" + change.first +
                             "\": " + change.second + "}}";
    EXPECT_NE(reversed(json).find("it has no \"existing_" + change.first + "\""), std::string::npos)
        << reversed(json);
  }
}

TEST(Operations, LongSqlIsCutAtACharacter) {
  std::string sql;
  for (int i = 0; i < 70; ++i) sql += "é";
  std::string shown;
  for (int i = 0; i < 60; ++i) shown += "é";
  EXPECT_EQ(describe(Execute{sql}), "execute " + shown + " …");
}

}  // namespace
}  // namespace migrate::ops
