//! ChatGPT's data export. A conversation is a tree of messages, of which one branch is what its
//! reader sees, without what the program hides.

mod citations;
mod content;
mod files;
mod turns;

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::branch::{self, Node};
use crate::domain::message::Role;
use crate::import::context::Context;
use crate::import::draft::Draft;
use crate::import::fields;

/// Whether this is a conversation of such an export, be it a broken one.
pub fn recognises(conversation: &Value) -> bool {
    ["mapping", "current_node", "moderation_results"].iter().any(|name| conversation.get(name).is_some())
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(mapping) = conversation.get("mapping").and_then(Value::as_object) else {
        return Err("it has no `mapping`, in which ChatGPT keeps the messages".to_owned());
    };
    let branch = branch::find(&nodes(mapping), fields::text(conversation, &["current_node"]), context);
    let branch: Vec<&Value> = branch.into_iter().filter(|message| message.is_object()).collect();
    let messages = turns::read(&branch, context);
    let draft = Draft {
        id: fields::text(conversation, &["conversation_id", "id"]).map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model(&branch).or_else(|| fields::text(conversation, &["default_model_slug"])).map(str::to_owned),
        created_at: fields::time(conversation, &["create_time"]),
        updated_at: fields::time(conversation, &["update_time"]),
        messages,
    };
    draft.if_visible()
}

/// The nodes of the tree. Newer exports leave out the links to children; where only these are, they
/// tell the parents.
fn nodes(mapping: &Map<String, Value>) -> Vec<Node<'_>> {
    let children = |node| fields::list(node, "children").iter().filter_map(Value::as_str);
    let parents: HashMap<&str, &str> =
        mapping.iter().flat_map(|(id, node)| children(node).map(move |child| (child, id.as_str()))).collect();
    let node = |(id, node)| {
        let (id, node): (&String, &Value) = (id, node);
        let message = node.get("message").unwrap_or(&Value::Null);
        Node {
            id: Some(id.as_str()),
            parent: fields::text(node, &["parent"]).or_else(|| parents.get(id.as_str()).copied()),
            created_at: fields::time(message, &["create_time"]),
            message,
        }
    };
    mapping.iter().map(node).collect()
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
