//! Table `shares`.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use super::sessions::{Session, TokenDigest};
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::share::{PasswordHash, PasswordMissing, Share, ShareChange, ShareSettings, ShareUuid};
use crate::domain::timestamp::Timestamp;

/// Why a share was not changed.
#[derive(Debug)]
pub enum ChangeError {
    /// The owner has no such chat.
    NoSuchChat,
    /// It would be protected without a password.
    PasswordMissing,
    /// The database failed.
    Store(StoreError),
}

impl From<PasswordMissing> for ChangeError {
    fn from(_: PasswordMissing) -> Self {
        Self::PasswordMissing
    }
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for ChangeError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A share as one particular reader meets it, and the state of what it opens.
pub struct Found {
    /// Its number.
    pub id: ShareId,
    /// Its name.
    pub uuid: ShareUuid,
    /// The chat that it opens.
    pub chat_id: ChatId,
    /// Changes whenever the chat or a message of it does.
    pub revision: i64,
    /// What its owner set.
    pub settings: ShareSettings,
    /// Whether readers must be on its list.
    pub has_whitelist: bool,
    /// The reader's session.
    pub session: Option<Session>,
    /// Whether this reader is on the list.
    pub reader_is_listed: bool,
}

/// The share of that name, as whoever has the session of that token meets it.
pub fn find(
    connection: &Connection,
    uuid: ShareUuid,
    token: Option<&TokenDigest>,
    now: Timestamp,
) -> Result<Option<Found>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select s.id,
                    s.is_shared,
                    s.is_protected,
                    s.hashed_password,
                    s.expires_at,
                    s.has_whitelist,
                    c.id,
                    c.revision,
                    x.user_id,
                    x.expires_at,
                    exists (select 1 from whitelist_entries w where w.share_id = s.id and w.user_id = x.user_id)
             from shares s
             join chats c on c.id = s.chat_id
             left join sessions x on x.token_digest = :token and x.expires_at > :now
             where s.uuid = :uuid",
        )?
        .query_row(named_params! { ":uuid": uuid, ":token": token, ":now": now }, |row| {
            let session = match (row.get(8)?, row.get(9)?) {
                (Some(user_id), Some(expires_at)) => Some(Session { user_id, expires_at }),
                _ => None,
            };
            // By position: a search by name compares C strings, for each field of each request.
            Ok(Found {
                uuid,
                id: row.get(0)?,
                settings: settings(row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)?,
                has_whitelist: row.get(5)?,
                chat_id: row.get(6)?,
                revision: row.get(7)?,
                session,
                reader_is_listed: row.get(10)?,
            })
        })
        .optional()?)
}

/// The share of a chat.
pub fn of_chat(connection: &Connection, owner: UserId, chat: ChatId) -> Result<Option<Share>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select s.id,
                    s.chat_id,
                    s.uuid,
                    s.is_shared,
                    s.is_protected,
                    s.hashed_password,
                    s.expires_at,
                    s.created_at,
                    s.updated_at
             from shares s
             join chats c on c.id = s.chat_id
             where s.chat_id = :chat and c.user_id = :owner",
        )?
        .query_row(named_params! { ":chat": chat, ":owner": owner }, share)
        .optional()?)
}

/// Whether that share is of that chat of that owner.
pub fn exists(connection: &Connection, owner: UserId, chat: ChatId, id: ShareId) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "select 1
             from shares s
             join chats c on c.id = s.chat_id
             where s.id = :id and s.chat_id = :chat and c.user_id = :owner",
        )?
        .exists(named_params! { ":id": id, ":chat": chat, ":owner": owner })?)
}

/// Whether readers of a share must be on its list.
pub fn has_whitelist(connection: &Connection, id: ShareId) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("select has_whitelist from shares where id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

/// Makes or changes the share of a chat. There is one per chat whatever races: the chat's id is
/// unique in this table, and writers take turns.
pub fn change(
    tx: &Transaction<'_>,
    owner: UserId,
    chat: ChatId,
    change: ShareChange,
    now: Timestamp,
) -> Result<Share, ChangeError> {
    let current = of_chat(tx, owner, chat)?;
    let settings = change.apply(current.as_ref().map_or(ShareSettings::DEFAULT, |share| share.settings.clone()))?;
    if let Some(unchanged) = current.filter(|share| share.settings == settings) {
        return Ok(unchanged);
    }
    tx.prepare_cached(
        "insert into shares
             (chat_id, uuid, is_shared, is_protected, hashed_password, expires_at, created_at, updated_at)
         select c.id, :uuid, :is_shared, :is_protected, :hashed_password, :expires_at, :now, :now
         from chats c
         where c.id = :chat and c.user_id = :owner
         on conflict (chat_id) do update
         set is_shared = excluded.is_shared,
             is_protected = excluded.is_protected,
             hashed_password = excluded.hashed_password,
             expires_at = excluded.expires_at,
             updated_at = excluded.updated_at",
    )?
    .execute(named_params! {
        ":owner": owner,
        ":chat": chat,
        ":uuid": ShareUuid::random(),
        ":is_shared": settings.is_shared(),
        ":is_protected": settings.is_protected(),
        ":hashed_password": settings.hashed_password(),
        ":expires_at": settings.expires_at(),
        ":now": now,
    })?;
    of_chat(tx, owner, chat)?.ok_or(ChangeError::NoSuchChat)
}

/// Removes a share with its whitelist; false when there is no such share.
pub fn delete(tx: &Transaction<'_>, owner: UserId, chat: ChatId, id: ShareId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached(
            "delete from shares
             where id = :id and chat_id = (select c.id from chats c where c.id = :chat and c.user_id = :owner)",
        )?
        .execute(named_params! { ":id": id, ":chat": chat, ":owner": owner })?;
    Ok(deleted == 1)
}

fn share(row: &Row<'_>) -> rusqlite::Result<Share> {
    Ok(Share {
        id: row.get("id")?,
        chat_id: row.get("chat_id")?,
        uuid: row.get("uuid")?,
        settings: settings(
            row.get("is_shared")?,
            row.get("is_protected")?,
            row.get("hashed_password")?,
            row.get("expires_at")?,
        )?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn settings(
    shared: bool,
    protected: bool,
    hash: Option<PasswordHash>,
    expires_at: Option<Timestamp>,
) -> rusqlite::Result<ShareSettings> {
    ShareSettings::new(shared, protected, hash, expires_at)
        // The table's CHECK rules this out.
        .map_err(|PasswordMissing| rusqlite::Error::IntegralValueOutOfRange(0, 0))
}
