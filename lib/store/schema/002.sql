-- Schema 2: what a renewal leaves behind when it is cut short, and when a provider ends a sign-in by itself.
ALTER TABLE accounts ADD COLUMN interrupted_at INTEGER;
ALTER TABLE accounts ADD COLUMN consent_ends_at INTEGER;
ALTER TABLE accounts ADD COLUMN rejections INTEGER;
ALTER TABLE tokens ADD COLUMN refresh_expires_at INTEGER;
ALTER TABLE refresh_journal ADD COLUMN owner TEXT;
ALTER TABLE refresh_journal ADD COLUMN lease_until INTEGER;
