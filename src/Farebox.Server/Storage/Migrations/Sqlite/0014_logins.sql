-- Who may sign in as which user by an OpenID provider. subject: the provider's name for them, theirs for good; email is only shown.
CREATE TABLE logins (
    issuer   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    user_id  TEXT NOT NULL REFERENCES users (id),
    email    TEXT,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;
CREATE INDEX logins_by_user ON logins (user_id);
