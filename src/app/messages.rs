//! The messages of a conversation, for its owner.

use std::io;

use super::conversations::ConversationError;
use super::export::Moment;
use super::public_view::PublicView;
use crate::domain::id::{ChatId, UserId};
use crate::domain::message::{Message, NewMessage, Role};
use crate::domain::share::Excerpt;
use crate::domain::timestamp::Timestamp;
use crate::import;
use crate::store::{Connection, Store, StoreError, Transaction, chats, messages};

/// Messages that are read at a time.
const PAGE: i64 = 200;

/// All messages of a conversation, in order: the first ones, and those behind them where there are too many to have them
/// in memory for each client that takes them slowly.
pub fn list(store: &Store, chat: ChatId) -> Result<(Vec<Message>, Option<LaterMessages>), StoreError> {
    let view = PublicView::whole(chat);
    store.read(|db| {
        let first = view.piece(db, 0, PAGE)?;
        let after = first.last().map_or(0, |last| last.id.get());
        if after == view.last_id(db)? {
            return Ok((first, None));
        }
        let moment = Moment::of(db, &view)?;
        Ok((first, Some(LaterMessages { store: store.clone(), view, moment, after })))
    })
}

/// The messages behind the first ones, of those that were there when the first were read.
pub struct LaterMessages {
    store: Store,
    view: PublicView,
    moment: Moment,
    after: i64,
}

impl LaterMessages {
    fn read(&mut self) -> io::Result<Vec<Message>> {
        let read = |db: &Connection| self.view.piece(db, self.after, PAGE);
        let mut next = self.moment.read_same(&self.store, &self.view, read)?;
        next.retain(|message| message.id.get() <= self.moment.last);
        self.after = next.last().map_or(self.moment.last, |last| last.id.get());
        Ok(next)
    }
}

/// Some at a time. An error when what was there is changed or taken back meanwhile.
impl Iterator for LaterMessages {
    type Item = io::Result<Vec<Message>>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.after < self.moment.last).then(|| self.read())
    }
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
        let new = new.into_iter().map(|message| as_said(message, now)).collect();
        Ok(messages::append(tx, chat, new)?)
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

/// A message that is said now. Its content stays as it was sent; what a model thought is told apart beside it.
fn as_said(mut message: NewMessage, now: Timestamp) -> NewMessage {
    message.created_at = Some(now);
    if message.role == Role::Assistant && message.parts.is_empty() {
        message.parts = import::thoughts(&message.content).unwrap_or_default();
    }
    message
}

fn touch(tx: &Transaction<'_>, owner: UserId, chat: ChatId, now: Timestamp) -> Result<(), ConversationError> {
    if chats::touch(tx, owner, chat, now)? { Ok(()) } else { Err(ConversationError::NoSuchConversation) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::conversations;
    use crate::app::tests::Scene;
    use crate::domain::chat::NewChat;
    use crate::domain::text::ShortText;

    #[test]
    fn what_a_model_thought_is_told_apart_and_its_words_stay_as_they_were_sent() {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        let new = NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"));
        let chat = conversations::create(&scene.store, owner, &new, scene.now).expect("made").id;
        let said = [
            (Role::Assistant, "<think>\nHm.\n</think>\n\nYes."),
            (Role::User, "<think>Hm.</think>No."),
            (Role::Assistant, "Maybe."),
        ];
        let new = said.map(|(role, content)| NewMessage::new(role, content.to_owned())).into();
        let added = add(&scene.store, owner, chat, new, scene.now).expect("added");

        let contents: Vec<&str> = added.iter().map(|message| message.content.as_str()).collect();
        assert_eq!(contents, said.map(|(_, content)| content));
        let parts = added.iter().map(|message| message.parts.as_ref().map(|parts| parts.get().to_owned()));
        let thought = r#"[{"type":"reasoning","text":"Hm."},{"type":"text","text":"Yes."}]"#;
        assert_eq!(parts.collect::<Vec<_>>(), [Some(thought.to_owned()), None, None]);
        assert!(added.iter().all(|message| message.said_at() == Some(scene.now)));
    }
}
