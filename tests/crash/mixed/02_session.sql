-- What a statement sets in the session decides what the ones behind it do
--
-- Revision ID: 02_session
-- Revises: 01_accounts

-- migrate:up dialect:sqlite transaction:false
CREATE TABLE picked (step INTEGER NOT NULL, name TEXT NOT NULL);
PRAGMA case_sensitive_like = ON;
INSERT INTO picked SELECT 1, name FROM account WHERE name LIKE 'A%';
PRAGMA user_version = 7;
INSERT INTO picked SELECT 2, name FROM account WHERE name LIKE 'a%';
PRAGMA case_sensitive_like = OFF;
INSERT INTO picked SELECT user_version, name FROM account, pragma_user_version
    WHERE name LIKE 'a%';
PRAGMA user_version = 8;
CREATE INDEX ix_picked ON picked (name);

-- migrate:down dialect:sqlite transaction:false
PRAGMA case_sensitive_like = ON;
DELETE FROM account WHERE name LIKE 'ad%';
PRAGMA user_version = 0;
DROP TABLE picked;

-- migrate:up dialect:postgresql transaction:false
CREATE SCHEMA side;
SET search_path = side, public;
CREATE TABLE picked (step INTEGER NOT NULL, name TEXT NOT NULL);
INSERT INTO picked SELECT 1, name FROM account WHERE name LIKE 'A%';
SET TIME ZONE 'Asia/Kolkata';
CREATE TABLE public.picked AS SELECT '2020-01-01 00:00 UTC'::timestamptz::text AS name;
INSERT INTO picked SELECT 2, name FROM public.picked;
RESET search_path;
INSERT INTO picked SELECT extract(timezone FROM timestamptz '2020-01-01 00:00 UTC')::text;
COPY side.picked (step, name) FROM stdin;
3	three
4	four
\.
PREPARE pick (integer) AS INSERT INTO side.picked VALUES ($1, 'prepared');
EXECUTE pick (5);
EXECUTE pick (6);
DEALLOCATE pick;

-- migrate:down dialect:postgresql transaction:false
SET search_path = side, public;
DELETE FROM account WHERE name = 'ada';
DROP TABLE picked;
DROP TABLE picked;
DROP SCHEMA side;
