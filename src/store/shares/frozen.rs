//! The copy of a conversation that a frozen share keeps: a chat like others, but not listed. It is complete, so that
//! the shown part can be chosen again.

use rusqlite::{Transaction, named_params};

use super::StoreError;
use crate::domain::id::ChatId;
use crate::domain::share::Share;
use crate::domain::timestamp::Timestamp;

/// Gives a share a copy of its chat as it is now, in place of one that it had; `None` takes that away.
pub fn set(tx: &Transaction<'_>, share: &Share, at: Option<Timestamp>) -> Result<(), StoreError> {
    let copy = at.map(|_| copy(tx, share.chat_id)).transpose()?;
    // A trigger removes the former copy.
    tx.prepare_cached("update shares set frozen_chat_id = :copy, frozen_at = :at, revision = random() where id = :id")?
        .execute(named_params! { ":id": share.id, ":copy": copy, ":at": at })?;
    Ok(())
}

fn copy(tx: &Transaction<'_>, chat: ChatId) -> Result<ChatId, StoreError> {
    let copy = ChatId::new(
        tx.prepare_cached(
            "insert into chats (user_id, name, name_key, model, model_key, created_at, updated_at, is_undated, is_frozen)
             select user_id, name, name_key, model, model_key, created_at, updated_at, is_undated, 1
             from chats where id = :chat",
        )?
        .insert(named_params! { ":chat": chat })?,
    );
    let parameters = named_params! { ":chat": chat, ":copy": copy };
    tx.prepare_cached(
        "insert into messages (chat_id, role, content, parts, created_at, updated_at, original_id)
         select :copy, role, content, parts, created_at, updated_at, id from messages where chat_id = :chat order by id",
    )?
    .execute(parameters)?;
    tx.prepare_cached(
        "insert into message_details (message_id, model, is_undated)
         select messages.id, model, is_undated
         from messages join message_details on message_id = original_id
         where chat_id = :copy",
    )?
    .execute(named_params! { ":copy": copy })?;
    tx.prepare_cached(
        "insert into chat_attachments (chat_id, attachment_id)
         select :copy, attachment_id from chat_attachments where chat_id = :chat",
    )?
    .execute(parameters)?;
    Ok(copy)
}
