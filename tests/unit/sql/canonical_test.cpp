#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "splitting.hpp"

namespace migrate::sql {
namespace {

std::string canonical(Flavor flavor, std::string_view script) {
  std::string all;
  for (const OwnedPiece& piece : split(flavor, script)) all += piece.canonical;
  return all;
}

struct Pair {
  std::string_view one = {};
  std::string_view other = {};
};

const std::vector<Flavor> both = {Flavor::sqlite, Flavor::postgresql};

TEST(Canonical, IsTheTokensWithANewlineAfterEach) {
  for (const Flavor flavor : both) {
    EXPECT_EQ(canonical(flavor, "  insert INTO \"T\"(a,b)\nVALUES (1.5, 'x y'); -- done"),
              "insert\nINTO\n\"T\"\n(\na\n,\nb\n)\nVALUES\n(\n1.5\n,\n'x y'\n)\n");
  }
  EXPECT_EQ(
      canonical(Flavor::postgresql, "SELECT a::int, $1, E'\\'', U&\"b\", $$ c $$, 1..2, +-3;"),
      "SELECT\na\n::\nint\n,\n$1\n,\nE'\\''\n,\nU&\"b\"\n,\n$$ c $$\n,\n1\n..\n2\n,\n+\n-\n3\n");
  EXPECT_EQ(canonical(Flavor::sqlite, "SELECT a->>'$.b', x'00', [c d], :e, ?1, 0x1F<=1;"),
            "SELECT\na\n->>\n'$.b'\n,\nx'00'\n,\n[c d]\n,\n:e\n,\n?1\n,\n0x1F\n<=\n1\n");
  EXPECT_EQ(canonical(Flavor::sqlite,
                      "CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT 1; SELECT 2; END;"),
            "CREATE\nTRIGGER\nt\nAFTER\nINSERT\nON\nu\nBEGIN\nSELECT\n1\n;\nSELECT\n2\n;\nEND\n");
}

TEST(Canonical, DoesNotSeeSpaceAndComments) {
  const std::vector<Pair> pairs = {
      {"SELECT a+b;", " SELECT\n/* c */ a -- d\n +\tb ; "},
      {"SELECT 'a' 'b';", "SELECT 'a'/* c */'b'"},
      {"SELECT f(1,2);", "SELECT f ( 1 , 2 ) ;"},
      {"SELECT a>=1;", "SELECT a >= 1;"},
      {"SELECT 1;SELECT 2;", ";SELECT 1 ; ; -- c\nSELECT 2"},
  };
  for (const Pair& pair : pairs) {
    for (const Flavor flavor : both) {
      EXPECT_EQ(canonical(flavor, pair.one), canonical(flavor, pair.other)) << pair.other;
    }
  }
}

TEST(Canonical, SeesEveryChangeOfAToken) {
  const std::vector<Pair> pairs = {
      {"SELECT 'a' 'b'", "SELECT 'a''b'"},
      {"SELECT ab", "SELECT a b"},
      {"SELECT a", "SELECT A"},
      {"SELECT a", "SELECT \"a\""},
      {"SELECT 'a b'", "SELECT 'a  b'"},
      {"SELECT 'a\nb'", "SELECT 'a b'"},
      {"SELECT 'a'", "SELECT 'a '"},
      {"SELECT '-- a'", "SELECT '-- b'"},
      {"SELECT a <= b", "SELECT a < = b"},
      {"SELECT a || b", "SELECT a | | b"},
      {"SELECT 1.5", "SELECT 1 .5"},
      {"SELECT 1e5", "SELECT 1 e5"},
      {"SELECT x'00'", "SELECT x '00'"},
      {"SELECT a - - b", "SELECT a -b"},
      {"SELECT (a)", "SELECT a"},
      {"SELECT \"a\nb\"", "SELECT \"a b\""},
      {"SELECT 'a\rb'", "SELECT 'a\nb'"},
  };
  for (const Pair& pair : pairs) {
    for (const Flavor flavor : both) {
      EXPECT_NE(canonical(flavor, pair.one), canonical(flavor, pair.other)) << pair.other;
    }
  }
  const std::vector<Pair> postgresql = {
      {"SELECT $a$ $a$", "SELECT $a$  $a$"}, {"SELECT $a$x$a$", "SELECT $b$x$b$"},
      {"SELECT a::int", "SELECT a: :int"},   {"SELECT E'a'", "SELECT E 'a'"},
      {"SELECT N'a'", "SELECT N 'a'"},       {"SELECT U&'a'", "SELECT U & 'a'"},
      {"SELECT a @- b", "SELECT a @ - b"},   {"SELECT $1", "SELECT $ 1"},
  };
  for (const Pair& pair : postgresql) {
    EXPECT_NE(canonical(Flavor::postgresql, pair.one), canonical(Flavor::postgresql, pair.other))
        << pair.other;
  }
}

TEST(Canonical, HasTheOperatorsOfTheDatabase) {
  // PostgreSQL reads `+-` as two operators, but `@-` as one.
  EXPECT_EQ(canonical(Flavor::postgresql, "SELECT 1+-2"),
            canonical(Flavor::postgresql, "SELECT 1 + - 2"));
  EXPECT_EQ(canonical(Flavor::postgresql, "SELECT a<-1"),
            canonical(Flavor::postgresql, "SELECT a < -1"));
  EXPECT_EQ(canonical(Flavor::sqlite, "SELECT a*-1"), canonical(Flavor::sqlite, "SELECT a * -1"));
}

TEST(Canonical, TakesCrlfAsLf) {
  const std::vector<std::string> scripts = {
      "SELECT 1,\n 'two\nlines\n\n', \"na\nme\";\n-- c\nSELECT 2;\n",
      "SELECT '\n';\nSELECT 'a very long string that holds\none newline and then another\n one';\n",
      "COPY t FROM stdin;\n1\ta\n\n2\tb\n\\.\nSELECT $$\n$$;\n",
  };
  for (const std::string& lf : scripts) {
    std::string crlf;
    for (const char c : lf) crlf += c == '\n' ? "\r\n" : std::string(1, c);
    const Outcome expected = split_at(Flavor::postgresql, lf, {});
    const Outcome whole = split_at(Flavor::postgresql, crlf, {});
    ASSERT_EQ(whole.pieces.size(), expected.pieces.size());
    for (std::size_t i = 0; i < whole.pieces.size(); ++i) {
      EXPECT_EQ(whole.pieces[i].canonical, expected.pieces[i].canonical);
      EXPECT_EQ(whole.pieces[i].begin.line, expected.pieces[i].begin.line);
      EXPECT_EQ(whole.pieces[i].begin.column, expected.pieces[i].begin.column);
    }
    for (const std::size_t chunk : {1U, 2U, 7U}) {
      EXPECT_EQ(split_by(Flavor::postgresql, crlf, chunk), whole);
    }
  }
  EXPECT_EQ(canonical(Flavor::sqlite, "SELECT 'a\r\r\nb\r'"), "SELECT\n'a\r\nb\r'\n");
}

TEST(Canonical, IsTheTextOfCopyDataWithoutCarriageReturns) {
  Splitter splitter(Flavor::postgresql);
  splitter.feed("COPY t FROM stdin;\na\nb\n\\.\n");
  Piece piece;
  ASSERT_TRUE(splitter.next(piece));
  ASSERT_TRUE(splitter.next(piece));
  EXPECT_EQ(piece.kind, Piece::Kind::copy_data);
  EXPECT_EQ(piece.canonical, "a\nb\n");
  EXPECT_EQ(piece.canonical.data(), piece.text.data()) << "copied without need";
}

}  // namespace
}  // namespace migrate::sql
