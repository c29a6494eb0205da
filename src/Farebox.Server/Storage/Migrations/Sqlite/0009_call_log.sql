-- What is kept of calls besides their usage records. The project is empty for an organization's own row.
-- mode: 0 off, 1 redacted, 2 full. NULL leaves it to the level above. patterns: a JSON array of regular expressions.
CREATE TABLE call_log_settings (
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    project_id      TEXT NOT NULL DEFAULT '',
    mode            INTEGER,
    retention_days  INTEGER,
    patterns        TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (organization_id, project_id)
) WITHOUT ROWID;

-- Orders to delete payloads, which are in a store of their own: given here first, so that one survives a crash in between.
-- Of one call, or of the calls of a span of time; a project of NULL is every project. Times are Unix milliseconds.
CREATE TABLE payload_deletions (
    ordered_at      INTEGER NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    project_id      TEXT,
    request_id      BLOB,
    from_ms         INTEGER,
    to_ms           INTEGER
);
CREATE INDEX payload_deletions_by_time ON payload_deletions (ordered_at);
