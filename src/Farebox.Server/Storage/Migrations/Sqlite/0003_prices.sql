-- Append-only: a row is one version of a model's price, and charges name it by its id. origin: operator, or list for those of a price list,
-- which are kept so that an old charge's price can still be looked up when the list has changed. Amounts are nano-USD, per million tokens
-- where they are of tokens; NULL is "as input" or "as output". ends_own: takes the operator's word back from then on, with no amounts.
-- sequence: the order in which versions were made; of two that begin at the same moment the later one counts.
CREATE TABLE model_prices (
    sequence         INTEGER PRIMARY KEY NOT NULL,
    id               TEXT NOT NULL UNIQUE,
    model            TEXT NOT NULL,
    origin           TEXT NOT NULL,
    effective_from   INTEGER NOT NULL,
    ends_own         INTEGER NOT NULL DEFAULT 0,
    input            INTEGER NOT NULL DEFAULT 0,
    cached_input     INTEGER,
    cache_write      INTEGER,
    output           INTEGER NOT NULL DEFAULT 0,
    reasoning        INTEGER,
    per_image        INTEGER NOT NULL DEFAULT 0,
    per_audio_minute INTEGER NOT NULL DEFAULT 0,
    per_request      INTEGER NOT NULL DEFAULT 0,
    source           TEXT,
    as_of            TEXT,
    via              TEXT,
    note             TEXT,
    created_at       INTEGER NOT NULL
);
CREATE INDEX model_prices_by_model ON model_prices (model, effective_from);

-- Append-only. A factor on one model's prices or on all prices for one organization: one of the two names is there.
CREATE TABLE price_multipliers (
    sequence          INTEGER PRIMARY KEY NOT NULL,
    id                TEXT NOT NULL UNIQUE,
    model             TEXT,
    organization_id   TEXT REFERENCES organizations (id),
    parts_per_million INTEGER NOT NULL,
    effective_from    INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    CHECK ((model IS NULL) <> (organization_id IS NULL))
);

ALTER TABLE upstreams ADD COLUMN free INTEGER NOT NULL DEFAULT 0;

-- Output tokens that a call without an output limit is quoted for; NULL leaves it to the option.
ALTER TABLE model_settings ADD COLUMN reserve_output_tokens INTEGER;
