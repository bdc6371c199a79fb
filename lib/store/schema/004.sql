-- Schema 4: what a key may ask for beside accounts, local handles that stand for a refresh token, files kept fresh.
ALTER TABLE keys ADD COLUMN scopes TEXT;
ALTER TABLE keys ADD COLUMN brokers TEXT;
ALTER TABLE keys ADD COLUMN per_minute INTEGER;
ALTER TABLE keys ADD COLUMN paused INTEGER;
ALTER TABLE keys ADD COLUMN unconfirmed INTEGER;

CREATE TABLE handles (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    uses INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE links (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL,
    account TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    mode INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    written_at INTEGER,
    generation INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    problem_code TEXT NOT NULL,
    problem TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
