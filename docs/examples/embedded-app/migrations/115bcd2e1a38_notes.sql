-- Notes
--
-- Revision ID: 115bcd2e1a38
-- Revises:

-- migrate:up
CREATE TABLE note (
    id INTEGER NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);
INSERT INTO note (text) VALUES ('Buy milk; feed the cat');

-- migrate:down
DROP TABLE note;
