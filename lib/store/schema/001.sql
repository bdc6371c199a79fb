-- Schema 1. Every table but meta ends in `sealed`: the row's secret fields, encrypted, and bound to the table's
-- name and to every other column of the row, so that no column can change unnoticed. Times are seconds since 1970.
-- A later schema adds columns behind `sealed` with NULL as their value: a NULL at the end does not break a seal.

CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value ANY NOT NULL
) STRICT;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY NOT NULL,
    client TEXT NOT NULL,
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    display_name TEXT NOT NULL,
    status TEXT NOT NULL,
    problem_code TEXT NOT NULL,
    problem TEXT NOT NULL,
    problem_since INTEGER,
    generation INTEGER NOT NULL,
    scopes TEXT NOT NULL,
    requested_scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    authorized_at INTEGER NOT NULL,
    renewed_at INTEGER,
    next_attempt_at INTEGER,
    failures INTEGER NOT NULL,
    has_tokens INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (client, name)
) STRICT;
CREATE INDEX accounts_by_subject ON accounts (client, subject, id);
CREATE INDEX accounts_by_next_attempt ON accounts (next_attempt_at, id) WHERE status = 'connected';

-- The generation is the account's: a token set put back from an older time does not fit.
CREATE TABLE tokens (
    account_id TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    token_type TEXT NOT NULL,
    scopes TEXT,
    received_at INTEGER NOT NULL,
    expires_at INTEGER,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE refresh_journal (
    account_id TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    pid INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE pending_authorizations (
    state_hash TEXT PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX pending_authorizations_by_age ON pending_authorizations (created_at);

CREATE TABLE keys (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    accounts TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    uses INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE activity (
    id INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
