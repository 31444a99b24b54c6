//! Sessions of Goose: as it exports them, and as older versions keep them, a line about the session before a line for
//! each message.

use crate::import::conversation::{AgentTurns, Context, ImportedChat, LenientFields, Location, Value, blocks};
use crate::import::format::RowCollector;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["extension_data", "recipe"];

/// Whether this is such a session.
pub fn recognises(session: &Value) -> bool {
    let is_message = |message: &Value| message.text("role").is_some() && message["content"].is_array();
    session.any(&["working_dir", "session_type", "extension_data"]).is_some()
        && session.list("conversation").iter().any(is_message)
}

/// Whether this is the first line of one.
pub fn recognises_row(row: &Value) -> bool {
    let says_more = row.any(&["description", "message_count", "total_tokens"]).is_some();
    row.text("working_dir").is_some() && says_more && row.any(&["role", "type", "conversation"]).is_none()
}

/// Reads a session.
pub fn read(session: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    for (number, message) in (1..).zip(session.required_list("conversation")?) {
        take(&mut turns, message, Location::Number(number), context);
    }
    about(session, turns).if_visible()
}

fn take(turns: &mut AgentTurns, message: &Value, place: Location, context: &mut Context<'_>) {
    // What the program tells the model.
    if message["metadata"]["userVisible"] == false {
        return;
    }
    match blocks::role_of(message, &["role"]) {
        Some(role) => turns.take(role, blocks::read(&message["content"], context), message.time(&["created"])),
        None => context.note(format!("{place}: names no role")),
    }
}

fn about(session: &Value, turns: AgentTurns) -> ImportedChat {
    let about = ImportedChat::about(session, &["id"], &["created_at"], &["updated_at"]);
    let title = session.any_string(&["name", "description"]);
    let model = session["model_config"].string("model_name");
    ImportedChat { title, model, messages: turns.finish(), ..about }
}

/// The lines of a session.
#[derive(Default)]
pub struct GooseLines {
    session: Value,
    turns: AgentTurns,
}

impl RowCollector for GooseLines {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        match self.session.is_null() {
            true => self.session = row.clone(),
            false => take(&mut self.turns, row, place, context),
        }
    }

    fn ends_before(&self, row: &Value) -> bool {
        recognises_row(row)
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        let Self { session, turns } = *self;
        vec![about(&session, turns)]
    }
}
