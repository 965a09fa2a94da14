-- One database of what other tools lose; laws_test.cpp wants it back from all that codegen writes.
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'it''s fine');
CREATE TYPE other.mood AS ENUM ('other');
CREATE DOMAIN positive AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE span AS RANGE (subtype = double precision);
CREATE SEQUENCE shared START 100 INCREMENT 5 CYCLE MAXVALUE 1000;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
    NEW.changed := now();
    RETURN NEW; -- "back\slash"
END $f$;
CREATE PROCEDURE nothing() LANGUAGE sql BEGIN ATOMIC SELECT 1; END;
CREATE TABLE author (
    id bigint GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 2) PRIMARY KEY,
    number serial,
    mood mood DEFAULT 'sad',
    moods other.mood[],
    age positive,
    together pair,
    name varchar(40) COLLATE "C" NOT NULL DEFAULT 'it''s',
    price numeric(10,2),
    made timestamp DEFAULT now(),
    changed timestamptz,
    born date, at time, took interval, u uuid, j json, jb jsonb, raw bytea, f real, d double precision,
    small smallint, flag boolean DEFAULT true, tags text[] DEFAULT '{}', long text,
    doubled integer GENERATED ALWAYS AS (twice(3)) STORED,
    UNIQUE NULLS NOT DISTINCT (name, mood)
);
COMMENT ON TABLE author IS 'who writes; "quoted"';
COMMENT ON COLUMN author.name IS 'their name';
ALTER TABLE author ALTER COLUMN long SET STORAGE external, ALTER COLUMN name SET STATISTICS 500;
CREATE TABLE book (
    id integer DEFAULT nextval('shared') PRIMARY KEY,
    author bigint REFERENCES author ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    title text NOT NULL,
    pages span,
    room int4range,
    CONSTRAINT titled CHECK (title <> ''),
    EXCLUDE USING gist (room WITH &&)
);
ALTER TABLE book ADD CONSTRAINT late CHECK (id > 0) NOT VALID;
CREATE INDEX book_title ON book USING btree (lower(title) text_pattern_ops, id DESC NULLS LAST)
    INCLUDE (author) WHERE id > 5;
CREATE INDEX author_tags ON author USING gin (tags);
CREATE TABLE other.author (id integer PRIMARY KEY, book integer REFERENCES public.book);
ALTER TABLE book ADD COLUMN favourite integer REFERENCES other.author;
CREATE TABLE measure (at date NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE TABLE measure_2024 PARTITION OF measure FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE measure_rest PARTITION OF measure DEFAULT;
CREATE INDEX measure_at ON measure (at);
CREATE TABLE base (id integer, note text);
CREATE TABLE derived (more text) INHERITS (base);
CREATE TABLE "Mixed Case" ("select" text, "a b" text, a_b text, "2nd" text, "größe" text, "quote""d" text,
    class text, class_ text, errno text);
CREATE VIEW cheap AS SELECT id, title FROM book WHERE id < 5;
CREATE MATERIALIZED VIEW counted AS SELECT author, count(*) AS n FROM book GROUP BY author;
CREATE UNIQUE INDEX counted_author ON counted (author);
CREATE TRIGGER touched BEFORE UPDATE ON author FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
    EXECUTE FUNCTION touch();
CREATE RULE quiet AS ON INSERT TO base WHERE NEW.id IS NULL DO INSTEAD NOTHING;
ALTER TABLE book ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON book FOR SELECT USING (id > 10);
CREATE STATISTICS book_statistics ON id, author FROM book;
