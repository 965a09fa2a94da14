#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "script_generator.hpp"
#include "splitting.hpp"
#include "sql/lexer.hpp"

// SQLite itself says what is right here: by where sqlite3_prepare_v2() stops reading, and by
// sqlite3_complete().

namespace migrate::sql {
namespace {

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Database open_database() {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(handle, ScriptGenerator::sqlite_schema(), nullptr, nullptr, nullptr),
            SQLITE_OK);
  return {handle, &sqlite3_close};
}

bool is_blank(std::string_view text) {
  for (const Token& token : leading_tokens(Flavor::sqlite, text, 100)) {
    if (token.text != ";") return false;
  }
  return true;
}

/// Expects a piece for each stretch that SQLite prepares, which ends behind the semicolon.
void expect_statements_of_prepare(sqlite3* database, const std::string& script) {
  const std::vector<OwnedPiece> pieces = split(Flavor::sqlite, script);
  std::size_t i = 0;
  const char* tail = script.c_str();
  while (*tail != '\0') {
    const char* const begin = tail;
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(database, begin, -1, &statement, &tail), SQLITE_OK)
        << sqlite3_errmsg(database) << " at " << sqlite3_error_offset(database) << " of " << begin;
    const bool empty = statement == nullptr;
    sqlite3_finalize(statement);
    if (empty) continue;
    ASSERT_LT(i, pieces.size());
    const OwnedPiece& piece = pieces[i++];
    const std::size_t our_begin = piece.begin.offset;
    const std::size_t our_end = our_begin + piece.text.size();
    const auto their_begin = static_cast<std::size_t>(begin - script.c_str());
    const auto their_end = static_cast<std::size_t>(tail - script.c_str());
    ASSERT_LE(their_begin, our_begin);
    ASSERT_LE(our_end, their_end);
    EXPECT_TRUE(is_blank(script.substr(their_begin, our_begin - their_begin)));
    EXPECT_TRUE(is_blank(script.substr(our_end, their_end - our_end)));
  }
  EXPECT_EQ(i, pieces.size());
}

/// Whether all that was fed has come out as statements with terminators.
bool is_complete(std::string_view script) {
  const Outcome closed = split_at(Flavor::sqlite, script, {});
  Splitter splitter(Flavor::sqlite);
  splitter.feed(script);
  std::size_t pieces = 0;
  for (Piece piece; splitter.next(piece);) ++pieces;
  return closed.error.empty() && closed.pieces.size() == pieces;
}

bool ends_in_block_comment(std::string_view script) {
  Lexer lexer(Flavor::sqlite);
  while (!script.empty()) script.remove_prefix(lexer.scan(script, true).length);
  return lexer.in_comment();
}

/// Expects agreement about the script up to each of its bytes from the first semicolon on. Not
/// where sqlite3_complete() is asked about an open comment, which it calls incomplete, nor for
/// parameters with a suffix in parentheses, which it does not know.
void expect_completeness(const std::string& script) {
  if (script.find("$f(;)") != std::string::npos) return;
  for (std::size_t end = script.find(';') + 1; end != 0 && end <= script.size(); ++end) {
    const std::string part = script.substr(0, end);
    if (part.ends_with('/') || ends_in_block_comment(part)) continue;
    ASSERT_EQ(is_complete(part), sqlite3_complete(part.c_str()) == 1) << "part: [" << part << "]";
  }
}

TEST(SqliteOracle, AgreesOnWrittenScripts) {
  const std::vector<std::string> scripts = {
      "SELECT 1; SELECT ';'; -- ;\nSELECT \";\" /* ; */ ;",
      "CREATE TABLE w(a TEXT DEFAULT ';', [b;] INT, `c;` INT, \"d;\"); SELECT x'3B';",
      "CREATE TRIGGER w AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END; SELECT 1;",
      "create temp trigger w after insert on t when new.a = ';' begin select 'END;'; end;select 1",
      "EXPLAIN CREATE TRIGGER w AFTER DELETE ON t BEGIN SELECT 1; DELETE FROM t; END;SELECT 1;",
      "CREATE TRIGGER w AFTER INSERT ON t BEGIN SELECT 1 AS end; SELECT \"end\" FROM t; END;",
      "CREATE VIEW w AS SELECT a AS \"END;\" FROM t; SELECT a ->> '$.b;' FROM t;",
      "SELECT 1e+5, 1.e5, .5, 0x1F, 1<<2, 1<>2, 1==2, 'a'||'b' ;; SELECT ?1, :a, @b, $c;",
      "SELECT 1 -- a\r;\n;SELECT 2;",
      "\xEF\xBB\xBFSELECT 1;",
      "SELECT 'ä;' AS ö;SELECT 1/**/;/**/",
  };
  const Database database = open_database();
  for (const std::string& script : scripts) {
    SCOPED_TRACE(script);
    expect_statements_of_prepare(database.get(), script);
    expect_completeness(script);
  }
}

TEST(SqliteOracle, AgreesOnGeneratedScripts) {
  const std::uint32_t seed = script_seed();
  const std::size_t count = script_count(200);
  fmt::print("{} scripts from MIGRATE_TEST_SQL_SEED={}\n", count, seed);
  const Database database = open_database();
  ScriptGenerator generator(Flavor::sqlite, seed);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string script = generator.script();
    SCOPED_TRACE(fmt::format("script: [{}]", script));
    expect_statements_of_prepare(database.get(), script);
    const Outcome whole = split_at(Flavor::sqlite, script, {});
    EXPECT_EQ(split_by(Flavor::sqlite, script, 1 + i % 7), whole);
    if (i % 50 == 0) expect_completeness(script);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace migrate::sql
