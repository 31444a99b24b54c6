//! Claude.ai's data export, and single conversations as its API gives them, which are trees.

mod ant;
mod content;

use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, MessageTree, Role, TreeMessage, Value, blocks,
};

const CREATED: &[&str] = &["created_at", "create_time"];
const UPDATED: &[&str] = &["updated_at", "update_time"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &[
    "attachments.extracted_content",
    ".summary",
    "summaries",
    "content.message",
    "display_content",
    "chat_feedback",
    "sync_sources",
    "settings",
    "account",
    "flags",
    "citations",
    "project",
    "md_citations",
];

/// Whether this is a conversation of such an export.
pub fn recognises(conversation: &Value) -> bool {
    conversation.has("chat_messages")
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let node = |message| TreeMessage::of(message, &["uuid"], &["parent_message_uuid"], CREATED);
    let tree = MessageTree::new(conversation.required_list("chat_messages")?.iter().map(node).collect());
    let branch = tree.branch(conversation.text("current_leaf_message_uuid"), context);
    let about = ImportedChat::about(conversation, &["uuid", "conversation_id", "id"], CREATED, UPDATED);
    let chat = ImportedChat {
        title: conversation.any_string(&["name", "title"]),
        model: about.model.or_else(|| branch.iter().rev().find_map(|message| message.string("model"))),
        messages: messages(&branch, context),
        ..about
    };
    chat.if_visible()
}

/// Each of the messages, those without words included. Where nobody is named as the speaker, a person
/// and the model take turns.
fn messages(branch: &[&Value], context: &mut Context<'_>) -> Vec<ImportedMessage> {
    let mut messages: Vec<ImportedMessage> = Vec::new();
    let mut unnamed = Vec::new();
    for (number, message) in (1..).zip(branch) {
        let role = blocks::role_of(message, &["sender", "role"]);
        if role.is_none() {
            unnamed.push(number);
        }
        let turn = match messages.last().map(|last| last.role) {
            Some(Role::User) => Role::Assistant,
            _ => Role::User,
        };
        let role = role.unwrap_or(turn);
        let parts = content::read(message, role, context);
        messages.push(ImportedMessage::new(role, parts, message.time(CREATED)).said_by(message.string("model")));
    }
    if let [first, others @ ..] = unnamed.as_slice() {
        let others = if others.is_empty() { String::new() } else { format!(", like {} more", others.len()) };
        context.note(format!(
            "message {first}: it names no sender{others}; a person and the model are taken to alternate"
        ));
    }
    messages
}
