//! A conversation as JSON, as its readers get it.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::readers::OpenShare;
use crate::domain::chat::{Chat, is_false};
use crate::domain::message::{Message, Role};
use crate::domain::public_url::PublicUrl;
use crate::domain::share::{ShareInfo, ShareUuid};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::render::{Conversation, Files, Renderer};
use crate::store::StoreError;

/// What was read of a conversation, to be written.
pub struct Transcript {
    link: ShareUuid,
    info: ShareInfo,
    chat: Chat,
    messages: Vec<Message>,
}

impl Transcript {
    /// Reads it, in the snapshot in which the reader was let in.
    pub fn read(open: &OpenShare) -> Result<Self, StoreError> {
        let OpenShare { db, found, info, view } = open;
        Ok(Self { link: found.uuid, info: *info, chat: view.chat(db)?, messages: view.messages(db)? })
    }

    /// Writes it; with a renderer also as HTML.
    pub fn write(&self, renderer: Option<(&Arc<Renderer>, &PublicUrl)>) -> Result<Vec<u8>, StoreError> {
        let Self { link, info, chat, messages } = self;
        let bodies = renderer.map(|(renderer, public_url)| {
            Conversation::new(Arc::clone(renderer), Files::shared(*link).below(public_url))
                .bodies(messages.iter().cloned())
        });
        let mut bodies = bodies.unwrap_or_default().into_iter();
        let answer = AnswerView {
            chat_messages: messages.iter().map(|message| MessageView::of(message, bodies.next())).collect(),
            share_info: *info,
            chat: ChatView {
                name: &chat.name,
                model: &chat.model,
                created_at: chat.created_at,
                updated_at: chat.updated_at,
            },
        };
        serde_json::to_vec(&answer).map_err(|error| StoreError::Internal(error.into()))
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
    /// Nobody knows when it was said: the timestamp is the chat's.
    #[serde(skip_serializing_if = "is_false")]
    is_undated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a ShortText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
}

impl<'a> MessageView<'a> {
    fn of(message: &'a Message, html: Option<String>) -> Self {
        Self {
            id: message.id.get().to_string(),
            content: &message.content,
            role: message.role,
            timestamp: message.created_at,
            is_undated: message.is_undated,
            model: message.model.as_ref(),
            parts: message.parts.as_deref(),
            html,
        }
    }
}

#[derive(Serialize)]
struct ChatView<'a> {
    name: &'a ShortText,
    model: &'a ShortText,
    created_at: Timestamp,
    updated_at: Timestamp,
}
