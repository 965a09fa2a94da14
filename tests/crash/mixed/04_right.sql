-- The right branch, half of which may stand when the left is not begun
--
-- Revision ID: 04_right
-- Revises: 03_bare
-- Depends On: 90_aside

-- migrate:up transaction:false
CREATE TABLE balance (account_id INTEGER NOT NULL PRIMARY KEY, total INTEGER NOT NULL);
INSERT INTO balance SELECT account_id, sum(amount) FROM entry GROUP BY account_id;
UPDATE balance SET total = total + (SELECT count(*) FROM aside);
UPDATE balance SET total = total * 2;

-- migrate:down transaction:false
UPDATE balance SET total = 0;
DELETE FROM balance;
DROP TABLE balance;
