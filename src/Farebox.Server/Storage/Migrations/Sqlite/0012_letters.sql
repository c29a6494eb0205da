-- Letters that wait to be sent, and those that could not be. Times are Unix milliseconds.
-- content: recipient, subject and text, encrypted: links in letters open things. Emptied when the letter is given up. A letter that was sent has no row.
CREATE TABLE letters (
    id         TEXT PRIMARY KEY NOT NULL,
    content    BLOB,
    attempts   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at    INTEGER,
    failed_at  INTEGER,
    error      TEXT
) WITHOUT ROWID;
CREATE INDEX letters_by_turn ON letters (next_at) WHERE next_at IS NOT NULL;

-- Who was asked to join which organization. secret_hash: of the secret in the letter's link. created_by: a user's id or a key's.
CREATE TABLE invites (
    organization_id  TEXT NOT NULL REFERENCES organizations (id),
    id               TEXT NOT NULL,
    email            TEXT NOT NULL,
    normalized_email TEXT NOT NULL,
    role             TEXT NOT NULL,
    secret_hash      BLOB NOT NULL,
    created_by       TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    accepted_at      INTEGER,
    PRIMARY KEY (organization_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX invites_by_id ON invites (id);
CREATE INDEX invites_by_email ON invites (normalized_email);

-- The step of time of the last authenticator code that was taken: no code is taken twice.
ALTER TABLE users ADD COLUMN last_code_step INTEGER NOT NULL DEFAULT 0;
