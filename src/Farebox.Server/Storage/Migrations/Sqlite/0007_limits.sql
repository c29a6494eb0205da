-- How fast calls may come: numbers for each minute, each day, and at once; null for no limit. The project is empty for an organization's, the key
-- for an organization's or a project's. model: the catalog's name, * for all models together.
CREATE TABLE rate_limits (
    organization_id        TEXT NOT NULL REFERENCES organizations (id),
    project_id             TEXT NOT NULL DEFAULT '',
    key_id                 TEXT NOT NULL DEFAULT '',
    model                  TEXT NOT NULL,
    rpm                    INTEGER CHECK (rpm > 0),
    rpd                    INTEGER CHECK (rpd > 0),
    tpm                    INTEGER CHECK (tpm > 0),
    tpd                    INTEGER CHECK (tpd > 0),
    ipm                    INTEGER CHECK (ipm > 0),
    concurrency            INTEGER CHECK (concurrency > 0),
    queue_max_waiting      INTEGER NOT NULL DEFAULT 0,
    queue_max_wait_seconds INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, project_id, key_id, model)
) STRICT, WITHOUT ROWID;

-- What an operator decided about an organization's tier: its name, null for what was spent to decide, and numbers that go before the tier's.
CREATE TABLE organization_tiers (
    organization_id TEXT PRIMARY KEY NOT NULL REFERENCES organizations (id),
    tier            TEXT,
    rpm             INTEGER CHECK (rpm > 0),
    rpd             INTEGER CHECK (rpd > 0),
    tpm             INTEGER CHECK (tpm > 0),
    tpd             INTEGER CHECK (tpd > 0),
    ipm             INTEGER CHECK (ipm > 0),
    concurrency     INTEGER CHECK (concurrency > 0)
) STRICT, WITHOUT ROWID;

-- The limits of an access token, and of all that come from it.
ALTER TABLE access_tokens ADD COLUMN rpm INTEGER;
ALTER TABLE access_tokens ADD COLUMN rpd INTEGER;
ALTER TABLE access_tokens ADD COLUMN tpm INTEGER;
ALTER TABLE access_tokens ADD COLUMN tpd INTEGER;
ALTER TABLE access_tokens ADD COLUMN ipm INTEGER;
ALTER TABLE access_tokens ADD COLUMN concurrency INTEGER;
