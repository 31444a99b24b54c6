//! Sessions that Goose exports.

use crate::import::conversation::{AgentTurns, Context, ImportedChat, LenientFields, Value, blocks};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["extension_data", "recipe"];

/// Whether this is such a session.
pub fn recognises(session: &Value) -> bool {
    let is_message = |message: &Value| message.text("role").is_some() && message["content"].is_array();
    session.any(&["working_dir", "session_type", "extension_data"]).is_some()
        && session.list("conversation").iter().any(is_message)
}

/// Reads a session.
pub fn read(session: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    for (number, message) in (1..).zip(session.required_list("conversation")?) {
        // What the program tells the model.
        if message["metadata"]["userVisible"] == false {
            continue;
        }
        match blocks::role_of(message, &["role"]) {
            Some(role) => turns.take(role, blocks::read(&message["content"], context), message.time(&["created"])),
            None => context.note(format!("message {number}: names no role")),
        }
    }
    let about = ImportedChat::about(session, &["id"], &["created_at"], &["updated_at"]);
    let title = session.any_string(&["name", "description"]);
    let model = session["model_config"].string("model_name");
    ImportedChat { title, model, messages: turns.finish(), ..about }.if_visible()
}
