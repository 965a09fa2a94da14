#include <algorithm>

#include "db/postgresql_schema.hpp"
#include "support/golden.hpp"
#include "support/test_data.hpp"

namespace migrate::test {
namespace {

class PostgresqlData : public PostgresqlSchema {
 protected:
  /// What the catalog says of a database, asked otherwise than reflection does.
  static std::string catalog(Connection& connection) {
    std::string out;
    for (const char* query :
         {"SELECT relkind, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER "
          "BY 1, 2",
          "SELECT table_name, ordinal_position > 0, column_name, udt_name, is_nullable, "
          "character_maximum_length, numeric_precision, is_identity, column_default FROM "
          "information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3",
          "SELECT conrelid::regclass::text, conname, contype, condeferrable, convalidated, CASE "
          "WHEN "
          "contype <> 'c' THEN pg_get_constraintdef(oid) END FROM pg_constraint WHERE connamespace "
          "= 'public'::regnamespace ORDER BY 1, 2",
          "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER "
          "BY 1, 2",
          "SELECT proname, oidvectortypes(proargtypes), prosrc, provolatile, proisstrict FROM "
          "pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2",
          "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE "
          "NOT "
          "tgisinternal ORDER BY 1, 2",
          "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1",
          "SELECT t.typname, e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = enumtypid ORDER "
          "BY 1, enumsortorder",
          "SELECT sequencename, data_type, start_value, increment_by FROM pg_sequences ORDER BY 1",
          "SELECT objoid::regclass::text, objsubid, description FROM pg_description WHERE classoid "
          "= "
          "'pg_class'::regclass AND objoid > 16384 ORDER BY 1, 2"}) {
      for (const Row& row : connection.query(query)) {
        for (const Value& value : row) out += value.value_or("NULL") + "|";
        out += "\n";
      }
    }
    return out;
  }

  /// What is read makes a database that reads the same, and nothing else is told to be lost.
  void expect_law(const std::vector<std::string>& warnings = {}) {
    const auto connection = connect();
    const Reflection found = dialect_.reflect(*connection, {});
    EXPECT_EQ(found.warnings, warnings);
    const TestDatabase empty = TestDatabase::create("postgresql");
    const auto again = dialect_.connect(empty.url(), {}, observer_);
    run(*again, dialect_.create(found.schema));
    EXPECT_EQ(to_json(dialect_.reflect(*again, {}).schema), to_json(found.schema));
    EXPECT_EQ(catalog(*again), catalog(*connection));
  }

  void bring_up(const std::filesystem::path& file) {
    SCOPED_TRACE(file.filename().string());
    build(read_file(file));
  }
};

TEST_F(PostgresqlData, Chinook) {
  const auto files = files_in(test_data() / "chinook/postgresql", ".up.sql");
  ASSERT_FALSE(files.empty());
  for (const auto& file : files) bring_up(file);
  expect_law();
  EXPECT_EQ(reflect().schema.tables.size(), 11U);
}

TEST_F(PostgresqlData, Sakila) {
  const auto files = files_in(test_data() / "sakila-jooq/postgresql", ".up.sql");
  ASSERT_FALSE(files.empty());
  for (const auto& file : files) bring_up(file);
  expect_law({"the comment on schema public is left out"});
  EXPECT_GT(reflect().schema.objects.size(), 20U) << "sequences, views, functions and triggers";
}

TEST_F(PostgresqlData, AutheliaUpAndDown) {
  const auto folder = test_data() / "authelia/postgresql";
  const auto ups = files_in(folder, ".up.sql");
  auto downs = files_in(folder, ".down.sql");
  ASSERT_GT(ups.size(), 10U);
  for (const auto& file : ups) {
    bring_up(file);
    if (&file == &ups[ups.size() / 2]) expect_law();
  }
  expect_law();
  EXPECT_GT(reflect().schema.tables.size(), 15U);
  std::reverse(downs.begin(), downs.end());
  for (const auto& file : downs) bring_up(file);
  expect_law();
}

}  // namespace
}  // namespace migrate::test
