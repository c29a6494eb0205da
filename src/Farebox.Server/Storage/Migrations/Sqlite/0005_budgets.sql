-- Limits on spending. The project is empty for an organization's, the key for an organization's or a project's.
-- unit: 0 nano-USD, 1 requests. period: 0 life, 1 month, 2 day. What was spent is in the ledger, in accounts named after the id.
CREATE TABLE budgets (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    project_id      TEXT NOT NULL DEFAULT '',
    key_id          TEXT NOT NULL DEFAULT '',
    unit            INTEGER NOT NULL,
    period          INTEGER NOT NULL,
    id              TEXT NOT NULL UNIQUE,
    max_amount      INTEGER NOT NULL CHECK (max_amount > 0),
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (organization_id, project_id, key_id, unit, period)
) WITHOUT ROWID;

-- The budgets of an access token, for its life.
ALTER TABLE access_tokens ADD COLUMN max_spend_nano INTEGER;
ALTER TABLE access_tokens ADD COLUMN max_requests INTEGER;

-- What somebody should know about money. once: an event is raised one time for each.
-- Columns about a budget are null when it is the balance that is low; unit and period are as in the ledger's accounts.
CREATE TABLE spend_events (
    organization_id TEXT NOT NULL,
    id              TEXT NOT NULL,
    once            TEXT NOT NULL,
    budget_id       TEXT,
    level           INTEGER,
    project_id      TEXT,
    key_id          TEXT,
    token_id        TEXT,
    unit            INTEGER NOT NULL,
    period          TEXT,
    percent         INTEGER,
    max_amount      INTEGER NOT NULL,
    amount          INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (organization_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX spend_events_once ON spend_events (organization_id, once);
