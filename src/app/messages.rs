//! The messages of a conversation, for its owner.

use super::conversations::ConversationError;
use crate::domain::id::{ChatId, UserId};
use crate::domain::message::{Message, NewMessage};
use crate::domain::share::Excerpt;
use crate::domain::timestamp::Timestamp;
use crate::store::{Store, StoreError, Transaction, chats, messages};

/// All messages of a conversation, in order.
pub fn list(store: &Store, chat: ChatId) -> Result<Vec<Message>, StoreError> {
    store.read_one(|db| messages::of_chat(db, chat))
}

/// At most `most` messages that follow the one of the number `after` (0 for the first), and how many the
/// conversation has.
pub fn page(store: &Store, chat: ChatId, after: i64, most: u32) -> Result<(Vec<Message>, usize), StoreError> {
    store.read(|db| {
        let page = messages::page(db, chat, &Excerpt::Whole, after, most.into())?;
        Ok((page, messages::count(db, chat, &Excerpt::Whole)?))
    })
}

/// Adds messages behind the last one; as they are stored then.
pub fn add(
    store: &Store,
    owner: UserId,
    chat: ChatId,
    new: Vec<NewMessage>,
    now: Timestamp,
) -> Result<Vec<Message>, ConversationError> {
    store.write(|tx| {
        touch(tx, owner, chat, now)?;
        Ok(messages::append(tx, chat, new, now)?)
    })
}

/// Removes the last exchange: the last message of the user and what followed it, or the last message where
/// the user said none. False when there was no message.
pub fn delete_last(store: &Store, owner: UserId, chat: ChatId, now: Timestamp) -> Result<bool, ConversationError> {
    store.write(|tx| {
        let is_deleted = messages::delete_last_exchange(tx, chat)?;
        if is_deleted {
            touch(tx, owner, chat, now)?;
        }
        Ok(is_deleted)
    })
}

fn touch(tx: &Transaction<'_>, owner: UserId, chat: ChatId, now: Timestamp) -> Result<(), ConversationError> {
    if chats::touch(tx, owner, chat, now)? { Ok(()) } else { Err(ConversationError::NoSuchConversation) }
}
