//! A conversation on its way to a page: rendered while the reader receives it, a few messages at a time, so that its
//! beginning arrives at once and a long one is never held in memory as a whole.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::public_view::PublicView;
use crate::domain::chat::Chat;
use crate::domain::id::MessageId;
use crate::domain::message::Message;
use crate::render::{Audience, Checkpoint, Conversation, Head};
use crate::store::{Connection, Store, StoreError};

/// Messages that are read at a time.
const PAGE: i64 = 32;

/// What is told in the head of a conversation that somebody was let in to.
#[derive(Default)]
pub struct StreamHead<'a> {
    /// Who else gets in.
    pub access: Option<Audience>,
    /// What changes with it.
    pub revision: &'a str,
    /// The message with which it begins here, for whom has what is before that.
    pub from: Option<MessageId>,
}

/// Gets to know where it can be gone on with.
type KeepCheckpoint = Box<dyn FnOnce(Checkpoint) + Send>;

/// The bytes of the HTML. What is said meanwhile does not come along: who may read may have changed, too.
pub struct ConversationStream {
    store: Store,
    view: PublicView,
    conversation: Conversation,
    /// The conversation's row.
    pub chat: Chat,
    /// The messages that are to be rendered next, read together with the access decision.
    pub next: VecDeque<Message>,
    /// The number of the last message that was read.
    after: i64,
    /// How many are still to be read: what is said from now on is for the next visit.
    left: usize,
    is_over: bool,
    ready: io::Cursor<Vec<u8>>,
    keep: Option<KeepCheckpoint>,
}

impl ConversationStream {
    /// Begins to read what its owner sees; `access` is who else gets in.
    pub fn own(
        store: &Store,
        view: PublicView,
        conversation: Conversation,
        access: Option<Audience>,
    ) -> Result<Self, StoreError> {
        store.read(|db| Self::begin(db, store, view, conversation, StreamHead { access, ..StreamHead::default() }))
    }

    /// Begins to read what somebody was let in to, in the same transaction.
    pub fn begin(
        db: &Connection,
        store: &Store,
        view: PublicView,
        conversation: Conversation,
        told: StreamHead<'_>,
    ) -> Result<Self, StoreError> {
        let StreamHead { access, revision, from } = told;
        let (chat, length) = (view.chat(db)?, view.count(db)?);
        let before = from.map_or(0, |from| from.get() - 1);
        let (next, has_steps) = (view.piece(db, before, PAGE)?, view.has_steps(db, PAGE)?);
        let here = if from.is_some() { view.count_behind(db, before)? } else { length };
        let head = Head { chat: &chat, length, access, has_steps, revision: Some(revision), from };
        let ready = io::Cursor::new(conversation.begin(&head).into_bytes());
        let (after, left) = (next.last().map_or(0, |last| last.id.get()), here.saturating_sub(next.len()));
        let (store, next) = (store.clone(), next.into());
        Ok(Self { store, view, conversation, chat, next, after, left, is_over: false, ready, keep: None })
    }

    /// The same; `keep` gets to know where it can be gone on with, once all of it has been read.
    pub fn keeping(self, keep: impl FnOnce(Checkpoint) + Send + 'static) -> Self {
        Self { keep: Some(Box::new(keep)), ..self }
    }

    /// The next piece of HTML: of one message, since each reader has it in memory.
    fn write(&mut self) -> io::Result<String> {
        let mut html = String::new();
        match self.next.pop_front() {
            Some(message) => self.conversation.push(message, &mut html),
            None => {
                if let Some((keep, checkpoint)) = self.keep.take().zip(self.conversation.checkpoint()) {
                    keep(checkpoint);
                }
                self.conversation.finish(&mut html);
                self.is_over = true;
            }
        }
        if self.next.is_empty() && !self.is_over {
            let most = i64::try_from(self.left).map_or(PAGE, |left| left.min(PAGE));
            // A message near the end may have become another one by now, of which more is left out.
            let next = self.store.read(|db| self.view.present(db)?.piece(db, self.after, most));
            self.next = next.map_err(|error| io::Error::other(error.to_string()))?.into();
            self.left -= self.next.len();
            self.after = self.next.back().map_or(self.after, |last| last.id.get());
        }
        Ok(html)
    }
}

impl Read for ConversationStream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() || self.is_over {
                return Ok(length);
            }
            self.ready = io::Cursor::new(self.write()?.into_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::chat::NewChat;
    use crate::domain::email::Email;
    use crate::domain::message::{NewMessage, Role};
    use crate::domain::share::{PasswordHash, ShareUuid};
    use crate::domain::text::ShortText;
    use crate::domain::timestamp::Timestamp;
    use crate::render::{Files, Renderer};
    use crate::store::{chats, messages, users};

    #[test]
    fn a_long_conversation_is_read_to_the_message_that_was_the_last_when_it_was_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("test.db")).expect("a store");
        let now = Timestamp::from_millis(0).expect("a time");
        let said = |number| NewMessage::new(Role::User, format!("word{number}."));
        let length = 100;
        let messages = (0..length).map(said).collect();
        let chat = NewChat { messages, ..NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model")) };
        let (email, hash) = (Email::parse("ada@example.com"), PasswordHash::trusted("$argon2id$".to_owned()));
        let chat = store.write(|tx| {
            let owner = users::insert(tx, &email.expect("an address"), &hash, now).expect("a user").id;
            chats::insert(tx, owner, &chat, now)
        });
        let chat = chat.expect("a chat");
        let id = chat.id;

        let conversation = Conversation::new(Arc::new(Renderer::new()), Files::shared(ShareUuid::random()));
        let reading = ConversationStream::own(&store, PublicView::whole(id), conversation, None);
        let mut reading = reading.expect("a conversation");
        let mut html = vec![0; 10];
        reading.read_exact(&mut html).expect("its beginning");
        store.write(|tx| messages::insert_all(tx, id, &[said(length)])).expect("said");
        reading.read_to_end(&mut html).expect("its rest");

        let html = String::from_utf8(html).expect("UTF-8");
        assert_eq!(html.matches("<article").count(), length);
        assert!((0..length).all(|number| html.contains(&format!("word{number}."))));
        assert!(html.ends_with("</section></div>\n"));
    }
}
