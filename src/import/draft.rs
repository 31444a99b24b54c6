//! A conversation as a format finds it, and what every format does alike to complete it.

use crate::domain::chat::NewChat;
use crate::domain::message::{NewMessage, Role};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

use super::markdown::opening_words;

/// The longest name made from a person's first words, in characters.
const NAME_CHARS: usize = 60;

/// What a format has found of a conversation.
#[derive(Debug, Default)]
pub struct Draft {
    /// Its title, if the source has one.
    pub title: Option<String>,
    /// The model that answered, if the source says so.
    pub model: Option<String>,
    /// When it began.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// Its messages, in order.
    pub messages: Vec<NewMessage>,
    /// What was left out of it, in half sentences that begin with the place.
    pub skipped: Vec<String>,
}

impl Draft {
    /// Adds what the source does not say: a name from the first words of a person or else
    /// `fallback_name`, and times from the messages. Half a sentence when nothing can be seen.
    pub fn into_chat(self, fallback_name: &str) -> Result<NewChat, String> {
        if self.messages.iter().all(|message| message.content.trim().is_empty()) {
            return Err("it holds no visible message".to_owned());
        }
        let said = self.messages.iter().filter(|message| message.role == Role::User);
        let first_words =
            || said.map(|message| first_words(&message.content)).find_map(|words| ShortText::salvage(&words));
        let name = self
            .title
            .as_deref()
            .and_then(ShortText::salvage)
            .or_else(first_words)
            .or_else(|| ShortText::salvage(fallback_name))
            .or_else(|| ShortText::salvage("Untitled"))
            .ok_or("it has no name")?;
        let model = self
            .model
            .as_deref()
            .and_then(ShortText::salvage)
            .or_else(|| ShortText::salvage("unknown"))
            .ok_or("it has no model")?;
        let times = || self.messages.iter().filter_map(|message| message.created_at);
        let created_at = self.created_at.or_else(|| times().min());
        // Some exports carry an update before the beginning; a chat list sorted by it would lie.
        let updated_at = self.updated_at.or_else(|| times().max()).max(created_at);
        Ok(NewChat { name, model, created_at, updated_at, messages: self.messages })
    }
}

/// The beginning of what a person says, without the lines that stand for files and fence code.
fn first_words(content: &str) -> String {
    let is_mark = |line: &str| line.starts_with("```") || (line.starts_with('[') && line.ends_with(']'));
    let words: Vec<&str> = content.lines().filter(|line| !is_mark(line)).collect();
    opening_words(&words.join(" "), NAME_CHARS)
}
