//! What readers of a link get of a conversation: the part that its owner chose, without what the owner redacted. Every
//! form of it, text or file, comes from here.

mod admission;
mod file;
mod redaction_cache;

use std::sync::{Arc, LazyLock};

use crate::domain::attachment::StoredAttachment;
use crate::domain::chat::Chat;
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::message::Message;
use crate::domain::part::Sha256;
use crate::domain::redaction::Redactions;
use crate::domain::share::{Excerpt, Share};
use crate::domain::timestamp::Timestamp;
use crate::store::shares::{self, FoundShare};
use crate::store::{Connection, Store, StoreError, attachments, chats, messages};
use admission::Admission;
pub use file::PublicFile;
use file::ViewRedactor;
use quick_cache::sync::Cache;

/// The bytes of text that a slow reader keeps in memory, but for the last message of them.
pub const PIECE: usize = 128 * 1024;

/// Those of the shares that were read last: what they know of files takes long to find out.
static REDACTORS: LazyLock<Cache<Redactions, Arc<ViewRedactor>>> = LazyLock::new(|| Cache::new(64));

/// A conversation, as far as it is to be read.
#[derive(Clone)]
pub struct PublicView {
    chat: ChatId,
    excerpt: Arc<Excerpt>,
    /// Where something is left out.
    redactor: Option<Arc<ViewRedactor>>,
    /// What let its readers in.
    admission: Option<Admission>,
}

impl PublicView {
    /// All of a chat, for its owner.
    pub fn whole(chat: ChatId) -> Self {
        Self { chat, excerpt: Arc::default(), redactor: None, admission: None }
    }

    /// What a share opens, for that reader, whom the access decision let in, in the same transaction.
    pub fn found(connection: &Connection, found: &FoundShare, reader: Option<UserId>) -> Result<Self, StoreError> {
        let (excerpt, redactions) = shares::published(connection, found.id)?;
        Ok(Self { admission: Some(Admission::new(found, reader)), ..Self::new(found.opens, excerpt, redactions) })
    }

    /// The same by the rules of the share as they are now: what is written meanwhile may have made it leave out more. An
    /// error once the reader would not be let in any more, or to another state of the conversation that is kept.
    pub fn present(&self, connection: &Connection) -> Result<Self, StoreError> {
        let Some(admission) = &self.admission else { return Ok(self.clone()) };
        match admission.renewed(connection, Timestamp::now())? {
            Some(found) if found.opens == self.chat => Self::found(connection, &found, admission.reader()),
            _ => Err(StoreError::Internal("the link was switched off or changed while it was read".into())),
        }
    }

    /// What a share opens, for its owner to see.
    pub fn share(connection: &Connection, share: &Share) -> Result<Self, StoreError> {
        let (excerpt, redactions) = shares::published(connection, share.id)?;
        Ok(Self::new(share.frozen.map_or(share.chat_id, |(copy, _)| copy), excerpt, redactions))
    }

    /// The same with nothing left out.
    pub fn unredacted(share: &Share) -> Self {
        Self::of_part(share.frozen.map_or(share.chat_id, |(copy, _)| copy), share.settings.excerpt.clone())
    }

    /// Part of a chat, or of a share's copy of it.
    pub fn of_part(chat: ChatId, excerpt: Excerpt) -> Self {
        Self::new(chat, excerpt, Redactions::NONE)
    }

    /// Part of a chat, or of a share's copy of it, without that.
    pub fn new(chat: ChatId, excerpt: Excerpt, redactions: Redactions) -> Self {
        let made = || Ok::<_, std::convert::Infallible>(Arc::new(ViewRedactor::new(&redactions)));
        let redactor = (!redactions.is_empty()).then(|| REDACTORS.get_or_insert_with(&redactions, made));
        Self { chat, excerpt: Arc::new(excerpt), redactor: redactor.and_then(Result::ok), admission: None }
    }

    /// The same without that.
    pub fn redacted(&self, redactions: Redactions) -> Self {
        Self::new(self.chat, Excerpt::clone(&self.excerpt), redactions)
    }

    /// The chat, or the copy of it, and which part of that it is.
    pub fn part(&self) -> (ChatId, Arc<Excerpt>) {
        (self.chat, Arc::clone(&self.excerpt))
    }

    /// A digest of what is redacted; `None` where nothing is.
    pub fn redactions_digest(&self) -> Option<[u8; 32]> {
        self.redactor.as_ref().map(|redactor| redactor.redactions)
    }

    /// The conversation itself.
    pub fn chat(&self, connection: &Connection) -> Result<Chat, StoreError> {
        let mut chat = chats::opened(connection, self.chat)?;
        if let Some(redactor) = &self.redactor {
            for text in [&mut chat.name, &mut chat.model] {
                redactor.short(text);
            }
        }
        Ok(chat)
    }

    /// Changes with whatever changes in the conversation; `None` when it is gone.
    pub fn revision(&self, connection: &Connection) -> Result<Option<i64>, StoreError> {
        chats::revision(connection, self.chat)
    }

    /// Changes when what was there is no longer so, but for the last messages; `None` when the conversation is gone.
    pub fn rewritten(&self, connection: &Connection) -> Result<Option<i64>, StoreError> {
        chats::rewritten(connection, self.chat)
    }

    /// The number of the last message; those that come later have higher ones.
    pub fn last_id(&self, connection: &Connection) -> Result<i64, StoreError> {
        messages::last_id(connection, self.chat)
    }

    /// A digest of the last messages up to that one, which may change without a sign of it in [`Self::rewritten`].
    pub fn end_digest(&self, connection: &Connection, last: i64) -> Result<u64, StoreError> {
        messages::end_digest(connection, self.chat, last)
    }

    /// How many messages there are.
    pub fn count(&self, connection: &Connection) -> Result<usize, StoreError> {
        messages::count(connection, self.chat, &self.excerpt)
    }

    /// How many follow the one of that number.
    pub fn count_behind(&self, connection: &Connection, after: i64) -> Result<usize, StoreError> {
        messages::count_behind(connection, self.chat, &self.excerpt, after)
    }

    /// Whether an agent uses a tool in one of the first messages.
    pub fn has_steps(&self, connection: &Connection, first: i64) -> Result<bool, StoreError> {
        messages::have_steps(connection, self.chat, &self.excerpt, first)
    }

    /// The numbers of the messages, in order.
    pub fn ids(&self, connection: &Connection) -> Result<Vec<MessageId>, StoreError> {
        messages::ids_of_part(connection, self.chat, &self.excerpt)
    }

    /// The messages, in order.
    pub fn messages(&self, connection: &Connection) -> Result<Vec<Message>, StoreError> {
        self.page(connection, 0, i64::MAX)
    }

    /// At most `most` messages that follow the one of that number, in order; 0 for the first.
    pub fn page(&self, connection: &Connection, after: i64, most: i64) -> Result<Vec<Message>, StoreError> {
        self.told(connection, messages::page(connection, self.chat, &self.excerpt, after, most)?)
    }

    /// The same, for whom each reader has some in memory: no further message once they have [`PIECE`] bytes together.
    pub fn piece(&self, connection: &Connection, after: i64, most: i64) -> Result<Vec<Message>, StoreError> {
        self.told(connection, messages::piece(connection, self.chat, &self.excerpt, after, most, PIECE)?)
    }

    /// Messages as readers get them.
    fn told(&self, connection: &Connection, mut messages: Vec<Message>) -> Result<Vec<Message>, StoreError> {
        let Some(redactor) = &self.redactor else { return Ok(messages) };
        for message in &mut messages {
            // Also of messages that are no part of this: something may begin there and end here.
            let (before, behind) = self.neighbours(connection, message.id)?;
            redactor.message(message, before.as_deref(), behind.as_deref());
            redactor.update_files(connection, message)?;
            if let Some(model) = &mut message.model {
                redactor.short(model);
            }
        }
        Ok(messages)
    }

    /// The texts of the messages that stand before and behind one, also where they are no part of this.
    pub fn neighbours(
        &self,
        connection: &Connection,
        message: MessageId,
    ) -> Result<(Option<String>, Option<String>), StoreError> {
        messages::neighbours(connection, self.chat, message)
    }

    /// Its files, by their digests: of a part of a chat those that its messages name.
    pub fn files(&self, connection: &Connection) -> Result<Vec<(Sha256, StoredAttachment)>, StoreError> {
        let mut files = Vec::new();
        for (sha256, attachment) in attachments::of_chat(connection, self.chat)? {
            if !self.has_file(connection, sha256)? {
                continue;
            }
            match &self.redactor {
                None => files.push((sha256, attachment)),
                Some(redactor) => {
                    files.extend(redactor.attachment(connection, sha256, attachment)?.map(|file| (sha256, file)));
                }
            }
        }
        Ok(files)
    }

    /// A file of it; `None` where it has none of that digest, or leaves that one out.
    pub fn file(&self, connection: &Connection, sha256: Sha256) -> Result<Option<PublicFile>, StoreError> {
        let Some(attachment) = attachments::find(connection, self.chat, sha256)? else { return Ok(None) };
        if !self.has_file(connection, sha256)? {
            return Ok(None);
        }
        let bytes = match &self.redactor {
            None => Some((attachment, None)),
            Some(redactor) => redactor.file(connection, sha256, attachment)?,
        };
        Ok(bytes.map(|(attachment, redacted)| PublicFile::new(self, sha256, attachment, redacted)))
    }

    /// The same in a transaction of its own.
    pub fn find_file(&self, store: &Store, sha256: Sha256) -> Result<Option<PublicFile>, StoreError> {
        store.read(|db| self.file(db, sha256))
    }

    /// Whether readers get the same by both.
    fn shows_the_same_as(&self, other: &Self) -> bool {
        self.excerpt == other.excerpt && self.redactions_digest() == other.redactions_digest()
    }

    fn has_file(&self, connection: &Connection, sha256: Sha256) -> Result<bool, StoreError> {
        Ok(*self.excerpt == Excerpt::Whole || messages::name_file(connection, self.chat, &self.excerpt, sha256)?)
    }
}
