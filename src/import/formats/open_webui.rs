//! Chats of Open WebUI: as its page exports them, as its API gives them one a line, or without what
//! stands around them. A chat is a tree of messages.

mod content;
mod details;
mod output;

use serde_json::Value;

use super::blocks;
use super::branch::{self, Node};
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

const CREATED: &[&str] = &["timestamp", "created_at"];

/// Whether this is a chat, be it a broken one.
pub fn recognises(value: &Value) -> bool {
    let is_chat = |chat: &Value| chat.get("history").is_some_and(|history| history.get("messages").is_some());
    is_chat(value) || value.get("chat").is_some_and(|chat| is_chat(chat) || chat.get("messages").is_some())
}

/// Reads a chat; half a sentence when it has no place for messages.
pub fn read(value: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let chat = value.get("chat").filter(|chat| chat.is_object()).unwrap_or(value);
    let branch = branch(chat, context).ok_or("it has no `history` with `messages`")?;
    let spoken = branch.iter().rev().filter(|message| fields::text(message, &["role"]) == Some("assistant"));
    let model = spoken.filter_map(|message| fields::text(message, &["modelName", "model"])).next();
    let model = model.or_else(|| fields::list(chat, "models").iter().filter_map(Value::as_str).next());
    Ok(Draft {
        id: fields::text(value, &["id"]).or_else(|| fields::text(chat, &["id"])).map(str::to_owned),
        title: fields::text(value, fields::TITLE).or_else(|| fields::text(chat, fields::TITLE)).map(str::to_owned),
        model: model.map(str::to_owned),
        created_at: fields::time(value, &["created_at"]).or_else(|| fields::time(chat, CREATED)),
        updated_at: fields::time(value, &["updated_at"]),
        messages: (1..).zip(&branch).map(|(number, message)| said(number, message, context)).collect(),
    })
}

/// The messages to the current one. The list beside the history is a copy of them, which not all
/// chats have, and old ones have only that.
fn branch<'a>(chat: &'a Value, context: &mut Context<'_>) -> Option<Vec<&'a Value>> {
    let history = chat.get("history").unwrap_or(&Value::Null);
    let nodes: Vec<Node<'_>> = match history.get("messages") {
        Some(Value::Object(messages)) => messages.iter().map(|(id, message)| node(Some(id), message)).collect(),
        Some(Value::Array(messages)) => messages.iter().map(|message| node(None, message)).collect(),
        _ => Vec::new(),
    };
    let copy = chat.get("messages").and_then(Value::as_array);
    if nodes.is_empty()
        && let Some(copy) = copy
    {
        return Some(copy.iter().collect());
    }
    history.get("messages")?;
    Some(branch::find(&nodes, fields::text(history, &["currentId"]), context))
}

fn node<'a>(id: Option<&'a str>, message: &'a Value) -> Node<'a> {
    Node {
        id: id.or_else(|| fields::text(message, &["id"])),
        parent: fields::text(message, &["parentId"]),
        created_at: fields::time(message, CREATED),
        message,
    }
}

fn said(number: usize, message: &Value, context: &mut Context<'_>) -> Said {
    let created_at = fields::time(message, CREATED);
    match fields::text(message, &["role"]).and_then(blocks::role) {
        Some(role) => Said::new(role, content::read(message, role, context), created_at),
        None => {
            context.note(format!("message {number}: it names no role that is known, and is kept as it is"));
            Said::new(Role::Tool, vec![Part::Data { value: message.clone() }], created_at)
        }
    }
}
