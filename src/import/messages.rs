//! Plain JSON messages, as the APIs of OpenAI and Anthropic take and give them and as many programs
//! save them: a list, an object around one, or the messages themselves, one a line.

mod parts;

use serde_json::Value;

use crate::domain::message::{NewMessage, Role};
use crate::domain::timestamp::Timestamp;

use super::draft::Draft;
use super::{fields, markdown};
use parts::Piece;

/// The fields that hold a conversation's messages: everybody's, and our own API's.
const LISTS: [&str; 2] = ["messages", "chatMessages"];
/// The fields that say who speaks: everybody's, and our own client's.
const ROLE: &[&str] = &["role", "actor"];
/// The fields that hold what is said, likewise.
const CONTENT: [&str; 3] = ["content", "message", "text"];
/// The fields with which a message can do without content.
const INSTEAD_OF_CONTENT: [&str; 4] = ["tool_calls", "function_call", "refusal", "audio"];
const CREATED: &[&str] = &["created_at", "createdAt", "created", "create_time", "timestamp", "date"];
const UPDATED: &[&str] = &["updated_at", "updatedAt", "updated", "update_time"];

/// Whether this is a conversation of such messages.
pub fn recognises(conversation: &Value) -> bool {
    messages(conversation).is_some_and(|messages| messages.iter().any(recognises_row))
}

/// Whether this is such a message.
pub fn recognises_row(message: &Value) -> bool {
    let mut says = CONTENT.iter().chain(&INSTEAD_OF_CONTENT);
    fields::text(message, ROLE).is_some() && says.any(|name| message.get(name).is_some())
}

fn messages(conversation: &Value) -> Option<&Vec<Value>> {
    LISTS.iter().find_map(|name| conversation.get(name).and_then(Value::as_array)).or_else(|| conversation.as_array())
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value) -> Result<Draft, String> {
    let messages = messages(conversation).ok_or("it has no `messages`")?;
    let mut draft = Draft {
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model(conversation, messages).map(str::to_owned),
        created_at: fields::time(conversation, CREATED),
        updated_at: fields::time(conversation, UPDATED),
        ..Draft::default()
    };
    if let Some(system) = conversation.get("system").filter(|system| !system.is_null()) {
        draft.messages.extend(spoken(Role::System, parts::read(system), None));
    }
    for (number, message) in (1..).zip(messages) {
        if message.is_object() {
            draft.messages.extend(read_message(message));
        } else {
            draft.skipped.push(format!("message {number}: it is no object with `role` and `content`"));
        }
    }
    Ok(draft)
}

/// The conversation's model, or that of the last message which names one.
fn model<'a>(conversation: &'a Value, messages: &'a [Value]) -> Option<&'a str> {
    fields::text(conversation, &["model"])
        .or_else(|| messages.iter().rev().find_map(|message| fields::text(message, &["model"])))
}

/// The roles of all programs, by their own names.
fn role(name: &str) -> Option<Role> {
    match name.to_ascii_lowercase().as_str() {
        "user" | "human" => Some(Role::User),
        "assistant" | "ai" | "bot" | "model" => Some(Role::Assistant),
        "system" | "developer" => Some(Role::System),
        "tool" | "function" => Some(Role::Tool),
        _ => None,
    }
}

fn read_message(message: &Value) -> Vec<NewMessage> {
    let created_at = fields::time(message, CREATED);
    let content = CONTENT.iter().find_map(|name| message.get(name));
    let role = fields::text(message, ROLE).and_then(role);
    let (Some(role), true) = (role, recognises_row(message)) else {
        return vec![NewMessage { role: Role::Tool, content: markdown::json(message), created_at }];
    };
    let mut pieces = parts::read(content.unwrap_or(&Value::Null));
    pieces.extend(beside_content(message));
    spoken(role, pieces, created_at)
}

/// What the APIs keep in fields of their own.
fn beside_content(message: &Value) -> Vec<Piece> {
    let mut pieces = Vec::new();
    pieces.extend(fields::text(message, &["refusal"]).map(Piece::text));
    if let Some(audio) = message.get("audio").filter(|audio| audio.is_object()) {
        pieces.push(Piece::text(markdown::placeholder("audio", None)));
        pieces.extend(fields::text(audio, &["transcript"]).map(Piece::text));
    }
    // Ollama's images are bare base64.
    pieces.extend(fields::list(message, "images").iter().map(|_| Piece::text(markdown::placeholder("image", None))));
    let calls = fields::list(message, "tool_calls").iter();
    pieces.extend(calls.chain(message.get("function_call").filter(|call| call.is_object())).map(parts::tool_call));
    pieces
}

/// One message, or several where a tool's results stand among the words of the speaker: Anthropic's
/// API has the person say them, but nobody has.
fn spoken(role: Role, pieces: Vec<Piece>, created_at: Option<Timestamp>) -> Vec<NewMessage> {
    let mut messages: Vec<NewMessage> = Vec::new();
    for piece in pieces {
        let role = if piece.is_result { Role::Tool } else { role };
        match messages.last_mut().filter(|last| last.role == role) {
            Some(last) => {
                if !piece.continues && !last.content.is_empty() && !piece.text.is_empty() {
                    last.content.push_str("\n\n");
                }
                last.content.push_str(&piece.text);
            }
            None => messages.push(NewMessage { role, content: piece.text, created_at }),
        }
    }
    messages
}
