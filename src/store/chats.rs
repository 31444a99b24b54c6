//! Table `chats`. Every function takes the owner: somebody else's chat does not exist.

mod list;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::{StoreError, messages};
use crate::domain::chat::{Chat, NewChat};
use crate::domain::id::{ChatId, UserId};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
pub use list::page;

/// A row of [`chat`].
const COLUMNS: &str = "id, user_id, name, model, created_at, updated_at, is_undated, imported_at";

/// Stores a conversation with its messages. Its attachments and source are an import's to keep.
pub fn insert(tx: &Transaction<'_>, owner: UserId, new: &NewChat, now: Timestamp) -> Result<Chat, StoreError> {
    // What is made here begins now.
    let is_undated = new.created_at.is_none() && new.source.is_some();
    let created_at = new.created_at.unwrap_or(now);
    let updated_at = new.updated_at.unwrap_or(now);
    let id = tx
        .prepare_cached(
            "insert into chats (user_id, name, name_key, model, model_key, created_at, updated_at, is_undated)
             values (:owner, :name, fold(:name), :model, fold(:model), :created_at, :updated_at, :is_undated)",
        )?
        .insert(named_params! {
            ":owner": owner,
            ":name": new.name,
            ":model": new.model,
            ":created_at": created_at,
            ":updated_at": updated_at,
            ":is_undated": is_undated,
        })?;
    let id = ChatId::new(id);
    messages::insert_all(tx, id, &new.messages)?;
    Ok(Chat {
        id,
        neptun_user_id: owner,
        name: new.name.clone(),
        model: new.model.clone(),
        created_at,
        updated_at,
        is_undated,
        imported_at: None,
    })
}

/// One chat of its owner.
pub fn find(connection: &Connection, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError> {
    Ok(connection
        .prepare_cached(&format!("select {COLUMNS} from live_chats where id = :id and user_id = :owner"))?
        .query_row(named_params! { ":id": id, ":owner": owner }, chat)
        .optional()?)
}

/// The chat that a share opens, for whom the access decision let in.
pub fn opened(connection: &Connection, id: ChatId) -> Result<Chat, StoreError> {
    Ok(connection
        .prepare_cached(&format!("select {COLUMNS} from chats where id = :id"))?
        .query_row(named_params! { ":id": id }, chat)?)
}

/// Changes whenever a message goes, or one changes that is not among the last; `None` when the chat is gone.
pub fn rewritten(connection: &Connection, id: ChatId) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("select rewritten from chats where id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?)
}

/// The chat's revision, which changes with whatever changes in it; `None` when it is gone.
pub fn revision(connection: &Connection, id: ChatId) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("select revision from chats where id = :id")?
        .query_row(named_params! { ":id": id }, |row| row.get(0))
        .optional()?)
}

/// Gives a chat another name; the changed chat, `None` when there is no such chat.
pub fn rename(
    tx: &Transaction<'_>,
    owner: UserId,
    id: ChatId,
    name: &ShortText,
    now: Timestamp,
) -> Result<Option<Chat>, StoreError> {
    tx.prepare_cached(
        "update chats
         set name = :name, name_key = fold(:name), updated_at = :now
         where id = :id and user_id = :owner and deleted_at is null",
    )?
    .execute(named_params! { ":id": id, ":owner": owner, ":name": name, ":now": now })?;
    find(tx, owner, id)
}

/// Notes that a chat's messages changed; false when there is no such chat.
pub fn touch(tx: &Transaction<'_>, owner: UserId, id: ChatId, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached("update chats set updated_at = :now where id = :id and user_id = :owner")?
        .execute(named_params! { ":id": id, ":owner": owner, ":now": now })?;
    Ok(changed == 1)
}

/// Removes chats with their messages, shares and whitelists for everybody, until [`restore_all`] or
/// [`delete_for_good`]. False when one of them does not exist; the caller then lets the transaction fail, so
/// that none is removed.
pub fn delete_all(tx: &Transaction<'_>, owner: UserId, ids: &[ChatId], now: Timestamp) -> Result<bool, StoreError> {
    set_deleted_at(tx, owner, ids, Some(now), None)
}

/// Takes the removal of chats back, of those that were removed after `since`, with the same proviso.
pub fn restore_all(tx: &Transaction<'_>, owner: UserId, ids: &[ChatId], since: Timestamp) -> Result<bool, StoreError> {
    set_deleted_at(tx, owner, ids, None, Some(since))
}

/// How many everybody's deleted conversations are, which go for good before long.
pub fn count_deleted(db: &Connection) -> Result<u32, StoreError> {
    let sql = "select count(*) from chats where deleted_at is not null";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

fn set_deleted_at(
    tx: &Transaction<'_>,
    owner: UserId,
    ids: &[ChatId],
    at: Option<Timestamp>,
    since: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let ids: HashSet<ChatId> = ids.iter().copied().collect();
    let mut statement = tx.prepare_cached(
        "update chats
         set deleted_at = :at
         where id = :id
           and user_id = :owner
           and is_frozen = 0
           and case when :at is null then deleted_at > :since else deleted_at is null end",
    )?;
    for id in ids {
        if statement.execute(named_params! { ":id": id, ":owner": owner, ":at": at, ":since": since })? != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes what was removed until then from the file, too: some at a time, since others wait meanwhile.
/// True when there may be more.
pub fn delete_for_good(tx: &Transaction<'_>, until: Timestamp) -> Result<bool, StoreError> {
    const AT_ONCE: u32 = 200;
    let deleted = tx
        .prepare_cached("delete from chats where id in (select id from chats where deleted_at <= :until limit :most)")?
        .execute(named_params! { ":until": until, ":most": AT_ONCE })?;
    Ok(deleted == AT_ONCE as usize)
}

fn chat(row: &Row<'_>) -> rusqlite::Result<Chat> {
    Ok(Chat {
        id: row.get("id")?,
        neptun_user_id: row.get("user_id")?,
        name: row.get("name")?,
        model: row.get("model")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        is_undated: row.get("is_undated")?,
        imported_at: row.get("imported_at")?,
    })
}
