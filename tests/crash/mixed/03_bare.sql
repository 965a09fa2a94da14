-- Statements that no transaction takes
--
-- Revision ID: 03_bare
-- Revises: 02_session

-- migrate:up dialect:sqlite transaction:false
VACUUM;
CREATE TABLE tag (name TEXT NOT NULL, account_id INTEGER NOT NULL REFERENCES account (id));
INSERT INTO tag SELECT 'all', id FROM account;
VACUUM;
VACUUM main;
INSERT INTO tag SELECT 'more', id FROM account;
VACUUM;

-- migrate:down dialect:sqlite transaction:false
DELETE FROM tag WHERE name = 'more';
VACUUM;
DROP TABLE tag;
VACUUM;

-- migrate:up dialect:postgresql transaction:false
CREATE TABLE tag (name TEXT NOT NULL, account_id INTEGER NOT NULL REFERENCES account (id));
INSERT INTO tag SELECT 'all', id FROM account;
CREATE INDEX CONCURRENTLY ix_tag_name ON tag (name);
INSERT INTO tag SELECT 'more', id FROM account;
CREATE UNIQUE INDEX CONCURRENTLY uq_tag ON tag (name, account_id);
VACUUM tag;
CREATE INDEX CONCURRENTLY ix_tag_late ON tag (account_id);
REINDEX INDEX CONCURRENTLY ix_tag_late;
DROP INDEX CONCURRENTLY ix_tag_name;

-- migrate:down dialect:postgresql transaction:false
DROP INDEX CONCURRENTLY uq_tag;
DELETE FROM tag WHERE name = 'more';
CREATE UNIQUE INDEX CONCURRENTLY uq_tag ON tag (account_id);
VACUUM ANALYZE tag;
DROP TABLE tag;
