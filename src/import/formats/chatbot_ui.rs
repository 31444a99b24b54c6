//! chatbot-ui (mckaywrigley/chatbot-ui and its relatives): a list of conversations under `history`.

use serde_json::Value;

use super::blocks;
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

/// The instructions of somebody who gave none begin so.
const USUAL_PROMPT: &str = "You are ChatGPT, a large language model trained by OpenAI.";
/// What a conversation is called that nobody has named.
const USUAL_NAME: &str = "New Conversation";

/// Whether this is a conversation of such an export.
pub fn recognises(conversation: &Value) -> bool {
    let has = |name| conversation.get(name).is_some();
    conversation.get("messages").is_some_and(Value::is_array)
        && has("id")
        && has("name")
        && (has("folderId") || has("prompt") && has("temperature"))
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(messages) = conversation.get("messages").and_then(Value::as_array) else {
        return Err("it has no `messages`".to_owned());
    };
    let mut said = Vec::new();
    for (number, message) in (1..).zip(messages) {
        let created_at = fields::time(message, &["createdAt", "created_at", "timestamp"]);
        match (fields::text(message, &["role"]).and_then(blocks::role), message.get("content")) {
            (Some(role), Some(content)) => said.push(Said::new(role, blocks::read(content, context), created_at)),
            _ => said.push(context.kept(format_args!("message {number}"), message, created_at)),
        }
    }
    let prompt = fields::text(conversation, &["prompt"]).filter(|prompt| !prompt.starts_with(USUAL_PROMPT));
    if let (Some(prompt), false) = (prompt, said.is_empty()) {
        said.insert(0, Said::new(Role::System, vec![Part::text(prompt)], None));
    }
    let model = conversation.get("model").and_then(|model| fields::text(model, &["id", "name"]));
    // The first versions counted: 1 is somebody else's conversation in another file.
    let id = fields::text(conversation, &["id"]).filter(|id| id.contains('-'));
    let draft = Draft {
        id: id.map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).filter(|name| *name != USUAL_NAME).map(str::to_owned),
        model: model.or_else(|| fields::text(conversation, &["model"])).map(str::to_owned),
        messages: said,
        ..Draft::default()
    };
    draft.if_visible()
}
