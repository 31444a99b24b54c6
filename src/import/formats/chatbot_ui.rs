//! chatbot-ui (mckaywrigley/chatbot-ui and its relatives): a list of conversations under `history`.

use crate::import::conversation::{Context, ImportedChat, ImportedMessage, LenientFields, Value, blocks};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["prompt"];

/// The beginning of the default instructions.
const USUAL_PROMPT: &str = "You are ChatGPT, a large language model trained by OpenAI.";
/// The name of a conversation that nobody has named.
const USUAL_NAME: &str = "New Conversation";

/// Whether this is a conversation of such an export.
pub fn recognises(conversation: &Value) -> bool {
    let has = |name| conversation.has(name);
    let is_ours = has("folderId") || has("prompt") && has("temperature");
    conversation["messages"].is_array() && has("id") && has("name") && is_ours
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut messages = Vec::new();
    for (number, message) in (1..).zip(conversation.required_list("messages")?) {
        let created_at = message.time(&["createdAt", "created_at", "timestamp"]);
        messages.push(match (blocks::role_of(message, &["role"]), message.get("content")) {
            (Some(role), Some(content)) => ImportedMessage::new(role, blocks::read(content, context), created_at),
            _ => context.kept(format_args!("message {number}"), message, created_at),
        });
    }
    let prompt = conversation.text("prompt").filter(|prompt| !prompt.starts_with(USUAL_PROMPT));
    if let Some(prompt) = prompt.filter(|_| !messages.is_empty()) {
        messages.insert(0, ImportedMessage::system(prompt));
    }
    let about = ImportedChat::about(conversation, &["id"], &[], &[]);
    let chat = ImportedChat {
        // The first versions counted: 1 is somebody else's conversation in another file.
        id: about.id.filter(|id| id.contains('-')),
        title: about.title.filter(|name| name != USUAL_NAME),
        model: conversation["model"].any_string(&["id", "name"]).or(about.model),
        messages,
        ..ImportedChat::default()
    };
    chat.if_visible()
}
