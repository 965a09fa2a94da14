#include "sqlite/reflect.hpp"

#include <gmock/gmock.h>

#include "memory_database.hpp"
#include "migrate/schema/names.hpp"

namespace migrate::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Reflects a script's database, and makes sure that what is reflected makes the same database.
Reflection reflected(std::string_view script, const ReflectOptions& options = {}) {
  MemoryDatabase database;
  database.run(script);
  Reflection found = database.reflection(options);
  MemoryDatabase again;
  again.create(found.schema);
  EXPECT_TRUE(again.reflection(options).schema == found.schema)
      << text_of(found.schema) << text_of(again.schema());
  return found;
}

Table table_of(std::string_view script) {
  Reflection found = reflected(script);
  EXPECT_THAT(found.warnings, IsEmpty());
  return found.schema.tables.at(0);
}

std::string ddl(std::string_view script) {
  std::string text;
  for (const Statement& statement : dialect().create(reflected(script).schema)) {
    text += statement.text + ";\n";
  }
  return text;
}

TEST(SqliteReflectTest, WhatStandsBehindAStatementIsNoPartOfIt) {
  MemoryDatabase database;
  database.connection().execute("CREATE TABLE t (a)");
  // As one statement, comments and all; a script's would have ended at its last word.
  database.connection().execute("CREATE VIEW v AS SELECT a FROM t /* ; */ -- all of it");
  database.connection().execute("CREATE INDEX i ON t (a) -- fast");
  const Schema schema = database.schema();
  EXPECT_EQ(schema.objects.at(0).definition, "CREATE VIEW v AS SELECT a FROM t");
  EXPECT_TRUE(table_of("CREATE TABLE t (a); CREATE INDEX i ON t (a);") == schema.tables.at(0));
}

TEST(SqliteReflectTest, InlineConstraintsWithAllTheirClauses) {
  const Table t = table_of(
      "CREATE TABLE t (id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT,"
      " a TEXT COLLATE nocase CONSTRAINT nn NOT NULL ON CONFLICT IGNORE DEFAULT 'x',"
      " b INT CONSTRAINT u UNIQUE ON CONFLICT FAIL CONSTRAINT c CHECK (b > 0 /* ) */ AND ')' > ''),"
      " c INT CONSTRAINT f REFERENCES t (id) ON DELETE CASCADE ON UPDATE SET NULL MATCH FULL"
      " NOT NULL DEFERRABLE INITIALLY DEFERRED, d INT REFERENCES t NOT DEFERRABLE)");
  ASSERT_TRUE(t.primary_key);
  EXPECT_EQ(t.primary_key->name, "pk");
  EXPECT_EQ(t.primary_key->conflict, Conflict::replace);
  EXPECT_TRUE(t.primary_key->autoincrement);
  EXPECT_FALSE(t.columns[0].nullable) << "a rowid holds no NULL";
  EXPECT_EQ(t.columns[1].collation, "NOCASE");
  EXPECT_EQ(t.columns[1].not_null_name, "nn");
  EXPECT_EQ(t.columns[1].not_null_conflict, Conflict::ignore);
  EXPECT_EQ(t.columns[1].server_default, Sql("'x'"));
  ASSERT_EQ(t.uniques.size(), 1);
  EXPECT_EQ(t.uniques[0], (Unique{.name = "u", .columns = {"b"}, .conflict = Conflict::fail}));
  ASSERT_EQ(t.checks.size(), 1);
  EXPECT_EQ(t.checks[0], (Check{.name = "c", .condition = "b > 0 /* ) */ AND ')' > ''"}));
  ASSERT_EQ(t.foreign_keys.size(), 2);
  EXPECT_EQ(t.foreign_keys[0].columns, std::vector<std::string>{"d"});
  EXPECT_THAT(t.foreign_keys[0].references.columns, IsEmpty());
  EXPECT_EQ(t.foreign_keys[0].deferrable, Deferrable::no);
  EXPECT_EQ(t.foreign_keys[1], (ForeignKey{.name = "f",
                                           .columns = {"c"},
                                           .references = {.table = "t", .columns = {"id"}},
                                           .on_delete = Action::cascade,
                                           .on_update = Action::set_null,
                                           .match = Match::full,
                                           .deferrable = Deferrable::initially_deferred}));
  EXPECT_FALSE(t.columns[3].nullable);
}

TEST(SqliteReflectTest, TableConstraintsWithoutCommasBetweenThem) {
  EXPECT_EQ(
      ddl("CREATE TABLE t (a, B INT, 'c', CONSTRAINT p PRIMARY KEY (A COLLATE nocase DESC, b)"
          " ON CONFLICT ROLLBACK UNIQUE (\"c\" COLLATE rtrim, b) CHECK (a <> b) ON CONFLICT FAIL"
          " CONSTRAINT f FOREIGN KEY (a, b) REFERENCES T (b, 'c') ON UPDATE RESTRICT"
          " ON DELETE NO ACTION DEFERRABLE INITIALLY IMMEDIATE)"),
      "CREATE TABLE t (\n"
      "    a,\n"
      "    B INT,\n"
      "    c,\n"
      "    CONSTRAINT p PRIMARY KEY (a COLLATE NOCASE DESC, B) ON CONFLICT ROLLBACK,\n"
      "    UNIQUE (c COLLATE RTRIM, B),\n"
      "    CHECK (a <> b),\n"
      "    CONSTRAINT f FOREIGN KEY (a, B) REFERENCES t (B, c) ON UPDATE RESTRICT DEFERRABLE\n"
      ");\n");
}

struct KeyCase {
  const char* sql;
  const char* made;
};

/// https://sqlite.org/lang_createtable.html#rowid: when INTEGER is the rowid and when not.
TEST(SqliteReflectTest, ARowidStaysARowidAndNothingElseBecomesOne) {
  for (const KeyCase& c : std::vector<KeyCase>{
           {"a INTEGER PRIMARY KEY", "a INTEGER NOT NULL PRIMARY KEY"},
           {"a integer primary key asc", "a INTEGER NOT NULL PRIMARY KEY"},
           {"a INTEGER, PRIMARY KEY (a DESC)", "a INTEGER NOT NULL PRIMARY KEY"},
           {"a INTEGER, PRIMARY KEY (((a)) COLLATE NOCASE)", "a INTEGER NOT NULL PRIMARY KEY"},
           {"a INTEGER, PRIMARY KEY (a AUTOINCREMENT)",
            "a INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"},
           {"a INTEGER PRIMARY KEY DESC", "a INTEGER PRIMARY KEY DESC"},
           {"a INT PRIMARY KEY", "a INT PRIMARY KEY"},
           {"a BIGINT NOT NULL PRIMARY KEY", "a BIGINT NOT NULL PRIMARY KEY"}}) {
    EXPECT_EQ(ddl(std::string("CREATE TABLE t (b INT, ") + c.sql + ')'),
              std::string("CREATE TABLE t (\n    b INT,\n    ") + c.made + "\n);\n");
  }
  EXPECT_EQ(ddl("CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a DESC)) WITHOUT rowid, strict"),
            "CREATE TABLE t (\n    a INTEGER NOT NULL PRIMARY KEY DESC,\n    b TEXT\n"
            ") STRICT, WITHOUT ROWID;\n");
}

TEST(SqliteReflectTest, GeneratedColumnsInBothSpellings) {
  EXPECT_EQ(ddl("CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 1) STORED NOT NULL,"
                " c GENERATED  \n always AS (a || ')') UNIQUE, d TEXT AS (json(a)) VIRTUAL, "
                "generated TEXT, always INT)"),
            "CREATE TABLE t (\n"
            "    a INT,\n"
            "    b INT NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n"
            "    c GENERATED ALWAYS AS (a || ')') VIRTUAL,\n"
            "    d TEXT GENERATED ALWAYS AS (json(a)) VIRTUAL,\n"
            "    \"generated\" TEXT,\n"
            "    \"always\" INT,\n"
            "    UNIQUE (c)\n);\n");
}

TEST(SqliteReflectTest, Defaults) {
  EXPECT_EQ(ddl("CREATE TABLE t (a DEFAULT foo, b DEFAULT (1), c DEFAULT ('x'), d DEFAULT"
                " (current_timestamp), e DEFAULT -1, f DEFAULT + 2.5e3, g DEFAULT (1 -- one\n + 1 "
                "-- two\n"
                "), h DEFAULT x'00', i DEFAULT NULL, j DEFAULT ((3)), k DEFAULT \"q\","
                " l DEFAULT (datetime('now', 'utc')), m DEFAULT 'it''s, (')"),
            "CREATE TABLE t (\n"
            "    a DEFAULT foo,\n"
            "    b DEFAULT 1,\n"
            "    c DEFAULT 'x',\n"
            "    d DEFAULT current_timestamp,\n"
            "    e DEFAULT -1,\n"
            "    f DEFAULT + 2.5e3,\n"
            "    g DEFAULT (1 -- one\n + 1),\n"
            "    h DEFAULT x'00',\n"
            "    i DEFAULT NULL,\n"
            "    j DEFAULT ((3)),\n"
            "    k DEFAULT \"q\",\n"
            "    l DEFAULT (datetime('now', 'utc')),\n"
            "    m DEFAULT 'it''s, ('\n);\n");
}

TEST(SqliteReflectTest, Checks) {
  const Table t = table_of(
      "CREATE TABLE t (kind TEXT CHECK (kind IN ('a','b','it''s')), CONSTRAINT"
      " \"a check\" CHECK (kind <> '(' -- not )\n AND 1))");
  EXPECT_EQ(t.checks[0].condition.text, "kind IN ('a','b','it''s')");
  EXPECT_EQ(t.checks[1].name, "a check");
  EXPECT_EQ(t.checks[1].condition.text, "kind <> '(' -- not )\n AND 1");
}

TEST(SqliteReflectTest, IndexesPartialOfExpressionsDescendingAndCollated) {
  EXPECT_EQ(ddl("CREATE TABLE t (a TEXT, \"b c\" INT);"
                "CREATE UNIQUE INDEX i1 ON t (A DESC, lower(a) COLLATE nocase ASC, 'b c')"
                " WHERE a > ',' AND \"b c\" IS NOT NULL;"
                "CREATE INDEX [i 2] ON t (coalesce(a, ',') DESC, \"b c\" + 1)"),
            "CREATE TABLE t (\n    a TEXT,\n    \"b c\" INT\n);\n"
            "CREATE INDEX \"i 2\" ON t (coalesce(a, ',') DESC, \"b c\" + 1);\n"
            "CREATE UNIQUE INDEX i1 ON t (a DESC, lower(a) COLLATE NOCASE, \"b c\")"
            " WHERE a > ',' AND \"b c\" IS NOT NULL;\n");
}

TEST(SqliteReflectTest, TypesKeepTheirSpelling) {
  const Table t = table_of(
      "CREATE TABLE t (a UUID, b FOO, c, d VARCHAR(10) , e varchar(10), f Integer, g \"my type\","
      " h DECIMAL(10,2), i NUMERIC(10,2), j VARCHAR (5), k NUMERIC(5), l unsigned big int,"
      " m TIMESTAMP, n DOUBLE PRECISION, o a -- comment\n, p INT /* c */ UNSIGNED, q \"a\" \"b\")");
  std::vector<std::string> types;
  for (const Column& column : t.columns) {
    types.push_back(std::string(name_of(column.type.kind)) + ' ' + column.type.name);
  }
  EXPECT_THAT(types, ElementsAre("uuid ", "native FOO", "native ", "string ", "native varchar(10)",
                                 "integer ", "native my type", "native DECIMAL(10,2)", "numeric ",
                                 "native VARCHAR (5)", "numeric ", "native unsigned big int",
                                 "native TIMESTAMP", "native DOUBLE PRECISION", "native a",
                                 "native INT /* c */ UNSIGNED", "native a"));
  EXPECT_EQ(t.columns[3].type.length, 10);
  EXPECT_EQ(t.columns[8].type.precision, 10);
  EXPECT_EQ(t.columns[8].type.scale, 2);
}

TEST(SqliteReflectTest, NamesOfEveryKind) {
  EXPECT_EQ(
      ddl("CREATE TABLE \"order\" (\"select\" INT, [Base] INT, `schema` INT, \"qu\"\"ote\" INT,"
          " \"1st\" INT, täble INT, \"new\nline\" INT, PRIMARY KEY (\"select\", base));"
          "CREATE TABLE \"with space\" (a REFERENCES \"Order\");"),
      "CREATE TABLE \"order\" (\n    \"select\" INT,\n    Base INT,\n    schema INT,\n"
      "    \"qu\"\"ote\" INT,\n    \"1st\" INT,\n    \"täble\" INT,\n    \"new\nline\" INT,\n"
      "    PRIMARY KEY (\"select\", Base)\n);\n"
      "CREATE TABLE \"with space\" (\n    a,\n    FOREIGN KEY (a) REFERENCES \"order\"\n);\n");
}

TEST(SqliteReflectTest, ViewsAndTriggersWithWhatTheyNeed) {
  const Schema schema =
      reflected(
          "CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x);"
          "CREATE VIEW v AS WITH b AS (SELECT 1 AS x), w (q) AS (SELECT x FROM main.c)"
          " SELECT a FROM (A JOIN b ON a.x = b.x, w) WHERE a IN (SELECT c FROM json_each('[]'));"
          "CREATE VIEW u AS SELECT max(x, 1), x FROM v, c ORDER BY a, b;"
          "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN UPDATE OR IGNORE b SET x = 1 WHERE x IN a;"
          " INSERT INTO c SELECT 1; SELECT CASE WHEN 1 THEN ';' END; END;"
          "CREATE TEMP TRIGGER gone AFTER INSERT ON a BEGIN SELECT 1; END;")
          .schema;
  std::vector<std::string> found;
  for (const Object& object : schema.objects) {
    std::string text = object.name + " on " + object.table + ':';
    for (const Dependency& on : object.depends_on) text += ' ' + on.kind + ' ' + on.name;
    found.push_back(text);
  }
  EXPECT_THAT(found, ElementsAre("u on : table c view v", "v on : table a table c",
                                 "t on v: table a table b table c view v"));
  EXPECT_THAT(schema.objects[2].definition, ::testing::StartsWith("CREATE TRIGGER t INSTEAD OF"));
}

TEST(SqliteReflectTest, VirtualTablesWithoutTheirShadows) {
  const Schema schema =
      reflected(
          "CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter');"
          "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (1, 2);"
          "CREATE INDEX i ON t (a); ANALYZE; CREATE VIEW v AS SELECT title FROM docs;")
          .schema;
  ASSERT_EQ(schema.tables.size(), 1) << "neither docs_data nor sqlite_sequence nor sqlite_stat1";
  ASSERT_EQ(schema.objects.size(), 2);
  EXPECT_EQ(schema.objects[1].kind, Object::Kind::virtual_table);
  EXPECT_EQ(schema.objects[1].definition,
            "CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter')");
  EXPECT_EQ(schema.objects[0].depends_on[0].kind, "virtual_table");
}

TEST(SqliteReflectTest, WhatAltersLeftInTheText) {
  EXPECT_EQ(
      ddl("CREATE TABLE t (a INT, PRIMARY KEY (a)); ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x';"
          "ALTER TABLE t RENAME COLUMN a TO \"new a\"; ALTER TABLE t RENAME TO \"new t\";"),
      "CREATE TABLE \"new t\" (\n    \"new a\" INT PRIMARY KEY,\n    b TEXT DEFAULT 'x'\n);\n");
  EXPECT_EQ(ddl("CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\""),
            "CREATE TABLE t (\n    a,\n    \"b c\"\n);\n");
}

TEST(SqliteReflectTest, NamesWithoutEffectAreToldNotLostInSilence) {
  EXPECT_THAT(
      reflected("CREATE TABLE t (a CONSTRAINT d DEFAULT 1 CONSTRAINT n NULL CONSTRAINT g"
                " COLLATE RTRIM, b REFERENCES t MATCH anything)")
          .warnings,
      ElementsAre("table t: MATCH anything has no effect in SQLite and is left out",
                  "table t: the name d of a DEFAULT has no effect in SQLite and is left out",
                  "table t: the name g of a COLLATE has no effect in SQLite and is left out",
                  "table t: the name n of a NULL has no effect in SQLite and is left out"));
}

std::vector<std::string> table_names(const ReflectOptions& options) {
  std::vector<std::string> names;
  for (const Table& table :
       reflected("CREATE TABLE migrate_version (version_num); CREATE TABLE migrate_history (id);"
                 "CREATE TABLE Migrate_Journal (id); CREATE TABLE alembic_version (v);"
                 "CREATE TABLE users (id); CREATE TABLE User_log (id); CREATE TABLE other (id);"
                 "CREATE INDEX i ON other (id); CREATE VIEW users_v AS SELECT * FROM users;",
                 options)
           .schema.tables) {
    names.push_back(table.name);
  }
  return names;
}

TEST(SqliteReflectTest, OwnTablesAndOtherToolsAreLeftOutUnlessNamed) {
  EXPECT_THAT(table_names({}), ElementsAre("User_log", "other", "users"));
  EXPECT_THAT(table_names({.include = {"*"}}), ElementsAre("User_log", "other", "users"));
  EXPECT_THAT(table_names({.include = {"USER*", "alembic_version"}}),
              ElementsAre("User_log", "alembic_version", "users"));
  EXPECT_THAT(table_names({.include = {"user?*"}, .exclude = {"*_log"}}), ElementsAre("users"));
}

TEST(SqliteReflectTest, WritesNothing) {
  MemoryDatabase database;
  database.run("CREATE TABLE t (a); PRAGMA query_only = ON");
  EXPECT_EQ(database.schema().tables.size(), 1);
}

}  // namespace
}  // namespace migrate::sqlite
