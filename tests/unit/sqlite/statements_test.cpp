#include "sqlite/statements.hpp"

#include <gtest/gtest.h>

namespace migrate::sqlite {
namespace {

std::string words(std::string_view statement) {
  const StatementTraits traits = statement_traits(statement);
  std::string out;
  if (traits.transaction_control) out += "transaction ";
  if (traits.session) out += "session ";
  if (traits.bare) out += "bare ";
  if (traits.temporary) out += "temporary ";
  if (traits.foreign_keys) out += "foreign_keys ";
  return out;
}

struct Case {
  std::string statement;
  std::string words;
};

TEST(SqliteStatements, AreToldApartByTheirWords) {
  const std::vector<Case> cases = {
      {"CREATE TABLE t (x)", ""},
      {"insert into t values ('BEGIN')", ""},
      {"begin", "transaction "},
      {"/* c */ BEGIN IMMEDIATE", "transaction "},
      {"COMMIT", "transaction "},
      {"END TRANSACTION", "transaction "},
      {"start transaction", "transaction "},
      {"ABORT", "transaction "},
      {"PREPARE TRANSACTION 'x'", "transaction "},
      {"PREPARE x AS SELECT 1", ""},
      {"ROLLBACK", "transaction "},
      {"ROLLBACK TO s", ""},
      {"ROLLBACK TRANSACTION TO SAVEPOINT s", ""},
      {"SAVEPOINT s", ""},
      {"RELEASE s", ""},
      {"VACUUM", "bare "},
      {"VACUUM INTO 'x'", "bare "},
      {"ATTACH 'x' AS y", "session bare "},
      {"DETACH y", "session bare "},
      {"PRAGMA user_version = 3", ""},
      {"PRAGMA main.Application_ID = 3", ""},
      {"PRAGMA journal_mode = WAL", "session bare "},
      {"PRAGMA foreign_keys = OFF", "session bare foreign_keys "},
      {"PRAGMA main.FOREIGN_KEYS(0)", "session bare foreign_keys "},
      {"PRAGMA foreign_key_check", "session bare "},
      {"CREATE TEMP TABLE t (x)", "temporary "},
      {"CREATE TEMPORARY VIEW v AS SELECT 1", "temporary "},
      {"CREATE TABLE temp.t (x)", "temporary "},
      {"CREATE TABLE IF NOT EXISTS temp.t (x)", "temporary "},
      {"CREATE TABLE temp (x)", ""},
      {"\"BEGIN\"", ""},
      {"", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(words(c.statement), c.words) << c.statement;
}

}  // namespace
}  // namespace migrate::sqlite
