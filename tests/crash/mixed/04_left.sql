-- The left branch: rows that depend on the order of the steps
--
-- Revision ID: 04_left
-- Revises: 03_bare

-- migrate:up foreign_keys:off
ALTER TABLE account ADD COLUMN note TEXT;
UPDATE account SET note = 'left ' || (SELECT count(*) FROM entry);
INSERT INTO account VALUES (5, 'Erin', 'by the left');

-- migrate:down foreign_keys:off
DELETE FROM tag WHERE account_id = 5;
DELETE FROM account WHERE id = 5;
ALTER TABLE account DROP COLUMN note;
