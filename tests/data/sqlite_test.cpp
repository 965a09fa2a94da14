#include <gtest/gtest.h>

#include <algorithm>

#include "support/golden.hpp"
#include "support/test_data.hpp"
#include "unit/sqlite/memory_database.hpp"

namespace migrate::sqlite {
namespace {

/// What is reflected makes a database that reflects the same, and nothing is told to be lost.
void expect_law(MemoryDatabase& database) {
  const Reflection found = database.reflection();
  EXPECT_TRUE(found.warnings.empty()) << found.warnings.front();
  MemoryDatabase again;
  again.create(found.schema);
  const Schema made = again.schema();
  EXPECT_TRUE(made == found.schema) << text_of(made) << "\n" << text_of(found.schema);
  const char* const kinds =
      "SELECT type, name, tbl_name FROM sqlite_schema WHERE sql IS NOT NULL "
      "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1, 2";
  EXPECT_EQ(again.rows(kinds), database.rows(kinds));
  const char* const columns =
      "SELECT m.name, x.name, x.type, x.dflt_value, x.pk, x.hidden FROM sqlite_schema m, "
      "pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND m.name <> 'sqlite_sequence' ORDER "
      "BY m.name, x.cid";
  EXPECT_EQ(again.rows(columns), database.rows(columns));
  const char* const keys =
      "SELECT m.name, f.\"from\", f.\"table\", f.\"to\", f.on_delete, f.on_update FROM "
      "sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2, 3";
  EXPECT_EQ(again.rows(keys), database.rows(keys));
}

void bring_up(MemoryDatabase& database, const std::filesystem::path& file) {
  SCOPED_TRACE(file.filename().string());
  database.run(test::read_file(file));
  expect_law(database);
}

TEST(SqliteData, Chinook) {
  const auto files = test::files_in(test::test_data() / "chinook/sqlite", ".up.sql");
  ASSERT_FALSE(files.empty());
  MemoryDatabase database;
  for (const auto& file : files) bring_up(database, file);
  EXPECT_EQ(database.schema().tables.size(), 11U);
}

TEST(SqliteData, Sakila) {
  const auto files = test::files_in(test::test_data() / "sakila-jooq/sqlite", ".up.sql");
  ASSERT_FALSE(files.empty());
  MemoryDatabase database;
  for (const auto& file : files) bring_up(database, file);
  EXPECT_GT(database.schema().objects.size(), 10U) << "views and triggers";
}

TEST(SqliteData, AutheliaUpAndDown) {
  const auto folder = test::test_data() / "authelia/sqlite";
  const auto ups = test::files_in(folder, ".up.sql");
  auto downs = test::files_in(folder, ".down.sql");
  ASSERT_GT(ups.size(), 10U);
  MemoryDatabase database(false);
  for (const auto& file : ups) bring_up(database, file);
  EXPECT_GT(database.schema().tables.size(), 15U);
  std::reverse(downs.begin(), downs.end());
  for (const auto& file : downs) bring_up(database, file);
}

}  // namespace
}  // namespace migrate::sqlite
