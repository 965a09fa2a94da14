-- The bookmark application's database as it was before its schema had revisions: what `migrate
-- stamp 115bcd2e1a38` takes over. The two rows are there to show that nothing of it is lost.
CREATE TABLE bookmark (
    id            INTEGER      NOT NULL PRIMARY KEY,
    userkey       VARCHAR(255) NOT NULL,
    title         VARCHAR(255) NOT NULL,
    url           VARCHAR(255) NOT NULL,
    created_date  DATETIME     NOT NULL,
    url_hash      VARCHAR(255) NOT NULL,
    tags          VARCHAR(255) NOT NULL,
    http_status   INTEGER      NOT NULL,
    modified_date DATETIME,
    favicon       VARCHAR(255),
    starred       BOOLEAN      DEFAULT 0,
    deleted_date  DATETIME     DEFAULT NULL,
    status        INTEGER      DEFAULT 0,
    note          TEXT         DEFAULT NULL
);
CREATE TABLE publictag (
    id            INTEGER      NOT NULL PRIMARY KEY,
    tagkey        VARCHAR(255) NOT NULL,
    userkey       VARCHAR(255) NOT NULL,
    tag           VARCHAR(255) NOT NULL,
    created_date  DATETIME     DEFAULT NULL
);
CREATE TABLE user (
    id            INTEGER      NOT NULL PRIMARY KEY,
    username      VARCHAR(255) NOT NULL,
    key           VARCHAR(255) NOT NULL,
    created_date  DATETIME     NOT NULL,
    theme         VARCHAR(20)  DEFAULT 'green'
);

INSERT INTO user (username, key, created_date) VALUES ('anna', 'k1', '2019-04-01 08:00:00');
INSERT INTO bookmark (userkey, title, url, created_date, url_hash, tags, http_status)
VALUES ('k1', 'SQLite', 'https://sqlite.org/', '2019-04-01 08:05:00', '7f3a', 'database', 200);
