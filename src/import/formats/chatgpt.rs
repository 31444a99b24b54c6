//! ChatGPT's data export. A conversation is a tree of messages, of which one branch is what its
//! reader sees, without what the program hides.

mod citations;
mod content;
mod files;
mod steps;

use crate::import::conversation::{Context, ImportedChat, LenientFields, MessageTree, Role, Value};

const CREATED: &[&str] = &["create_time"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &[
    "user_instructions",
    "user_profile",
    "user_context_message_data",
    "model_set_context",
    "safe_urls",
    "moderation_results",
    "gizmo",
    "content_references",
    "search_result_groups",
    "dalle",
    "content.result",
    "content.summary",
    "content.assets",
];

/// Whether this is a conversation of such an export, even a broken one.
pub fn recognises(conversation: &Value) -> bool {
    conversation.any(&["mapping", "current_node", "moderation_results"]).is_some()
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    if !conversation["mapping"].is_object() {
        return Err("it has no `mapping`, in which ChatGPT keeps the messages".to_owned());
    }
    let tree = MessageTree::of_mapping(&conversation["mapping"], CREATED);
    let mut branch = tree.branch(conversation.text("current_node"), context);
    branch.retain(|message| message.is_object());
    // A hidden tool call is the same model's as the answer.
    let mut answers = branch.iter().rev().filter(|message| content::role(message) == Some(Role::Assistant));
    let model = answers.find_map(|message| message["metadata"].string("model_slug"));
    let chat = ImportedChat {
        model: model.or_else(|| conversation.string("default_model_slug")),
        messages: steps::read(&branch, context),
        ..ImportedChat::about(conversation, &["conversation_id", "id"], CREATED, &["update_time"])
    };
    chat.if_visible()
}
