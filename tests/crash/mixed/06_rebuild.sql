-- A table is rebuilt by hand, beneath children that would be deleted with it
--
-- Revision ID: 06_rebuild
-- Revises: 05_merge

-- migrate:up dialect:sqlite transaction:false
PRAGMA foreign_keys = OFF;
DROP VIEW account_balance;
CREATE TABLE new_account (
    id INTEGER NOT NULL PRIMARY KEY,
    name VARCHAR(80) NOT NULL CHECK (name <> ''),
    note TEXT
);
INSERT INTO new_account SELECT id, name, note FROM account;
DROP TABLE account;
ALTER TABLE new_account RENAME TO account;
CREATE VIEW account_balance AS
    SELECT a.name, b.total FROM account a JOIN balance b ON b.account_id = a.id;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = ON;
DELETE FROM tag WHERE account_id = 4;
DELETE FROM account WHERE id = 4;

-- migrate:down dialect:sqlite transaction:false
PRAGMA foreign_keys = OFF;
DROP VIEW account_balance;
CREATE TABLE old_account (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note TEXT);
INSERT INTO old_account SELECT id, name, note FROM account;
DROP TABLE account;
ALTER TABLE old_account RENAME TO account;
PRAGMA foreign_keys = ON;
DELETE FROM tag WHERE account_id = 3;
DELETE FROM account WHERE id = 3;
CREATE VIEW account_balance AS
    SELECT a.name, b.total FROM account a JOIN balance b ON b.account_id = a.id;

-- migrate:up dialect:postgresql
DROP VIEW account_balance;
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80), ADD CHECK (name <> '');
COPY balance (account_id, total) FROM stdin;
100	1000
101	1001
\.
CREATE VIEW account_balance AS
    SELECT a.name, b.total FROM account a JOIN balance b ON b.account_id = a.id;
DELETE FROM tag WHERE account_id = 4;
DELETE FROM account WHERE id = 4;

-- migrate:down dialect:postgresql
DROP VIEW account_balance;
DELETE FROM tag WHERE account_id = 3;
DELETE FROM account WHERE id = 3;
DELETE FROM balance WHERE account_id >= 100;
ALTER TABLE account DROP CONSTRAINT account_name_check;
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(40);
CREATE VIEW account_balance AS
    SELECT a.name, b.total FROM account a JOIN balance b ON b.account_id = a.id;
