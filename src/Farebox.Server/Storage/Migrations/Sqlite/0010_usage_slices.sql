-- A second form of usage records, made behind the calls: up to 8192 records of one organization, one after the other by their ids, column by column.
-- Sums and searches read these and not the records. docs/decisions/0013 says why.

-- What many records have in common. requested: 0 when the client asked for the model by its own name, otherwise a code of 1 to 250 made of the
-- name that it asked for. reached: 1 when an upstream was called.
CREATE TABLE usage_series (
    id              INTEGER PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL,
    project_id      TEXT NOT NULL,
    key_id          TEXT NOT NULL,
    model           TEXT,
    requested       INTEGER NOT NULL,
    surface         INTEGER NOT NULL,
    outcome         INTEGER NOT NULL,
    status          INTEGER NOT NULL,
    reached         INTEGER NOT NULL
) STRICT;
-- All of it: an organization's series are read from the index alone.
CREATE INDEX usage_series_by_owner
    ON usage_series (organization_id, key_id, model, project_id, requested, surface, outcome, status, reached);

CREATE TABLE usage_users (
    id              INTEGER PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL,
    name            TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX usage_users_by_name ON usage_users (organization_id, name);

-- first_id and last_id: of its records, both inclusive. started_from and started_to: when the first and the last of them began, both inclusive.
CREATE TABLE usage_slices (
    id              INTEGER PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL,
    first_id        BLOB NOT NULL,
    last_id         BLOB NOT NULL,
    started_from    INTEGER NOT NULL,
    started_to      INTEGER NOT NULL,
    records         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX usage_slices_by_owner ON usage_slices (organization_id, first_id);

-- id: 16 times the slice's id, plus the column's number.
CREATE TABLE usage_slice_columns (
    id   INTEGER PRIMARY KEY NOT NULL,
    data BLOB NOT NULL
) STRICT;

-- Records below rolled_to that are in no slice yet: they were written after theirs had been made.
CREATE TABLE usage_late (
    organization_id TEXT NOT NULL,
    request_id      BLOB NOT NULL,
    PRIMARY KEY (organization_id, request_id)
) STRICT, WITHOUT ROWID;

-- Every record whose id is of an earlier moment is in a slice, or in usage_late.
CREATE TABLE usage_progress (
    id        INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    rolled_to INTEGER NOT NULL
) STRICT;
INSERT INTO usage_progress (id, rolled_to) VALUES (1, 0);

-- Records with ids of an earlier moment are deleted, or are about to be, and are shown to nobody.
CREATE TABLE usage_kept (
    organization_id TEXT PRIMARY KEY NOT NULL,
    from_ms         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- NULL: for ever. The organization's row alone has it.
ALTER TABLE call_log_settings ADD COLUMN usage_retention_days INTEGER;
