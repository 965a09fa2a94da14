#include <gtest/gtest.h>

#include <vector>

#include "splitting.hpp"

using namespace std::string_view_literals;

namespace migrate::sql {
namespace {

void expect_cases(const std::vector<Case>& cases) {
  for (const Case& test : cases) expect_case(Flavor::sqlite, test);
}

TEST(SqliteSplitter, EndsStatementsAtSemicolons) {
  expect_cases({
      {"", {}},
      {" \t\r\n", {}},
      {"SELECT 1", {"SELECT 1"}},
      {"SELECT 1;", {"SELECT 1"}},
      {"SELECT 1; ", {"SELECT 1"}},
      {"SELECT 1 ;", {"SELECT 1"}},
      {"SELECT 1;SELECT 2", {"SELECT 1", "SELECT 2"}},
      {"SELECT 1;\nSELECT 2;\n", {"SELECT 1", "SELECT 2"}},
      {"SELECT 1;\r\nSELECT\r\n2;\r\n", {"SELECT 1", "SELECT\r\n2"}},
      {";", {}},
      {";;", {}},
      {" ; ;; SELECT 1;; ;SELECT 2;;", {"SELECT 1", "SELECT 2"}},
      {"\n\n  DELETE FROM t\n  WHERE id = 1;\n", {"DELETE FROM t\n  WHERE id = 1"}},
      {"CREATE TABLE t(a; b);", {"CREATE TABLE t(a", "b)"}},
      {"BEGIN; SELECT 1; END;", {"BEGIN", "SELECT 1", "END"}},
      {"a", {"a"}},
      {"\f\vSELECT 1\f;\v", {"SELECT 1"}},
  });
}

TEST(SqliteSplitter, LeavesCommentsBetweenTokensAlone) {
  expect_cases({
      {"-- a;b", {}},
      {"-- a;b\nSELECT 1;", {"SELECT 1"}},
      {"--\n--\n;--", {}},
      {"SELECT 1 -- a;b\n;", {"SELECT 1"}},
      {"SELECT -- ;\n 1;", {"SELECT -- ;\n 1"}},
      {"SELECT 1 --", {"SELECT 1"}},
      {"SELECT 1 -- x\r\n, 2;", {"SELECT 1 -- x\r\n, 2"}},
      {"SELECT 1 -- a\r;", {"SELECT 1"}},
      {"SELECT 1--2;\n;", {"SELECT 1"}},
      {"SELECT 1 - - 2;", {"SELECT 1 - - 2"}},
      {"SELECT 1 -", {"SELECT 1 -"}},
      {"/* ; */ SELECT /* ; */ 1 /* ; */;", {"SELECT /* ; */ 1"}},
      {"/*/ ; */ SELECT 1;", {"SELECT 1"}},
      {"/**/SELECT 1;/***/SELECT 2;/* **/", {"SELECT 1", "SELECT 2"}},
      {"/* /* */ SELECT 1; */ SELECT 2;", {"SELECT 1", "*/ SELECT 2"}},
      {"SELECT 1 /* open ; ", {"SELECT 1"}},
      {"SELECT 1; /* open *", {"SELECT 1"}},
      {"/* open /", {}},
      {"SELECT 4 / 2 * 3;", {"SELECT 4 / 2 * 3"}},
      {"SELECT 1 /", {"SELECT 1 /"}},
      {"/* ' */ SELECT '/*' ; -- '\nSELECT '--';", {"SELECT '/*'", "SELECT '--'"}},
  });
}

TEST(SqliteSplitter, ReadsOverQuotedText) {
  expect_cases({
      {"SELECT ';';", {"SELECT ';'"}},
      {"SELECT '';", {"SELECT ''"}},
      {"SELECT 'it''s; fine';", {"SELECT 'it''s; fine'"}},
      {"SELECT '''';SELECT ''';';", {"SELECT ''''", "SELECT ''';'"}},
      {"SELECT 'a' ';' 'b';", {"SELECT 'a' ';' 'b'"}},
      {"SELECT '\\'; SELECT 2;", {"SELECT '\\'", "SELECT 2"}},
      {"SELECT 'two\nlines;'\n;", {"SELECT 'two\nlines;'"}},
      {"SELECT '\"' ; SELECT \"'\" ;", {"SELECT '\"'", "SELECT \"'\""}},
      {"SELECT \"a;b\" FROM t;", {"SELECT \"a;b\" FROM t"}},
      {"SELECT \"a\"\";b\";", {"SELECT \"a\"\";b\""}},
      {"SELECT `a;b`, ```;`;", {"SELECT `a;b`, ```;`"}},
      {"SELECT [a;b], [c'];", {"SELECT [a;b], [c']"}},
      {"SELECT [a]];SELECT 2;", {"SELECT [a]]", "SELECT 2"}},
      {"SELECT x'00';SELECT X'';", {"SELECT x'00'", "SELECT X''"}},
      {"SELECT x'ab'';';", {"SELECT x'ab'';'"}},
      {"SELECT x ';';", {"SELECT x ';'"}},
      {"SELECT E'\\';';'",
       {"SELECT E'\\'",
        "'"
        ";'"}},
      {"SELECT $$;$$;", {"SELECT $$", "$$"}},
      {"SELECT 'ä;ö' AS ü;", {"SELECT 'ä;ö' AS ü"}},
      {"SELECT '\xFF;\xFE';", {"SELECT '\xFF;\xFE'"}},
  });
}

TEST(SqliteSplitter, ReadsNumbersAndParametersWhole) {
  expect_cases({
      {"SELECT 1.5e+3, .5, 1., 0x1F;", {"SELECT 1.5e+3, .5, 1., 0x1F"}},
      {"SELECT 1e", {"SELECT 1e"}},
      {"SELECT 1e+", {"SELECT 1e+"}},
      {"SELECT 1.", {"SELECT 1."}},
      {"SELECT ?, ?1, :a, @b, $c, $d::e(f;g);", {"SELECT ?, ?1, :a, @b, $c, $d::e(f;g)"}},
      {"SELECT ?1_2, 1_2, 1_, 1e5_0;", {"SELECT ?1_2, 1_2, 1_, 1e5_0"}},
      {"SELECT $a(b ;c", {"SELECT $a(b", "c"}},
      {"SELECT :", {"SELECT :"}},
      {"SELECT $a(", {"SELECT $a("}},
      {"SELECT a->'$.b;', a->>'c' FROM t;", {"SELECT a->'$.b;', a->>'c' FROM t"}},
      {"SELECT a-", {"SELECT a-"}},
      {"SELECT \\ { } ^;", {"SELECT \\ { } ^"}},
      {"\\restrict x\nSELECT 1;", {"\\restrict x\nSELECT 1"}},
  });
}

TEST(SqliteSplitter, KeepsTriggersWhole) {
  const std::vector<std::string_view> triggers = {
      "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END",
      "create temp trigger a after insert on t begin select 1; end",
      "CREATE TEMPORARY TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END",
      "CREATE /* ; */ TRIGGER -- ;\n a AFTER INSERT ON t BEGIN SELECT 1; SELECT 2;END",
      "CREATE TRIGGER a BEFORE UPDATE OF b ON t WHEN NEW.b <> OLD.b BEGIN\n"
      "  UPDATE t SET b = CASE WHEN b > 1 THEN 2 ELSE 3 END;\n"
      "  UPDATE t SET b = CASE b WHEN 1 THEN CASE c WHEN 1 THEN 2 END END WHERE x;\n"
      "END",
      "CREATE TRIGGER a AFTER DELETE ON t BEGIN DELETE FROM u WHERE \"end\" = 1; /* c */ END",
      "CREATE TRIGGER a AFTER DELETE ON t BEGIN INSERT INTO u VALUES('; END;'); END",
      "CREATE TRIGGER a AFTER DELETE ON t BEGIN SELECT [; END;], `; END;`; END",
      "CREATE TRIGGER IF NOT EXISTS \"trigger\" INSTEAD OF DELETE ON t BEGIN SELECT 1; END",
      "EXPLAIN CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END",
      "EXPLAIN QUERY PLAN CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END",
      "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1;; END",
      "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; \"END\"; SELECT 2; END",
      "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; -- END;\n END",
      "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT (1; END",
  };
  for (const std::string_view trigger : triggers) {
    const std::string text(trigger);
    expect_case(Flavor::sqlite, {text, {text}});
    const std::string script = "SELECT 0;" + text + ";\nSELECT 1;";
    expect_case(Flavor::sqlite, {script, {"SELECT 0", text, "SELECT 1"}});
  }
}

TEST(SqliteSplitter, TakesNothingElseForATrigger) {
  expect_cases({
      {"CREATE TABLE trigger(a); SELECT 1;", {"CREATE TABLE trigger(a)", "SELECT 1"}},
      {"CREATE \"TRIGGER\" x; SELECT 1;", {"CREATE \"TRIGGER\" x", "SELECT 1"}},
      {"DROP TRIGGER a; SELECT 1;", {"DROP TRIGGER a", "SELECT 1"}},
      {"EXPLAIN SELECT 1; SELECT 2;", {"EXPLAIN SELECT 1", "SELECT 2"}},
      {"\"CREATE\" TRIGGER x; SELECT 1;", {"\"CREATE\" TRIGGER x", "SELECT 1"}},
      {"CREATE UNIQUE INDEX a ON t(b);SELECT 1;", {"CREATE UNIQUE INDEX a ON t(b)", "SELECT 1"}},
      {"SELECT CASE a WHEN 1 THEN 2 END; SELECT 1;",
       {"SELECT CASE a WHEN 1 THEN 2 END", "SELECT 1"}},
  });
}

TEST(SqliteSplitter, NamesThePlaceOfWhatIsStillOpenAtTheEnd) {
  expect_cases({
      {"SELECT 1;\nSELECT 'a;\n", {"SELECT 1", "error: 2:8: This string is not closed."}},
      {"SELECT x'a", {"error: 1:8: This string is not closed."}},
      {"SELECT 'a''", {"error: 1:8: This string is not closed."}},
      {"  \"a;", {"error: 1:3: This quoted name is not closed."}},
      {"ä `a;", {"error: 1:3: This quoted name is not closed."}},
      {"SELECT\n\t[a;", {"error: 2:2: This quoted name is not closed."}},
      {"SELECT 1;\n CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1;",
       {"SELECT 1", "error: 2:2: This CREATE TRIGGER is not closed by \"END;\"."}},
      {"CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT CASE 1 END",
       {"error: 1:1: This CREATE TRIGGER is not closed by \"END;\"."}},
      {"SELECT 1;\n\0SELECT 2;"sv,
       {"SELECT 1", "error: 2:1: A NUL byte cannot stand in SQL text."}},
      {"SELECT 'a\0b';"sv, {"error: 1:10: A NUL byte cannot stand in SQL text."}},
      {"SELECT 1\0"sv, {"error: 1:9: A NUL byte cannot stand in SQL text."}},
      {"\0"sv, {"error: 1:1: A NUL byte cannot stand in SQL text."}},
      {"-- \0"sv, {"error: 1:4: A NUL byte cannot stand in SQL text."}},
  });
}

TEST(SqliteSplitter, SkipsAByteOrderMark) {
  expect_cases({
      {"\xEF\xBB\xBF", {}},
      {"\xEF\xBB\xBFSELECT 1;", {"SELECT 1"}},
      {"\xEF\xBB\xBF\xEF\xBB\xBFSELECT 1;\xEF\xBB\xBFSELECT 2", {"SELECT 1", "SELECT 2"}},
      {"\xEF\xBB", {"\xEF\xBB"}},
      {"\xEF\xBA\xBF", {"\xEF\xBA\xBF"}},
      {"\xEF\xBB\0\xBF"sv, {"error: 1:2: A NUL byte cannot stand in SQL text."}},
      {"SELECT a\xEF\xBB\xBF;", {"SELECT a\xEF\xBB\xBF"}},
  });
}

}  // namespace
}  // namespace migrate::sql
