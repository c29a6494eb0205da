-- STRICT: a counter that would overflow is an error; without it, SQLite would go on in floating point. Amounts are nano-USD or requests.

-- unit: 0 nano-USD, 1 requests. The counters are the sums of the transfers below, kept in the same transactions.
CREATE TABLE ledger_accounts (
    id              TEXT PRIMARY KEY NOT NULL,
    unit            INTEGER NOT NULL,
    debits_pending  INTEGER NOT NULL CHECK (debits_pending >= 0),
    debits_posted   INTEGER NOT NULL CHECK (debits_posted >= 0),
    credits_pending INTEGER NOT NULL CHECK (credits_pending >= 0),
    credits_posted  INTEGER NOT NULL CHECK (credits_posted >= 0)
) STRICT, WITHOUT ROWID;

-- Rows are never changed. phase 0: a reservation written ahead; phase 1: how it was resolved, or a reservation that was resolved before it
-- was written, or a direct transfer. kind: 0 reserve, 1 post, 2 void, 3 interrupted, 4 direct.
CREATE TABLE ledger_transfers (
    id             BLOB NOT NULL,
    phase          INTEGER NOT NULL,
    leg            INTEGER NOT NULL,
    kind           INTEGER NOT NULL,
    debit_account  TEXT NOT NULL,
    credit_account TEXT NOT NULL,
    reserved       INTEGER NOT NULL,
    posted         INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (id, phase, leg)
) STRICT, WITHOUT ROWID;
-- Top-ups alone: an index over charges would cost every call, and usage records list them already.
CREATE INDEX ledger_transfers_direct ON ledger_transfers (credit_account, id) WHERE kind = 4;
