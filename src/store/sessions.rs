//! Table `sessions`. Tokens come here as digests only.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::StoreError;
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;

/// The SHA-256 digest of a session's token.
pub type TokenDigest = [u8; 32];

/// A session that is valid.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// Who signed in.
    pub user_id: UserId,
    /// Until when it holds if it is not used.
    pub expires_at: Timestamp,
}

/// Opens a session, and takes the occasion to forget those that are over.
pub fn insert(
    tx: &Transaction<'_>,
    token: &TokenDigest,
    user: UserId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.prepare_cached("delete from sessions where expires_at <= :now")?.execute(named_params! { ":now": now })?;
    tx.prepare_cached(
        "insert into sessions (token_digest, user_id, created_at, expires_at)
         values (:token, :user, :now, :expires_at)",
    )?
    .execute(named_params! { ":token": token, ":user": user, ":now": now, ":expires_at": expires_at })?;
    Ok(())
}

/// The session of that token, unless it is over.
pub fn find(connection: &Connection, token: &TokenDigest, now: Timestamp) -> Result<Option<Session>, StoreError> {
    Ok(connection
        .prepare_cached("select user_id, expires_at from sessions where token_digest = :token and expires_at > :now")?
        .query_row(named_params! { ":token": token, ":now": now }, |row| {
            Ok(Session { user_id: row.get(0)?, expires_at: row.get(1)? })
        })
        .optional()?)
}

/// Lets a session hold until `expires_at`.
pub fn prolong(tx: &Transaction<'_>, token: &TokenDigest, expires_at: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("update sessions set expires_at = :expires_at where token_digest = :token")?
        .execute(named_params! { ":token": token, ":expires_at": expires_at })?;
    Ok(())
}

/// Ends a session; false when it was over already.
pub fn delete(tx: &Transaction<'_>, token: &TokenDigest, now: Timestamp) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from sessions where token_digest = :token and expires_at > :now")?
        .execute(named_params! { ":token": token, ":now": now })?;
    Ok(deleted == 1)
}

/// Ends every session of somebody.
pub fn delete_all_of(tx: &Transaction<'_>, user: UserId) -> Result<(), StoreError> {
    tx.prepare_cached("delete from sessions where user_id = :user")?.execute(named_params! { ":user": user })?;
    Ok(())
}
