//! A preview of an import: what it would bring, rendered like a page, before anything is stored.

use std::sync::Arc;

use serde::Serialize;

use super::scan;
use crate::domain::chat::{Chat, NewChat};
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::import::{self, ImportError, ImportEvent, ImportSource, ReadOptions};
use crate::render::{Conversation, Files, Head, Renderer};
use crate::store::StoreError;

/// Conversations that are shown, and how much of each: messages, and bytes of text.
const MOST_CONVERSATIONS: usize = 5;
const MOST_MESSAGES: usize = 100;
const MOST_BYTES: usize = 256 * 1024;

/// Remarks that are told.
const MOST_NOTES: usize = 100;

/// What was found in a file or a text.
#[derive(Default, Serialize)]
pub struct ImportPreview {
    /// How many conversations there are.
    pub total: usize,
    /// The first of them.
    pub conversations: Vec<PreviewedConversation>,
    /// What was left out, and why: sentences.
    pub notes: Vec<String>,
}

/// A conversation as it will look.
#[derive(Serialize)]
pub struct PreviewedConversation {
    /// What it will be called.
    pub name: ShortText,
    /// How many messages it has.
    pub messages: usize,
    /// How many of them are shown.
    pub shown: usize,
    /// The HTML of its page.
    pub html: String,
}

/// Why there is no preview.
#[derive(Debug)]
pub enum PreviewError {
    /// Nothing could be read.
    Import(ImportError),
    /// A message could not be written as it would be stored.
    Store(StoreError),
}

/// Reads a source, on a thread with the stack that this needs.
pub fn preview(
    source: &ImportSource,
    options: &ReadOptions,
    renderer: &Arc<Renderer>,
) -> Result<ImportPreview, PreviewError> {
    let mut preview = ImportPreview::default();
    let mut failed = None;
    let read = import::read(source, options, &mut |event| {
        let notes = match event {
            ImportEvent::File { .. } | ImportEvent::Known(_) => Vec::new(),
            ImportEvent::Skipped { label, reason } => vec![format!("{label}: {reason}.")],
            ImportEvent::Note(text) | ImportEvent::Whole { text, .. } => vec![text],
            ImportEvent::Chat { chat, notes } => {
                preview.total += 1;
                if preview.conversations.len() < MOST_CONVERSATIONS {
                    let place = i64::try_from(preview.conversations.len()).unwrap_or_default();
                    match rendered(&chat, place * 1000, renderer) {
                        Ok(conversation) => preview.conversations.push(conversation),
                        Err(error) => failed = Some(error),
                    }
                }
                notes.iter().map(|note| format!("“{}”, {note}.", chat.name.as_str())).collect()
            }
        };
        let room = MOST_NOTES.saturating_sub(preview.notes.len());
        preview.notes.extend(notes.into_iter().take(room));
        Ok(())
    });
    match (read, failed) {
        (Err(error), _) => Err(PreviewError::Import(error)),
        (Ok(()), Some(error)) => Err(PreviewError::Store(error)),
        (Ok(()), None) => Ok(preview),
    }
}

/// A conversation whose messages have numbers from there on: all stand on one page.
fn rendered(new: &NewChat, from: i64, renderer: &Arc<Renderer>) -> Result<PreviewedConversation, StoreError> {
    let now = Timestamp::now();
    let chat = Chat {
        id: ChatId::new(0),
        neptun_user_id: UserId::new(0),
        name: new.name.clone(),
        model: new.model.clone(),
        created_at: new.created_at.unwrap_or(now),
        updated_at: new.updated_at.or(new.created_at).unwrap_or(now),
        is_undated: new.created_at.is_none(),
        imported_at: None,
    };
    let mut conversation = Conversation::new(Arc::clone(renderer), Files::Unstored);
    let length = new.messages.len();
    let mut html =
        conversation.begin(&Head { chat: &chat, length, access: None, has_steps: false, revision: None, from: None });
    let (mut shown, mut bytes) = (0, 0);
    for (number, said) in (1..).zip(new.messages.iter().take(MOST_MESSAGES)) {
        let mut message = scan::as_stored(said)?;
        bytes += message.content.len() + message.parts.as_ref().map_or(0, |parts| parts.get().len());
        if bytes > MOST_BYTES && shown > 0 {
            break;
        }
        message.id = MessageId::new(from + number);
        conversation.push(message, &mut html);
        shown += 1;
    }
    conversation.finish(&mut html);
    Ok(PreviewedConversation { name: new.name.clone(), messages: length, shown, html })
}
