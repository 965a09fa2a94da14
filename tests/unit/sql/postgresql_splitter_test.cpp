#include <gtest/gtest.h>

#include <vector>

#include "splitting.hpp"

using namespace std::string_view_literals;

namespace migrate::sql {
namespace {

void expect_cases(const std::vector<Case>& cases) {
  for (const Case& test : cases) expect_case(Flavor::postgresql, test);
}

/// Each of these is one statement, also between others.
void expect_whole(const std::vector<std::string_view>& statements) {
  for (const std::string_view statement : statements) {
    const std::string text(statement);
    expect_case(Flavor::postgresql, {text, {text}});
    const std::string script = "SELECT 0;" + text + ";\nSELECT 1;";
    expect_case(Flavor::postgresql, {script, {"SELECT 0", text, "SELECT 1"}});
  }
}

TEST(PostgresqlSplitter, EndsStatementsAtSemicolons) {
  expect_cases({
      {"", {}},
      {" \t\r\n", {}},
      {"SELECT 1", {"SELECT 1"}},
      {"SELECT 1;", {"SELECT 1"}},
      {"SELECT 1 ; SELECT 2;\r\nSELECT 3", {"SELECT 1", "SELECT 2", "SELECT 3"}},
      {" ; ;; SELECT 1;; ;SELECT 2;;", {"SELECT 1", "SELECT 2"}},
      {"\xEF\xBB\xBFSELECT 1;", {"SELECT 1"}},
      {"BEGIN; SELECT 1; END;", {"BEGIN", "SELECT 1", "END"}},
      {"BEGIN ATOMIC; SELECT 1;", {"BEGIN ATOMIC", "SELECT 1"}},
      {"[;]", {"[", "]"}},
      {"selec 2; SELECT 3", {"selec 2", "SELECT 3"}},
  });
}

TEST(PostgresqlSplitter, LeavesSemicolonsInParenthesesAlone) {
  expect_whole({
      "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v;)",
      "SELECT (')', ';')",
      "SELECT ((1;2);3)",
  });
  expect_cases({
      {"SELECT (1;2", {"SELECT (1;2"}},
      {"SELECT 1);SELECT 2;", {"SELECT 1)", "SELECT 2"}},
      {"SELECT );(;);SELECT 2;", {"SELECT )", "(;)", "SELECT 2"}},
  });
}

TEST(PostgresqlSplitter, LeavesCommentsBetweenTokensAlone) {
  expect_cases({
      {"-- a;b\nSELECT 1;-- c", {"SELECT 1"}},
      {"SELECT 1 -- a;b\n;", {"SELECT 1"}},
      {"SELECT 1 -- a\r;", {"SELECT 1"}},
      {"--\r\rSELECT 1;", {"SELECT 1"}},
      {"/* ; */ SELECT /* ; */ 1 /* ; */;", {"SELECT /* ; */ 1"}},
      {"/* /* ; */ ; */ SELECT 1;", {"SELECT 1"}},
      {"/*/*/*;*/;*/;*/SELECT 1;", {"SELECT 1"}},
      {"/*/ ; */ SELECT 1;", {"SELECT 1"}},
      {"/***/SELECT 1;/*/**/*/SELECT 2", {"SELECT 1", "SELECT 2"}},
      {"/* ' */ SELECT '/*' ; -- '\nSELECT '--';", {"SELECT '/*'", "SELECT '--'"}},
      {"SELECT a--b;\n;", {"SELECT a"}},
      {"SELECT 1+--;\n2;", {"SELECT 1+--;\n2"}},
      {"SELECT 1@-/*;*/2;", {"SELECT 1@-/*;*/2"}},
      {"SELECT 2*/*;*/3;", {"SELECT 2*/*;*/3"}},
      {"SELECT 2*/ 3;", {"SELECT 2*/ 3"}},
      {"SELECT a - - b;", {"SELECT a - - b"}},
      {"SELECT 1 -", {"SELECT 1 -"}},
      {"SELECT 1 /", {"SELECT 1 /"}},
  });
}

TEST(PostgresqlSplitter, ReadsOverQuotedText) {
  expect_whole({
      "SELECT ';'",
      "SELECT 'it''s; fine', ''",
      "SELECT 'a\\' || ';'",
      "SELECT 'two\nlines;'",
      "SELECT \"a;b\", \"c\"\";d\", \"'\"",
      "SELECT 'a;'\n';b'",
      "SELECT U&'\\0061;' UESCAPE '!', U&\"d\\0061t;a\"",
      "SELECT u&'\\', ';'",
      "SELECT U & ';'",
      "SELECT B'01', b'1;', X'1F', x';', N';', n''';'",
      "SELECT ä, 'ä;ö', \"ü;\"",
      "SELECT '\xFF;\xFE'",
  });
  expect_cases({
      {"SELECT '\\'; SELECT 2;", {"SELECT '\\'", "SELECT 2"}},
      {"SELECT N'\\'; SELECT 2;", {"SELECT N'\\'", "SELECT 2"}},
      {"SELECT U&'\\'; SELECT U&\"\\\";", {"SELECT U&'\\'", "SELECT U&\"\\\""}},
  });
}

TEST(PostgresqlSplitter, KnowsBackslashesInEscapeStringsOnly) {
  expect_whole({
      "SELECT E'\\';', e'\\\\', E'it''s\\';'",
      "SELECT E'a' 'b\\'",
      "SELECT E'a'\n'\\';'",
      "SELECT E'a' -- c;\n\t -- d\n '\\';'",
      "SELECT E'a'\r'\\';'\n'\\';'",
      "SELECT E'a' /* c */ \n '\\'",
      "SELECT E'a', \n '\\'",
      "SELECT E'a' 'b'\n'\\'",
      "SELECT 'a'\n'\\'",
      "SELECT nameE'\\'",
      "SELECT _e'\\', $1e'\\', ae'\\'",
      "SELECT E '\\'",
  });
  expect_cases({
      {"SELECT E'a';\n'\\';", {"SELECT E'a'", "'\\'"}},
      {"SELECT E''';';", {"SELECT E''';'"}},
      {"SELECT E'\\'\\';';SELECT 2", {"SELECT E'\\'\\';'", "SELECT 2"}},
  });
}

TEST(PostgresqlSplitter, ReadsOverDollarQuotedText) {
  expect_whole({
      "SELECT $$;$$",
      "SELECT $$$$",
      "SELECT $a$;$a$",
      "SELECT $a$ $b$ ; $b$ $$ ; $A$ $a $a$",
      "SELECT $a$$a$, ';'",
      "SELECT $a$;$b$a$",
      "SELECT $$ ' $$, ';'",
      "SELECT $ä1$;$ä1$",
      "SELECT $_$;$_$",
      "DO $do$ BEGIN PERFORM 1; END; $do$ LANGUAGE plpgsql",
      "SELECT '$$', ';', \"$$\"",
      "SELECT $1$$;$$",
      "SELECT 1$$;$$",
      "SELECT 1$a$;$a$",
      "SELECT +$$;$$",
      "SELECT $$;\n$$\n+ 1",
  });
  expect_cases({
      {"SELECT $1; SELECT $2;", {"SELECT $1", "SELECT $2"}},
      {"SELECT a$b$;c$b$;", {"SELECT a$b$", "c$b$"}},
      {"SELECT a$$;b$$;", {"SELECT a$$", "b$$"}},
      {"SELECT $1a$;$1a$;", {"SELECT $1a$", "$1a$"}},
      {"SELECT $ ;$", {"SELECT $", "$"}},
      {"SELECT $a ;$a", {"SELECT $a", "$a"}},
      {"SELECT $a-$;$a-$;", {"SELECT $a-$", "$a-$"}},
  });
}

TEST(PostgresqlSplitter, KeepsAtomicBodiesWhole) {
  expect_whole({
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
      "create or replace function f() returns int begin atomic select 1; end",
      "CREATE PROCEDURE p() BEGIN ATOMIC END",
      "CREATE OR REPLACE PROCEDURE p(a int DEFAULT (1)) BEGIN ATOMIC\n"
      "  INSERT INTO t VALUES (CASE WHEN a > 1 THEN 2 ELSE CASE a WHEN 1 THEN 3 END END);\n"
      "  SELECT a AS end, b.end, \"end\", 1 end;\n"
      "  SELECT 1 AS case;\n"
      "END",
      "CREATE FUNCTION f() RETURNS int /* ; */ BEGIN /* ; */ ATOMIC SELECT ';'; /* END; */ END",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ; END",
      "CREATE FUNCTION f(\"begin\" int) RETURNS int LANGUAGE sql RETURN \"begin\"",
      "CREATE FUNCTION f(begin atomic) RETURNS int RETURN begin",
      "CREATE FUNCTION begin() RETURNS begin LANGUAGE sql AS 'SELECT 1; END'",
      "CREATE FUNCTION f() RETURNS int AS $$ BEGIN ATOMIC; SELECT 1; $$ LANGUAGE sql",
  });
  expect_cases({
      {"CREATE FUNCTION f() RETURNS begin; SELECT atomic;",
       {"CREATE FUNCTION f() RETURNS begin", "SELECT atomic"}},
      {"CREATE TABLE f AS SELECT begin atomic; SELECT 1;",
       {"CREATE TABLE f AS SELECT begin atomic", "SELECT 1"}},
      {"CREATE FUNCTION f() \"BEGIN\" ATOMIC; SELECT 1;",
       {"CREATE FUNCTION f() \"BEGIN\" ATOMIC", "SELECT 1"}},
      {"CREATE TRIGGER a AFTER INSERT ON t EXECUTE FUNCTION f(); SELECT 1; END;",
       {"CREATE TRIGGER a AFTER INSERT ON t EXECUTE FUNCTION f()", "SELECT 1", "END"}},
  });
}

TEST(PostgresqlSplitter, HandsOnCopyData) {
  expect_cases({
      {"COPY t FROM STDIN;\n1\ta\n2\tb\n\\.\nSELECT 1;",
       {"copy: COPY t FROM STDIN", "data: 1\ta\n2\tb\n", "end", "SELECT 1"}},
      {"copy t (a, b) from stdin with (format csv);\n;'\n\"\n\\.\n",
       {"copy: copy t (a, b) from stdin with (format csv)", "data: ;'\n\"\n", "end"}},
      {"COPY t FROM stdin WITH BINARY;\n\\.\n", {"copy: COPY t FROM stdin WITH BINARY", "end"}},
      {"COPY BINARY t FROM stdin ;\n\\.", {"copy: COPY BINARY t FROM stdin", "end"}},
      {"COPY t FROM stdin;\r\na\r\n\\.\r\nSELECT 1;",
       {"copy: COPY t FROM stdin", "data: a\r\n", "end", "SELECT 1"}},
      {"COPY t FROM stdin;\na\n\\.\r", {"copy: COPY t FROM stdin", "data: a\n", "end"}},
      {"COPY t FROM stdin; -- c\na\n\\.\n", {"copy: COPY t FROM stdin", "data: a\n", "end"}},
      {"COPY t FROM stdin; /* c */ \na\n\\.\n", {"copy: COPY t FROM stdin", "data: a\n", "end"}},
      {"COPY t FROM stdin;\n\\N\n\\.x\n \\.\n\\\\.\n\\\n\n\\.\n",
       {"copy: COPY t FROM stdin", "data: \\N\n\\.x\n \\.\n\\\\.\n\\\n\n", "end"}},
      {"COPY t FROM stdin;\na\n\\.\nCOPY u FROM stdin;\nb\n\\.\n",
       {"copy: COPY t FROM stdin", "data: a\n", "end", "copy: COPY u FROM stdin", "data: b\n",
        "end"}},
      {"COPY s.\"from\" (\"to\") FROM stdin;\n\\.\n",
       {"copy: COPY s.\"from\" (\"to\") FROM stdin", "end"}},
      {"COPY s.to FROM stdin;\n\\.\n", {"copy: COPY s.to FROM stdin", "end"}},
      {"COPY s.from FROM stdin;\n\\.\n", {"copy: COPY s.from FROM stdin", "end"}},
      {"COPY t FROM STDOUT;\n\\.\n", {"copy: COPY t FROM STDOUT", "end"}},
      {"COPY t FROM stdin WHERE a > (1) AND b <> ';';\n\\.\n",
       {"copy: COPY t FROM stdin WHERE a > (1) AND b <> ';'", "end"}},
      {"/* c */ COPY -- d\n t FROM stdin;\nä\n\\.\n",
       {"copy: COPY -- d\n t FROM stdin", "data: ä\n", "end"}},
  });
}

TEST(PostgresqlSplitter, TakesNothingElseForCopyData) {
  expect_whole({
      "COPY t TO stdout",
      "COPY t TO stdin",
      "COPY (SELECT a FROM stdin) TO stdout",
      "COPY (SELECT 1) TO STDOUT WITH (FORMAT csv)",
      "COPY t FROM '/tmp/stdin'",
      "COPY t FROM PROGRAM 'stdin'",
      "COPY t (a) TO stdout",
      "COPY t FROM \"stdin\"",
      "SELECT copy FROM stdin",
      "\"copy\" t FROM stdin",
  });
}

TEST(PostgresqlSplitter, SkipsRestrictAndRefusesOtherCommandsOfPsql) {
  const std::string tail =
      "is a command of psql, not SQL: remove the line, or run the file with psql.";
  expect_cases({
      {"\\restrict abc;'\nSELECT 1;\n\\unrestrict abc\n", {"SELECT 1"}},
      {"\\restrict\r\nSELECT 1;\n\\unrestrict abc", {"SELECT 1"}},
      {"\\connect db\nSELECT 1;", {"error: 1:1: \"\\connect\" " + tail}},
      {"SELECT 1; \\c\n", {"SELECT 1", "error: 1:11: \"\\c\" " + tail}},
      {"SELECT 1;\n\\restricted\n", {"SELECT 1", "error: 2:1: \"\\restricted\" " + tail}},
      {"\\", {"error: 1:1: \"\\\" " + tail}},
      {"\\.\n", {"error: 1:1: \"\\.\" " + tail}},
      {"SELECT 1 \\g\n", {"SELECT 1 \\g"}},
  });
}

TEST(PostgresqlSplitter, NamesThePlaceOfWhatIsStillOpenAtTheEnd) {
  const std::string copy = "This COPY … FROM STDIN has no line \"\\.\" that ends its data.";
  expect_cases({
      {"SELECT 1;\nSELECT 'a;\n", {"SELECT 1", "error: 2:8: This string is not closed."}},
      {"SELECT E'a\\'", {"error: 1:8: This string is not closed."}},
      {"SELECT E'\\", {"error: 1:8: This string is not closed."}},
      {"SELECT U&'", {"error: 1:8: This string is not closed."}},
      {"SELECT 'ä' \"a\"\"", {"error: 1:12: This quoted name is not closed."}},
      {"SELECT\n\t$a$ $A$ $a", {"error: 2:2: This dollar-quoted text is not closed."}},
      {"SELECT $$ $", {"error: 1:8: This dollar-quoted text is not closed."}},
      {"SELECT 1; /* a", {"SELECT 1", "error: 1:11: This comment is not closed."}},
      {"SELECT 1\n/* /* */ *", {"error: 2:1: This comment is not closed."}},
      {"/* */ /*/", {"error: 1:7: This comment is not closed."}},
      {"SELECT 1;\n CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;",
       {"SELECT 1", "error: 2:2: This BEGIN ATOMIC body is not closed by \"END\"."}},
      {"CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 END;",
       {"error: 1:1: This BEGIN ATOMIC body is not closed by \"END\"."}},
      {"SELECT 1;\nCOPY t FROM stdin;",
       {"SELECT 1", "copy: COPY t FROM stdin", "error: 2:1: " + copy}},
      {"COPY t FROM stdin", {"error: 1:1: " + copy}},
      {"COPY t FROM stdin;\n", {"copy: COPY t FROM stdin", "error: 1:1: " + copy}},
      {"COPY t FROM stdin;\na\n", {"copy: COPY t FROM stdin", "data: a\n", "error: 1:1: " + copy}},
      {"COPY t FROM stdin;\na\nb", {"copy: COPY t FROM stdin", "data: a\n", "error: 1:1: " + copy}},
      {"COPY t FROM stdin;\na\n\\.\\",
       {"copy: COPY t FROM stdin", "data: a\n", "error: 1:1: " + copy}},
      {"COPY t FROM stdin; SELECT 1;\n\\.\n",
       {"copy: COPY t FROM stdin",
        "error: 1:19: Nothing may follow COPY … FROM STDIN on its line: its data begins on the "
        "next one."}},
      {"COPY t FROM stdin; /* a\n*/\n\\.\n",
       {"copy: COPY t FROM stdin",
        "error: 1:19: Nothing may follow COPY … FROM STDIN on its line: its data begins on the "
        "next one."}},
      {"COPY t FROM stdin;\na\nb\0"sv,
       {"copy: COPY t FROM stdin", "data: a\n",
        "error: 3:2: A NUL byte cannot stand in SQL text."}},
      {"SELECT 1;\n\0SELECT 2;"sv,
       {"SELECT 1", "error: 2:1: A NUL byte cannot stand in SQL text."}},
      {"SELECT $a\0$;"sv, {"error: 1:10: A NUL byte cannot stand in SQL text."}},
  });
}

}  // namespace
}  // namespace migrate::sql
