-- A base of its own, on which a branch depends
--
-- Revision ID: 90_aside
-- Revises:

-- migrate:up
CREATE TABLE aside (id INTEGER NOT NULL PRIMARY KEY);
INSERT INTO aside VALUES (1), (2), (3);

-- migrate:down
DROP TABLE aside;
