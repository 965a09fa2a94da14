"""Writes what the benchmarks run on: graphs of revisions, as files of migrate, Alembic and dbmate,
and large scripts."""

import json
import pathlib


class Revision:
    def __init__(self, number, parents):
        self.id = f"{number:012x}"
        self.number = number
        self.parents = [f"{parent:012x}" for parent in parents]


def linear(count):
    return [Revision(i, [i - 1] if i > 1 else []) for i in range(1, count + 1)]


def branched(count):
    """Every ten revisions: a branch point, two branches of four, a merge point."""
    revisions = []
    tip = []
    while len(revisions) + 10 <= count:
        first = len(revisions) + 1
        revisions.append(Revision(first, tip))
        left, right = first, first
        for step in range(4):
            left, right = first + 1 + 2 * step, first + 2 + 2 * step
            behind = [first, first] if step == 0 else [left - 2, right - 2]
            revisions.append(Revision(left, behind[:1]))
            revisions.append(Revision(right, behind[1:]))
        revisions.append(Revision(first + 9, [left, right]))
        tip = [first + 9]
    return revisions


def table_and_index(number):
    return [f"CREATE TABLE t{number} (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL)",
            f"CREATE INDEX ix_t{number}_name ON t{number} (name)"]


def nothing(number):
    return []


def project(folder, revisions, body, url="sqlite:///app.db", settings=""):
    """A migrate.ini and its revision files."""
    versions = pathlib.Path(folder, "migrations", "versions")
    versions.mkdir(parents=True)
    pathlib.Path(folder, "migrate.ini").write_text(
        f"[migrate]\nscript_location = migrations\nurl = {url}\n{settings}")
    for revision in revisions:
        statements = "".join(statement + ";\n" for statement in body(revision.number))
        (versions / f"{revision.id}_revision_{revision.number}.sql").write_text(
            f"-- Revision {revision.number}\n--\n-- Revision ID: {revision.id}\n"
            f"-- Revises: {', '.join(revision.parents)}\n"
            "-- Create Date: 2025-09-12 16:06:16.479075\n\n"
            f"-- migrate:up\n{statements}\n-- migrate:down\n")


def operations_project(folder, revisions, url="sqlite:///app.db"):
    """The work of table_and_index() as revisions of operations."""
    project(folder, [], nothing, url)
    for revision in revisions:
        name = f"t{revision.number}"
        document = {
            "revision": revision.id, "revises": revision.parents,
            "message": f"Revision {revision.number}", "create_date": "2025-09-12 16:06:16.479075",
            "upgrade": [
                {"create_table": {"name": name, "columns": [
                    {"name": "id", "type": "integer", "nullable": False},
                    {"name": "name", "type": "string(100)", "nullable": False}],
                    "primary_key": {"columns": ["id"]}}},
                {"create_index": {"table": name, "name": f"ix_{name}_name", "columns": ["name"]}}],
            "downgrade": "auto"}
        file = pathlib.Path(folder, "migrations", "versions",
                            f"{revision.id}_revision_{revision.number}.json")
        file.write_text(json.dumps(document, indent=2) + "\n")


def alembic_project(folder, revisions):
    """The same graph for Alembic; the revisions do nothing."""
    versions = pathlib.Path(folder, "migrations", "versions")
    versions.mkdir(parents=True)
    pathlib.Path(folder, "alembic.ini").write_text(
        "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n")
    pathlib.Path(folder, "migrations", "env.py").write_text(
        "from alembic import context\nfrom sqlalchemy import create_engine\n\n"
        "engine = create_engine(context.config.get_main_option('sqlalchemy.url'))\n"
        "with engine.connect() as connection:\n"
        "    context.configure(connection=connection)\n"
        "    with context.begin_transaction():\n"
        "        context.run_migrations()\n")
    pathlib.Path(folder, "migrations", "script.py.mako").write_text("")
    for revision in revisions:
        parents = tuple(revision.parents)
        down = None if not parents else parents[0] if len(parents) == 1 else parents
        (versions / f"{revision.id}_revision_{revision.number}.py").write_text(
            f'"""Revision {revision.number}\n\nRevision ID: {revision.id}\n"""\n\n'
            f"revision = {revision.id!r}\ndown_revision = {down!r}\nbranch_labels = None\n"
            "depends_on = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n")


def dbmate_project(folder, count):
    versions = pathlib.Path(folder, "db", "migrations")
    versions.mkdir(parents=True)
    for number in range(1, count + 1):
        (versions / f"{number:014}_revision.sql").write_text(
            "-- migrate:up\nSELECT 1;\n\n-- migrate:down\n")


def text_literal(value):
    return "'" + value.replace("'", "''") + "'"


def same_work(file, revisions, body, begin, together, own_tables):
    """What `migrate upgrade` does with these revisions as a script for the database's own shell:
    the statements, and with each step its version and history writes."""
    with open(file, "w") as out:
        out.write(own_tables)
        if together:
            out.write(begin + ";\n")
        for revision in revisions:
            if not together:
                out.write(begin + ";\n")
            for statement in body(revision.number):
                out.write(statement + ";\n")
            if revision.parents:
                out.write(f"UPDATE migrate_version SET version_num = '{revision.id}' "
                          f"WHERE version_num = '{revision.parents[0]}';\n")
            else:
                out.write(f"INSERT INTO migrate_version (version_num) VALUES ('{revision.id}');\n")
            out.write("INSERT INTO migrate_history (revision, action, outcome, started_at, "
                      "duration_ms, checksum, message, applied_by, tool_version, error) VALUES "
                      f"('{revision.id}', 'upgrade', 'done', '2025-09-12T16:06:16.479Z', 3, "
                      f"'{revision.number:064x}', 'Revision {revision.number}', 'root@localhost', "
                      "'0.1.0', NULL);\n")
            if not together:
                out.write("COMMIT;\n")
        if together:
            out.write("COMMIT;\n")


OWN_TABLES_SQLITE = """\
CREATE TABLE migrate_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE migrate_history (id INTEGER PRIMARY KEY, revision VARCHAR(32) NOT NULL,
  action VARCHAR(16) NOT NULL, outcome VARCHAR(16) NOT NULL, started_at VARCHAR(32) NOT NULL,
  duration_ms BIGINT NOT NULL, checksum VARCHAR(64), message TEXT, applied_by TEXT,
  tool_version TEXT, error TEXT);
"""
OWN_TABLES_POSTGRESQL = OWN_TABLES_SQLITE.replace(
    "id INTEGER", "id BIGINT GENERATED BY DEFAULT AS IDENTITY")

INSERT_TABLE = "CREATE TABLE item (id INTEGER PRIMARY KEY, owner INTEGER, name TEXT, note TEXT);\n"


def inserts(file, count, head="", tail=""):
    """About 100 bytes a statement."""
    with open(file, "w") as out:
        out.write(head + INSERT_TABLE)
        for number in range(count):
            out.write(f"INSERT INTO item VALUES ({number}, {number % 977}, 'name of {number}', "
                      f"'what is known of it: {number * 7919 % 1000003:07}, no more');\n")
        out.write(tail)


def copy(file, size, head="", tail=""):
    """A COPY of at least `size` bytes, about 100 a row."""
    with open(file, "w") as out:
        written = out.write(head + INSERT_TABLE + "COPY item FROM stdin;\n")
        number = 0
        while written < size:
            written += out.write(f"{number}\t{number % 977}\tname of {number}\twhat is known of it: "
                                 f"{number * 7919 % 1000003:07}, and a little more of it\n")
            number += 1
        out.write("\\.\n" + tail)


def header(identity):
    return f"-- A large one\n--\n-- Revision ID: {identity}\n-- Revises:\n\n-- migrate:up\n"


DOWN = "\n-- migrate:down\n"


def table_to_rebuild(count):
    return f"""
CREATE TABLE bookmark (id INTEGER PRIMARY KEY AUTOINCREMENT, url VARCHAR(255), title TEXT);
CREATE INDEX bookmark_title ON bookmark (title);
CREATE TABLE log (id INTEGER);
CREATE TRIGGER bookmark_gone AFTER DELETE ON bookmark BEGIN INSERT INTO log VALUES (OLD.id); END;
CREATE TABLE tag (bookmark_id INTEGER REFERENCES bookmark ON DELETE CASCADE, name TEXT);
INSERT INTO bookmark (url, title) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
LIMIT {count}) SELECT 'https://example.org/pages/' || i, 'page ' || (i * 7919 % {count}) FROM n;
INSERT INTO tag SELECT id, 'tag ' || id FROM bookmark WHERE id % 50 = 0;
"""


def rebuild_statements(counter=False):
    kept = """DELETE FROM sqlite_sequence WHERE name = 'new_bookmark';
INSERT INTO sqlite_sequence SELECT 'new_bookmark', seq FROM sqlite_sequence WHERE name = 'bookmark';
"""
    return f"""CREATE TABLE new_bookmark (
    id INTEGER PRIMARY KEY AUTOINCREMENT, url VARCHAR(255) NOT NULL, title TEXT);
INSERT INTO new_bookmark (id, url, title) SELECT id, url, title FROM bookmark;
{kept if counter else ""}DROP TABLE bookmark;
ALTER TABLE new_bookmark RENAME TO bookmark;
CREATE INDEX bookmark_title ON bookmark (title);
CREATE TRIGGER bookmark_gone AFTER DELETE ON bookmark BEGIN INSERT INTO log VALUES (OLD.id); END;
"""


def tables(count):
    """A schema in both databases' SQL: keys, a unique column, a check, an index."""
    text = ""
    for i in range(count):
        text += (f"CREATE TABLE t{i} (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(50) NOT NULL "
                 f"UNIQUE, b INTEGER DEFAULT 0 CHECK (b >= 0), c TEXT, p INTEGER REFERENCES "
                 f"t{max(i - 1, 0)} (id));\nCREATE INDEX i{i} ON t{i} (b, c);\n")
    return text


def many_tables(count):
    """Tables of ten columns, two indexes and a foreign key each, for both databases."""
    for number in range(count):
        other = max(number - 1, 0)
        yield (f"CREATE TABLE t{number} (id integer NOT NULL PRIMARY KEY, "
               f"parent integer REFERENCES t{other} (id), name varchar(40) NOT NULL, "
               "price numeric(10,2) DEFAULT 0, made timestamp DEFAULT CURRENT_TIMESTAMP, "
               "note text, amount bigint NOT NULL, flag boolean, day date, "
               "word varchar(10) DEFAULT 'none');\n"
               f"CREATE INDEX t{number}_name ON t{number} (name);\n"
               f"CREATE UNIQUE INDEX t{number}_made ON t{number} (made, word);\n")
