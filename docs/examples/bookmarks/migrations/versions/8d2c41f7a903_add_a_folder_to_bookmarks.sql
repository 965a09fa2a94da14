-- Add a folder to bookmarks
--
-- Revision ID: 8d2c41f7a903
-- Revises: 115bcd2e1a38
-- Create Date: 2025-09-12 16:06:16.000000

-- migrate:up
ALTER TABLE bookmark ADD COLUMN folder VARCHAR(255);
CREATE INDEX bookmark_folder ON bookmark (userkey, folder);

-- migrate:down
DROP INDEX bookmark_folder;
ALTER TABLE bookmark DROP COLUMN folder;
