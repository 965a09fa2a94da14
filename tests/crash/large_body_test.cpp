#include <gtest/gtest.h>

#include "workload.hpp"

namespace migrate::test {
namespace {

/// A body much larger than the memory that the program may use.
class LargeBodyTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    workload_.add("a", "") << "-- migrate:up\nCREATE TABLE t (a INTEGER);\n";
    workload_.run({"upgrade"});
  }

  /// Writes `text` until it is as large as asked for, divided by `part`; returns how often it did.
  static std::size_t repeat(std::ofstream& file, const std::string& text, std::size_t part = 1) {
    const auto megabytes = static_cast<std::size_t>(count_from("MIGRATE_TEST_LARGE_MB", 1024));
    const std::size_t times = (megabytes << 20U) / part / text.size();
    std::string block;
    std::size_t in_block = 0;
    for (; block.size() < (1U << 20U) && in_block < times; ++in_block) block += text;
    for (std::size_t i = 0; i < times / in_block; ++i) file << block;
    return times / in_block * in_block;
  }

  void expect_small_upgrade() {
    const long limit = count_from("MIGRATE_TEST_LARGE_LIMIT_MB", 48) * 1024L;
    const long peak = workload_.peak_memory({"upgrade"});
    EXPECT_LT(peak, limit) << "KiB";
    RecordProperty("peak_kib", std::to_string(peak));
  }

  void expect_rows(std::size_t count) {
    EXPECT_EQ(workload_.subject().connect()->query("SELECT count(*) FROM t").at(0).at(0),
              std::to_string(count));
  }

  /// A statement of so many bytes that stores few.
  static std::string insert(std::size_t length) {
    const std::string begin = "INSERT INTO t SELECT length('";
    return begin + std::string(length - begin.size() - 4, 'x') + "');\n";
  }

  Workload workload_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(sqlite, LargeBodyTest, testing::Values("sqlite"),
                         [](const auto&) { return "sqlite"; });
INSTANTIATE_TEST_SUITE_P(postgresql, LargeBodyTest, testing::Values("postgresql"),
                         [](const auto&) { return "postgresql"; });

TEST_P(LargeBodyTest, ManyStatementsNeedLittleMemory) {
  auto file = workload_.add("b", "a");
  file << "-- migrate:up\n";
  const std::size_t count = repeat(file, insert(2000));
  file.close();
  expect_small_upgrade();
  expect_rows(count);
}

TEST_P(LargeBodyTest, FewLongStatementsWithoutATransactionNeedLittleMemory) {
  auto file = workload_.add("b", "a");
  file << "-- migrate:up transaction:false\n";
  const std::size_t count = repeat(file, insert(1'500'000), 4);
  file.close();
  expect_small_upgrade();
  expect_rows(count);
}

TEST_P(LargeBodyTest, ACommentOfAnyLengthNeedsLittleMemory) {
  auto file = workload_.add("b", "a");
  file << "-- migrate:up\n/* ";
  repeat(file, "A comment of many lines is no statement, and nobody has to keep it.\n", 4);
  file << "*/\nINSERT INTO t VALUES (1);\n";
  repeat(file, "-- Nor many comments of one line each.\n", 4);
  file.close();
  expect_small_upgrade();
  expect_rows(1);
}

/// The rows are counted and thrown away, so that the test is not about the server's disk.
TEST_P(LargeBodyTest, CopiedDataNeedsLittleMemory) {
  if (workload_.subject().is_sqlite()) return;  // has no COPY
  auto file = workload_.add("b", "a");
  file << "-- migrate:up\n"
          "CREATE TABLE wide (text TEXT);\n"
          "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$\n"
          "  BEGIN RETURN NULL; END $$;\n"
          "CREATE TRIGGER forget BEFORE INSERT ON wide FOR EACH ROW EXECUTE FUNCTION forget();\n"
          "COPY wide (text) FROM stdin;\n";
  repeat(file, std::string(999, 'x') + '\n');
  file << "\\.\nINSERT INTO t VALUES (1);\n";
  file.close();
  expect_small_upgrade();
  expect_rows(1);
}

}  // namespace
}  // namespace migrate::test
