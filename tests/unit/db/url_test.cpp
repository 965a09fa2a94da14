#include <gtest/gtest.h>

#include "migrate/db.hpp"

namespace migrate {
namespace {

struct GoodCase {
  std::string text;
  std::string scheme;
  std::string path;
};

TEST(Url, SpellingsOfSqlite) {
  const std::vector<GoodCase> cases = {
      {"sqlite:///app.db", "sqlite", "app.db"},
      {"sqlite:////var/lib/app.db", "sqlite", "/var/lib/app.db"},
      {"sqlite:///a%20b%3F.db", "sqlite", "a b?.db"},
      {"sqlite://", "sqlite", ""},
      {"sqlite:///:memory:", "sqlite", ""},
      {"sqlite+pysqlite:///app.db", "sqlite", "app.db"},
      {"SQLite:///app.db", "sqlite", "app.db"},
  };
  for (const GoodCase& c : cases) {
    const Url url = parse_url(c.text);
    EXPECT_EQ(url.scheme, c.scheme) << c.text;
    EXPECT_EQ(url.path, c.path) << c.text;
  }
}

TEST(Url, SpellingsOfPostgresqlBecomeLibpqs) {
  for (const char* text : {"postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg2://u@h/d"}) {
    EXPECT_EQ(parse_url(text).text, "postgresql://u@h/d") << text;
    EXPECT_EQ(parse_url(text).scheme, "postgresql") << text;
  }
}

struct HiddenCase {
  std::string text;
  std::string shown;
};

TEST(Url, ShowsNoPassword) {
  const std::vector<HiddenCase> cases = {
      {"postgresql://u:s3cret@h:5432/d?sslmode=require",
       "postgresql://u:***@h:5432/d?sslmode=require"},
      {"postgresql://u:p@ss/w:rd@h/d", "postgresql://u:***@h/d"},
      {"postgresql://h/d?user=u&password=s3cret", "postgresql://h/d?user=u&password=***"},
      {"postgresql://h/d?password=s3cret&sslpassword=s3cret",
       "postgresql://h/d?password=***&sslpassword=***"},
      {"postgresql://u@h/d", "postgresql://u@h/d"},
      {"postgresql://u:a@h1:1,h2:2/d", "postgresql://u:***@h1:1,h2:2/d"},
  };
  for (const HiddenCase& c : cases) EXPECT_EQ(parse_url(c.text).redacted(), c.shown);
}

struct BadCase {
  std::string text;
  std::string message;
};

TEST(Url, ErrorsSayWhatToWriteAndNeverAPassword) {
  const std::vector<BadCase> cases = {
      {"app.db",
       "\"app.db\" is no database URL; write sqlite:///file.db, sqlite:////absolute/file.db or "
       "postgresql://user@host/database"},
      {"u:s3cret@h/d",
       "\"***\" is no database URL; write sqlite:///file.db, sqlite:////absolute/file.db or "
       "postgresql://user@host/database"},
      {"sqlite://app.db",
       "the URL \"sqlite://app.db\" names a host, which SQLite does not have; a relative file is "
       "sqlite:///app.db, an absolute one sqlite:////app.db"},
      {"sqlite:///a%zz.db",
       "the URL \"sqlite:///a%zz.db\" has a % that no two hexadecimal digits follow; a plain % is "
       "written %25"},
      {"mysql://u:s3cret@h/d",
       "the URL \"mysql://u:***@h/d\" has the scheme \"mysql\"; sqlite and postgresql are known."},
      {"postgresq://h/d",
       "the URL \"postgresq://h/d\" has the scheme \"postgresq\"; sqlite and postgresql are known. Did "
       "you mean \"postgresql\"?"},
      {"sqlite:///a.db?mode=ro",
       "the URL \"sqlite:///a.db?mode=ro\" has parameters behind ?, which SQLite URLs do not take; "
       "a ? in a file's name is written %3F"},
  };
  for (const BadCase& c : cases) {
    try {
      parse_url(c.text);
      ADD_FAILURE() << c.text;
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()), c.message);
    }
  }
}

}  // namespace
}  // namespace migrate
