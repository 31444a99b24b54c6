//! Table `password_links`: links with which people choose a new password, once. Only digests of their secrets are
//! stored.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::{StoreError, users};
use crate::domain::id::UserId;
use crate::domain::secret::Digest;
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;

/// Makes the link of an account, and voids the one that was made before.
pub fn renew(
    tx: &Transaction<'_>,
    user: UserId,
    digest: &Digest,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "insert or replace into password_links (user_id, token_digest, created_at, expires_at)
         values (:user, :digest, :now, :expires_at)",
    )?
    .execute(named_params! { ":user": user, ":digest": digest, ":now": now, ":expires_at": expires_at })?;
    Ok(())
}

/// Whose password the link of that secret sets, and until when. `None` when it does not work: that of a disabled account
/// does not.
pub fn find(db: &Connection, digest: &Digest, now: Timestamp) -> Result<Option<(User, Timestamp)>, StoreError> {
    let found: Option<(UserId, Timestamp)> = db
        .prepare_cached(
            "select user_id, expires_at from password_links where token_digest = :digest and expires_at > :now",
        )?
        .query_row(named_params! { ":digest": digest, ":now": now }, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, expires_at)) = found else { return Ok(None) };
    let user = users::find(db, id)?.map(|(user, _)| user).filter(|user| user.disabled_at.is_none());
    Ok(user.map(|user| (user, expires_at)))
}

/// Voids the link of an account.
pub fn delete_of(tx: &Transaction<'_>, user: UserId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from password_links where user_id = :user")?.execute(named_params! { ":user": user })?;
    Ok(())
}

/// Forgets the links that have expired.
pub fn delete_expired(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("delete from password_links where expires_at <= :now")?.execute(named_params! { ":now": now })?;
    Ok(())
}
