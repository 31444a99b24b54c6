//! Claude.ai's data export, and single conversations as its API gives them, which are trees.

mod content;

use serde_json::Value;

use super::blocks;
use super::branch::{self, Node};
use crate::domain::message::Role;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

const CREATED: &[&str] = &["created_at", "create_time"];

/// Whether this is a conversation of such an export.
pub fn recognises(conversation: &Value) -> bool {
    conversation.get("chat_messages").is_some()
}

/// Reads a conversation, be it without messages; half a sentence when it has no list of them.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(messages) = conversation.get("chat_messages").and_then(Value::as_array) else {
        return Err("it has no `chat_messages`, in which Claude.ai keeps the messages".to_owned());
    };
    let nodes: Vec<Node<'_>> = messages.iter().map(node).collect();
    let branch = branch::find(&nodes, fields::text(conversation, &["current_leaf_message_uuid"]), context);
    let model = fields::text(conversation, &["model"])
        .or_else(|| branch.iter().rev().find_map(|message| fields::text(message, &["model"])));
    Ok(Draft {
        id: fields::text(conversation, &["uuid", "conversation_id", "id"]).map(str::to_owned),
        title: fields::text(conversation, &["name", "title"]).map(str::to_owned),
        model: model.map(str::to_owned),
        created_at: fields::time(conversation, CREATED),
        updated_at: fields::time(conversation, &["updated_at", "update_time"]),
        messages: said(&branch, context),
    })
}

fn node(message: &Value) -> Node<'_> {
    Node {
        id: fields::text(message, &["uuid"]),
        parent: fields::text(message, &["parent_message_uuid"]),
        created_at: fields::time(message, CREATED),
        message,
    }
}

/// Each of the messages, those without words included. Where nobody is named as the speaker, a person
/// and the model take turns.
fn said(branch: &[&Value], context: &mut Context<'_>) -> Vec<Said> {
    let mut messages: Vec<Said> = Vec::new();
    let mut unnamed = Vec::new();
    for (number, message) in (1..).zip(branch) {
        let role = fields::text(message, &["sender", "role"]).and_then(blocks::role);
        if role.is_none() {
            unnamed.push(number);
        }
        let turn = match messages.last().map(|last| last.role) {
            Some(Role::User) => Role::Assistant,
            _ => Role::User,
        };
        let parts = content::read(message, context);
        messages.push(Said::new(role.unwrap_or(turn), parts, fields::time(message, CREATED)));
    }
    if let Some(first) = unnamed.first() {
        let others = match unnamed.len() - 1 {
            0 => String::new(),
            more => format!(", like {more} more"),
        };
        context.note(format!(
            "message {first}: it names no sender{others}; a person and the model are taken to alternate"
        ));
    }
    messages
}
