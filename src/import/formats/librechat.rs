//! Conversations of LibreChat: a list of messages that name the one which they answer, or a tree of
//! messages with their answers within.

mod content;

use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, MessageTree, Part, Role, TreeMessage, Value,
};

const CREATED: &[&str] = &["createdAt", "created_at"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["feedback", "messages.text", "messagesTree.text"];

/// Whether this is a conversation of LibreChat's.
pub fn recognises(conversation: &Value) -> bool {
    let is_message = |message: &Value| {
        message.has("isCreatedByUser")
            || message.has("messageId") && message.any(&["sender", "parentMessageId"]).is_some()
    };
    conversation["messagesTree"].is_array()
        || conversation.list("messages").iter().any(is_message)
        || is_message(&conversation["messages"])
        || conversation.has("conversationId") && conversation.has("exportAt")
}

/// Reads a conversation; half a sentence when it has no list of messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let has_answers = |message: &Value| !message.list("children").is_empty();
    // Older exports have the tree where others have the list; its root may stand alone.
    let messages = match conversation.any(&["messagesTree", "messages"]) {
        Some(Value::Array(messages)) => messages.as_slice(),
        Some(root @ Value::Object(_)) => std::slice::from_ref(root),
        _ => return Err("it has no `messages`".to_owned()),
    };
    let branch = if messages.iter().any(has_answers) {
        down(messages)
    } else {
        let node = |message| TreeMessage::of(message, &["messageId", "id", "_id"], &["parentMessageId"], CREATED);
        MessageTree::new(messages.iter().map(node).collect()).branch(None, context)
    };
    Ok(ImportedChat {
        model: model(conversation, &branch).map(str::to_owned),
        messages: (1..).zip(&branch).map(|(number, answer)| message(number, answer, context)).collect(),
        ..ImportedChat::about(conversation, &["conversationId"], CREATED, &["updatedAt"])
    })
}

/// The branch of a tree that LibreChat shows: of several answers the last.
fn down(roots: &[Value]) -> Vec<&Value> {
    std::iter::successors(roots.last(), |message| message.list("children").last()).collect()
}

/// The model of the last answer, or that of the conversation, or who provides it.
fn model<'a>(conversation: &'a Value, branch: &[&'a Value]) -> Option<&'a str> {
    let answers = || branch.iter().rev().filter(|message| role(message) == Some(Role::Assistant));
    answers()
        .find_map(|message| message.text("model"))
        .or_else(|| conversation["options"].any_text(&["model", "chatGptLabel"]))
        .or_else(|| conversation.text("model"))
        .or_else(|| answers().find_map(|message| message.text("endpoint")))
        .or_else(|| conversation.text("endpoint"))
}

/// Who speaks. Presets have any name, people have one.
fn role(message: &Value) -> Option<Role> {
    let is_persons = message["isCreatedByUser"].as_bool();
    let is_persons = is_persons.or_else(|| Some(message.text("sender")? == "User"))?;
    Some(if is_persons { Role::User } else { Role::Assistant })
}

fn message(number: usize, message: &Value, context: &mut Context<'_>) -> ImportedMessage {
    let created_at = message.time(CREATED);
    let Some(role) = role(message) else {
        let mut kept = context.kept(format_args!("message {number}"), message, created_at);
        if let [Part::Data { value: Value::Object(message) }] = kept.parts.as_mut_slice() {
            // The answers follow by themselves.
            message.shift_remove("children");
        }
        return kept;
    };
    if message["unfinished"] == true {
        context.note(format!("message {number}: it was never finished"));
    }
    ImportedMessage::new(role, content::read(message, context), created_at).said_by(message.string("model"))
}
