#include "laws/cases.hpp"

namespace migrate::test {

const std::vector<Case>& postgresql_cases() {
  static const std::vector<Case> cases = {
      {"default_cast", "CREATE TABLE t (a varchar(20) DEFAULT 'green')",
       "CREATE TABLE t (a varchar(20) DEFAULT 'blue')", "server default on column 't.a'"},
      {"default_now", "CREATE TABLE t (a timestamptz DEFAULT now())",
       "CREATE TABLE t (a timestamptz DEFAULT clock_timestamp())",
       "server default on column 't.a'"},
      {"default_null", "CREATE TABLE t (a integer)", "CREATE TABLE t (a integer DEFAULT 0)",
       "server default on column 't.a'"},
      {"serial_added", "CREATE TABLE t (a integer)", "CREATE TABLE t (a integer, id serial)",
       "added sequence 't_id_seq'"},
      {"sequence_options", "CREATE SEQUENCE s; CREATE TABLE t (a bigint DEFAULT nextval('s'))",
       "CREATE SEQUENCE s INCREMENT BY 5; CREATE TABLE t (a bigint DEFAULT nextval('s'))",
       "changed sequence 's'"},
      {"enum_value_added", "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE t (a mood)",
       "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE t (a mood)",
       "changed enum 'mood'"},
      {"enum_values_reordered",
       "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE t (a mood DEFAULT 'sad')",
       "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE t (a mood DEFAULT 'sad')",
       "changed enum 'mood'"},
      {"enum_value_removed",
       "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE t (a mood, CHECK (a <> "
       "'happy'))",
       "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE t (a mood, CHECK (a <> 'happy'))",
       "changed enum 'mood'"},
      {"check_text", "CREATE TABLE t (a integer CONSTRAINT ck CHECK (a > 0))",
       "CREATE TABLE t (a integer CONSTRAINT ck CHECK (a > 1))",
       "changed check constraint 'ck' on table t"},
      {"check_in", "CREATE TABLE t (a varchar(9) CONSTRAINT ck CHECK (a IN ('x', 'y')))",
       "CREATE TABLE t (a varchar(9) CONSTRAINT ck CHECK (a IN ('x', 'y', 'z')))",
       "changed check constraint 'ck' on table t"},
      {"partial_index", "CREATE TABLE t (a integer); CREATE INDEX i ON t (a) WHERE a > 0",
       "CREATE TABLE t (a integer); CREATE INDEX i ON t (a) WHERE a > 1",
       "changed index 'i' on table t"},
      {"index_method", "CREATE TABLE t (a integer); CREATE INDEX i ON t (a)",
       "CREATE TABLE t (a integer); CREATE INDEX i ON t USING hash (a)",
       "changed index 'i' on table t"},
      {"index_include", "CREATE TABLE t (a integer, b integer); CREATE INDEX i ON t (a)",
       "CREATE TABLE t (a integer, b integer); CREATE INDEX i ON t (a) INCLUDE (b)",
       "changed index 'i' on table t"},
      {"expression_index", "CREATE TABLE t (a text); CREATE INDEX i ON t (lower(a))",
       "CREATE TABLE t (a text); CREATE INDEX i ON t (upper(a))", "changed index 'i' on table t"},
      {"primary_key", "CREATE TABLE t (a integer PRIMARY KEY, b integer NOT NULL)",
       "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, PRIMARY KEY (a, b))",
       "changed primary key ('a', 'b') on table t"},
      {"generated", "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED)",
       "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 2) STORED)",
       "computed expression on column 't.b'"},
      {"identity", "CREATE TABLE t (a integer NOT NULL)",
       "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY)", "identity on column 't.a'"},
      {"view", "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t",
       "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a + 1 AS a FROM t", "changed view 'v'"},
      {"view_over_changed_column",
       "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a "
       "FROM v",
       "CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a "
       "FROM v",
       "type change from integer to bigint on 't.a'"},
      {"function_in_use",
       "CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x'; CREATE "
       "TABLE t (a integer DEFAULT f(1), CONSTRAINT ck CHECK (f(a) > 0))",
       "CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x + 1'; "
       "CREATE TABLE t (a integer DEFAULT f(1), CONSTRAINT ck CHECK (f(a) > 0))",
       "changed function 'f(integer)'"},
      {"function_of_another_result",
       "CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x'; CREATE "
       "TABLE t (a integer DEFAULT f(1), CONSTRAINT ck CHECK (f(a) > 0))",
       "CREATE FUNCTION f(x integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT "
       "x::bigint'; CREATE TABLE t (a integer DEFAULT f(1), CONSTRAINT ck CHECK (f(a) > 0))",
       "changed function 'f(integer)'"},
      {"domain", "CREATE DOMAIN d AS integer CHECK (value > 0); CREATE TABLE t (a d DEFAULT 1)",
       "CREATE DOMAIN d AS integer CHECK (value > 1); CREATE TABLE t (a d DEFAULT 2)",
       "changed domain 'd'"},
      {"circle", "CREATE TABLE z (a integer)",
       "CREATE TABLE z (a integer); CREATE TABLE x (id integer PRIMARY KEY, y integer); CREATE "
       "TABLE y (id integer PRIMARY KEY, x integer REFERENCES x); ALTER TABLE x ADD FOREIGN KEY "
       "(y) REFERENCES y",
       "added table 'x'"},
      {"key_of_another_type",
       "CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (u integer REFERENCES u)",
       "CREATE TABLE u (id text PRIMARY KEY); CREATE TABLE t (u text REFERENCES u)",
       "type change from integer to text on 't.u'"},
      {"varchar_length", "CREATE TABLE t (a varchar(30))", "CREATE TABLE t (a varchar(40))",
       "type change from character varying(30) to character varying(40) on 't.a'"},
      {"numeric_scale", "CREATE TABLE t (a numeric(10))", "CREATE TABLE t (a numeric(10, 2))",
       "type change from numeric(10,0) to numeric(10,2) on 't.a'"},
      {"array", "CREATE TABLE t (a integer)", "CREATE TABLE t (a integer[])", ""},
      {"timestamp_precision", "CREATE TABLE t (a timestamp)", "CREATE TABLE t (a timestamp(3))",
       "type change from timestamp without time zone to timestamp(3) without time zone on 't.a'"},
      {"unnamed_constraints", "CREATE TABLE t (a integer, b integer UNIQUE)",
       "CREATE TABLE t (a integer UNIQUE, b integer)",
       "added unique constraint 't_a_key' on '('a')'"},
      {"not_null_with_rows", "CREATE TABLE t (a text DEFAULT 'x')",
       "CREATE TABLE t (a text DEFAULT 'x' NOT NULL)", "NOT NULL on column 't.a'"},
      {"comment", "CREATE TABLE t (a integer)",
       "CREATE TABLE t (a integer); COMMENT ON TABLE t IS 'a table'; COMMENT ON COLUMN t.a IS 'c'",
       "table comment 't'"},
      {"trigger",
       "CREATE TABLE t (a integer); CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
       "RETURN new; END'; CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g()",
       "CREATE TABLE t (a bigint); CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
       "RETURN new; END'; CREATE TRIGGER r BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION g()",
       "changed trigger 'r' on table t"},
  };
  return cases;
}

}  // namespace migrate::test
