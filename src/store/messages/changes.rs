//! Messages that are added, replaced and removed.

use rusqlite::{Transaction, named_params};
use serde_json::value::RawValue;

use super::TABLES;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::message::{Message, NewMessage, Role};
use crate::domain::part::Part;
use crate::domain::timestamp::Timestamp;
use crate::store::StoreError;

/// Appends messages in the order given. One whose time nobody knows gets that of its chat.
pub fn insert_all(tx: &Transaction<'_>, chat: ChatId, new: &[NewMessage]) -> Result<(), StoreError> {
    new.iter().try_for_each(|message| insert(tx, chat, message).map(|_| ()))
}

/// Appends messages like [`insert_all`], and returns them as they are stored.
pub fn append(tx: &Transaction<'_>, chat: ChatId, new: Vec<NewMessage>) -> Result<Vec<Message>, StoreError> {
    let stored = new.into_iter().map(|message| {
        let (id, at, parts) = insert(tx, chat, &message)?;
        let NewMessage { role, content, created_at, model, .. } = message;
        let is_undated = created_at.is_none();
        Ok(Message { id, role, content, parts, created_at: at, updated_at: at, is_undated, model })
    });
    stored.collect()
}

/// A stored message's number, its time or that of its chat, and its parts as they are kept.
type Inserted = (MessageId, Timestamp, Option<Box<RawValue>>);

fn insert(tx: &Transaction<'_>, chat: ChatId, new: &NewMessage) -> Result<Inserted, StoreError> {
    let parts = parts_json(&new.parts)?;
    let at = match new.created_at {
        Some(at) => at,
        None => tx
            .prepare_cached("select created_at from chats where id = :chat")?
            .query_row(named_params! { ":chat": chat }, |row| row.get(0))?,
    };
    let id = tx
        .prepare_cached(
            "insert into messages (chat_id, role, content, parts, created_at, updated_at)
             values (:chat, :role, :content, :parts, :at, :at)",
        )?
        .insert(named_params! {
            ":chat": chat,
            ":role": new.role,
            ":content": new.content,
            ":parts": parts.as_deref().map(RawValue::get),
            ":at": at,
        })?;
    let is_undated = new.created_at.is_none();
    if is_undated || new.model.is_some() {
        tx.prepare_cached(
            "insert into message_details (message_id, model, is_undated) values (:id, :model, :is_undated)",
        )?
        .execute(named_params! { ":id": id, ":model": new.model, ":is_undated": is_undated })?;
    }
    Ok((MessageId::new(id), at, parts))
}

/// Removes all messages of a chat but the first so many.
pub fn delete_from(tx: &Transaction<'_>, chat: ChatId, kept: usize) -> Result<(), StoreError> {
    let kept = i64::try_from(kept).unwrap_or(i64::MAX);
    tx.prepare_cached(
        "delete from messages
         where id in (select id from messages where chat_id = :chat order by id limit -1 offset :kept)",
    )?
    .execute(named_params! { ":chat": chat, ":kept": kept })?;
    Ok(())
}

/// Puts these in the place of all messages of a chat but the first so many. One that was said by the same and at the same
/// time goes on: it stays the message that it was.
pub fn replace_from(
    tx: &Transaction<'_>,
    chat: ChatId,
    kept: usize,
    new: &[NewMessage],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut query = tx.prepare_cached(&format!(
        "select id, role, created_at, ifnull(is_undated, 0)
         from {TABLES}
         where chat_id = :chat
         order by id
         limit -1 offset :kept"
    ))?;
    let skipped = i64::try_from(kept).unwrap_or(i64::MAX);
    let mut rows = query.query(named_params! { ":chat": chat, ":kept": skipped })?;
    let mut going_on = 0;
    let mut update =
        tx.prepare_cached("update messages set content = :content, parts = :parts, updated_at = :now where id = :id")?;
    for message in new {
        let Some(row) = rows.next()? else { break };
        let (id, role, at, is_undated): (MessageId, Role, Timestamp, bool) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        if is_undated || role != message.role || message.created_at != Some(at) {
            break;
        }
        let parts = parts_json(&message.parts)?;
        let parts = parts.as_deref().map(RawValue::get);
        update.execute(named_params! { ":id": id, ":content": message.content, ":parts": parts, ":now": now })?;
        going_on += 1;
    }
    drop(rows);
    delete_from(tx, chat, kept + going_on)?;
    insert_all(tx, chat, new.get(going_on..).unwrap_or_default())
}

/// Removes the last exchange: the last message of the user and what followed it, or the last
/// message where the user said none. False when there was no message.
pub fn delete_last_exchange(tx: &Transaction<'_>, chat: ChatId) -> Result<bool, StoreError> {
    let deleted = tx
        .prepare_cached(
            "delete from messages
             where chat_id = :chat
               and id >= (select coalesce(max(id) filter (where role = 'user'), max(id)) from messages where chat_id = :chat)",
        )?
        .execute(named_params! { ":chat": chat })?;
    Ok(deleted > 0)
}

/// The parts of a message as they are stored; `None` for none.
pub fn parts_json(parts: &[Part]) -> Result<Option<Box<RawValue>>, StoreError> {
    let json = (!parts.is_empty()).then(|| serde_json::value::to_raw_value(parts));
    json.transpose().map_err(|error| StoreError::Internal(error.into()))
}
