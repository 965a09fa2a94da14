-- Accounts and what hangs on them
--
-- Revision ID: 01_accounts
-- Revises:

-- migrate:up
CREATE TABLE account (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE entry (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    amount INTEGER NOT NULL
);
INSERT INTO account VALUES (1, 'Ada'), (2, 'ada'), (3, 'Brook'), (4, 'alan');
INSERT INTO entry VALUES (1, 1, 10), (2, 1, 20), (3, 2, 30), (4, 3, 40), (5, 4, 50);

-- migrate:down
DROP TABLE entry;
DROP TABLE account;
