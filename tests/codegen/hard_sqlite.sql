-- One database of what other tools lose; laws_test.cpp wants it back from all that codegen writes.
CREATE TABLE author (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT COLLATE NOCASE NOT NULL DEFAULT 'it''s "new"',
    kind VARCHAR(1) CONSTRAINT kinds CHECK (kind IN ('a', 'b', 'it''s')),
    UNIQUE (name, kind) ON CONFLICT REPLACE
);
CREATE TABLE book (
    id INTEGER NOT NULL,
    author INTEGER REFERENCES author(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    title TEXT NOT NULL ON CONFLICT FAIL,
    price NUMERIC(10,2) DEFAULT 0,
    taxed GENERATED ALWAYS AS (price * 1.19) STORED,
    short TEXT AS (substr(title, 1, 3)),
    made DATETIME DEFAULT CURRENT_TIMESTAMP,
    odd DEFAULT (strftime('%s', 'now')),
    cover BLOB DEFAULT x'00ff',
    CONSTRAINT pk PRIMARY KEY (id DESC)
);
CREATE INDEX book_title ON book (lower(title), author DESC) WHERE price > 5;
CREATE UNIQUE INDEX book_short ON book (short COLLATE NOCASE);
CREATE TABLE wordcount (word TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE strictly (a INT, b REAL, c ANY) STRICT;
CREATE TABLE "odd types" (u UUID, f FOO, untyped, v "VARCHAR(10) ", ch nChar(5), d double PRECISION);
CREATE TABLE "class" ("select" TEXT, "Base" TEXT, "a b" TEXT, a_b TEXT, "2nd" TEXT, "größe" TEXT,
    "quote""d" TEXT, class TEXT, class_ TEXT, errno TEXT, "__x" TEXT, "back\slash" TEXT);
CREATE TABLE "schema" (std TEXT, migrate TEXT, "Schema" TEXT);
CREATE TABLE Base (id INTEGER);
CREATE TABLE "2fa" (id INTEGER);
CREATE TABLE "table" (id INTEGER);
CREATE TABLE "Date" (id DATE, at TIME);
CREATE TABLE node (id INTEGER PRIMARY KEY, parent INTEGER, FOREIGN KEY (parent) REFERENCES node);
CREATE VIEW cheap AS
    SELECT id, title -- with a comment
    FROM book WHERE price < 5;
CREATE VIEW cheaper AS SELECT * FROM cheap WHERE id < 10;
CREATE TRIGGER book_insert AFTER INSERT ON book WHEN new.price > 100 BEGIN
    UPDATE wordcount SET n = n + 1 WHERE word = 'dear';
    SELECT CASE WHEN new.title = '' THEN raise(abort, 'no title; none') END;
END;
CREATE TRIGGER cheap_insert INSTEAD OF INSERT ON cheap BEGIN
    INSERT INTO book (id, title) VALUES (new.id, new.title);
END;
CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'porter');
INSERT INTO author (name) VALUES ('x');
ANALYZE;
