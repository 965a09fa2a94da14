#include <fmt/format.h>
#include <gtest/gtest.h>
#include <pg_query.h>

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "script_generator.hpp"
#include "splitting.hpp"
#include "sql/lexer.hpp"

// PostgreSQL's own scanner and parser, as libpg_query has them, say what is right here.

namespace migrate::sql {
namespace {

bool is_blank(std::string_view text) { return leading_tokens(Flavor::postgresql, text, 1).empty(); }

/// Expects the same statements as PostgreSQL's parser. Its stretches end at the semicolon, and
/// begin where the one before ended.
void expect_statements_of_parser(const std::string& script) {
  const PgQuerySplitResult result = pg_query_split_with_parser(script.c_str());
  const std::vector<OwnedPiece> pieces = split(Flavor::postgresql, script);
  if (result.error != nullptr) {
    ADD_FAILURE() << result.error->message << " at " << result.error->cursorpos;
  } else {
    EXPECT_EQ(pieces.size(), static_cast<std::size_t>(result.n_stmts));
    for (std::size_t i = 0; i < pieces.size() && !testing::Test::HasFailure(); ++i) {
      const PgQuerySplitStmt& stretch = *result.stmts[i];
      const auto begin = static_cast<std::size_t>(stretch.stmt_location);
      const auto end = begin + static_cast<std::size_t>(stretch.stmt_len);
      const std::size_t our_begin = pieces[i].begin.offset;
      const std::size_t our_end = our_begin + pieces[i].text.size();
      ASSERT_LE(begin, our_begin);
      ASSERT_LE(our_end, end);
      EXPECT_EQ(script.substr(our_begin, our_end - our_begin), pieces[i].text);
      EXPECT_TRUE(is_blank(script.substr(begin, our_begin - begin)));
      EXPECT_TRUE(is_blank(script.substr(our_end, end - our_end)));
    }
  }
  pg_query_free_split_result(result);
}

/// Reads one number of a protocol buffer.
std::uint64_t varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

void PrintTo(const Span& span, std::ostream* out) {
  *out << fmt::format("{}-{}", span.begin, span.end);
}

/// The message ScanToken: 1 = start, 2 = end, 4 = which token; absent is 0.
std::vector<Span> spans_of_scanner(const std::string& script) {
  constexpr std::uint64_t sql_comment = 275;
  constexpr std::uint64_t c_comment = 276;
  const PgQueryScanResult result = pg_query_scan(script.c_str());
  std::vector<Span> spans;
  if (result.error != nullptr) ADD_FAILURE() << result.error->message;
  std::string_view bytes(result.pbuf.data, result.pbuf.len);
  while (result.error == nullptr && !bytes.empty()) {
    const std::uint64_t key = varint(bytes);
    const std::uint64_t value = varint(bytes);
    if ((key & 7U) != 2) continue;
    std::string_view message = bytes.substr(0, value);
    bytes.remove_prefix(value);
    std::array<std::uint64_t, 8> fields = {};
    while (!message.empty()) {
      const std::uint64_t field = varint(message) >> 3U;
      fields.at(field) = varint(message);
    }
    if (fields[4] != sql_comment && fields[4] != c_comment) spans.push_back({fields[1], fields[2]});
  }
  pg_query_free_scan_result(result);
  return spans;
}

std::vector<Span> spans_of_lexer(const std::string& script) {
  Lexer lexer(Flavor::postgresql);
  std::vector<Span> spans;
  std::size_t at = 0;
  while (at != script.size()) {
    const Lexeme lexeme = lexer.scan(std::string_view(script).substr(at), true);
    if (Lexeme::is_token(lexeme.kind)) spans.push_back({at, at + lexeme.length});
    at += lexeme.length;
  }
  return spans;
}

/// Where the scanner's idea of a token is another, it is not followed: it takes the parts of a
/// continued string for one, `N` before a string for one of its own, and does not say where U&
/// tokens end.
void expect_tokens_of_scanner(const std::string& script) {
  std::vector<Span> expected;
  for (const Span& span : spans_of_scanner(script)) {
    if (!expected.empty() && expected.back().end == span.begin && script[span.begin] == '\'' &&
        (script[span.begin - 1] | 0x20) == 'n' &&
        expected.back().end - expected.back().begin == 1) {
      expected.back().end = span.end;
    } else {
      expected.push_back(span);
    }
  }
  std::vector<Span> actual;
  std::size_t i = 0;
  for (const Span& span : spans_of_lexer(script)) {
    while (i < expected.size() && std::max(expected[i].begin + 1, expected[i].end) <= span.begin)
      ++i;
    const bool continues = !actual.empty() && i < expected.size() && script[span.begin] == '\'' &&
                           expected[i].begin == actual.back().begin && span.end <= expected[i].end;
    if (continues) {
      actual.back().end = span.end;
    } else {
      actual.push_back(span);
    }
    const std::string_view token = std::string_view(script).substr(span.begin, 3);
    const bool unicode = token.ends_with("&'") || token.ends_with("&\"");
    if (unicode && i < expected.size()) expected[i].end = std::max(expected[i].end, span.end);
  }
  EXPECT_EQ(actual, expected);
}

void expect_agreement(const std::string& script) {
  SCOPED_TRACE(fmt::format("script: [{}]", script));
  expect_statements_of_parser(script);
  expect_tokens_of_scanner(script);
}

TEST(PostgresqlOracle, AgreesOnWrittenScripts) {
  const std::vector<std::string> scripts = {
      "",
      "-- nothing",
      ";;",
      "CREATE TABLE t (a int, b text DEFAULT ';'); CREATE INDEX i ON t (lower(b)); -- end",
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN "
      "NEW;\nEND;\n$$;\n"
      "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();",
      "CREATE OR REPLACE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE\n"
      "BEGIN ATOMIC\n SELECT CASE WHEN a > b THEN a ELSE b END; SELECT a + b AS end;\nEND;\nSELECT "
      "1;",
      "CREATE PROCEDURE p(INOUT begin int) BEGIN ATOMIC END; CALL p(1);",
      "CREATE FUNCTION f(begin atomic) RETURNS int RETURN 1 + begin; SELECT 2;",
      "CREATE RULE r AS ON UPDATE TO v DO INSTEAD (UPDATE t SET a = 1; NOTIFY t;); SELECT 1",
      "CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT ';'; SELECT 1",
      "DO $do$ BEGIN EXECUTE $x$ SELECT $$;$$ $x$; END $do$; SELECT 1;",
      "SELECT 1 /* a /* b; */ ; */ + 2; SELECT E'\\';' || U&'\\003B' || U&'!003B' UESCAPE '!';",
      "SELECT E'a\\\\' \n '\\';', 'a'\n'\\'; SELECT 2;",
      "SELECT a+-1, b@-1, c<-1, d*-+-1, e!=-1, f||-1, g->>-1, h--1\n, i*/*;*/2; SELECT 3;",
      "SELECT a[1:2], b[:3], c::int[], 1.5e-3, .5, 5., $1, x.*, f(a => 1);",
      "SELECT b'01', X'1F', n'a', N'b', nn'c', B 'a';",
      "SELECT \"a;b\".\"c\"\"d\", U&\"d\\0061t;a\", _x, ä€, a$1, a$b$c FROM s.t;",
      "SELECT $$a$$, $a$;$$;$a$, $_1$';$_1$, $ä$;$ä$; SELECT '$$', ';$$';",
      "SELECT begin atomic, atomic begin, 1 end, 2 AS case; CREATE TABLE atomic (begin int);",
      "BEGIN; SAVEPOINT a; RELEASE a; END; START TRANSACTION ISOLATION LEVEL SERIALIZABLE; COMMIT",
      "COPY t TO STDOUT; COPY (SELECT 1 FROM stdin) TO STDOUT; COPY t FROM PROGRAM 'cat;';",
      "GRANT SELECT ON t TO PUBLIC; ALTER TABLE t ADD CONSTRAINT c CHECK (a <> ';');",
      "CREATE OPERATOR @-@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f); SELECT 1 @-@ -2;",
      "CREATE OPERATOR +@- (LEFTARG = int, FUNCTION = f)\n;\r\n\tSELECT 1\f;\n",
      "SET a.b = 'x;y'; SET LOCAL search_path TO \"a;\", b; SHOW ALL; RESET ALL;",
  };
  for (const std::string& script : scripts) {
    expect_agreement(script);
  }
}

TEST(PostgresqlOracle, AgreesOnGeneratedScripts) {
  const std::uint32_t seed = script_seed();
  const std::size_t count = script_count(200);
  RecordProperty("seed", std::to_string(seed));
  fmt::print("{} scripts from MIGRATE_TEST_SQL_SEED={}\n", count, seed);
  ScriptGenerator generator(Flavor::postgresql, seed);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string script = generator.script();
    expect_agreement(script);
    const Outcome whole = split_at(Flavor::postgresql, script, {});
    EXPECT_EQ(split_by(Flavor::postgresql, script, 1 + i % 7), whole) << script;
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace migrate::sql
