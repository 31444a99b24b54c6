//! Requests and responses of OpenAI's Responses API, as programs log them.

use super::codex::items;
use crate::import::conversation::{AgentTurns, Context, ImportedChat, LenientFields, Part, Role, Value, blocks};

/// Whether this is a response, perhaps with what was asked.
pub fn recognises(response: &Value) -> bool {
    let is_item = |item: &Value| item.text("type").is_some_and(items::is_known);
    response.list("output").iter().any(is_item) && (response.has("input") || response["object"] == "response")
}

/// Reads a response.
pub fn read(response: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    if let Some(told) = response.text("instructions") {
        turns.say(Role::System, vec![Part::text(told)], None);
    }
    if let Some(asked) = response.text("input") {
        turns.say(Role::User, vec![Part::text(asked)], None);
    }
    for item in response.list("input").iter().chain(response.list("output")) {
        match (item.text("type"), blocks::role_of(item, &["role"])) {
            (None, Some(Role::Assistant)) => turns.speak(blocks::read(&item["content"], context), None),
            (None | Some("message"), Some(role)) if role != Role::Assistant => {
                turns.take(role, blocks::read(&item["content"], context), None)
            }
            _ => items::take(item, None, &mut turns, context),
        }
    }
    let about = ImportedChat::about(response, &["id"], &["created_at"], &[]);
    ImportedChat { messages: turns.finish(), ..about }.if_visible()
}
