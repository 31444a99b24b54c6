//! Threads of Amp: messages as Anthropic's API takes them, with results of its own.

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Location, Value, blocks, message_list,
};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["env", "~debug", "userState"];

/// Whether this is a thread.
pub fn recognises(thread: &Value) -> bool {
    let is_message = |message: &Value| {
        message["messageId"].is_number() && message.text("role").is_some() && message["content"].is_array()
    };
    let is_named = thread.text("id").is_some_and(|id| id.starts_with("T-")) && thread.has("v");
    thread["messages"].is_array() && (is_named || thread.list("messages").iter().any(is_message))
}

/// Reads a thread.
pub fn read(thread: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    let mut model = None;
    for (number, message) in (1..).zip(message_list(thread).into_iter().flatten()) {
        let created_at = message.time(&["createdAt", "created"]).or_else(|| message["meta"].time(&["sentAt"]));
        let by = message["usage"].string("model");
        turns.said_by(by.clone());
        match blocks::role_of(message, &["role"]) {
            Some(role) => turns.take(role, blocks::read(&message["content"], context), created_at),
            None => context.note(format!("{}: names no role", Location::Number(number))),
        }
        model = by.or(model);
    }
    let about = ImportedChat::about(thread, &["id"], &["created"], &[]);
    ImportedChat { model: model.or(about.model.clone()), messages: turns.finish(), ..about }.if_visible()
}
