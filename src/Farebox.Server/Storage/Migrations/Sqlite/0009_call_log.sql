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
