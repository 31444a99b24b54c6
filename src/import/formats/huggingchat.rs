//! HuggingChat (huggingface/chat-ui): an archive of conversations and their files. Newer
//! conversations are trees, whose messages name all that come before them.

use std::collections::{HashMap, HashSet};

use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, Part, Role, Value, blocks, file_name,
};

const CREATED: &[&str] = &["createdAt"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["updates", "webSearch"];

/// Whether this is a conversation of such an export, even a broken one.
pub fn recognises(conversation: &Value) -> bool {
    let is_message = |message: &Value| blocks::role_of(message, &["from"]).is_some() && message.has("content");
    let has_owner = conversation.any(&["rootMessageId", "sessionId", "userId"]).is_some();
    conversation.list("messages").iter().any(is_message)
        || conversation["messages"].is_array() && conversation.has("_id") && has_owner
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let branch = branch(conversation.required_list("messages")?, context);
    let mut shown = HashSet::new();
    let mut messages: Vec<ImportedMessage> =
        branch.into_iter().filter_map(|said| message(said, &mut shown, context)).collect();
    let has_system = messages.first().is_some_and(|first| first.role == Role::System);
    if let Some(preprompt) = conversation.text("preprompt").filter(|_| !has_system) {
        messages.insert(0, ImportedMessage::system(preprompt));
    }
    ImportedChat { messages, ..ImportedChat::about(conversation, &["_id", "id"], CREATED, &["updatedAt"]) }.if_visible()
}

/// The branch that ends in the newest message, which is the last in the list without an answer.
/// Conversations from before there were branches are all one.
fn branch<'a>(messages: &'a [Value], context: &mut Context<'_>) -> Vec<&'a Value> {
    let newest = messages.iter().rev().find(|message| message.list("children").is_empty());
    let Some(leaf) = newest.or(messages.last()).filter(|leaf| leaf["ancestors"].is_array()) else {
        return messages.iter().collect();
    };
    let by_id: HashMap<&str, &Value> =
        messages.iter().filter_map(|message| Some((message.id(&["id"])?, message))).collect();
    let (mut branch, mut seen, mut missing) = (Vec::new(), HashSet::new(), 0);
    for id in leaf.list("ancestors").iter().filter_map(Value::as_str) {
        match by_id.get(id) {
            Some(message) if seen.insert(id) => branch.push(*message),
            Some(_) => {}
            None => missing += 1,
        }
    }
    if missing > 0 {
        context.note(format!("the beginning: not in the file are {missing} of the messages that it names"));
    }
    branch.retain(|message| !std::ptr::eq(*message, leaf));
    branch.push(leaf);
    branch
}

/// A message; `None` for instructions that say nothing. `shown` are the files so far: the export has
/// each message name all files of the conversation.
fn message<'a>(message: &'a Value, shown: &mut HashSet<&'a str>, context: &mut Context<'_>) -> Option<ImportedMessage> {
    let created_at = message.time(CREATED);
    let Some(role) = blocks::role_of(message, &["from"]) else {
        let id = message.text("id").unwrap_or("without an id");
        return Some(context.kept(format_args!("message {id}"), message, created_at));
    };
    let mut parts: Vec<Part> = message.text("reasoning").map(Part::reasoning).into_iter().collect();
    parts.extend(blocks::read(&message["content"], context));
    if role == Role::User {
        parts.extend(message.list("files").iter().filter_map(|attached| file(attached, shown, context)));
    }
    (role != Role::System || !parts.is_empty()).then(|| ImportedMessage::new(role, parts, created_at))
}

/// The name of a file in the export, or the file itself as the program keeps it.
fn file<'a>(file: &'a Value, shown: &mut HashSet<&'a str>, context: &mut Context<'_>) -> Option<Part> {
    if let Some(name) = file.as_str() {
        return shown.insert(name).then(|| context.file(name, file_name::kind(name), Some(name)));
    }
    let (name, media_type) = (file.text("name"), file.text("mime"));
    let kind = AttachmentKind::of(media_type.unwrap_or_default());
    Some(match file.text("value") {
        Some(data) if file["type"] == "base64" => context.base64(data, media_type, kind, name),
        Some(hash) => context.file(hash, kind, name),
        None if name.is_some() => context.elsewhere(kind, name),
        None => Part::Data { value: file.clone() },
    })
}
