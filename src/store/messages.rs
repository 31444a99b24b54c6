//! Table `messages`. Callers have made sure whose chat it is, in the same transaction.

use rusqlite::{Connection, Row, Transaction, named_params};

use super::StoreError;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::message::{Message, NewMessage};
use crate::domain::timestamp::Timestamp;

/// Appends messages in the order given.
pub fn insert_all(
    tx: &Transaction<'_>,
    chat: ChatId,
    new: &[NewMessage],
    now: Timestamp,
) -> Result<Vec<Message>, StoreError> {
    let mut statement = tx.prepare_cached(
        "insert into messages (chat_id, role, content, created_at, updated_at)
         values (:chat, :role, :content, :at, :at)",
    )?;
    let mut stored = Vec::with_capacity(new.len());
    for message in new {
        let at = message.created_at.unwrap_or(now);
        let id = statement.insert(named_params! {
            ":chat": chat,
            ":role": message.role,
            ":content": message.content,
            ":at": at,
        })?;
        stored.push(Message {
            id: MessageId::new(id),
            role: message.role,
            content: message.content.clone(),
            created_at: at,
            updated_at: at,
        });
    }
    Ok(stored)
}

/// The messages of a chat in order.
pub fn of_chat(connection: &Connection, chat: ChatId) -> Result<Vec<Message>, StoreError> {
    let mut query = connection.prepare_cached(
        "select id, role, content, created_at, updated_at from messages where chat_id = :chat order by id",
    )?;
    let messages = query.query_map(named_params! { ":chat": chat }, message)?.collect::<rusqlite::Result<_>>()?;
    Ok(messages)
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

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.get("id")?,
        role: row.get("role")?,
        content: row.get("content")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}
