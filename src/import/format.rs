//! The formats: each a file in `formats/` that says what it recognises and how it is read.

use serde_json::Value;

use super::context::Context;
use super::draft::Draft;
use super::formats::{
    ai_studio, chatbot_ui, chatgpt, claude, claude_code, codex, gemini, grok, huggingchat, jan, librechat, llm,
    lm_studio, messages, neptun_share, oobabooga, open_webui, sharegpt, sillytavern, ui_message,
};
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
    pub rows: Option<ByRow>,
}

/// A format of whole conversations.
pub struct Whole {
    /// Whether this is one, be it a broken one.
    pub recognises: fn(&Value) -> bool,
    /// Reads it, or says in half a sentence what is wrong with it.
    pub read: fn(&Value, &mut Context<'_>) -> Result<Draft, String>,
}

/// A format of parts of conversations.
pub struct ByRow {
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
    whole("neptun-share", "our own export", neptun_share::recognises, neptun_share::read),
    whole("chatgpt", "ChatGPT", chatgpt::recognises, chatgpt::read),
    rows("claude-code", "Claude Code", claude_code::recognises_row, claude_code::begin),
    rows("codex", "Codex CLI", codex::recognises_row, codex::begin),
    whole("gemini", "Gemini CLI", gemini::recognises, gemini::read).or_rows(gemini::recognises_row, gemini::begin),
    rows("llm", "llm logs", llm::recognises_row, llm::begin),
    whole("claude", "Claude.ai", claude::recognises, claude::read),
    whole("open-webui", "Open WebUI", open_webui::recognises, open_webui::read),
    whole("librechat", "LibreChat", librechat::recognises, librechat::read),
    whole("huggingchat", "HuggingChat", huggingchat::recognises, huggingchat::read),
    whole("lm-studio", "LM Studio", lm_studio::recognises, lm_studio::read),
    rows("sillytavern", "SillyTavern", sillytavern::recognises_row, sillytavern::begin),
    whole("oobabooga", "text-generation-webui", oobabooga::recognises, oobabooga::read),
    whole("sharegpt", "ShareGPT", sharegpt::recognises, sharegpt::read)
        .or_rows(sharegpt::recognises_row, sharegpt::begin),
    whole("chatbot-ui", "chatbot-ui", chatbot_ui::recognises, chatbot_ui::read),
    whole("grok", "Grok", grok::recognises, grok::read),
    whole("ai-studio", "Google AI Studio", ai_studio::recognises, ai_studio::read),
    rows("jan", "Jan", jan::recognises_row, jan::begin),
    whole("ui-message", "Vercel AI SDK", ui_message::recognises, messages::read)
        .or_rows(ui_message::recognises_row, messages::begin),
    whole("messages", "messages of the OpenAI and Anthropic APIs", messages::recognises, messages::read)
        .or_rows(messages::recognises_row, messages::begin),
];

const fn whole(
    name: &'static str,
    title: &'static str,
    recognises: fn(&Value) -> bool,
    read: fn(&Value, &mut Context<'_>) -> Result<Draft, String>,
) -> Format {
    Format { name, title, whole: Some(Whole { recognises, read }), rows: None }
}

const fn rows(
    name: &'static str,
    title: &'static str,
    recognises: fn(&Value) -> bool,
    begin: fn() -> Box<dyn Rows>,
) -> Format {
    Format { name, title, whole: None, rows: Some(ByRow { recognises, begin }) }
}

impl Format {
    const fn or_rows(mut self, recognises: fn(&Value) -> bool, begin: fn() -> Box<dyn Rows>) -> Self {
        self.rows = Some(ByRow { recognises, begin });
        self
    }
}

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
