-- People who sign in to the console. Times are Unix milliseconds. A user without a password signs in by an outside provider.
-- authenticator_key: encrypted. recovery_codes: a JSON array of hashes.
CREATE TABLE users (
    id                TEXT PRIMARY KEY NOT NULL,
    email             TEXT NOT NULL,
    normalized_email  TEXT NOT NULL,
    email_confirmed   INTEGER NOT NULL,
    name              TEXT NOT NULL,
    password_hash     TEXT,
    security_stamp    TEXT NOT NULL,
    concurrency_stamp TEXT NOT NULL,
    two_factor        INTEGER NOT NULL,
    authenticator_key BLOB,
    recovery_codes    TEXT NOT NULL DEFAULT '[]',
    failed_sign_ins   INTEGER NOT NULL DEFAULT 0,
    locked_until      INTEGER,
    is_operator       INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    disabled_at       INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX users_by_email ON users (normalized_email);

-- Sign-ins to the console. hash: of the secret in the browser's cookie. stage 0: the password was right and a code is asked for; 1: signed in.
-- security_stamp: the user's when it began; one that is not the user's any more is over.
CREATE TABLE sessions (
    hash           BLOB PRIMARY KEY NOT NULL,
    id             TEXT NOT NULL,
    user_id        TEXT NOT NULL REFERENCES users (id),
    stage          INTEGER NOT NULL,
    security_stamp TEXT NOT NULL,
    remember       INTEGER NOT NULL,
    address        TEXT,
    user_agent     TEXT,
    created_at     INTEGER NOT NULL,
    seen_at        INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX sessions_by_user ON sessions (user_id, id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- role: owner, admin, member, billing or viewer.
CREATE TABLE members (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    user_id         TEXT NOT NULL REFERENCES users (id),
    role            TEXT NOT NULL,
    added_at        INTEGER NOT NULL,
    PRIMARY KEY (organization_id, user_id)
) WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);
