//! Table `api_tokens`. Secrets come here as digests only.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::id::{TokenId, UserId};
use crate::domain::secret::Digest;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope};

/// A token that is to be made.
pub struct NewApiToken<'a> {
    /// What its owner calls it.
    pub name: &'a ShortText,
    /// What it may do.
    pub scope: Scope,
    /// From when on it does not hold any more.
    pub expires_at: Timestamp,
}

/// Makes a token of somebody; `None` where they have no account any more, or it is disabled.
pub fn insert(
    tx: &Transaction<'_>,
    user: UserId,
    new: &NewApiToken<'_>,
    digest: &Digest,
    now: Timestamp,
) -> Result<Option<ApiToken>, StoreError> {
    let inserted = tx
        .prepare_cached(
            "insert into api_tokens (user_id, name, token_digest, scope, created_at, expires_at)
             select u.id, :name, :digest, :scope, :now, :expires_at
             from users u
             where u.id = :user and u.disabled_at is null",
        )?
        .execute(named_params! {
            ":user": user,
            ":name": new.name,
            ":digest": digest,
            ":scope": new.scope,
            ":now": now,
            ":expires_at": new.expires_at,
        })?;
    Ok((inserted == 1).then(|| ApiToken {
        id: TokenId::new(tx.last_insert_rowid()),
        name: new.name.clone(),
        scope: new.scope,
        created_at: now,
        expires_at: new.expires_at,
        last_used_at: None,
    }))
}

/// Takes all tokens of somebody back; how many there were.
pub fn delete_all_of(tx: &Transaction<'_>, user: UserId) -> Result<usize, StoreError> {
    Ok(tx.prepare_cached("delete from api_tokens where user_id = :user")?.execute(named_params! { ":user": user })?)
}

/// The token of that secret and whose it is, unless it has expired.
pub fn find(
    connection: &Connection,
    digest: &Digest,
    now: Timestamp,
) -> Result<Option<(UserId, ApiToken)>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select id, user_id, name, scope, created_at, expires_at, last_used_at
             from api_tokens
             where token_digest = :digest and expires_at > :now",
        )?
        .query_row(named_params! { ":digest": digest, ":now": now }, |row| Ok((row.get("user_id")?, token(row)?)))
        .optional()?)
}

/// The tokens of somebody that have not expired, the newest first.
pub fn of_user(connection: &Connection, user: UserId, now: Timestamp) -> Result<Vec<ApiToken>, StoreError> {
    let mut query = connection.prepare_cached(
        "select id, name, scope, created_at, expires_at, last_used_at
         from api_tokens
         where user_id = :user and expires_at > :now
         order by id desc",
    )?;
    let tokens =
        query.query_map(named_params! { ":user": user, ":now": now }, token)?.collect::<rusqlite::Result<_>>()?;
    Ok(tokens)
}

/// Notes that a token was used.
pub fn note_use(tx: &Transaction<'_>, id: TokenId, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("update api_tokens set last_used_at = :now where id = :id")?
        .execute(named_params! { ":id": id, ":now": now })?;
    Ok(())
}

/// Removes a token of somebody; false when there is no such token.
pub fn delete(tx: &Transaction<'_>, user: UserId, id: TokenId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached("delete from api_tokens where id = :id and user_id = :user")?
        .execute(named_params! { ":id": id, ":user": user })?;
    Ok(deleted == 1)
}

/// Forgets the tokens that have expired.
pub fn delete_expired(tx: &Transaction<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.prepare_cached("delete from api_tokens where expires_at <= :now")?.execute(named_params! { ":now": now })?;
    Ok(())
}

fn token(row: &Row<'_>) -> rusqlite::Result<ApiToken> {
    Ok(ApiToken {
        id: row.get("id")?,
        name: row.get("name")?,
        scope: row.get("scope")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        last_used_at: row.get("last_used_at")?,
    })
}
