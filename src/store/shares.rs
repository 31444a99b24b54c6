//! Table `shares`: at most one link per chat.

mod change;
mod found;
mod frozen;
mod list;
mod redactions;
mod shared_with;

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::id::{ChatId, MessageId, ShareId, UserId};
use crate::domain::redaction::Redactions;
use crate::domain::share::{Excerpt, Lock, OwnWord, PasswordHash, PasswordMissing, Share, ShareSettings, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::timestamp::Timestamp;
pub use change::{insert, set_word, update};
pub use found::{Asking, FoundShare, History, find};
pub use frozen::set as freeze;
pub use list::{ListedShare, page};
pub use redactions::{add as add_redactions, counts as redaction_counts, set as set_redactions};
pub use shared_with::{Searchable, SharedWith, searchable, shared_with};

/// What [`share`] reads.
const COLUMNS: &str = "s.id, s.chat_id, s.uuid, s.slug, s.word, s.is_word_public, s.is_shared, s.is_protected, s.hashed_password, s.expires_at,
    s.has_whitelist, s.max_views, s.views_left, s.views, s.last_viewed_at, s.records_visitors, s.may_be_continued,
    s.until_message_id, s.message_ids, s.frozen_chat_id, s.frozen_at, s.created_at, s.updated_at";

/// The share of a chat.
pub fn of_chat(connection: &Connection, owner: UserId, chat: ChatId) -> Result<Option<Share>, StoreError> {
    one(connection, owner, "s.chat_id", chat.get())
}

/// The share of that number, if it is this owner's.
pub fn of_owner(connection: &Connection, owner: UserId, id: ShareId) -> Result<Option<Share>, StoreError> {
    one(connection, owner, "s.id", id.get())
}

fn one(connection: &Connection, owner: UserId, column: &str, value: i64) -> Result<Option<Share>, StoreError> {
    let share = connection
        .prepare_cached(&format!(
            "select {COLUMNS}
             from shares s
             join live_chats c on c.id = s.chat_id
             where {column} = :value and c.user_id = :owner"
        ))?
        .query_row(named_params! { ":value": value, ":owner": owner }, share)
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

/// The same of a short link.
pub fn of_slug(connection: &Connection, slug: &Slug) -> Result<Option<(ChatId, ShareUuid)>, StoreError> {
    Ok(connection
        .prepare_cached("select chat_id, uuid from shares where slug = :slug or word = :slug")?
        .query_row(named_params! { ":slug": slug }, |row| Ok((row.get(0)?, row.get(1)?)))
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

/// Gives a share another name, under which nobody has opened it: the former link is dead.
pub fn rename(tx: &Transaction<'_>, owner: UserId, id: ShareId, now: Timestamp) -> Result<Option<Share>, StoreError> {
    tx.prepare_cached(
        "update shares
         set uuid = :uuid, slug = :slug, word = null, is_word_public = 0, views = 0, views_left = max_views, last_viewed_at = null, updated_at = :now
         where id = :id",
    )?
    .execute(named_params! { ":id": id, ":uuid": ShareUuid::random(), ":slug": Slug::random(), ":now": now })?;
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

/// A share without its redactions, which are in a table of their own.
fn share(row: &Row<'_>) -> rusqlite::Result<Share> {
    let frozen = row.get::<_, Option<ChatId>>("frozen_chat_id")?.zip(row.get("frozen_at")?);
    Ok(Share {
        id: row.get("id")?,
        chat_id: row.get("chat_id")?,
        uuid: row.get("uuid")?,
        slug: row.get("slug")?,
        word: match row.get("word")? {
            Some(slug) => Some(OwnWord { slug, is_public: row.get("is_word_public")? }),
            None => None,
        },
        settings: ShareSettings {
            lock: lock(
                row.get("is_shared")?,
                row.get("is_protected")?,
                row.get("hashed_password")?,
                row.get("expires_at")?,
            )?,
            max_views: row.get("max_views")?,
            records_visitors: row.get("records_visitors")?,
            may_be_continued: row.get("may_be_continued")?,
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
