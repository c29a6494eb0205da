-- When the account got its address in the place of another; NULL for the first, and for one that was put back. No letter that takes the account back goes
-- to an address that it had for a short time only: whoever took it by another address could take it back from its owner.
ALTER TABLE users ADD COLUMN email_changed_at INTEGER;

-- The authenticator_key as it was when the latest such letter was sent; NULL when none was on. Taking the account back takes away any other.
ALTER TABLE users ADD COLUMN kept_authenticator BLOB;
