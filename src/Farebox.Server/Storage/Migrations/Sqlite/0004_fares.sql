-- What a call was quoted and charged, in nano-USD, and by which version of its price. The organization goes first in the key, which saves an
-- index on every call: nobody looks at calls but one organization's at a time. Rebuilt as a whole: no release has written the old table.

CREATE TABLE usage_records_with_fares (
    organization_id   TEXT NOT NULL,
    request_id        BLOB NOT NULL,
    started_at        INTEGER NOT NULL,
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
    user              TEXT,
    quote_nano        INTEGER NOT NULL DEFAULT 0,
    charge_nano       INTEGER NOT NULL DEFAULT 0,
    overrun_nano      INTEGER NOT NULL DEFAULT 0,
    price_version     TEXT,
    PRIMARY KEY (organization_id, request_id)
) WITHOUT ROWID;
INSERT INTO usage_records_with_fares (
    organization_id, request_id, started_at, project_id, key_id, token_id, surface, stream, requested_model, model, upstream_id, upstream_model,
    input_tokens, cached_tokens, output_tokens, reasoning_tokens, usage_source, outcome, status, error_code, attempts, duration_us,
    first_byte_us, upstream_us, client_request_id, user)
SELECT organization_id, request_id, started_at, project_id, key_id, token_id, surface, stream, requested_model, model, upstream_id, upstream_model,
    input_tokens, cached_tokens, output_tokens, reasoning_tokens, usage_source, outcome, status, error_code, attempts, duration_us,
    first_byte_us, upstream_us, client_request_id, user
FROM usage_records;
DROP TABLE usage_records;
ALTER TABLE usage_records_with_fares RENAME TO usage_records;

ALTER TABLE open_calls ADD COLUMN quote_nano INTEGER NOT NULL DEFAULT 0;
ALTER TABLE open_calls ADD COLUMN price_version TEXT;
