-- Schema 3: how an account was granted, and what is worth keeping of what a provider told about itself.
ALTER TABLE accounts ADD COLUMN grant_type TEXT;
CREATE TABLE documents (
    name TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
