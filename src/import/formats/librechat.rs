//! Conversations of LibreChat: a list of messages that name the one which they answer, or a tree of
//! messages with their answers within.

mod content;

use serde_json::Value;

use super::branch::{self, Node};
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

const CREATED: &[&str] = &["createdAt", "created_at"];

/// Whether this is a conversation of LibreChat's.
pub fn recognises(conversation: &Value) -> bool {
    let is_message = |message: &Value| ["isCreatedByUser", "messageId"].iter().any(|name| message.get(name).is_some());
    let messages = fields::list(conversation, "messages");
    conversation.get("messagesTree").is_some_and(Value::is_array)
        || messages.iter().any(is_message)
        || conversation.get("conversationId").is_some() && conversation.get("exportAt").is_some()
}

/// Reads a conversation; half a sentence when it has no list of messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let list = |name| conversation.get(name).and_then(Value::as_array);
    let (messages, is_tree) = match (list("messagesTree"), list("messages")) {
        (Some(tree), _) => (tree, tree.iter().any(|message| !fields::list(message, "children").is_empty())),
        (None, Some(messages)) => (messages, false),
        (None, None) => return Err("it has no `messages`".to_owned()),
    };
    let branch = if is_tree {
        down(messages)
    } else {
        let nodes: Vec<Node<'_>> = messages.iter().map(node).collect();
        branch::find(&nodes, None, context)
    };
    let options = conversation.get("options").unwrap_or(&Value::Null);
    Ok(Draft {
        id: fields::text(conversation, &["conversationId"]).map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model(conversation, options, &branch).map(str::to_owned),
        created_at: fields::time(conversation, CREATED),
        updated_at: fields::time(conversation, &["updatedAt"]),
        messages: (1..).zip(&branch).map(|(number, message)| said(number, message, context)).collect(),
    })
}

/// The branch of a tree that LibreChat shows: of several answers the last.
fn down(roots: &[Value]) -> Vec<&Value> {
    let mut branch = Vec::new();
    let mut next = roots.last();
    while let Some(message) = next {
        branch.push(message);
        next = fields::list(message, "children").last();
    }
    branch
}

fn node(message: &Value) -> Node<'_> {
    Node {
        id: fields::text(message, &["messageId", "id", "_id"]),
        parent: fields::text(message, &["parentMessageId"]),
        created_at: fields::time(message, CREATED),
        message,
    }
}

/// The model of the last answer, or that of the conversation, or who provides it.
fn model<'a>(conversation: &'a Value, options: &'a Value, branch: &[&'a Value]) -> Option<&'a str> {
    let answers = || branch.iter().rev().filter(|message| role(message) == Some(Role::Assistant));
    answers()
        .find_map(|message| fields::text(message, &["model"]))
        .or_else(|| fields::text(options, &["model", "chatGptLabel"]))
        .or_else(|| fields::text(conversation, &["model"]))
        .or_else(|| answers().find_map(|message| fields::text(message, &["endpoint"])))
        .or_else(|| fields::text(conversation, &["endpoint"]))
}

/// Who speaks. Presets have any name, people have one.
fn role(message: &Value) -> Option<Role> {
    let is_persons = message.get("isCreatedByUser").and_then(Value::as_bool);
    let is_persons = is_persons.or_else(|| Some(fields::text(message, &["sender"])? == "User"))?;
    Some(if is_persons { Role::User } else { Role::Assistant })
}

fn said(number: usize, message: &Value, context: &mut Context<'_>) -> Said {
    let created_at = fields::time(message, CREATED);
    let Some(role) = role(message) else {
        context.note(format!("message {number}: it names no sender, and is kept as it is"));
        return Said::new(Role::Tool, vec![Part::Data { value: without_answers(message) }], created_at);
    };
    if fields::is_true(message, "unfinished") {
        context.note(format!("message {number}: it was never finished"));
    }
    Said::new(role, content::read(message, context), created_at)
}

fn without_answers(message: &Value) -> Value {
    match message {
        Value::Object(message) => {
            let fields = message.iter().filter(|(name, _)| *name != "children");
            Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    }
}
