-- Both branches in one
--
-- Revision ID: 05_merge
-- Revises: 04_left, 04_right

-- migrate:up
INSERT INTO balance SELECT id, 1 FROM account WHERE id NOT IN (SELECT account_id FROM balance);
CREATE VIEW account_balance AS
    SELECT a.name, b.total FROM account a JOIN balance b ON b.account_id = a.id;

-- migrate:down
DROP VIEW account_balance;
DELETE FROM balance WHERE total = 1;
