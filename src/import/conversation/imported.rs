//! A conversation as a format finds it, and what every format does alike to complete it.

use std::collections::HashSet;

use serde_json::Value;

use super::fields::{LenientFields, TITLE};
use super::markdown;
use crate::domain::attachment::NewAttachment;
use crate::domain::chat::{ChatSource, NewChat, UNKNOWN_MODEL};
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::{self, Part, Sha256};
use crate::domain::text::{ShortText, one_line, opening_words};
use crate::domain::timestamp::Timestamp;

/// The longest name made from a person's first words, in characters.
const NAME_CHARS: usize = 60;

/// Why a conversation without messages is skipped, in half a sentence.
pub const NOTHING_VISIBLE: &str = "it has no visible messages";

/// Why a conversation is skipped in which only a program speaks, in half a sentence.
const NOBODY_SPEAKS: &str = "neither a person nor a model says anything in it";

/// Why a conversation is skipped of which no message is understood, in half a sentence.
const NOTHING_UNDERSTOOD: &str = "none of its messages is of a known form";

/// What a format has found of a conversation.
#[derive(Clone, Debug, Default)]
pub struct ImportedChat {
    /// Its identifier in the program that it comes from, by which it is known when it comes again.
    pub id: Option<String>,
    /// Its title, if the source has one.
    pub title: Option<String>,
    /// The model that answered, if the source says so.
    pub model: Option<String>,
    /// When it began.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// Its messages, in order.
    pub messages: Vec<ImportedMessage>,
}

/// A message as a format finds it.
#[derive(Clone, Debug)]
pub struct ImportedMessage {
    /// Who said it.
    pub role: Role,
    /// What was said, by its parts; none for an empty message.
    pub parts: Vec<Part>,
    /// When it was said.
    pub created_at: Option<Timestamp>,
    /// The plain text, where the source says it beside the parts; otherwise it is made from them.
    pub content: Option<String>,
    /// The model that said it, where the source says so.
    pub model: Option<String>,
}

impl ImportedMessage {
    /// A message of these parts.
    pub const fn new(role: Role, parts: Vec<Part>, created_at: Option<Timestamp>) -> Self {
        Self { role, parts, created_at, content: None, model: None }
    }

    /// The same, said by that model.
    pub fn said_by(mut self, model: Option<String>) -> Self {
        self.model = model.filter(|_| self.role == Role::Assistant);
        self
    }

    /// Instructions to the model.
    pub fn system(prompt: &str) -> Self {
        Self::new(Role::System, vec![Part::text(prompt)], None)
    }
}

impl From<ImportedMessage> for NewMessage {
    fn from(mut message: ImportedMessage) -> Self {
        message.parts.iter_mut().for_each(flatten);
        // Some programs name a source twice, in the text and beside it.
        message.parts.dedup_by(|a, b| matches!(a, Part::Citation { .. }) && a == b);
        let is_all_words = message.parts.iter().all(is_text);
        let content = match (message.content, message.parts.as_mut_slice()) {
            (Some(content), _) => content,
            // Most messages: moved, because it may be long.
            (None, [Part::Text { text }]) => std::mem::take(text),
            (None, parts) => markdown::content(parts),
        };
        let parts = if is_all_words { Vec::new() } else { message.parts };
        let model = message.model.as_deref().and_then(ShortText::salvage);
        Self { role: message.role, content, parts, created_at: message.created_at, model }
    }
}

/// Why nobody wants to read messages that were said by these and have these parts, in half a sentence.
pub fn refusal<'a>(mut messages: impl Iterator<Item = (Role, &'a [Part])> + Clone) -> Option<&'static str> {
    // Kept as it stood in the file, or all its blocks are.
    let is_kept = |parts: &[Part]| !parts.is_empty() && parts.iter().all(|part| matches!(part, Part::Data { .. }));
    if messages.clone().next().is_none() {
        None
    } else if messages.clone().all(|(_, parts)| is_kept(parts)) {
        Some(NOTHING_UNDERSTOOD)
    } else {
        // A log has lines of a system, too.
        messages.all(|(role, _)| role == Role::System).then_some(NOBODY_SPEAKS)
    }
}

/// Whether a part is words.
pub const fn is_text(part: &Part) -> bool {
    matches!(part, Part::Text { .. })
}

/// How deep the JSON in a part may be nested, which others have to parse again.
const MAX_DEPTH: usize = 100;

/// Writes what is nested too deeply as a text.
fn flatten(part: &mut Part) {
    if let Part::Data { value } | Part::ToolCall { input: value, .. } = part
        && !is_flat(value, MAX_DEPTH)
    {
        *value = Value::String(value.to_string());
    }
}

fn is_flat(value: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match value {
        Value::Array(items) => items.iter().all(|item| is_flat(item, depth)),
        Value::Object(fields) => fields.values().all(|item| is_flat(item, depth)),
        _ => true,
    }
}

impl ImportedChat {
    /// What an object says about its conversation, in fields of these names.
    pub fn about(object: &Value, ids: &[&str], created: &[&str], updated: &[&str]) -> Self {
        Self {
            id: object.id(ids).map(str::to_owned),
            title: object.any_string(TITLE),
            model: object.string("model"),
            created_at: object.time(created),
            updated_at: object.time(updated),
            messages: Vec::new(),
        }
    }

    /// This conversation, or half a sentence when there is nothing to be seen in it.
    pub fn if_visible(self) -> Result<Self, String> {
        if self.messages.is_empty() { Err(NOTHING_VISIBLE.to_owned()) } else { Ok(self) }
    }

    /// Why it is none that somebody wants to read, in half a sentence; `None` when it is one. Without messages it is not said.
    pub fn refusal(&self) -> Option<&'static str> {
        refusal(self.messages.iter().map(|message| (message.role, message.parts.as_slice())))
    }

    /// The files that its messages name.
    pub fn digests(&self) -> HashSet<Sha256> {
        self.messages.iter().flat_map(|message| part::digests(&message.parts)).collect()
    }

    /// Adds what the source does not say: a name from the first words of a person, or else from
    /// `fallback_name` and the day; a model, and times from the messages.
    pub fn into_chat(mut self, format: &'static str, fallback_name: &str, attachments: Vec<NewAttachment>) -> NewChat {
        let messages: Vec<NewMessage> = std::mem::take(&mut self.messages).into_iter().map(NewMessage::from).collect();
        let about = self.into_chat_without(&messages, format, fallback_name);
        NewChat { messages, attachments, ..about }
    }

    /// The same for these messages, without them and the files that they name.
    pub fn into_chat_without(self, messages: &[NewMessage], format: &'static str, fallback_name: &str) -> NewChat {
        let said =
            || messages.iter().filter(|message| message.role == Role::User).map(|said| first_words(&said.content));
        // Commands of an agent say less than a prompt.
        let prompt =
            || said().filter(|words| !words.starts_with(['/', '!'])).find_map(|words| ShortText::salvage(&words));
        let opening = || prompt().or_else(|| said().find_map(|words| ShortText::salvage(&words)));
        let title = self.title.as_deref().and_then(ShortText::salvage);
        let is_titled = title.is_some();
        let said_by = || messages.iter().find_map(|message| message.model.clone());
        let model = self.model.as_deref().and_then(ShortText::salvage).or_else(said_by);
        let times = || messages.iter().filter_map(|message| message.created_at);
        let created_at = self.created_at.or_else(|| times().min());
        // Of conversations without words an export has many, all in one file: the day tells them apart.
        let wordless = || {
            let name = ShortText::salvage(fallback_name).unwrap_or_else(|| ShortText::fixed("Untitled"));
            let dated =
                created_at.and_then(|at| ShortText::salvage(&format!("{}, {}", name.as_str(), at.day_for_people())));
            dated.unwrap_or(name)
        };
        let name = title.or_else(opening).unwrap_or_else(wordless);
        // Some exports carry an update before the beginning; a chat list sorted by it would lie.
        let updated_at = self.updated_at.or_else(|| times().max()).max(created_at);
        let id = self.id.map(|id| one_line(&id, 255)).filter(|id| !id.is_empty());
        NewChat {
            model: model.unwrap_or_else(|| ShortText::fixed(UNKNOWN_MODEL)),
            created_at,
            updated_at,
            messages: Vec::new(),
            attachments: Vec::new(),
            source: Some(ChatSource { format, id, name: name.clone(), is_titled, text: None }),
            name,
        }
    }
}

/// The beginning of what a person says, without the lines that stand for files and fence code.
pub fn first_words(content: &str) -> String {
    let is_mark = |line: &str| line.starts_with("```") || (line.starts_with('[') && line.ends_with(']'));
    let mut words = String::new();
    for line in content.lines().filter(|line| !is_mark(line)) {
        words.push_str(line);
        words.push(' ');
        if words.len() > 8 * NAME_CHARS {
            break;
        }
    }
    opening_words(&words, NAME_CHARS)
}
