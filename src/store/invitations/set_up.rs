//! The set-up link, which creates an administrator's account: an invitation from nobody.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::domain::secret::Digest;
use crate::domain::timestamp::Timestamp;
use crate::store::{StoreError, users};

/// Makes the link of the first account, and voids those that were made before; false when somebody administers the
/// server.
pub fn renew(tx: &Transaction<'_>, digest: &Digest, now: Timestamp, expires_at: Timestamp) -> Result<bool, StoreError> {
    tx.prepare_cached("delete from account_links where invited_by is null")?.execute([])?;
    if users::has_administrator(tx, None)? {
        return Ok(false);
    }
    tx.prepare_cached(
        "insert into account_links (token_digest, created_at, expires_at) values (:digest, :now, :expires_at)",
    )?
    .execute(named_params! { ":digest": digest, ":now": now, ":expires_at": expires_at })?;
    Ok(true)
}

/// Until when the link of that secret makes the first account; `None` when it does not.
pub fn find(db: &Connection, digest: &Digest, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    Ok(db
        .prepare_cached(
            "select expires_at
             from account_links
             where token_digest = :digest and invited_by is null and expires_at > :now",
        )?
        .query_row(named_params! { ":digest": digest, ":now": now }, |row| row.get(0))
        .optional()?)
}

/// Uses the link of that secret up; false when it does not work.
pub fn take(tx: &Transaction<'_>, digest: &Digest, now: Timestamp) -> Result<bool, StoreError> {
    let taken = tx
        .prepare_cached(
            "delete from account_links where token_digest = :digest and invited_by is null and expires_at > :now",
        )?
        .execute(named_params! { ":digest": digest, ":now": now })?;
    Ok(taken == 1)
}
