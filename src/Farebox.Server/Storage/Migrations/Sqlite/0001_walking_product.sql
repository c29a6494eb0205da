-- Times are Unix milliseconds unless a name says otherwise; ids are text made by Farebox, sorted by time.

CREATE TABLE organizations (
    id          TEXT PRIMARY KEY NOT NULL,
    name        TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    archived_at INTEGER
) WITHOUT ROWID;
-- Operators who name no organization act on this one, so there is at most one.
CREATE UNIQUE INDEX organizations_default ON organizations (name) WHERE name = 'default';

CREATE TABLE projects (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    id              TEXT NOT NULL,
    name            TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    archived_at     INTEGER,
    PRIMARY KEY (organization_id, id)
) WITHOUT ROWID;

-- kind: project | admin | operator. An operator's key has no organization, an admin key no project.
CREATE TABLE api_keys (
    id              TEXT PRIMARY KEY NOT NULL,
    kind            TEXT NOT NULL,
    organization_id TEXT,
    project_id      TEXT,
    name            TEXT NOT NULL,
    permissions     TEXT NOT NULL,
    scopes          TEXT NOT NULL,
    models          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER,
    disabled_at     INTEGER,
    revoked_at      INTEGER,
    last_used_at    INTEGER
) WITHOUT ROWID;
CREATE INDEX api_keys_by_owner ON api_keys (organization_id, project_id, id);

-- A key has one secret, or two while a rotation overlaps: then the older one has expires_at.
CREATE TABLE api_key_secrets (
    hash       BLOB PRIMARY KEY NOT NULL,
    id         TEXT NOT NULL UNIQUE,
    key_id     TEXT NOT NULL REFERENCES api_keys (id),
    masked     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) WITHOUT ROWID;
CREATE INDEX api_key_secrets_by_key ON api_key_secrets (key_id, id);

CREATE TABLE access_tokens (
    id              TEXT PRIMARY KEY NOT NULL,
    key_id          TEXT NOT NULL REFERENCES api_keys (id),
    secret_id       TEXT NOT NULL,
    parent_token_id TEXT,
    depth           INTEGER NOT NULL,
    scopes          TEXT NOT NULL,
    models          TEXT NOT NULL,
    allowed_ips     TEXT NOT NULL,
    label           TEXT,
    user_name       TEXT,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    revoked_at      INTEGER
) WITHOUT ROWID;
CREATE INDEX access_tokens_by_key ON access_tokens (key_id, id);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);
CREATE INDEX access_tokens_by_parent ON access_tokens (parent_token_id) WHERE parent_token_id IS NOT NULL;

-- private_key: PKCS#8, encrypted under the installation secret.
CREATE TABLE signing_keys (
    id          TEXT PRIMARY KEY NOT NULL,
    private_key BLOB NOT NULL,
    created_at  INTEGER NOT NULL
) WITHOUT ROWID;

-- credential: encrypted under the installation secret. models_listed: the operator's list instead of discovery.
CREATE TABLE upstreams (
    id            TEXT PRIMARY KEY NOT NULL,
    name          TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    base_url      TEXT,
    credential    BLOB,
    asks_usage    INTEGER NOT NULL DEFAULT 1,
    models_listed INTEGER NOT NULL DEFAULT 0,
    position      INTEGER NOT NULL DEFAULT 0,
    disabled_at   INTEGER,
    created_at    INTEGER NOT NULL
) WITHOUT ROWID;

-- What the operator said about an upstream that is found rather than stored: embedded, or from the environment.
CREATE TABLE upstream_overrides (
    id          TEXT PRIMARY KEY NOT NULL,
    position    INTEGER,
    disabled_at INTEGER
) WITHOUT ROWID;

-- The newest known list of each upstream, stored ones and found ones alike.
CREATE TABLE upstream_models (
    upstream_id TEXT NOT NULL,
    name        TEXT NOT NULL,
    position    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (upstream_id, name)
) WITHOUT ROWID;

-- What the operator said about a model; a model without a row is as its name suggests.
CREATE TABLE model_settings (
    name        TEXT PRIMARY KEY NOT NULL,
    chat_only   INTEGER,
    disabled_at INTEGER
) WITHOUT ROWID;

-- The operator's aliases; an empty target switches a default alias off.
CREATE TABLE aliases (
    name       TEXT PRIMARY KEY NOT NULL,
    target     TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- One row per model call, keyed by its request id, which sorts by time. Durations are microseconds.
CREATE TABLE usage_records (
    request_id        BLOB PRIMARY KEY NOT NULL,
    started_at        INTEGER NOT NULL,
    organization_id   TEXT NOT NULL,
    project_id        TEXT NOT NULL,
    key_id            TEXT NOT NULL,
    token_id          TEXT,
    surface           INTEGER NOT NULL,
    stream            INTEGER NOT NULL,
    requested_model   TEXT,
    model             TEXT,
    upstream_id       TEXT,
    upstream_model    TEXT,
    input_tokens      INTEGER NOT NULL,
    cached_tokens     INTEGER NOT NULL,
    output_tokens     INTEGER NOT NULL,
    reasoning_tokens  INTEGER NOT NULL,
    usage_source      INTEGER NOT NULL,
    outcome           INTEGER NOT NULL,
    status            INTEGER NOT NULL,
    error_code        TEXT,
    attempts          INTEGER NOT NULL,
    duration_us       INTEGER NOT NULL,
    first_byte_us     INTEGER,
    upstream_us       INTEGER,
    client_request_id TEXT,
    user              TEXT
) WITHOUT ROWID;
CREATE INDEX usage_records_by_organization ON usage_records (organization_id, request_id);

-- Calls of which a client may have seen a byte and that are not settled yet. What is left here by a dead process was interrupted.
CREATE TABLE open_calls (
    request_id      BLOB PRIMARY KEY NOT NULL,
    started_at      INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    project_id      TEXT NOT NULL,
    key_id          TEXT NOT NULL,
    token_id        TEXT,
    surface         INTEGER NOT NULL,
    stream          INTEGER NOT NULL,
    requested_model TEXT,
    model           TEXT,
    user            TEXT
) WITHOUT ROWID;
