//! Plain JSON messages, as the APIs of OpenAI and Anthropic take and give them and as many programs
//! save them: a list, an object around one, or the messages themselves, one a line.

use serde_json::Value;

use super::{blocks, ui_message};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;

/// The fields that hold a conversation's messages: everybody's, and our own API's.
const LISTS: [&str; 2] = ["messages", "chatMessages"];
/// The fields that say who speaks: everybody's, and our own client's.
const ROLE: &[&str] = &["role", "actor"];
/// The fields that hold what is said, likewise.
const CONTENT: [&str; 3] = ["content", "message", "text"];
/// The fields with which a message can do without content.
const INSTEAD_OF_CONTENT: [&str; 5] = ["tool_calls", "function_call", "refusal", "audio", "reasoning_content"];
const CREATED: &[&str] = &["created_at", "createdAt", "created", "create_time", "timestamp", "date"];
const UPDATED: &[&str] = &["updated_at", "updatedAt", "updated", "update_time"];
const ID: &[&str] = &["conversation_id", "conversationId", "chat_id", "id", "uuid"];

/// Whether this is a conversation of such messages.
pub fn recognises(conversation: &Value) -> bool {
    list(conversation).is_some_and(|messages| messages.iter().any(recognises_row))
}

/// Whether this is such a message.
pub fn recognises_row(message: &Value) -> bool {
    let mut says = CONTENT.iter().chain(&INSTEAD_OF_CONTENT);
    fields::text(message, ROLE).is_some() && says.any(|name| message.get(name).is_some())
}

/// A conversation's messages.
pub fn list(conversation: &Value) -> Option<&Vec<Value>> {
    LISTS.iter().find_map(|name| conversation.get(name).and_then(Value::as_array)).or_else(|| conversation.as_array())
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let messages = list(conversation).ok_or("it has no `messages`")?;
    let mut draft = Draft {
        id: fields::text(conversation, ID).map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model(conversation, messages).map(str::to_owned),
        created_at: fields::time(conversation, CREATED),
        updated_at: fields::time(conversation, UPDATED),
        messages: Vec::new(),
    };
    if let Some(system) = conversation.get("system").filter(|system| !system.is_null()) {
        draft.messages.extend(blocks::spoken(Role::System, blocks::read(system, context), None));
    }
    for (number, message) in (1..).zip(messages) {
        draft.messages.extend(read_message(message, || format!("message {number}"), context));
    }
    Ok(draft)
}

/// The conversation's model, or that of the last message which names one.
fn model<'a>(conversation: &'a Value, messages: &'a [Value]) -> Option<&'a str> {
    fields::text(conversation, &["model"]).or_else(|| messages.iter().rev().find_map(message_model))
}

/// The model that a message names.
pub fn message_model(message: &Value) -> Option<&str> {
    fields::text(message, &["model"]).or_else(|| fields::text(message.get("metadata")?, &["model", "modelId"]))
}

/// Reads a message, `place` for remarks. It may become several, and nothing.
pub fn read_message(message: &Value, place: impl Fn() -> String, context: &mut Context<'_>) -> Vec<Said> {
    if !message.is_object() {
        context.note(format!("{}: it is no object with `role` and `content`", place()));
        return Vec::new();
    }
    let has_only_parts = message.get("parts").is_some_and(Value::is_array)
        && fields::text(message, ROLE).is_some()
        && !CONTENT.iter().any(|name| message.get(name).is_some());
    if has_only_parts || ui_message::recognises_row(message) {
        return vec![ui_message::read_message(message, place, context)];
    }
    let created_at = fields::time(message, CREATED);
    let role = fields::text(message, ROLE).and_then(blocks::role);
    let (Some(role), true) = (role, recognises_row(message)) else {
        return vec![context.kept(place(), message, created_at)];
    };
    let content = CONTENT.iter().find_map(|name| message.get(name)).unwrap_or(&Value::Null);
    let mut parts = Vec::new();
    // What models of DeepSeek's kind think.
    parts.extend(fields::text(message, &["reasoning_content", "reasoning"]).map(Part::reasoning));
    match (role, content) {
        (Role::Tool, Value::String(text)) => parts.push(Part::ToolResult {
            id: fields::text(message, &["tool_call_id"]).map(str::to_owned),
            name: fields::text(message, &["name", "tool_name"]).map(str::to_owned),
            text: text.clone(),
            is_error: false,
        }),
        _ => parts.extend(blocks::read(content, context)),
    }
    parts.extend(beside_content(message, context));
    // Thoughts that only the provider can read, and nothing else.
    if parts.is_empty() && content.as_array().is_some_and(|blocks| !blocks.is_empty()) {
        return Vec::new();
    }
    blocks::spoken(role, parts, created_at)
}

/// What the APIs keep in fields of their own.
fn beside_content(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    parts.extend(fields::text(message, &["refusal"]).map(Part::text));
    if let Some(audio) = message.get("audio").filter(|audio| audio.is_object()) {
        parts.push(match fields::text(audio, &["data"]) {
            Some(data) => context.base64(data, None, AttachmentKind::Audio, None),
            None => context.elsewhere(AttachmentKind::Audio, None),
        });
        parts.extend(fields::text(audio, &["transcript"]).map(Part::text));
    }
    // Ollama's images are bare base64.
    for image in fields::list(message, "images").iter().filter_map(Value::as_str) {
        parts.push(context.base64(image, None, AttachmentKind::Image, None));
    }
    let calls = fields::list(message, "tool_calls").iter();
    parts.extend(calls.chain(message.get("function_call").filter(|call| call.is_object())).map(blocks::tool_call));
    parts.extend(blocks::annotated(message));
    parts
}

/// Messages one a line: together they are one conversation.
#[derive(Default)]
struct Lines {
    draft: Draft,
}

/// Begins to gather them.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Lines::default())
}

impl Rows for Lines {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        let model = message_model(row);
        self.draft.model = model.map(str::to_owned).or(self.draft.model.take());
        let place = || place.within("message");
        self.draft.messages.extend(read_message(row, place, context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<Draft> {
        vec![self.draft]
    }
}
