//! ChatGPT's data export. A conversation is a tree of messages, of which one branch is what its
//! reader sees, without what the program hides.

mod citations;
mod content;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

/// Whether this is a conversation of such an export, be it a broken one.
pub fn recognises(conversation: &Value) -> bool {
    ["mapping", "current_node", "moderation_results"].iter().any(|name| conversation.get(name).is_some())
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, _: &mut Context<'_>) -> Result<Draft, String> {
    let Some(mapping) = conversation.get("mapping").and_then(Value::as_object) else {
        return Err("it has no `mapping`, in which ChatGPT keeps the messages".to_owned());
    };
    let branch = branch(mapping, fields::text(conversation, &["current_node"]));
    Ok(Draft {
        id: fields::text(conversation, &["conversation_id", "id"]).map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model(&branch).or_else(|| fields::text(conversation, &["default_model_slug"])).map(str::to_owned),
        created_at: fields::time(conversation, &["create_time"]),
        updated_at: fields::time(conversation, &["update_time"]),
        messages: branch.into_iter().filter_map(visible).collect(),
    })
}

/// The messages from the root to the current node. They are found upwards: newer exports leave out
/// the links to children, and a child need not be the one that was chosen.
fn branch<'a>(mapping: &'a Map<String, Value>, current: Option<&'a str>) -> Vec<&'a Value> {
    let mut next = current.filter(|id| mapping.contains_key(*id)).or_else(|| newest_leaf(mapping));
    let mut seen = HashSet::new();
    let mut messages = Vec::new();
    while let Some(id) = next
        && let Some(node) = mapping.get(id)
        && seen.insert(id)
    {
        messages.extend(node.get("message").filter(|message| message.is_object()));
        next = parent(node);
    }
    messages.reverse();
    messages
}

fn parent(node: &Value) -> Option<&str> {
    node.get("parent").and_then(Value::as_str)
}

/// Among the nodes that no other names as its parent, the one whose message is the newest. Where
/// all name each other, each is as good a leaf.
fn newest_leaf(mapping: &Map<String, Value>) -> Option<&str> {
    let parents: HashSet<&str> = mapping.values().filter_map(parent).collect();
    let is_leaf = |id: &str| !parents.contains(id);
    let has_leaf = mapping.keys().any(|id| is_leaf(id));
    mapping
        .iter()
        .filter(|(id, _)| !has_leaf || is_leaf(id))
        .max_by_key(|(_, node)| node.get("message").and_then(|message| fields::time(message, &["create_time"])))
        .map(|(id, _)| id.as_str())
}

/// The model that gave the last answer, hidden ones included: a tool call is the same model's.
fn model<'a>(branch: &[&'a Value]) -> Option<&'a str> {
    branch
        .iter()
        .rev()
        .filter(|message| role(message) == Some(Role::Assistant))
        .find_map(|message| fields::text(message.get("metadata")?, &["model_slug"]))
}

fn role(message: &Value) -> Option<Role> {
    message.get("author")?.get("role")?.as_str().and_then(Role::parse)
}

/// The message as a reader of the original sees it; `None` for what is hidden there, and for what
/// has nothing to be seen, like an answer that was stopped before its first word.
fn visible(message: &Value) -> Option<Said> {
    let metadata = message.get("metadata").unwrap_or(&Value::Null);
    if fields::is_true(metadata, "is_visually_hidden_from_conversation") {
        return None;
    }
    let is_instruction = fields::is_true(metadata, "is_user_system_message");
    let (role, content) = match role(message) {
        Some(role) if is_scaffolding(message, role, is_instruction) => return None,
        Some(role) => (if is_instruction { Role::System } else { role }, content::text(message, role)),
        None => return Some(Said::new(Role::Tool, vec![Part::Data { value: message.clone() }], None)),
    };
    let created_at = fields::time(message, &["create_time"]);
    (!content.trim().is_empty()).then(|| Said::new(role, vec![Part::text(content)], created_at))
}

/// Whether the program shows no message of this kind, flagged or not.
fn is_scaffolding(message: &Value, role: Role, is_instruction: bool) -> bool {
    let kind = content::kind(message);
    if ["tether_browsing_display", "thoughts", "reasoning_recap", "model_editable_context"].contains(&kind) {
        return true;
    }
    match role {
        Role::User => false,
        Role::System => !is_instruction,
        Role::Tool => !["execution_output", "tether_quote", "multimodal_text"].contains(&kind),
        // Any other recipient is a tool: what the model sends there is no answer.
        Role::Assistant => fields::text(message, &["recipient"]).is_some_and(|recipient| recipient != "all"),
    }
}
