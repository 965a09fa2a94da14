-- People
--
-- Revision ID: 115bcd2e1a38
-- Revises:

-- migrate:up
CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
INSERT INTO person VALUES (1, 'Ada King Lovelace'), (2, 'Plato');

-- migrate:down
DROP TABLE person;
