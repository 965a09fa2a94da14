#include "postgresql_schema.hpp"

/// What today's tools lose of a PostgreSQL database: each is read, made anew and read again, equal,
/// or named in a warning.
namespace migrate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PostgresqlHardCases : public PostgresqlSchema {
 protected:
  /// Builds it, sees it survive without a warning, and returns the schema.
  Schema survives(const std::string& script, const ReflectOptions& options = {}) {
    build(script);
    Reflection read = expect_round_trip(options);
    EXPECT_THAT(read.warnings, IsEmpty());
    return std::move(read.schema);
  }

  static const Table& table(const Schema& schema, const std::string& name) {
    for (const Table& table : schema.tables) {
      if (table.name == name) return table;
    }
    throw std::runtime_error("no table " + name);
  }

  static const Object& object(const Schema& schema, Object::Kind kind, const std::string& name) {
    for (const Object& object : schema.objects) {
      if (object.kind == kind && object.name == name) return object;
    }
    throw std::runtime_error("no object " + name);
  }
};

using Kind = Object::Kind;

TEST_F(PostgresqlHardCases, ViewsAndMaterialisedViews) {
  const Schema schema = survives(R"(
    CREATE TABLE t (a int PRIMARY KEY, b text);
    CREATE VIEW first AS SELECT a AS x, b || '!' AS y FROM t WHERE a > 1;
    CREATE VIEW second WITH (security_barrier = true) AS SELECT x FROM first WITH LOCAL CHECK OPTION;
    CREATE VIEW "a first" AS SELECT count(*) AS n FROM second;
    CREATE VIEW grouped AS SELECT a, b FROM t GROUP BY a;
    CREATE RECURSIVE VIEW upto (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM upto WHERE n < 9;
    ALTER VIEW first ALTER COLUMN y SET DEFAULT 'none';
    COMMENT ON VIEW first IS 'the first';
    COMMENT ON COLUMN first.y IS 'loud';
    CREATE MATERIALIZED VIEW counted WITH (fillfactor = 70) AS SELECT b, count(*) AS n FROM t GROUP BY b;
    CREATE UNIQUE INDEX counted_b ON counted (b) INCLUDE (n);
    CREATE INDEX counted_lower ON counted (lower(b) text_pattern_ops);
    COMMENT ON INDEX counted_b IS 'one each';
    COMMENT ON MATERIALIZED VIEW counted IS 'slow';
    COMMENT ON COLUMN counted.n IS 'how many';
    ALTER MATERIALIZED VIEW counted ALTER COLUMN b SET STATISTICS 7;
    CREATE MATERIALIZED VIEW empty AS SELECT 1 AS one WITH NO DATA;
  )");
  EXPECT_THAT(object(schema, Kind::view, "a first").depends_on,
              ElementsAre(Dependency{"view", "", "second"}));
  EXPECT_EQ(object(schema, Kind::index, "counted_b").table, "counted");
  EXPECT_EQ(object(schema, Kind::index, "counted_b").definition,
            "CREATE UNIQUE INDEX counted_b ON counted (b) INCLUDE (n)");
}

TEST_F(PostgresqlHardCases, FunctionsProceduresAndAggregates) {
  const Schema schema = survives(R"(
    CREATE TABLE t (a int PRIMARY KEY, b text);
    CREATE FUNCTION area(w int, h int DEFAULT 2) RETURNS int IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
      AS 'SELECT w * h';
    CREATE FUNCTION area(w text) RETURNS text LANGUAGE sql AS $$SELECT w || '''x'$$;
    CREATE FUNCTION rows() RETURNS SETOF t LANGUAGE sql ROWS 10 AS 'SELECT * FROM t';
    CREATE FUNCTION of_row(r t) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT r.b; END;
    CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT area(3)';
    CREATE FUNCTION many(VARIADIC all_of int[], OUT n int) LANGUAGE plpgsql SET work_mem = '8MB' AS $f$
      BEGIN n := array_length(all_of, 1); END $f$;
    CREATE PROCEDURE "Do it"(x int, INOUT y text) LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN y := x; END';
    CREATE FUNCTION step(s int, v int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT s + v';
    CREATE FUNCTION step(s text, v int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT s || v';
    CREATE AGGREGATE total(int) (SFUNC = step, STYPE = int, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = SAFE);
    CREATE AGGREGATE ordered(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
      FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
    CREATE FUNCTION counted(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT n + 1';
    CREATE AGGREGATE how_many(*) (SFUNC = counted, STYPE = bigint, INITCOND = '0');
    CREATE TABLE uses (a int DEFAULT area(2, 3), b int CHECK (area(b) > 1));
    CREATE INDEX uses_area ON uses (area(a, b));
    COMMENT ON FUNCTION area(int, int) IS 'width times height';
    COMMENT ON AGGREGATE total(int) IS 'sum';
    COMMENT ON PROCEDURE "Do it"(int, text) IS 'does it';
  )");
  EXPECT_EQ(object(schema, Kind::function, "area(integer, integer)").definition,
            "CREATE OR REPLACE FUNCTION area(w integer, h integer DEFAULT 2)\n RETURNS integer\n"
            " LANGUAGE sql\n IMMUTABLE PARALLEL SAFE STRICT\nAS $function$SELECT w * h$function$");
  EXPECT_EQ(object(schema, Kind::aggregate, "total(integer)").definition,
            "CREATE AGGREGATE total(integer) (\n  SFUNC = step,\n  STYPE = integer,\n"
            "  COMBINEFUNC = int4pl,\n  INITCOND = '0',\n  PARALLEL = SAFE\n)");
  EXPECT_THAT(table(schema, "uses").depends_on,
              ElementsAre(Dependency{"function", "", "area(integer, integer)"}));
}

TEST_F(PostgresqlHardCases, OperatorsCastsAndConversions) {
  survives(R"(
    CREATE TYPE pair AS (a int, b int);
    CREATE FUNCTION pair_lt(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a < $2.a';
    CREATE FUNCTION pair_eq(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
    CREATE FUNCTION pair_cmp(pair, pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a - $2.a';
    CREATE FUNCTION pair_hash(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a';
    CREATE FUNCTION pair_text(pair) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1.a::text';
    CREATE FUNCTION twice(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a * 2';
    CREATE OPERATOR <# (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = >#, RESTRICT = scalarltsel);
    CREATE FUNCTION pair_gt(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1.a > $2.a';
    CREATE OPERATOR ># (FUNCTION = pair_gt, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = <#);
    CREATE OPERATOR =# (FUNCTION = pair_eq, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = =#, HASHES, MERGES);
    CREATE OPERATOR ## (FUNCTION = twice, RIGHTARG = pair);
    CREATE OPERATOR CLASS pair_ops FOR TYPE pair USING btree AS
      OPERATOR 1 <#, OPERATOR 3 =#, OPERATOR 5 >#, FUNCTION 1 pair_cmp(pair, pair);
    CREATE OPERATOR FAMILY loose USING hash;
    ALTER OPERATOR FAMILY loose USING hash ADD OPERATOR 1 =# (pair, pair), FUNCTION 1 (pair, pair) pair_hash(pair);
    CREATE CAST (pair AS text) WITH FUNCTION pair_text(pair) AS ASSIGNMENT;
    CREATE CAST (pair AS varchar) WITH INOUT;
    CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
    COMMENT ON OPERATOR <# (pair, pair) IS 'less';
    COMMENT ON OPERATOR ## (NONE, pair) IS 'twice';
    COMMENT ON OPERATOR CLASS pair_ops USING btree IS 'ops';
    COMMENT ON OPERATOR FAMILY loose USING hash IS 'family';
    COMMENT ON CAST (pair AS text) IS 'cast';
    COMMENT ON CONVERSION latin IS 'conversion';
    CREATE TABLE t (p pair);
    CREATE INDEX t_p ON t (p pair_ops);
  )");
}

TEST_F(PostgresqlHardCases, TriggersRulesAndEventTriggers) {
  const Schema schema = survives(R"(
    CREATE TABLE t (a int PRIMARY KEY, b text);
    CREATE VIEW v AS SELECT a, b FROM t;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER "On T" BEFORE INSERT OR UPDATE OF a, b ON t FOR EACH ROW
      WHEN (new.a > 1 AND new.b <> 'x') EXECUTE FUNCTION f('it''s', '1');
    CREATE TRIGGER off AFTER DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION f();
    CREATE TRIGGER always AFTER TRUNCATE ON t EXECUTE FUNCTION f();
    CREATE TRIGGER seen AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS n EXECUTE FUNCTION f();
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      EXECUTE FUNCTION f();
    CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
    ALTER TABLE t DISABLE TRIGGER off;
    ALTER TABLE t ENABLE ALWAYS TRIGGER always;
    CREATE RULE log AS ON DELETE TO t DO ALSO (NOTIFY one; NOTIFY two);
    CREATE RULE nothing AS ON UPDATE TO v DO INSTEAD NOTHING;
    ALTER TABLE t DISABLE RULE log;
    CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
    CREATE EVENT TRIGGER no_ddl ON ddl_command_end WHEN TAG IN ('CREATE VIEW', 'DROP VIEW') EXECUTE FUNCTION on_ddl();
    CREATE EVENT TRIGGER quiet ON sql_drop EXECUTE FUNCTION on_ddl();
    ALTER EVENT TRIGGER quiet DISABLE;
    COMMENT ON TRIGGER "On T" ON t IS 'trigger';
    COMMENT ON RULE log ON t IS 'rule';
    COMMENT ON EVENT TRIGGER quiet IS 'event';
  )");
  EXPECT_EQ(
      object(schema, Kind::trigger, "On T").definition,
      "CREATE TRIGGER \"On T\" BEFORE INSERT OR UPDATE OF a, b ON t FOR EACH ROW WHEN (new.a > 1 "
      "AND new.b <> 'x'::text) EXECUTE FUNCTION f('it''s', '1')");
  EXPECT_THAT(object(schema, Kind::trigger, "off").then,
              ElementsAre("ALTER TABLE t DISABLE TRIGGER off"));
}

TEST_F(PostgresqlHardCases, EnumsDomainsCompositesAndRanges) {
  const Schema schema = survives(R"(
    CREATE TYPE mood AS ENUM ('sad', 'it''s ok', '"happy"');
    CREATE TYPE empty AS ENUM ();
    CREATE DOMAIN positive AS int DEFAULT 1 NOT NULL CHECK (VALUE > 0) CONSTRAINT small CHECK (VALUE < 100);
    CREATE DOMAIN word AS varchar(20) COLLATE "C";
    CREATE DOMAIN of_domain AS positive;
    ALTER DOMAIN word ADD CONSTRAINT later CHECK (VALUE <> '') NOT VALID;
    CREATE TYPE place AS (x double precision, "the y" text COLLATE "C", m mood);
    CREATE TYPE nothing AS ();
    CREATE FUNCTION distance(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
    CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = distance);
    CREATE TYPE words AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = many_words,
      SUBTYPE_OPCLASS = text_pattern_ops);
    CREATE TABLE t (m mood DEFAULT 'sad', ms mood[], p positive, w word, pl place, pls place[], s span, ss many_words);
    COMMENT ON TYPE mood IS 'enum';
    COMMENT ON DOMAIN word IS 'domain';
    COMMENT ON CONSTRAINT small ON DOMAIN positive IS 'constraint';
    COMMENT ON TYPE place IS 'composite';
    COMMENT ON COLUMN place."the y" IS 'attribute';
    COMMENT ON TYPE span IS 'range';
  )");
  EXPECT_THAT(object(schema, Kind::enumeration, "mood").values,
              ElementsAre("sad", "it's ok", "\"happy\""));
  const Table& t = table(schema, "t");
  EXPECT_EQ(t.columns[0].type, (Type{.kind = Type::Kind::enumeration, .name = "mood"}));
  EXPECT_EQ(t.columns[1].type,
            (Type{.kind = Type::Kind::enumeration, .array = true, .name = "mood"}));
  EXPECT_EQ(t.columns[2].type, Type{.name = "positive"});
}

TEST_F(PostgresqlHardCases, ConstraintsOfAllKinds) {
  const Schema schema = survives(R"(
    CREATE TABLE a (x int, y int, z int, PRIMARY KEY (x, y) INCLUDE (z) WITH (fillfactor = 80),
      UNIQUE (y, x) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "one z" UNIQUE NULLS NOT DISTINCT (z) INCLUDE (x));
    CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self DEFERRABLE, CHECK (up <> id) NO INHERIT);
    CREATE TABLE b (x int, y int, c_id int, d int,
      FOREIGN KEY (x, y) REFERENCES a (x, y) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL,
      CONSTRAINT some_of FOREIGN KEY (y, x) REFERENCES a (y, x) ON DELETE SET DEFAULT (y));
    CREATE TABLE c (id int PRIMARY KEY, b_d int);
    ALTER TABLE b ADD UNIQUE (d);
    ALTER TABLE b ADD CONSTRAINT b_to_c FOREIGN KEY (c_id) REFERENCES c NOT VALID;
    ALTER TABLE c ADD CONSTRAINT c_to_b FOREIGN KEY (b_d) REFERENCES b (d) ON DELETE RESTRICT INITIALLY DEFERRED;
    ALTER TABLE b ADD CONSTRAINT some_day CHECK (d > 5 OR d IN (1, 2)) NOT VALID;
    CREATE TABLE booking (room int, during int4range, during2 tsrange,
      CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (room > 3) DEFERRABLE,
      EXCLUDE USING gist (during2 WITH &&, (int4range(room, room, '[]')) WITH =));
    COMMENT ON CONSTRAINT b_to_c ON b IS 'foreign';
    COMMENT ON CONSTRAINT some_day ON b IS 'check';
    COMMENT ON CONSTRAINT a_pkey ON a IS 'primary';
    COMMENT ON CONSTRAINT "one z" ON a IS 'unique';
    COMMENT ON CONSTRAINT no_overlap ON booking IS 'exclude';
  )");
  const Table& a = table(schema, "a");
  EXPECT_EQ(a.primary_key->include, std::vector<std::string>{"z"});
  EXPECT_EQ(a.uniques[1].deferrable, Deferrable::no);
  EXPECT_TRUE(a.uniques[1].nulls_not_distinct);
  const Table& b = table(schema, "b");
  EXPECT_TRUE(b.foreign_keys[0].not_valid);
  EXPECT_EQ(b.foreign_keys[1].match, Match::full);
  EXPECT_EQ(b.foreign_keys[2].on_delete_columns, std::vector<std::string>{"y"});
  EXPECT_EQ(table(schema, "booking").excludes[0].definition,
            "EXCLUDE USING gist (during2 WITH &&, int4range(room, room, '[]'::text) WITH =)");
}

TEST_F(PostgresqlHardCases, IdentitySerialAndSequences) {
  const Schema schema = survives(R"(
    CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY,
      b bigint GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME "my seq" START 10 INCREMENT 5 MINVALUE 5
        MAXVALUE 1000 CACHE 3 CYCLE),
      c smallint GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1));
    CREATE TABLE s (a serial, b bigserial, c smallserial PRIMARY KEY);
    CREATE SEQUENCE shared AS integer START 5 MAXVALUE 99 NO CYCLE;
    CREATE SEQUENCE down INCREMENT -2;
    CREATE SEQUENCE "Owned" OWNED BY s.b;
    CREATE TABLE u1 (a int DEFAULT nextval('shared'));
    CREATE TABLE u2 (a int DEFAULT nextval('shared'::text), b bigint DEFAULT currval('"Owned"') + 1);
    ALTER TABLE i RENAME TO renamed;
    ALTER TABLE s RENAME COLUMN a TO aa;
    COMMENT ON SEQUENCE shared IS 'for both';
  )");
  const Table& i = table(schema, "renamed");
  EXPECT_EQ(i.columns[0].identity, (Identity{.always = true, .sequence = "i_a_seq"}));
  EXPECT_EQ(i.columns[1].identity, (Identity{.start = 10,
                                             .increment = 5,
                                             .minimum = 5,
                                             .maximum = 1000,
                                             .cache = 3,
                                             .cycle = true,
                                             .sequence = "my seq"}));
  EXPECT_EQ(i.columns[2].identity, (Identity{.increment = -1, .sequence = "i_c_seq"}));
  EXPECT_EQ(object(schema, Kind::sequence, "s_a_seq").owned_by, "s.aa");
  EXPECT_EQ(object(schema, Kind::sequence, "shared").definition,
            "CREATE SEQUENCE shared AS integer START WITH 5 MAXVALUE 99");
}

TEST_F(PostgresqlHardCases, ColumnsWithEverything) {
  const Schema schema = survives(R"(
    CREATE COLLATION german (provider = icu, locale = 'de', deterministic = false);
    CREATE COLLATION "my C" FROM "C";
    CREATE TABLE t (
      a text COLLATE "C", b varchar(5) COLLATE german, c text COLLATE "my C" DEFAULT 'x',
      d int GENERATED ALWAYS AS (length(a) * 2) STORED,
      e text COMPRESSION pglz, f text, g numeric(9,3), h timestamp(3), j timestamptz DEFAULT now(),
      k bytea DEFAULT '\xdeadbeef', l interval DEFAULT '1 day 02:00:00', m jsonb DEFAULT '{}',
      n timestamptz DEFAULT '2020-01-01 00:00:00+02', o float8 DEFAULT 0.1, p text DEFAULT E'a\\b''c\n',
      q bit(3) DEFAULT B'101', r text[] DEFAULT '{}', s bool DEFAULT true, u char(3), v "char", w inet
    ) WITH (fillfactor = 60, autovacuum_enabled = false, toast.autovacuum_enabled = false);
    ALTER TABLE t ALTER f SET STORAGE EXTERNAL, ALTER g SET STATISTICS 500, ALTER f SET (n_distinct = -0.5);
    ALTER TABLE t ADD dropped int;
    ALTER TABLE t DROP dropped, ADD after int;
    CREATE UNLOGGED TABLE u (a int);
    COMMENT ON COLUMN t.d IS 'twice';
    COMMENT ON COLLATION german IS 'deutsch';
  )");
  const Table& t = table(schema, "t");
  EXPECT_EQ(t.columns[1].collation, "german");
  EXPECT_EQ(t.columns[2].collation, "my C");
  EXPECT_EQ(t.columns[5].storage, "external");
  EXPECT_EQ(t.columns[5].options, std::vector<std::string>{"n_distinct=-0.5"});
  EXPECT_EQ(t.columns[6].statistics, 500);
  EXPECT_EQ(t.columns.back().name, "after");
  EXPECT_THAT(t.options, ElementsAre("fillfactor=60", "autovacuum_enabled=false",
                                     "toast.autovacuum_enabled=false"));
}

TEST_F(PostgresqlHardCases, IndexesWithEverything) {
  const Schema schema = survives(R"(
    CREATE TABLE t (a int, b text, c text, d int[], e int4range, f tsvector, g jsonb, "H" text);
    CREATE UNIQUE INDEX i1 ON t (a) NULLS NOT DISTINCT;
    CREATE UNIQUE INDEX i2 ON t (a DESC NULLS LAST, b COLLATE "C" text_pattern_ops NULLS FIRST) INCLUDE (c, "H") WHERE a > 3 AND b <> 'x';
    CREATE INDEX i3 ON t (lower(b) COLLATE "C", (a + 1), (b || c) DESC, coalesce(b, c), (g ->> 'k'));
    CREATE INDEX i4 ON t USING gin (d, g jsonb_path_ops) WITH (fastupdate = off);
    CREATE INDEX i5 ON t USING gist (e, f tsvector_ops (siglen = 64));
    CREATE INDEX i6 ON t USING brin (a int4_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 32);
    CREATE INDEX i7 ON t USING hash (b) WITH (fillfactor = 70);
    CREATE INDEX "Index 8" ON t ("H" varchar_pattern_ops);
    CREATE INDEX i9 ON t USING spgist (b);
    CREATE INDEX i10 ON t ((extract(year from to_timestamp(a) AT TIME ZONE 'UTC')), (b COLLATE "C"), (a IS NULL));
    CREATE INDEX i11 ON t ((CASE WHEN a > 1 THEN b ELSE ')' END), ((b)::varchar(3)));
    COMMENT ON INDEX i1 IS 'one';
  )");
  const Table& t = table(schema, "t");
  ASSERT_EQ(t.indexes.size(), 11U);
  EXPECT_EQ(t.indexes[4].name, "i2");
  EXPECT_EQ(t.indexes[4].where.text, "(a > 3) AND (b <> 'x'::text)");
  EXPECT_EQ(t.indexes[4].columns[1].opclass, "text_pattern_ops");
  EXPECT_EQ(t.indexes[4].columns[1].collation, "C");
  EXPECT_EQ(t.indexes[7].columns[1].opclass, "tsvector_ops (siglen='64')");
  EXPECT_EQ(t.indexes[5].columns[1].expression.text, "a + 1");
}

TEST_F(PostgresqlHardCases, PartitionsAndInheritance) {
  const Schema schema = survives(R"(
    CREATE TABLE ranged (id int NOT NULL, at date NOT NULL, b text DEFAULT 'p', PRIMARY KEY (id, at),
      CONSTRAINT b_is_short CHECK (length(b) < 9)) PARTITION BY RANGE (at);
    CREATE TABLE r1 PARTITION OF ranged FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
    CREATE TABLE r2 PARTITION OF ranged (b DEFAULT 'child', CONSTRAINT own CHECK (id > 0))
      FOR VALUES FROM ('2021-01-01') TO (MAXVALUE) PARTITION BY LIST (id);
    CREATE TABLE r2a PARTITION OF r2 FOR VALUES IN (1, 2);
    CREATE TABLE listed (b text) PARTITION BY LIST (b);
    CREATE TABLE l1 PARTITION OF listed FOR VALUES IN ('x', 'it''s', NULL);
    CREATE TABLE r2d PARTITION OF r2 DEFAULT;
    CREATE TABLE rdef PARTITION OF ranged DEFAULT;
    CREATE INDEX ranged_b ON ranged (b);
    CREATE INDEX own_of_r1 ON r1 (id);
    CREATE TABLE other (id int PRIMARY KEY);
    ALTER TABLE ranged ADD FOREIGN KEY (id) REFERENCES other;
    CREATE TABLE refers (id int, at date, FOREIGN KEY (id, at) REFERENCES ranged);
    CREATE TABLE hashed (id int, x text COLLATE "C") PARTITION BY HASH (id, lower(x));
    CREATE TABLE h0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE attached (extra int, x text COLLATE "C", id int);
    ALTER TABLE attached DROP extra;
    CREATE INDEX its_own_name ON attached (id);
    ALTER TABLE hashed ATTACH PARTITION attached FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    CREATE INDEX hashed_id ON hashed (id);
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER on_ranged AFTER INSERT ON ranged FOR EACH ROW EXECUTE FUNCTION f();
    ALTER TABLE rdef DISABLE TRIGGER on_ranged;
    CREATE TABLE parent (a int NOT NULL DEFAULT 1, b text CHECK (b <> ''), c int CHECK (c > 0) NO INHERIT);
    CREATE TABLE second (z int);
    CREATE TABLE child (d int, b text) INHERITS (parent, second);
    ALTER TABLE child ALTER a SET DEFAULT 2;
    ALTER TABLE child ALTER z SET NOT NULL;
    CREATE TABLE grandchild () INHERITS (child);
    COMMENT ON COLUMN child.a IS 'inherited';
  )");
  EXPECT_EQ(table(schema, "ranged").partition_by, "RANGE (at)");
  EXPECT_EQ(table(schema, "l1").partition_of->bound, "FOR VALUES IN ('x', 'it''s', NULL)");
  EXPECT_THAT(table(schema, "r1").foreign_keys, IsEmpty());
  EXPECT_EQ(table(schema, "attached").indexes[0].name, "its_own_name");
  EXPECT_TRUE(table(schema, "attached").indexes[0].inherited);
  EXPECT_THAT(object(schema, Kind::trigger, "on_ranged").then,
              ElementsAre("ALTER TABLE rdef DISABLE TRIGGER on_ranged"));
  EXPECT_TRUE(table(schema, "child").columns[0].inherited);
  EXPECT_FALSE(table(schema, "child").columns[1].inherited);
}

TEST_F(PostgresqlHardCases, RowLevelSecurityAndReplicaIdentity) {
  survives(R"(
    CREATE TABLE t (a int NOT NULL, owner name DEFAULT current_user);
    ALTER TABLE t ENABLE ROW LEVEL SECURITY;
    ALTER TABLE t FORCE ROW LEVEL SECURITY;
    CREATE POLICY "own rows" ON t USING (owner = current_user) WITH CHECK (a > 0);
    CREATE POLICY narrow ON t AS RESTRICTIVE FOR SELECT TO postgres, pg_monitor USING (a < 100);
    CREATE POLICY adding ON t FOR INSERT TO PUBLIC WITH CHECK (a IN (SELECT 1));
    COMMENT ON POLICY narrow ON t IS 'policy';
    CREATE UNIQUE INDEX t_a ON t (a);
    ALTER TABLE t REPLICA IDENTITY USING INDEX t_a;
    CREATE TABLE full_one (a int);
    ALTER TABLE full_one REPLICA IDENTITY FULL;
    CREATE TABLE none (a int PRIMARY KEY);
    ALTER TABLE none REPLICA IDENTITY NOTHING;
  )");
}

TEST_F(PostgresqlHardCases, SeveralSchemasWithTheSameNames) {
  const ReflectOptions all = {.schemas = {"*"}};
  const Schema schema = survives(R"(
    CREATE SCHEMA app;
    CREATE SCHEMA "Web site";
    CREATE TYPE app.mood AS ENUM ('a');
    CREATE TYPE mood AS ENUM ('b');
    CREATE TABLE t (id int PRIMARY KEY, m mood);
    CREATE TABLE app.t (id serial PRIMARY KEY, m app.mood, n mood DEFAULT 'b', up int REFERENCES public.t);
    CREATE TABLE "Web site".t (id int PRIMARY KEY REFERENCES app.t, i int GENERATED ALWAYS AS IDENTITY);
    CREATE INDEX same ON t (m);
    CREATE INDEX same ON app.t (m) WHERE m = 'a';
    CREATE VIEW app.v AS SELECT a.id, b.m FROM app.t a JOIN public.t b USING (id);
    CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';
    CREATE TABLE "Web site".u (a int DEFAULT app.f(), b int DEFAULT public.f(), c app.mood[]);
    CREATE FUNCTION app.on_t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TRIGGER tr BEFORE INSERT ON "Web site".t FOR EACH ROW EXECUTE FUNCTION app.on_t();
    CREATE STATISTICS app.st ON id, m FROM app.t;
    CREATE DOMAIN app.d AS int CHECK (VALUE > public.f());
    COMMENT ON SCHEMA app IS 'the application';
    COMMENT ON TRIGGER tr ON "Web site".t IS 'trigger';
    COMMENT ON INDEX app.same IS 'index';
  )",
                                 all);
  EXPECT_EQ(schema.tables.size(), 4U);
  EXPECT_EQ(schema.tables.at(3).foreign_keys.at(0).references.schema, "");
  EXPECT_EQ(schema.tables.at(3).columns[1].type.schema, "app");
  EXPECT_EQ(schema.tables.at(3).columns[2].type.schema, "");
  EXPECT_EQ(reflect().schema.tables.size(), 1U);
  EXPECT_EQ(reflect({.schemas = {"ap*"}}).schema.tables.size(), 1U);
}

TEST_F(PostgresqlHardCases, ExtensionsAndWhatBelongsToThem) {
  const Schema schema = survives(R"(
    CREATE SCHEMA ext;
    CREATE EXTENSION citext;
    CREATE EXTENSION pg_trgm WITH SCHEMA ext;
    CREATE EXTENSION btree_gist;
    COMMENT ON EXTENSION pg_trgm IS 'our own words';
    CREATE TABLE t (a citext NOT NULL DEFAULT 'x', b text, c citext[], d int, e tsrange, EXCLUDE USING gist (d WITH =, e WITH &&));
    CREATE INDEX trgm ON t USING gin (b ext.gin_trgm_ops);
    CREATE VIEW v AS SELECT ext.similarity(b, 'x') AS s, a FROM t;
  )");
  EXPECT_EQ(schema.objects.size(), 5U);
  EXPECT_THAT(object(schema, Kind::view, "v").depends_on,
              ElementsAre(Dependency{"extension", "", "citext"},
                          Dependency{"extension", "", "pg_trgm"}, Dependency{"table", "", "t"}));
}

TEST_F(PostgresqlHardCases, NamesThatNeedCare) {
  const std::string long_name(63, 'n');
  survives(R"(
    CREATE TABLE "Mixed Case" ("Select" serial PRIMARY KEY, "a""b" text, "1st" int, "ünï" text, "order" int,
      "a.b" int UNIQUE, "it's" text DEFAULT 'it''s', "back\slash" int CHECK ("back\slash" > 0));
    CREATE TABLE "user" ("table" int REFERENCES "Mixed Case", "primary" bigint GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE )" +
           long_name + " (" + std::string(63, 'c') + " serial, b int UNIQUE);\n" +
           "CREATE TABLE long_identity_" + std::string(49, 't') + " (" + std::string(63, 'c') +
           R"( int GENERATED ALWAYS AS IDENTITY);
    CREATE VIEW "a.view" AS SELECT "a""b" AS "x y" FROM "Mixed Case";
    CREATE INDEX "Index.1" ON "Mixed Case" ("a""b", lower("ünï"));
    CREATE TYPE "My Enum" AS ENUM ('A b');
    CREATE TABLE uses (e "My Enum"[] DEFAULT '{}');
    CREATE FUNCTION "F n"("Arg 1" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
  )");
}

TEST_F(PostgresqlHardCases, StatisticsForeignTablesPublicationsAndTextSearch) {
  survives(R"(
    CREATE TABLE t (a int PRIMARY KEY, b text, c date);
    CREATE STATISTICS st (ndistinct, dependencies) ON a, b FROM t;
    CREATE STATISTICS st_expr ON (a + 1), b FROM t;
    ALTER STATISTICS st SET STATISTICS 17;
    COMMENT ON STATISTICS st IS 'statistics';
    CREATE FOREIGN DATA WRAPPER nothing OPTIONS (debug 'it''s');
    CREATE SERVER away TYPE 'x' VERSION '1.0' FOREIGN DATA WRAPPER nothing OPTIONS (host 'example.org', "Port" '1');
    CREATE FOREIGN TABLE far (a int OPTIONS (column_name 'A') NOT NULL DEFAULT 3, b text COLLATE "C",
      CONSTRAINT positive CHECK (a > 0)) SERVER away OPTIONS (table_name 'x');
    COMMENT ON FOREIGN TABLE far IS 'foreign';
    COMMENT ON COLUMN far.a IS 'column';
    COMMENT ON SERVER away IS 'server';
    COMMENT ON FOREIGN DATA WRAPPER nothing IS 'wrapper';
    CREATE TABLE parted (a int) PARTITION BY LIST (a);
    CREATE FOREIGN TABLE parted_far PARTITION OF parted FOR VALUES IN (1) SERVER away;
    CREATE PUBLICATION everything FOR ALL TABLES;
    CREATE PUBLICATION some_of FOR TABLE t (a, b) WHERE (a > 3), parted WITH (publish = 'insert', publish_via_partition_root = true);
    CREATE PUBLICATION none;
    CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA public;
    COMMENT ON PUBLICATION none IS 'publication';
    CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
    CREATE TEXT SEARCH CONFIGURATION mine (PARSER = default);
    ALTER TEXT SEARCH CONFIGURATION mine ADD MAPPING FOR asciiword, word WITH plain, english_stem;
    CREATE TEXT SEARCH TEMPLATE tmpl (LEXIZE = dsimple_lexize);
    CREATE TEXT SEARCH PARSER prs (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
    COMMENT ON TEXT SEARCH CONFIGURATION mine IS 'configuration';
    CREATE INDEX t_b ON t USING gin (to_tsvector('mine', b));
  )");
}

TEST_F(PostgresqlHardCases, WhatIsOutsideIsNamed) {
  build(R"(
    CREATE ROLE migrate_test_other;
    CREATE TABLE t (a int, b int);
    CREATE TABLE theirs (a int);
    ALTER TABLE theirs OWNER TO migrate_test_other;
    GRANT SELECT ON t TO migrate_test_other;
    GRANT UPDATE (a) ON t TO migrate_test_other;
    CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
    CREATE TYPE shell;
    CREATE FOREIGN DATA WRAPPER nothing;
    CREATE SERVER away FOREIGN DATA WRAPPER nothing;
    CREATE USER MAPPING FOR migrate_test_other SERVER away OPTIONS (password 'secret');
    CREATE TABLE big (a int PRIMARY KEY);
    CLUSTER big USING big_pkey;
    COMMENT ON SCHEMA public IS 'ours';
    CREATE TABLE of_kind (a int GENERATED ALWAYS AS IDENTITY);
    COMMENT ON SEQUENCE of_kind_a_seq IS 'hidden';
    CREATE TYPE row_type AS (x int);
    CREATE TABLE typed OF row_type;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO migrate_test_other;
  )");
  EXPECT_THAT(
      reflect().warnings,
      ElementsAre(
          "a kind that the model does not have left out: access method heap2, base type shell, "
          "user mapping for migrate_test_other on server away",
          "default privileges left out: role postgres in schema public",
          "grants left out: column t.a, table t",
          "index big_pkey on big is what its table is clustered on: left out",
          "owner migrate_test_other left out: table theirs",
          "table typed is OF type row_type: that tie is left out",
          "the comment on schema public is left out",
          "the comment on sequence public.of_kind_a_seq is left out"));
  build("DROP OWNED BY migrate_test_other CASCADE; DROP ROLE migrate_test_other");
}

TEST_F(PostgresqlHardCases, AnInvalidIndexIsNamed) {
  build("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
  EXPECT_THROW(build("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)"), Error);
  EXPECT_THAT(
      reflect().warnings,
      ElementsAre("index t_a on t is invalid: what built it failed; drop it, or REINDEX it"));
}

TEST_F(PostgresqlHardCases, ARoleWithoutRightsReadsTheSame) {
  build(R"(
    CREATE ROLE migrate_test_guest LOGIN;
    CREATE TABLE t (a serial PRIMARY KEY, b text CHECK (b <> '') DEFAULT 'x');
    CREATE VIEW v AS SELECT a FROM t;
    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM t';
    CREATE POLICY p ON t USING (a > 1);
  )");
  const Schema mine = reflect().schema;
  const auto guest = connect();
  guest->execute("SET ROLE migrate_test_guest");
  EXPECT_EQ(to_json(dialect_.reflect(*guest, {}).schema), to_json(mine));
  guest->execute("RESET ROLE");
  build("DROP ROLE migrate_test_guest");
}

}  // namespace
}  // namespace migrate::test
