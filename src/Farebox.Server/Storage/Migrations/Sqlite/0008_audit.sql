-- Who did what to which object, when, and from where. Each event holds the hash of the one before it; docs/internals/audit.md says over what.
-- No column is unique but the sequence: INSERT OR REPLACE would take away another row without the triggers below.
CREATE TABLE audit_events (
    sequence        INTEGER PRIMARY KEY NOT NULL,
    id              TEXT NOT NULL,
    at              INTEGER NOT NULL,
    organization_id TEXT,
    project_id      TEXT,
    actor_kind      TEXT NOT NULL,
    actor_id        TEXT,
    actor_token_id  TEXT,
    actor_masked    TEXT,
    address         TEXT,
    user_agent      TEXT,
    request_id      TEXT,
    type            TEXT NOT NULL,
    object_id       TEXT NOT NULL,
    details         TEXT NOT NULL,
    previous_hash   BLOB NOT NULL,
    hash            BLOB NOT NULL
) STRICT;
CREATE INDEX audit_events_by_id ON audit_events (id);
CREATE INDEX audit_events_by_organization ON audit_events (organization_id);
CREATE INDEX audit_events_by_object ON audit_events (object_id);

CREATE TRIGGER audit_events_append BEFORE INSERT ON audit_events
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit_events)
BEGIN SELECT RAISE(ABORT, 'audit events are only appended'); END;

CREATE TRIGGER audit_events_keep BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;

CREATE TRIGGER audit_events_stay BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END;
