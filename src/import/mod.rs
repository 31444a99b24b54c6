//! Conversations out of other programs' files: bytes in, [`NewChat`]s out. Knows no store and no
//! HTTP. Each format is a file that says what it recognises and reads one conversation of it.

mod chatgpt;
mod document;
mod draft;
mod error;
mod fields;
mod markdown;
mod messages;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::domain::chat::NewChat;
use document::{Document, Item};
use draft::Draft;
pub use error::ImportError;

/// What a file held.
#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    /// Its conversations, in the file's order; never empty.
    pub chats: Vec<NewChat>,
    /// What was left out although it was there: one sentence each, saying which conversation or
    /// message, and why.
    pub skipped: Vec<String>,
}

/// Reads a file of any known format, which is recognised by its content. A conversation that has
/// no title and no words of a person to make one from is called `fallback_name`.
pub fn read(bytes: &[u8], fallback_name: &str) -> Result<Import, ImportError> {
    let (text, note) = document::decode(bytes)?;
    let document = Document::of(&text)?;
    let shape = document.items.iter().find_map(|item| Shape::of(&item.parse().ok()?));
    let mut import = Import { chats: Vec::new(), skipped: note.into_iter().collect() };
    match shape {
        Some(Shape::Conversations(format)) => import.take_each(&document, format, fallback_name),
        Some(Shape::Rows(format)) => import.take_rows(&document, format, fallback_name),
        None => return Err(document.unrecognised()),
    }
    import.skipped.extend(document.stopped.as_ref().map(ImportError::stopped_note));
    if import.chats.is_empty() { Err(ImportError::NothingRead(import.skipped)) } else { Ok(import) }
}

/// A program's way to write conversations. A new one gets a file, a variant, and a line in each
/// `match`; what must be asked first stands first in `ALL`.
#[derive(Clone, Copy)]
enum Format {
    ChatGpt,
    Messages,
}

impl Format {
    const ALL: [Self; 2] = [Self::ChatGpt, Self::Messages];

    fn recognises(self, conversation: &Value) -> bool {
        match self {
            Self::ChatGpt => chatgpt::recognises(conversation),
            Self::Messages => messages::recognises(conversation),
        }
    }

    /// Whether this is a part of a conversation, so that a list of such is one conversation.
    fn recognises_row(self, row: &Value) -> bool {
        match self {
            Self::ChatGpt => false,
            Self::Messages => messages::recognises_row(row),
        }
    }

    /// Reads one conversation, or says in half a sentence what is wrong with it.
    fn read(self, conversation: &Value) -> Result<Draft, String> {
        match self {
            Self::ChatGpt => chatgpt::read(conversation),
            Self::Messages => messages::read(conversation),
        }
    }
}

/// What the items of a document are.
enum Shape {
    Conversations(Format),
    Rows(Format),
}

impl Shape {
    fn of(item: &Value) -> Option<Self> {
        let known = |format: &Format| {
            if format.recognises(item) {
                Some(Self::Conversations(*format))
            } else {
                format.recognises_row(item).then_some(Self::Rows(*format))
            }
        };
        Format::ALL.iter().find_map(known)
    }
}

impl Import {
    /// One conversation an item. `usual` reads what no format recognises, to say what it lacks.
    fn take_each(&mut self, document: &Document<'_>, usual: Format, fallback_name: &str) {
        for item in &document.items {
            match item.parse() {
                Ok(value) => {
                    let format = Format::ALL.into_iter().find(|format| format.recognises(&value)).unwrap_or(usual);
                    self.take(format.read(&value), fallback_name, &label(item, &value));
                }
                Err(reason) => self.skipped.push(format!("{}: {reason}.", item.label("Conversation"))),
            }
        }
    }

    /// All items together are one conversation.
    fn take_rows(&mut self, document: &Document<'_>, format: Format, fallback_name: &str) {
        let mut rows = Vec::new();
        for item in &document.items {
            match item.parse() {
                Ok(row) => rows.push(row),
                Err(reason) => self.skipped.push(format!("{}: {reason}.", item.label("Message"))),
            }
        }
        self.take(format.read(&Value::Array(rows)), fallback_name, "The conversation");
    }

    fn take(&mut self, draft: Result<Draft, String>, fallback_name: &str, label: &str) {
        let chat = draft.and_then(|draft| {
            self.skipped.extend(draft.skipped.iter().map(|reason| format!("{label}, {reason}.")));
            draft.into_chat(fallback_name)
        });
        match chat {
            Ok(chat) => self.chats.push(chat),
            Err(reason) => self.skipped.push(format!("{label}: {reason}.")),
        }
    }
}

/// How a report names a conversation: by its place, and by its title where it has one.
fn label(item: &Item<'_>, value: &Value) -> String {
    let place = item.label("Conversation");
    match fields::text(value, fields::TITLE) {
        Some(title) => format!("{place} (“{}”)", markdown::opening_words(title, 60)),
        None => place,
    }
}
