//! Gemini CLI: its sessions (an object with messages, and newer a line for each), and its saved
//! checkpoints, which hold a conversation as Gemini's API takes it.

pub mod parts;
mod rows;
mod session;

use crate::import::conversation::{Context, ImportedChat, LenientFields, Location, Role, Value};
use crate::import::format::RowCollector;
pub use rows::recognises_row;
use rows::{is_content, is_session};
pub use session::GeminiSession;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["toolCalls.description", "resultDisplay", "response", "content.text", "parts.text"];

/// The fields that hold the API's contents: of checkpoints and of requests.
const CONTENTS: [&str; 3] = ["clientHistory", "history", "contents"];

/// Whether this is a session, or an object around the API's contents.
pub fn recognises(object: &Value) -> bool {
    is_session(object) && object["messages"].is_array() || contents(object).is_some()
}

fn contents(object: &Value) -> Option<&[Value]> {
    let mut lists = CONTENTS.iter().map(|name| object.list(name));
    lists.find(|list| list.iter().any(is_content))
}

/// Reads a session or a checkpoint.
pub fn read(object: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut session = GeminiSession::default();
    let contents = contents(object);
    if contents.is_some() {
        if let Some(system) = object.any(&["systemInstruction", "system_instruction"]) {
            let said = parts::read(system.get("parts").unwrap_or(system), context);
            session.turns.say(Role::System, said, None);
        }
        session.chat.model = object.string("model");
    } else {
        session.take(object, Location::Only, context);
    }
    for (number, row) in (1..).zip(contents.unwrap_or(object.list("messages"))) {
        session.take(row, Location::Number(number), context);
    }
    Ok(session.into_chat())
}
