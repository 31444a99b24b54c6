//! The formats: each a file in `formats/` that says what it recognises and how it is read.

use serde_json::Value;

use super::context::Context;
use super::draft::Draft;
use super::formats::{chatgpt, claude, librechat, messages, open_webui};
use super::splitter::Place;

/// A program's way to write conversations.
pub struct Format {
    /// As `--format` and the report name it.
    pub name: &'static str,
    /// As people know it.
    pub title: &'static str,
    /// Where one text of a file is a whole conversation.
    pub whole: Option<Whole>,
    /// Where it is a part of one, as a line of a session.
    pub rows: Option<Part>,
}

/// A format of whole conversations.
pub struct Whole {
    /// Whether this is one, be it a broken one.
    pub recognises: fn(&Value) -> bool,
    /// Reads it, or says in half a sentence what is wrong with it.
    pub read: fn(&Value, &mut Context<'_>) -> Result<Draft, String>,
}

/// A format of parts of conversations.
pub struct Part {
    /// Whether this is one.
    pub recognises: fn(&Value) -> bool,
    /// Begins to gather them.
    pub begin: fn() -> Box<dyn Rows>,
}

/// The parts of a conversation as they come; only what is shown of them is kept.
pub trait Rows {
    /// One more; `place` for remarks.
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>);

    /// There are no more: the conversations, one mostly.
    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<Draft>;
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// All formats. What must be asked first stands first: the last ones recognise much.
pub const FORMATS: &[Format] = &[
    Format {
        name: "chatgpt",
        title: "ChatGPT data export",
        whole: Some(Whole { recognises: chatgpt::recognises, read: chatgpt::read }),
        rows: None,
    },
    Format {
        name: "claude",
        title: "Claude.ai data export",
        whole: Some(Whole { recognises: claude::recognises, read: claude::read }),
        rows: None,
    },
    Format {
        name: "open-webui",
        title: "Open WebUI chats",
        whole: Some(Whole { recognises: open_webui::recognises, read: open_webui::read }),
        rows: None,
    },
    Format {
        name: "librechat",
        title: "LibreChat conversations",
        whole: Some(Whole { recognises: librechat::recognises, read: librechat::read }),
        rows: None,
    },
    Format {
        name: "messages",
        title: "messages of the OpenAI and Anthropic APIs",
        whole: Some(Whole { recognises: messages::recognises, read: messages::read }),
        rows: Some(Part { recognises: messages::recognises_row, begin: messages::begin }),
    },
];

/// The format of that name.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether the list in a field of that name, whose first element this is, is one of conversations,
/// or of a conversation's parts: then its elements are read one by one.
pub fn wraps(field: &str, first: &Value) -> bool {
    match field {
        // ShareGPT keeps a conversation's messages under that name.
        "conversations" => !["from", "value"].iter().any(|name| first.get(name).is_some()),
        // chatbot-ui.
        "history" => first.get("messages").is_some(),
        // Claude Code on the web.
        "loglines" => true,
        _ => false,
    }
}
