//! Answers of APIs as they were streamed, saved piece by piece: lines of JSON, or of server-sent events. The pieces of each
//! answer are joined, and read as the message that the API would have given at once.

mod pieces;
mod responses;

use serde_json::json;

use super::{messages, responses as response};
use crate::base::json as bounded;
use crate::import::conversation::{Context, ImportedChat, LenientFields, Location, Value};
use crate::import::format::RowCollector;
use pieces::Pieces;
use responses::Events;

/// Fields with words that are left out on purpose: what was asked for, and what comes as another event again.
pub const UNREAD: &[&str] = &["response.text", "obfuscation", "error.message"];

/// How lines of server-sent events begin.
const FIELDS: [&str; 5] = ["data:", "event:", "id:", "retry:", ":"];
/// The events of Anthropic's API.
const ANTHROPIC: [&str; 7] = [
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
    "ping",
];

/// Whether this is a piece of an answer.
pub fn recognises_row(piece: &Value) -> bool {
    Kind::of(piece).is_some_and(|kind| kind != Kind::Aside)
}

/// The pieces in a text of server-sent events; `None` when it is none.
pub fn events(text: &Value) -> Option<Vec<Value>> {
    let text = text.as_str()?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if !lines.clone().all(|line| FIELDS.iter().any(|field| line.starts_with(field))) {
        return None;
    }
    let piece = |line: &str| bounded::parse(line.strip_prefix("data:")?.trim().as_bytes()).ok();
    let first = lines.find_map(piece).filter(recognises_row)?;
    Some(std::iter::once(first).chain(lines.filter_map(piece)).collect())
}

/// Whose piece it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `choices` with a `delta`, or with a `text`.
    OpenAi,
    /// An event of OpenAI's Responses API.
    Responses,
    Anthropic,
    /// What Ollama says while it is not done.
    Ollama,
    /// Candidates of Gemini's API before the one that ends them.
    Gemini,
    /// What a piece may be once others have come: the last one, or what was used.
    Aside,
}

impl Kind {
    fn of(piece: &Value) -> Option<Self> {
        let kind = piece.text("type").unwrap_or_default();
        let choices = piece["choices"].as_array();
        let is_chunk = piece["object"] == "chat.completion.chunk" || piece["object"] == "text_completion";
        let has_delta = |choices: &Vec<Value>| choices.iter().any(|choice| choice["delta"].is_object());
        let is_answered = ["message", "response"].iter().any(|name| !piece[*name].is_null());
        let is_candidate = |candidate: &Value| candidate["content"]["parts"].is_array();
        let candidates = piece.list("candidates");
        match piece["done"].as_bool() {
            _ if choices.is_some_and(has_delta) || choices.is_some() && is_chunk => Some(Self::OpenAi),
            _ if kind.starts_with("response.") => Some(Self::Responses),
            _ if ANTHROPIC.contains(&kind) && !piece.has("session_id") => Some(Self::Anthropic),
            Some(false) if piece.has("model") && is_answered => Some(Self::Ollama),
            Some(true) if piece.has("model") => Some(Self::Aside),
            // Pieces of one answer have its name; what has none may be an answer by itself.
            _ if piece.has("responseId") && candidates.iter().any(is_candidate) => {
                let has_ended = candidates.iter().any(|candidate| candidate.text("finishReason").is_some());
                Some(if has_ended { Self::Aside } else { Self::Gemini })
            }
            _ => None,
        }
    }
}

/// The pieces of an answer so far.
#[derive(Default)]
pub struct StreamedAnswer {
    kind: Option<Kind>,
    pieces: Pieces,
    events: Events,
    /// Its last piece has come.
    has_ended: bool,
}

impl RowCollector for StreamedAnswer {
    fn take(&mut self, piece: &Value, place: Location, context: &mut Context<'_>) {
        let Some(kind) = Kind::of(piece) else {
            // An error, or what was used.
            if let Some(error) = piece["error"].text("message") {
                context.note(format!("{place}: the answer ended with an error: {error}"));
            }
            return;
        };
        match *self.kind.get_or_insert(kind) {
            Kind::OpenAi => self.pieces.openai(piece),
            Kind::Responses => self.events.take(piece),
            Kind::Anthropic => self.pieces.anthropic(piece),
            Kind::Ollama => self.pieces.ollama(piece),
            Kind::Gemini => self.pieces.gemini(piece),
            Kind::Aside => {}
        }
        self.has_ended |= kind == Kind::Aside || piece["type"] == "message_stop";
    }

    fn ends_before(&self, piece: &Value) -> bool {
        let Some(kind) = Kind::of(piece) else { return false };
        let is_own = kind == Kind::Aside || Some(kind) == self.kind;
        let begins = ["message_start", "response.created"].contains(&piece.text("type").unwrap_or_default());
        let is_other = || self.pieces.is_of_other(piece);
        !is_own || begins && !self.is_empty() || self.has_ended && piece["type"] != "ping" || is_other()
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        let read = match self.kind {
            Some(Kind::Responses) => response::read(&self.events.response(), context),
            _ => messages::read(&self.pieces.conversation(), context),
        };
        read.into_iter().filter(|chat| !chat.messages.is_empty()).collect()
    }
}

impl StreamedAnswer {
    fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.events.is_empty()
    }
}

/// A message of the model's with these fields.
fn said() -> Value {
    json!({"role": "assistant"})
}
