//! Conversations as readers get them, written once per content and kept in bounded memory. What
//! was read is found again by its revision, which changes with the content: also when another
//! process changed it.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;

use crate::domain::id::ChatId;
use crate::domain::message::Role;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::shares::Found;
use crate::store::{Connection, StoreError, chats, messages};

/// Memory for all of them together, in bytes.
const MEMORY: u64 = 16 * 1024 * 1024;

/// The number of conversations that the cache makes room for to begin with.
const EXPECTED: usize = 256;

/// The cache.
pub struct Transcripts(Cache<(ChatId, i64), Arc<str>, Bytes>);

#[derive(Clone)]
struct Bytes;

impl Weighter<(ChatId, i64), Arc<str>> for Bytes {
    fn weight(&self, _: &(ChatId, i64), transcript: &Arc<str>) -> u64 {
        transcript.len() as u64 + 64
    }
}

impl Transcripts {
    /// Nothing is kept yet.
    pub fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, MEMORY, Bytes))
    }

    /// The conversation that a share opens, as the JSON fields `chatMessages` and `chat`. Only for
    /// whom the access decision let in, in the transaction that it was made in.
    pub fn get(&self, db: &Connection, found: &Found) -> Result<Arc<str>, StoreError> {
        let key = (found.chat_id, found.revision);
        if let Some(kept) = self.0.get(&key) {
            return Ok(kept);
        }
        let written: Arc<str> = write(db, found.chat_id)?.into();
        self.0.insert(key, Arc::clone(&written));
        Ok(written)
    }
}

#[derive(Serialize)]
struct MessageView<'a> {
    /// A string: clients type it as one.
    id: String,
    content: &'a str,
    role: Role,
    timestamp: Timestamp,
}

#[derive(Serialize)]
struct ChatView<'a> {
    name: &'a ShortText,
    model: &'a ShortText,
    created_at: Timestamp,
    updated_at: Timestamp,
}

fn write(db: &Connection, id: ChatId) -> Result<String, StoreError> {
    let chat = chats::opened(db, id)?;
    let messages = messages::of_chat(db, id)?;
    let messages: Vec<MessageView<'_>> = messages
        .iter()
        .map(|message| MessageView {
            id: message.id.get().to_string(),
            content: &message.content,
            role: message.role,
            timestamp: message.created_at,
        })
        .collect();
    let chat =
        ChatView { name: &chat.name, model: &chat.model, created_at: chat.created_at, updated_at: chat.updated_at };
    let to_json = |error: serde_json::Error| StoreError::Internal(error.into());
    let messages = serde_json::to_string(&messages).map_err(to_json)?;
    let chat = serde_json::to_string(&chat).map_err(to_json)?;
    Ok(format!("\"chatMessages\":{messages},\"chat\":{chat}"))
}
