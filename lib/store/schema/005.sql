-- Schema 5: how long what a broker makes for a key may live, and the web pages that may show the key.
ALTER TABLE keys ADD COLUMN max_ttl INTEGER;
ALTER TABLE keys ADD COLUMN origins TEXT;
