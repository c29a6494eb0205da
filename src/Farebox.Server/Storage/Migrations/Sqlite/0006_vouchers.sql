-- What people want to know of a top-up beside its transfer in the ledger, whose id is its own. source: grant, voucher or payment. reference:
-- the operator's name for a grant, the voucher's id, or the payment's; the same one credits an organization once.
CREATE TABLE top_ups (
    transfer_id     BLOB PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    source          TEXT NOT NULL,
    reference       TEXT,
    amount_nano     INTEGER NOT NULL CHECK (amount_nano > 0),
    note            TEXT,
    created_by      TEXT,
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX top_ups_by_reference ON top_ups (organization_id, source, reference) WHERE reference IS NOT NULL;

-- hash: HMAC of the code under the installation's pepper; the code itself is nowhere.
CREATE TABLE vouchers (
    id          TEXT PRIMARY KEY NOT NULL,
    batch_id    TEXT NOT NULL,
    hash        BLOB NOT NULL UNIQUE,
    masked      TEXT NOT NULL,
    amount_nano INTEGER NOT NULL CHECK (amount_nano > 0),
    note        TEXT,
    created_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    revoked_at  INTEGER,
    redeemed_at INTEGER,
    redeemed_by TEXT REFERENCES organizations (id),
    CHECK ((redeemed_at IS NULL) = (redeemed_by IS NULL)),
    CHECK (redeemed_at IS NULL OR revoked_at IS NULL)
) STRICT;
CREATE INDEX vouchers_by_batch ON vouchers (batch_id, id);

-- Orders given to a payment provider. provider_id: the provider's own name for the payment, known once it is confirmed.
CREATE TABLE payments (
    id              TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    provider        TEXT NOT NULL,
    provider_id     TEXT,
    amount_nano     INTEGER NOT NULL CHECK (amount_nano > 0),
    created_at      INTEGER NOT NULL,
    confirmed_at    INTEGER,
    CHECK ((provider_id IS NULL) = (confirmed_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX payments_by_provider ON payments (provider, provider_id) WHERE provider_id IS NOT NULL;
