//! Table `shares`: one link for each chat at most.

mod frozen;
mod list;
mod redactions;

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use super::sessions::{Session, TokenDigest};
use crate::domain::id::{ChatId, MessageId, ShareId, UserId};
use crate::domain::redaction::Redactions;
use crate::domain::share::{
    Excerpt, Lock, PasswordHash, PasswordMissing, Share, ShareChange, ShareSettings, ShareUuid,
};
use crate::domain::timestamp::Timestamp;
pub use list::{Listed, page};

/// Why a share was not changed.
#[derive(Debug)]
pub enum ChangeError {
    /// The owner has no such chat.
    NoSuchChat,
    /// It would be protected without a password.
    PasswordMissing,
    /// The chat has no such message.
    NoSuchMessage(MessageId),
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

/// Who asks for a share: what they carry, and when.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The digest of their session's token.
    pub session: Option<&'a TokenDigest>,
    /// The digest of what they got when they opened it.
    pub visit: Option<&'a TokenDigest>,
    /// The time.
    pub now: Timestamp,
}

/// A share as one particular reader meets it, and the state of what it opens.
pub struct Found {
    /// Its number.
    pub id: ShareId,
    /// Its name.
    pub uuid: ShareUuid,
    /// The chat that it opens: the one whose link it is, or the copy that it keeps.
    pub opens: ChatId,
    /// Changes whenever what it opens does.
    pub revision: i64,
    /// When, and with which password, it works.
    pub lock: Lock,
    /// Whether readers must be on its list.
    pub has_whitelist: bool,
    /// How often it may still be opened; `None` without a limit.
    pub views_left: Option<u32>,
    /// Whether it is noted who opens it.
    pub records_visitors: bool,
    /// The reader's session.
    pub session: Option<Session>,
    /// Whether this reader is on the list.
    pub reader_is_listed: bool,
    /// Whether it is the reader's own.
    pub reader_is_owner: bool,
    /// Whether this reader has opened it within the last hour.
    pub reader_has_opened: bool,
}

/// The share of that name, as whoever asks meets it.
pub fn find(connection: &Connection, uuid: ShareUuid, asking: Asking<'_>) -> Result<Option<Found>, StoreError> {
    Ok(connection
        .prepare_cached(
            "select s.id,
                    s.is_shared,
                    s.is_protected,
                    s.hashed_password,
                    s.expires_at,
                    s.has_whitelist,
                    opened.id,
                    opened.revision,
                    s.revision,
                    s.views_left,
                    s.records_visitors,
                    x.user_id,
                    x.expires_at,
                    exists (select 1 from whitelist_entries w where w.share_id = s.id and w.user_id = x.user_id),
                    ifnull(x.user_id = c.user_id, 0),
                    exists (select 1 from share_visits v
                            where v.token_digest = :visit and v.share_id = s.id and v.expires_at > :now)
             from shares s
             join live_chats c on c.id = s.chat_id
             join chats opened on opened.id = ifnull(s.frozen_chat_id, s.chat_id)
             left join sessions x on x.token_digest = :session and x.expires_at > :now
             where s.uuid = :uuid",
        )?
        .query_row(
            named_params! {
                ":uuid": uuid,
                ":session": asking.session,
                ":visit": asking.visit,
                ":now": asking.now,
            },
            |row| {
                let session = match (row.get(11)?, row.get(12)?) {
                    (Some(user_id), Some(expires_at)) => Some(Session { user_id, expires_at }),
                    _ => None,
                };
                let (conversation, share): (i64, i64) = (row.get(7)?, row.get(8)?);
                // By position: a search by name compares C strings, for each field of each request.
                Ok(Found {
                    uuid,
                    id: row.get(0)?,
                    lock: lock(row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)?,
                    has_whitelist: row.get(5)?,
                    opens: row.get(6)?,
                    revision: conversation ^ share,
                    views_left: row.get(9)?,
                    records_visitors: row.get(10)?,
                    session,
                    reader_is_listed: row.get(13)?,
                    reader_is_owner: row.get(14)?,
                    reader_has_opened: row.get(15)?,
                })
            },
        )
        .optional()?)
}

/// What [`share`] reads.
const COLUMNS: &str = "s.id, s.chat_id, s.uuid, s.is_shared, s.is_protected, s.hashed_password, s.expires_at,
    s.has_whitelist, s.max_views, s.views_left, s.views, s.last_viewed_at, s.records_visitors,
    s.until_message_id, s.message_ids, s.frozen_chat_id, s.frozen_at, s.created_at, s.updated_at";

/// The share of a chat.
pub fn of_chat(connection: &Connection, owner: UserId, chat: ChatId) -> Result<Option<Share>, StoreError> {
    let share = connection
        .prepare_cached(&format!(
            "select {COLUMNS}
             from shares s
             join live_chats c on c.id = s.chat_id
             where s.chat_id = :chat and c.user_id = :owner"
        ))?
        .query_row(named_params! { ":chat": chat, ":owner": owner }, share)
        .optional()?;
    share.map(|share| complete(connection, share)).transpose()
}

/// The share of that number, if it is this owner's.
pub fn of_owner(connection: &Connection, owner: UserId, id: ShareId) -> Result<Option<Share>, StoreError> {
    let share = connection
        .prepare_cached(&format!(
            "select {COLUMNS}
             from shares s
             join live_chats c on c.id = s.chat_id
             where s.id = :id and c.user_id = :owner"
        ))?
        .query_row(named_params! { ":id": id, ":owner": owner }, share)
        .optional()?;
    share.map(|share| complete(connection, share)).transpose()
}

/// The chat whose link has that name, whoever owns it.
pub fn chat_of_link(connection: &Connection, uuid: ShareUuid) -> Result<Option<ChatId>, StoreError> {
    Ok(connection
        .prepare_cached("select chat_id from shares where uuid = :uuid")?
        .query_row(named_params! { ":uuid": uuid }, |row| row.get(0))
        .optional()?)
}

/// Which part of its conversation a share opens, and what it leaves out of that.
pub fn published(connection: &Connection, id: ShareId) -> Result<(Excerpt, Redactions), StoreError> {
    let excerpt = connection
        .prepare_cached("select until_message_id, message_ids from shares where id = :id")?
        .query_row(named_params! { ":id": id }, excerpt)?;
    Ok((excerpt, redactions::of_share(connection, id)?))
}

/// Whether that share is of that chat of that owner.
pub fn exists(connection: &Connection, owner: UserId, chat: ChatId, id: ShareId) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached(
            "select 1
             from shares s
             join live_chats c on c.id = s.chat_id
             where s.id = :id and s.chat_id = :chat and c.user_id = :owner",
        )?
        .exists(named_params! { ":id": id, ":chat": chat, ":owner": owner })?)
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
    let current = match current {
        Some(share) if share.settings == settings => return Ok(share),
        Some(share) => share,
        None => insert(tx, owner, chat, now)?,
    };
    if settings.excerpt != current.settings.excerpt {
        check_excerpt(tx, chat, current.frozen.map(|(copy, _)| copy), &settings.excerpt)?;
    }
    update(tx, &current, &settings, now)?;
    if settings.is_frozen != current.settings.is_frozen {
        frozen::set(tx, &current, settings.is_frozen.then_some(now))?;
    }
    if settings.redactions != current.settings.redactions || settings.is_frozen != current.settings.is_frozen {
        redactions::set(tx, current.id, opens(tx, current.id)?, &settings.redactions)?;
    }
    of_chat(tx, owner, chat)?.ok_or(ChangeError::NoSuchChat)
}

/// Takes the copy that a share keeps forward to what the conversation is now; `None` for one that
/// keeps none.
pub fn refreeze(tx: &Transaction<'_>, owner: UserId, id: ShareId, now: Timestamp) -> Result<Option<Share>, StoreError> {
    let Some(share) = of_owner(tx, owner, id)?.filter(|share| share.settings.is_frozen) else { return Ok(None) };
    frozen::set(tx, &share, Some(now))?;
    redactions::set(tx, id, opens(tx, id)?, &share.settings.redactions)?;
    tx.prepare_cached("update shares set updated_at = :now where id = :id")?
        .execute(named_params! { ":id": id, ":now": now })?;
    of_owner(tx, owner, id)
}

/// Gives a share another name, under which nobody has opened it: the former link is dead.
pub fn rename(tx: &Transaction<'_>, owner: UserId, id: ShareId, now: Timestamp) -> Result<Option<Share>, StoreError> {
    tx.prepare_cached(
        "update shares
         set uuid = :uuid, views = 0, views_left = max_views, last_viewed_at = null, updated_at = :now
         where id = :id",
    )?
    .execute(named_params! { ":id": id, ":uuid": ShareUuid::random(), ":now": now })?;
    for table in ["share_visits", "visitors"] {
        tx.prepare_cached(&format!("delete from {table} where share_id = :id"))?
            .execute(named_params! { ":id": id })?;
    }
    of_owner(tx, owner, id)
}

/// Removes a share with its whitelist; false when there is no such share.
pub fn delete(tx: &Transaction<'_>, owner: UserId, id: ShareId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached(
            "delete from shares
             where id = :id and chat_id in (select c.id from live_chats c where c.user_id = :owner)",
        )?
        .execute(named_params! { ":id": id, ":owner": owner })?;
    Ok(deleted == 1)
}

fn insert(tx: &Transaction<'_>, owner: UserId, chat: ChatId, now: Timestamp) -> Result<Share, ChangeError> {
    tx.prepare_cached(
        "insert into shares (chat_id, uuid, is_shared, is_protected, created_at, updated_at)
         select c.id, :uuid, 1, 0, :now, :now
         from live_chats c
         where c.id = :chat and c.user_id = :owner",
    )?
    .execute(named_params! { ":owner": owner, ":chat": chat, ":uuid": ShareUuid::random(), ":now": now })?;
    of_chat(tx, owner, chat)?.ok_or(ChangeError::NoSuchChat)
}

fn update(tx: &Transaction<'_>, current: &Share, settings: &ShareSettings, now: Timestamp) -> Result<(), StoreError> {
    // A limit that is raised adds to what is left; one that is new begins now.
    let views_left = match (settings.max_views, current.settings.max_views, current.views_left) {
        (Some(new), Some(old), Some(left)) => Some((left + new).saturating_sub(old)),
        (new, _, _) => new,
    };
    let (until, messages) = match &settings.excerpt {
        Excerpt::Whole => (None, None),
        Excerpt::Until(until) => (Some(until.get()), None),
        Excerpt::Messages(messages) => {
            (None, Some(serde_json::to_string(messages).map_err(|error| StoreError::Internal(error.into()))?))
        }
    };
    tx.prepare_cached(
        "update shares
         set is_shared = :is_shared,
             is_protected = :is_protected,
             hashed_password = :hashed_password,
             expires_at = :expires_at,
             max_views = :max_views,
             views_left = :views_left,
             records_visitors = :records_visitors,
             until_message_id = :until,
             message_ids = :messages,
             revision = random(),
             updated_at = :now
         where id = :id",
    )?
    .execute(named_params! {
        ":id": current.id,
        ":is_shared": settings.lock.is_shared(),
        ":is_protected": settings.lock.is_protected(),
        ":hashed_password": settings.lock.hashed_password(),
        ":expires_at": settings.lock.expires_at(),
        ":max_views": settings.max_views,
        ":views_left": views_left,
        ":records_visitors": settings.records_visitors,
        ":until": until,
        ":messages": messages,
        ":now": now,
    })?;
    Ok(())
}

/// The chat that a share opens.
fn opens(tx: &Transaction<'_>, id: ShareId) -> Result<ChatId, StoreError> {
    Ok(tx
        .prepare_cached("select ifnull(frozen_chat_id, chat_id) from shares where id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

/// That its messages are the chat's, or those of a share's copy of it.
pub fn check_excerpt(
    connection: &Connection,
    chat: ChatId,
    copy: Option<ChatId>,
    excerpt: &Excerpt,
) -> Result<(), ChangeError> {
    let named = match excerpt {
        Excerpt::Whole => &[],
        Excerpt::Until(until) => std::slice::from_ref(until),
        Excerpt::Messages(messages) => messages.as_slice(),
    };
    let mut find = connection.prepare_cached(
        "select 1
         from messages
         where (id = :message and chat_id = :chat) or (original_id = :message and chat_id = :copy)",
    )?;
    for &message in named {
        if !find.exists(named_params! { ":message": message, ":chat": chat, ":copy": copy })? {
            return Err(ChangeError::NoSuchMessage(message));
        }
    }
    Ok(())
}

/// A share without its redactions, which are in a table of their own.
fn share(row: &Row<'_>) -> rusqlite::Result<Share> {
    let frozen = row.get::<_, Option<ChatId>>("frozen_chat_id")?.zip(row.get("frozen_at")?);
    Ok(Share {
        id: row.get("id")?,
        chat_id: row.get("chat_id")?,
        uuid: row.get("uuid")?,
        settings: ShareSettings {
            lock: lock(
                row.get("is_shared")?,
                row.get("is_protected")?,
                row.get("hashed_password")?,
                row.get("expires_at")?,
            )?,
            max_views: row.get("max_views")?,
            records_visitors: row.get("records_visitors")?,
            excerpt: excerpt(row)?,
            is_frozen: frozen.is_some(),
            redactions: Redactions::NONE,
        },
        has_whitelist: row.get("has_whitelist")?,
        views: row.get("views")?,
        views_left: row.get("views_left")?,
        last_viewed_at: row.get("last_viewed_at")?,
        frozen,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

fn excerpt(row: &Row<'_>) -> rusqlite::Result<Excerpt> {
    Ok(match (row.get("until_message_id")?, row.get::<_, Option<String>>("message_ids")?) {
        (Some(until), _) => Excerpt::Until(until),
        (None, Some(messages)) => {
            let messages: Vec<i64> = serde_json::from_str(&messages).map_err(|_| FromSqlError::InvalidType)?;
            Excerpt::Messages(messages.into_iter().map(MessageId::new).collect())
        }
        (None, None) => Excerpt::Whole,
    })
}

fn complete(connection: &Connection, mut share: Share) -> Result<Share, StoreError> {
    share.settings.redactions = redactions::chosen(connection, share.id)?;
    Ok(share)
}

fn lock(
    shared: bool,
    protected: bool,
    hash: Option<PasswordHash>,
    expires_at: Option<Timestamp>,
) -> rusqlite::Result<Lock> {
    Lock::new(shared, protected, hash, expires_at)
        // The table's CHECK rules this out.
        .map_err(|PasswordMissing| rusqlite::Error::IntegralValueOutOfRange(0, 0))
}
