//! ShareGPT and the data sets that are written like it: turns with `from` and `value`.

use serde_json::Value;

use super::{blocks, file_name, thinking};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;

/// The fields that hold the turns.
const LISTS: [&str; 2] = ["conversations", "conversation"];
/// Who says a tool call.
const CALLS: [&str; 3] = ["function_call", "function-call", "tool_call"];
/// Stands in the words where a picture is shown.
const IMAGE: &str = "<image>";

/// Whether this is such a conversation.
pub fn recognises(conversation: &Value) -> bool {
    LISTS.iter().any(|name| fields::list(conversation, name).iter().any(recognises_row))
}

/// Whether this is a turn.
pub fn recognises_row(turn: &Value) -> bool {
    let is_speaker = |name: &str| role(name).is_some() || CALLS.contains(&name);
    fields::text(turn, &["from"]).is_some_and(is_speaker) && said(turn).is_some()
}

fn said(turn: &Value) -> Option<&Value> {
    turn.get("value").or_else(|| turn.get("text"))
}

/// Reads a conversation; half a sentence when it has no turns. Its `id` is left aside: it counts
/// within one data set, and every other begins with the same.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(turns) = LISTS.iter().find_map(|name| conversation.get(name).and_then(Value::as_array)) else {
        return Err("it has no `conversations`".to_owned());
    };
    let mut messages = Vec::new();
    if let Some(system) = fields::text(conversation, &["system", "system_prompt"]) {
        messages.push(Said::new(Role::System, vec![Part::text(system)], None));
    }
    for (number, turn) in (1..).zip(turns) {
        messages.push(message(turn, || format!("message {number}"), context));
    }
    let images = images(conversation);
    let first = messages.iter_mut().find(|message| message.role == Role::User).filter(|_| !images.is_empty());
    if let Some(first) = first {
        if let Some(Part::Text { text }) = first.parts.first_mut() {
            *text = text.replace(IMAGE, "").trim().to_owned();
        }
        first.parts.retain(|part| *part != Part::text(""));
        first.parts.extend(images.into_iter().map(|path| {
            let name = file_name::base(path);
            context.file(name, AttachmentKind::Image, Some(name))
        }));
    }
    let draft = Draft {
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: fields::text(conversation, &["model"]).map(str::to_owned),
        created_at: fields::time(conversation, &["created_at", "createdAt", "create_time", "timestamp"]),
        messages,
        ..Draft::default()
    };
    draft.if_visible()
}

/// The pictures that a conversation is about: one path or several.
fn images(conversation: &Value) -> Vec<&str> {
    let images = ["image", "images"].iter().filter_map(|name| conversation.get(name));
    images
        .flat_map(|images| images.as_array().map_or(std::slice::from_ref(images), Vec::as_slice))
        .filter_map(Value::as_str)
        .filter(|path| !path.is_empty())
        .collect()
}

/// Who speaks, where it is nobody that others know, too.
fn role(name: &str) -> Option<Role> {
    match name.to_ascii_lowercase().as_str() {
        "chatgpt" | "bing" | "bard" | "claude" | "gemini" | "llm" => Some(Role::Assistant),
        "observation" | "function_response" | "function-response" | "tool_response" => Some(Role::Tool),
        other => blocks::role(other),
    }
}

fn message(turn: &Value, place: impl Fn() -> String, context: &mut Context<'_>) -> Said {
    let name = fields::text(turn, &["from"]).unwrap_or_default();
    let value = said(turn).unwrap_or(&Value::Null);
    if CALLS.contains(&name) {
        return Said::new(Role::Assistant, calls(value), None);
    }
    match (role(name), value) {
        (Some(Role::Tool), Value::String(text)) => {
            let result = Part::ToolResult { id: None, name: None, text: text.clone(), is_error: false };
            Said::new(Role::Tool, vec![result], None)
        }
        (Some(Role::Assistant), Value::String(text)) => Said::new(Role::Assistant, thinking::parts(text), None),
        (Some(role), value) if said(turn).is_some() => Said::new(role, blocks::read(value, context), None),
        _ => context.kept(place(), turn, None),
    }
}

/// The calls in such a turn, JSON in a text mostly.
fn calls(value: &Value) -> Vec<Part> {
    match blocks::input(value) {
        Value::Array(calls) if !calls.is_empty() => calls.iter().map(blocks::tool_call).collect(),
        call @ Value::Object(_) => vec![blocks::tool_call(&call)],
        input => vec![Part::ToolCall { id: None, name: "unnamed".to_owned(), input, language: None }],
    }
}

/// Turns without a list around them: together they are one conversation.
#[derive(Default)]
struct Turns(Draft);

/// Begins to gather them.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Turns::default())
}

impl Rows for Turns {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        self.0.messages.push(message(row, || place.within("message"), context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<Draft> {
        vec![self.0]
    }
}
