//! Conversations as readers get them, written once per content and kept in bounded memory. What
//! was read is found again by its revision, which changes with the content: also when another
//! process changed it.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::readers::OpenShare;
use crate::base::byte_cache::{ByteCache, byte_cache};
use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};
use crate::domain::share::{ShareInfo, ShareUuid};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::render::{Conversation, Files, Renderer};
use crate::store::StoreError;
use crate::store::shares::Found;

/// Memory for all of them together, in bytes.
const MEMORY: u64 = 16 * 1024 * 1024;

/// The cache.
pub struct Transcripts(ByteCache<Key, Arc<[u8]>>);

/// The share, which is in the addresses of files, and the state of what it opens.
type Key = (ShareUuid, i64, ShareInfo, Form);

/// How the messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As they were said.
    Plain,
    /// And as HTML beside that.
    Rendered,
}

impl Form {
    /// Its name in entity tags.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "json",
            Self::Rendered => "html",
        }
    }
}

/// What was read of a conversation, to be written.
pub struct Transcript {
    key: Key,
    chat: Chat,
    messages: Vec<Message>,
}

impl Transcripts {
    /// Nothing is kept yet.
    pub fn new() -> Self {
        Self(byte_cache(MEMORY, 64 * 1024))
    }

    /// The answer to a reader whom the access decision let in, if it is kept.
    pub fn kept(&self, found: &Found, info: ShareInfo, form: Form) -> Option<Arc<[u8]>> {
        self.0.get(&(found.uuid, found.revision, info, form))
    }

    /// Reads what that answer needs, in the snapshot in which the reader was let in.
    pub fn read(open: &OpenShare, form: Form) -> Result<Transcript, StoreError> {
        let OpenShare { db, found, info, view } = open;
        Ok(Transcript {
            key: (found.uuid, found.revision, *info, form),
            chat: view.chat(db)?,
            messages: view.messages(db)?,
        })
    }

    /// Writes the answer, and keeps it.
    pub fn write(&self, transcript: Transcript, renderer: &Arc<Renderer>) -> Result<Arc<[u8]>, StoreError> {
        let key = transcript.key;
        let answer: Arc<[u8]> = write(transcript, renderer)?.into();
        self.0.insert(key, Arc::clone(&answer));
        Ok(answer)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerView<'a> {
    chat_messages: Vec<MessageView<'a>>,
    share_info: ShareInfo,
    chat: ChatView<'a>,
}

#[derive(Serialize)]
struct MessageView<'a> {
    /// A string: clients type it as one.
    id: String,
    content: &'a str,
    role: Role,
    timestamp: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
}

impl<'a> MessageView<'a> {
    fn of(message: &'a Message, html: Option<String>) -> Self {
        let Message { id, content, role, parts, created_at, .. } = message;
        Self { id: id.get().to_string(), content, role: *role, timestamp: *created_at, parts: parts.as_deref(), html }
    }
}

#[derive(Serialize)]
struct ChatView<'a> {
    name: &'a ShortText,
    model: &'a ShortText,
    created_at: Timestamp,
    updated_at: Timestamp,
}

fn write(transcript: Transcript, renderer: &Arc<Renderer>) -> Result<Vec<u8>, StoreError> {
    let Transcript { key: (uuid, _, share_info, form), chat, messages } = transcript;
    let mut bodies = match form {
        Form::Plain => Vec::new(),
        Form::Rendered => Conversation::new(Arc::clone(renderer), Files::shared(uuid)).bodies(messages.iter().cloned()),
    }
    .into_iter();
    let answer = AnswerView {
        chat_messages: messages.iter().map(|message| MessageView::of(message, bodies.next())).collect(),
        share_info,
        chat: ChatView {
            name: &chat.name,
            model: &chat.model,
            created_at: chat.created_at,
            updated_at: chat.updated_at,
        },
    };
    serde_json::to_vec(&answer).map_err(|error| StoreError::Internal(error.into()))
}
