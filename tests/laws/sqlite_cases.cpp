#include "laws/cases.hpp"

namespace migrate::test {

const std::vector<Case>& sqlite_cases() {
  static const std::vector<Case> cases = {
      {"text_or_varchar", "CREATE TABLE t (a TEXT)", "CREATE TABLE t (a VARCHAR(20))",
       "type change from TEXT to VARCHAR(20) on 't.a'"},
      {"varchar_length", "CREATE TABLE t (a VARCHAR(30))", "CREATE TABLE t (a VARCHAR(40))",
       "type change from VARCHAR(30) to VARCHAR(40) on 't.a'"},
      {"default", "CREATE TABLE t (a TEXT DEFAULT 'green')",
       "CREATE TABLE t (a TEXT DEFAULT 'blue')", "server default on column 't.a'"},
      {"not_null_with_rows", "CREATE TABLE t (a TEXT DEFAULT 'x')",
       "CREATE TABLE t (a TEXT NOT NULL DEFAULT 'x')", "NOT NULL on column 't.a'"},
      {"check_text", "CREATE TABLE t (a INTEGER CHECK (a > 0))",
       "CREATE TABLE t (a INTEGER CHECK (a > 1))", "added check constraint on table t"},
      {"partial_index", "CREATE TABLE t (a INTEGER); CREATE INDEX i ON t (a) WHERE a > 0",
       "CREATE TABLE t (a INTEGER); CREATE INDEX i ON t (a) WHERE a > 1",
       "changed index 'i' on table t"},
      {"expression_index", "CREATE TABLE t (a TEXT); CREATE INDEX i ON t (lower(a))",
       "CREATE TABLE t (a TEXT); CREATE INDEX i ON t (upper(a) DESC)",
       "changed index 'i' on table t"},
      {"primary_key", "CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER NOT NULL)",
       "CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b))",
       "changed primary key ('a', 'b') on table t"},
      {"autoincrement", "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)",
       "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)",
       "changed primary key ('a') on table t"},
      {"generated", "CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1))",
       "CREATE TABLE t (a INTEGER, b INTEGER AS (a + 2) STORED)",
       "computed expression on column 't.b'"},
      {"strict", "CREATE TABLE t (a INTEGER)", "CREATE TABLE t (a INTEGER) STRICT",
       "options of table 't'"},
      {"without_rowid", "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b TEXT)",
       "CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY, b TEXT) WITHOUT ROWID",
       "options of table 't'"},
      {"collation", "CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT COLLATE NOCASE)",
       "collation of column 't.a'"},
      {"foreign_key", "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (u INTEGER)",
       "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (u INTEGER REFERENCES u ON DELETE "
       "CASCADE)",
       "added foreign key (u)(id) on table t"},
      {"circle", "CREATE TABLE z (a INTEGER)",
       "CREATE TABLE z (a INTEGER); CREATE TABLE x (id INTEGER PRIMARY KEY, y INTEGER REFERENCES "
       "y); CREATE TABLE y (id INTEGER PRIMARY KEY, x INTEGER REFERENCES x)",
       "added table 'x'"},
      {"view", "CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT a FROM t",
       "CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT a + 1 AS a FROM t", "changed view 'v'"},
      {"view_over_a_dropped_column",
       "CREATE TABLE t (a INTEGER, b INTEGER); CREATE VIEW v AS SELECT a, b FROM t",
       "CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT a FROM t", "removed column 't.b'"},
      {"trigger",
       "CREATE TABLE t (a INTEGER); CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END",
       "CREATE TABLE t (a TEXT); CREATE TRIGGER r AFTER UPDATE ON t BEGIN DELETE FROM t; END",
       "changed trigger 'r' on table t"},
      {"a_table_that_others_refer_to_goes",
       "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE TABLE t (u INTEGER REFERENCES u ON DELETE "
       "CASCADE)",
       "CREATE TABLE t (u INTEGER)", "removed table 'u'"},
  };
  return cases;
}

}  // namespace migrate::test
