//! A conversation on its way to a page: rendered while the reader takes it, some messages at a
//! time, so that its beginning is there at once and a long one is never held as a whole.

use std::io::{self, Read};
use std::sync::Arc;

use super::Site;
use super::reply::is_fresh;
use super::request_context::RequestContext;
use super::visitor::{self, etag, revision};
use crate::app::public_view::PublicView;
use crate::app::readers::{NotAdmitted, OpenShare, Purpose};
use crate::domain::chat::Chat;
use crate::domain::message::Message;
use crate::domain::share::ShareInfo;
use crate::render::{Access, Conversation, Files, Head};
use crate::server::slow;
use crate::store::shares::Found;
use crate::store::{Connection, Store, StoreError};

/// Messages that are read at a time.
const PAGE: i64 = 32;

/// What a reader is let in to.
pub struct Opened {
    /// The conversation, unless the reader has it already.
    pub reading: Option<Reading>,
    /// The entity tag of what holds it.
    pub etag: String,
    /// The share.
    pub found: Found,
    /// What its readers are told of it.
    pub info: ShareInfo,
}

/// Opens a share for its reader; `form` names what holds the conversation, for the entity tag. Who has
/// only the revision, as a weak one, is told as well that nothing has changed.
pub fn open(site: &Site, context: &RequestContext<'_>, form: &str) -> Result<Opened, NotAdmitted> {
    let visitor = visitor::of(context);
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    slow(|| {
        let OpenShare { db, found, info, view } = admitted.open()?;
        let (etag, revision) = (etag(&found, info, form), revision(&found, info));
        let has = |tag: &str| is_fresh(context.header("If-None-Match"), tag);
        if has(&etag) || has(&format!("\"{revision}\"")) {
            return Ok(Opened { reading: None, etag, found, info });
        }
        let conversation = Conversation::new(Arc::clone(&site.renderer), Files::shared(found.uuid));
        let access = Access {
            by_password: info.share_has_password,
            by_list: info.share_has_whitelist,
            records_visitors: found.records_visitors,
        };
        let reading = Reading::begin(&db, &site.store, view, conversation, Some(access), &revision)?;
        Ok(Opened { reading: Some(reading), etag, found, info })
    })
}

/// What its owner sees of a chat, or of a share of it; `access` is who else gets in.
pub fn own(site: &Site, view: PublicView, files: Files, access: Option<Access>) -> Result<Reading, StoreError> {
    let conversation = Conversation::new(Arc::clone(&site.renderer), files);
    site.store.read(|db| Reading::begin(db, &site.store, view, conversation, access, ""))
}

/// The bytes of the HTML. What is said meanwhile does not come along: who may read may have changed, too.
pub struct Reading {
    store: Store,
    view: PublicView,
    conversation: Conversation,
    /// What it is.
    pub chat: Chat,
    /// The messages that are to be rendered next, read together with the access decision.
    pub next: Vec<Message>,
    /// The number of the last message that was read.
    after: i64,
    /// How many are still to be read: what is said from now on is for the next visit.
    left: usize,
    is_over: bool,
    ready: io::Cursor<Vec<u8>>,
}

impl Reading {
    /// Begins to read what somebody was let in to, in the same transaction. `access` is told in its head.
    pub fn begin(
        db: &Connection,
        store: &Store,
        view: PublicView,
        conversation: Conversation,
        access: Option<Access>,
        revision: &str,
    ) -> Result<Self, StoreError> {
        let (chat, length) = (view.chat(db)?, view.count(db)?);
        let next = view.page(db, 0, PAGE)?;
        let head = Head { chat: &chat, length, access, revision: Some(revision) };
        let ready = io::Cursor::new(conversation.begin(&head).into_bytes());
        let (after, left) = (next.last().map_or(0, |last| last.id.get()), length.saturating_sub(next.len()));
        Ok(Self { store: store.clone(), view, conversation, chat, next, after, left, is_over: false, ready })
    }

    /// The next piece of HTML.
    fn write(&mut self) -> String {
        let mut html = String::new();
        self.is_over = self.next.is_empty();
        for message in std::mem::take(&mut self.next) {
            self.conversation.push(message, &mut html);
        }
        if self.is_over {
            self.conversation.finish(&mut html);
        }
        html
    }
}

impl Read for Reading {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() || self.is_over {
                return Ok(length);
            }
            self.ready = io::Cursor::new(self.write().into_bytes());
            if !self.is_over {
                let most = i64::try_from(self.left).map_or(PAGE, |left| left.min(PAGE));
                let page = self.store.read_one(|db| self.view.page(db, self.after, most));
                self.next = page.map_err(|error| io::Error::other(error.to_string()))?;
                self.left -= self.next.len();
                self.after = self.next.last().map_or(self.after, |last| last.id.get());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::chat::NewChat;
    use crate::domain::email::Email;
    use crate::domain::message::{NewMessage, Role};
    use crate::domain::share::{PasswordHash, ShareUuid};
    use crate::domain::text::ShortText;
    use crate::domain::timestamp::Timestamp;
    use crate::render::Renderer;
    use crate::store::{chats, messages, users};

    #[test]
    fn a_long_conversation_is_read_to_the_message_that_was_the_last_when_it_was_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("test.db")).expect("a store");
        let now = Timestamp::from_millis(0).expect("a time");
        let said = |number| NewMessage {
            role: Role::User,
            content: format!("word{number}."),
            parts: Vec::new(),
            created_at: None,
        };
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
        let reading = store.read(|db| Reading::begin(db, &store, PublicView::whole(id), conversation, None, "1"));
        let mut reading = reading.expect("a conversation");
        let mut html = vec![0; 10];
        reading.read_exact(&mut html).expect("its beginning");
        store.write(|tx| messages::insert_all(tx, id, &[said(length)], now)).expect("said");
        reading.read_to_end(&mut html).expect("its rest");

        let html = String::from_utf8(html).expect("UTF-8");
        assert_eq!(html.matches("<article").count(), length);
        assert!((0..length).all(|number| html.contains(&format!("word{number}."))));
        assert!(html.ends_with("</section></div>\n"));
    }
}
