//! Conversations as readers get them, written once per content and kept in bounded memory. What
//! was read is found again by its revision, which changes with the content: also when another
//! process changed it.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::domain::id::ChatId;
use crate::domain::message::{Message, Role};
use crate::domain::share::ShareInfo;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::shares::Found;
use crate::store::{Connection, StoreError, chats, messages};

/// Memory for all of them together, in bytes.
const MEMORY: u64 = 16 * 1024 * 1024;

/// The number of conversations that the cache makes room for to begin with.
const EXPECTED: usize = 256;

/// The cache.
pub struct Transcripts(Cache<Key, Arc<[u8]>, Bytes>);

type Key = (ChatId, i64, ShareInfo);

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Arc<[u8]>> for Bytes {
    fn weight(&self, _: &Key, answer: &Arc<[u8]>) -> u64 {
        answer.len() as u64 + 64
    }
}

impl Transcripts {
    /// Nothing is kept yet.
    pub fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, MEMORY, Bytes))
    }

    /// The answer to a reader whom the access decision let in, if it is kept.
    pub fn kept(&self, found: &Found, info: ShareInfo) -> Option<Arc<[u8]>> {
        self.0.get(&key(found, info))
    }

    /// Writes that answer, in the transaction that the access decision was made in.
    pub fn write(&self, db: &Connection, found: &Found, info: ShareInfo) -> Result<Arc<[u8]>, StoreError> {
        let answer: Arc<[u8]> = write(db, found.chat_id, info)?.into();
        self.0.insert(key(found, info), Arc::clone(&answer));
        Ok(answer)
    }
}

const fn key(found: &Found, info: ShareInfo) -> Key {
    (found.chat_id, found.revision, info)
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
}

impl<'a> MessageView<'a> {
    fn of(message: &'a Message) -> Self {
        let Message { id, content, role, parts, created_at, .. } = message;
        Self { id: id.get().to_string(), content, role: *role, timestamp: *created_at, parts: parts.as_deref() }
    }
}

#[derive(Serialize)]
struct ChatView<'a> {
    name: &'a ShortText,
    model: &'a ShortText,
    created_at: Timestamp,
    updated_at: Timestamp,
}

fn write(db: &Connection, id: ChatId, share_info: ShareInfo) -> Result<Vec<u8>, StoreError> {
    let chat = chats::opened(db, id)?;
    let messages = messages::of_chat(db, id)?;
    let answer = AnswerView {
        chat_messages: messages.iter().map(MessageView::of).collect(),
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
