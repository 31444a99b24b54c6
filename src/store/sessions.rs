//! Table `sessions`. Tokens come here as digests only.

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::StoreError;
use crate::domain::id::{SessionId, UserId};
use crate::domain::secret::Digest;
use crate::domain::session::{LIFETIME, LONGEST, SignIn};
use crate::domain::timestamp::Timestamp;

/// The SHA-256 digest of a session's token.
pub type TokenDigest = Digest;

/// A session that is valid.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// The session's id.
    pub id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// When they signed in.
    pub created_at: Timestamp,
    /// Until when it holds if it is not used.
    pub expires_at: Timestamp,
}

/// A session that is to be opened.
pub struct NewSession<'a> {
    /// The digest of its token.
    pub token: &'a TokenDigest,
    /// Who signs in.
    pub user: UserId,
    /// The browser and system, in at most 80 characters.
    pub client: &'a str,
    /// Until when it holds if it is not used.
    pub expires_at: Timestamp,
}

/// Opens a session, and takes the occasion to forget those that are over.
pub fn insert(tx: &Transaction<'_>, new: &NewSession<'_>, now: Timestamp) -> Result<(), StoreError> {
    delete_expired(tx, now)?;
    tx.prepare_cached(
        "insert into sessions (token_digest, user_id, client, created_at, expires_at)
         values (:token, :user, :client, :now, :expires_at)",
    )?
    .execute(named_params! {
        ":token": new.token,
        ":user": new.user,
        ":client": new.client,
        ":now": now,
        ":expires_at": new.expires_at,
    })?;
    Ok(())
}

/// The session of that token, unless it is over.
pub fn find(connection: &Connection, token: &TokenDigest, now: Timestamp) -> Result<Option<Session>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select id, user_id, created_at, expires_at
             from sessions
             where token_digest = :token and expires_at > :now",
        )?
        .query_row(named_params! { ":token": token, ":now": now }, |row| {
            Ok(Session { id: row.get(0)?, user_id: row.get(1)?, created_at: row.get(2)?, expires_at: row.get(3)? })
        })
        .optional()?)
}

/// Whether the session of that number is not over.
pub fn is_open(connection: &Connection, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("select 1 from sessions where id = :id and expires_at > :now")?
        .exists(named_params! { ":id": id, ":now": now })?)
}

/// The sessions of somebody, the one that was used last first; that of the token `current` is marked.
pub fn of_user(
    connection: &Connection,
    user: UserId,
    current: Option<&TokenDigest>,
    now: Timestamp,
) -> Result<Vec<SignIn>, StoreError> {
    let mut query = connection.prepare_cached(
        "select id, client, created_at, expires_at, token_digest is :current as is_current
         from sessions
         where user_id = :user and expires_at > :now
         order by expires_at desc, id desc",
    )?;
    let sessions = query
        .query_map(named_params! { ":user": user, ":current": current, ":now": now }, |row| {
            let (created_at, expires_at): (Timestamp, Timestamp) = (row.get("created_at")?, row.get("expires_at")?);
            Ok(SignIn {
                id: row.get("id")?,
                client: row.get("client")?,
                created_at,
                last_used_at: expires_at.minus(LIFETIME).max(created_at),
                expires_at,
                is_current: row.get("is_current")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(sessions)
}

/// Lets a session hold until `expires_at`, or as long as any may; false when there is none of that token.
pub fn prolong(tx: &Transaction<'_>, token: &TokenDigest, expires_at: Timestamp) -> Result<bool, StoreError> {
    let prolonged = tx
        .prepare_cached(
            "update sessions set expires_at = min(:expires_at, created_at + :longest) where token_digest = :token",
        )?
        .execute(named_params! {
            ":token": token,
            ":expires_at": expires_at,
            ":longest": i64::try_from(LONGEST.as_millis()).unwrap_or(i64::MAX),
        })?;
    Ok(prolonged == 1)
}

/// Ends a session; false when it was over already.
pub fn delete(tx: &Transaction<'_>, token: &TokenDigest, now: Timestamp) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from sessions where token_digest = :token and expires_at > :now")?
        .execute(named_params! { ":token": token, ":now": now })?;
    Ok(deleted == 1)
}

/// Ends one of somebody's sessions; false when there is none of that number, or it was over already.
pub fn delete_of(tx: &Transaction<'_>, user: UserId, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from sessions where id = :id and user_id = :user and expires_at > :now")?
        .execute(named_params! { ":id": id, ":user": user, ":now": now })?;
    Ok(deleted == 1)
}

/// Ends every session of somebody but that of the token `kept`; how many.
pub fn delete_all_of(tx: &Transaction<'_>, user: UserId, kept: Option<&TokenDigest>) -> Result<usize, StoreError> {
    Ok(tx
        .prepare_cached("delete from sessions where user_id = :user and token_digest is not :kept")?
        .execute(named_params! { ":user": user, ":kept": kept })?)
}

/// Forgets the sessions that are over.
pub fn delete_expired(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("delete from sessions where expires_at <= :now")?.execute(named_params! { ":now": now })?;
    Ok(())
}
