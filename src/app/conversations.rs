//! Conversations as a whole: creating, listing, renaming, deleting and restoring them.

use std::time::Duration;

use super::link::{self, Link};
use crate::domain::chat::{Chat, ChatColumn, NewChat};
use crate::domain::id::{ChatId, UserId};
use crate::domain::message::NewMessage;
use crate::domain::share::Excerpt;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::listing::{Page, Query};
use crate::store::{Connection, Store, StoreError, chats, messages};

/// How long its owner may take the removal of a conversation back.
pub const UNDO: Duration = Duration::from_secs(10 * 60);

/// Why nothing was changed.
#[derive(Debug)]
pub enum ConversationError {
    /// One of the conversations does not exist, or is somebody else's.
    NoSuchConversation,
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for ConversationError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A conversation in a list.
pub struct ListedConversation {
    /// The conversation.
    pub chat: Chat,
    /// What else is known of it, where that is wanted.
    pub details: Option<ConversationDetails>,
}

/// What belongs to a conversation.
pub struct ConversationDetails {
    /// How many messages it has.
    pub message_count: usize,
    pub link: Option<Link>,
}

impl ListedConversation {
    fn with_details(db: &Connection, chat: Chat) -> Result<Self, StoreError> {
        let message_count = messages::count(db, chat.id, &Excerpt::Whole)?;
        let link = link::of_chat_in(db, chat.neptun_user_id, chat.id)?;
        Ok(Self { chat, details: Some(ConversationDetails { message_count, link }) })
    }
}

/// Somebody's conversations that are wanted.
pub fn list(
    store: &Store,
    owner: UserId,
    wanted: &Query<ChatColumn>,
    has_details: bool,
) -> Result<Page<ListedConversation>, StoreError> {
    store.read(|db| {
        let Page { items, total, is_estimate } = chats::page(db, owner, wanted)?;
        let listed = items.into_iter().map(|chat| match has_details {
            true => ListedConversation::with_details(db, chat),
            false => Ok(ListedConversation { chat, details: None }),
        });
        Ok(Page { items: listed.collect::<Result<_, StoreError>>()?, total, is_estimate })
    })
}

/// The text of the first message of one of somebody's conversations; `None` for one without messages.
pub fn opening(store: &Store, owner: UserId, id: ChatId) -> Result<Option<String>, ConversationError> {
    store.read(|db| {
        chats::find(db, owner, id)?.ok_or(ConversationError::NoSuchConversation)?;
        Ok(messages::page(db, id, &Excerpt::Whole, 0, 1)?.into_iter().next().map(|message| message.content))
    })
}

/// One of somebody's conversations.
pub fn named(store: &Store, owner: UserId, id: ChatId) -> Result<Chat, ConversationError> {
    store.read_one(|db| chats::find(db, owner, id)?.ok_or(ConversationError::NoSuchConversation))
}

/// The same, with its details.
pub fn find(store: &Store, owner: UserId, id: ChatId) -> Result<ListedConversation, ConversationError> {
    store.read(|db| {
        let chat = chats::find(db, owner, id)?.ok_or(ConversationError::NoSuchConversation)?;
        Ok(ListedConversation::with_details(db, chat)?)
    })
}

/// A conversation with all of its messages, whose files are only named.
pub fn whole(store: &Store, owner: UserId, id: ChatId) -> Result<NewChat, ConversationError> {
    store.read(|db| {
        let chat = chats::find(db, owner, id)?.ok_or(ConversationError::NoSuchConversation)?;
        let mut whole = NewChat::named(chat.name, chat.model);
        whole.messages = messages::of_chat(db, id)?.into_iter().map(NewMessage::from).collect();
        Ok(whole)
    })
}

/// Makes a conversation.
pub fn create(store: &Store, owner: UserId, new: &NewChat, now: Timestamp) -> Result<Chat, StoreError> {
    store.write(|tx| chats::insert(tx, owner, new, now))
}

/// Gives a conversation another name.
pub fn rename(
    store: &Store,
    owner: UserId,
    id: ChatId,
    name: &ShortText,
    now: Timestamp,
) -> Result<Chat, ConversationError> {
    store.write(|tx| chats::rename(tx, owner, id, name, now)?.ok_or(ConversationError::NoSuchConversation))
}

/// Removes conversations with their messages and links, all of them or none; the removed ones.
pub fn delete(store: &Store, owner: UserId, ids: &[ChatId], now: Timestamp) -> Result<Vec<Chat>, ConversationError> {
    store.write(|tx| {
        let chats = find_all(tx, owner, ids)?;
        // An error here takes back what was deleted before it.
        if chats::delete_all(tx, owner, ids, now)? { Ok(chats) } else { Err(ConversationError::NoSuchConversation) }
    })
}

/// Takes the removal of conversations back, of all of them or none.
pub fn restore(store: &Store, owner: UserId, ids: &[ChatId], now: Timestamp) -> Result<Vec<Chat>, ConversationError> {
    store.write(|tx| {
        if !chats::restore_all(tx, owner, ids, now.minus(UNDO))? {
            return Err(ConversationError::NoSuchConversation);
        }
        find_all(tx, owner, ids)
    })
}

fn find_all(db: &Connection, owner: UserId, ids: &[ChatId]) -> Result<Vec<Chat>, ConversationError> {
    let find = |id: &ChatId| chats::find(db, owner, *id)?.ok_or(ConversationError::NoSuchConversation);
    ids.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::tests::Scene;

    #[test]
    fn a_removal_concerns_all_or_none_and_can_be_taken_back_for_ten_minutes() {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        let new = NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"));
        let [one, other] = [0; 2].map(|_| create(&scene.store, owner, &new, scene.now).expect("made").id);
        let minutes = |count: u64| scene.now.plus(Duration::from_secs(60 * count));
        let is_there = |id| find(&scene.store, owner, id).is_ok();

        assert!(delete(&scene.store, owner, &[one, ChatId::new(99)], scene.now).is_err());
        assert!(is_there(one));
        delete(&scene.store, owner, &[one, other], scene.now).expect("removed");
        assert!(!is_there(one) && !is_there(other));
        assert!(restore(&scene.store, owner, &[one, ChatId::new(99)], minutes(1)).is_err());
        assert_eq!(restore(&scene.store, owner, &[one], minutes(9)).expect("restored").len(), 1);
        assert!(is_there(one) && !is_there(other));
        assert!(restore(&scene.store, owner, &[other], minutes(10)).is_err());
    }
}
