//! Chats of Open WebUI: as its page exports them, as its API gives them one a line, or without what
//! stands around them. A chat is a tree of messages.

mod content;
mod details;
mod files;
mod output;

use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, MessageTree, TreeMessage, Value, blocks,
};

const CREATED: &[&str] = &["timestamp", "created_at"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] =
    &["statusHistory", "sources", "followUps", "lastSentence", "originalContent", "annotation", "info", "file"];

/// Whether this is a chat, even a broken one.
pub fn recognises(value: &Value) -> bool {
    let is_chat = |chat: &Value| chat["history"].has("messages");
    is_chat(value) || is_chat(&value["chat"]) || value["chat"].has("messages")
}

/// Reads a chat; half a sentence when it has no place for messages.
pub fn read(value: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let chat = value.get("chat").filter(|chat| chat.is_object()).unwrap_or(value);
    let branch = branch(chat, context).ok_or("it has no `history` with `messages`")?;
    let mut spoken = branch.iter().rev().filter(|message| message["role"] == "assistant");
    let model = spoken.find_map(|message| message.any_text(&["modelName", "model"]));
    let model = model.or_else(|| chat.list("models").iter().find_map(Value::as_str));
    let about = ImportedChat::about(value, &["id"], &["created_at"], &["updated_at"]);
    let inner = ImportedChat::about(chat, &["id"], CREATED, &[]);
    Ok(ImportedChat {
        id: about.id.or(inner.id),
        title: about.title.or(inner.title),
        model: model.map(str::to_owned),
        created_at: about.created_at.or(inner.created_at),
        messages: (1..).zip(branch).map(|(number, said)| message(number, said, context)).collect(),
        ..about
    })
}

/// The messages to the current one. The list beside the history is a copy of them, which not all
/// chats have, and old ones have only that.
fn branch<'a>(chat: &'a Value, context: &mut Context<'_>) -> Option<Vec<&'a Value>> {
    let history = &chat["history"];
    let node = |message| TreeMessage::of(message, &["id"], &["parentId"], CREATED);
    let nodes: Vec<TreeMessage<'_>> = match &history["messages"] {
        Value::Object(messages) => {
            messages.iter().map(|(id, message)| TreeMessage { id: Some(id), ..node(message) }).collect()
        }
        messages => messages.as_array().into_iter().flatten().map(node).collect(),
    };
    match chat["messages"].as_array() {
        Some(copy) if nodes.is_empty() => Some(copy.iter().collect()),
        _ => history.has("messages").then(|| MessageTree::new(nodes).branch(history.text("currentId"), context)),
    }
}

fn message(number: usize, message: &Value, context: &mut Context<'_>) -> ImportedMessage {
    let created_at = message.time(CREATED);
    match blocks::role_of(message, &["role"]) {
        Some(role) => ImportedMessage::new(role, content::read(message, role, context), created_at)
            .said_by(message.any_string(&["modelName", "model"])),
        None => context.kept(format_args!("message {number}"), message, created_at),
    }
}
