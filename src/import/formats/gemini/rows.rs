//! What a line of a session is.

use crate::import::conversation::{LenientFields, Value};

/// The kinds of messages in a session.
const KINDS: [&str; 6] = ["user", "gemini", "model", "info", "error", "warning"];

/// Whether this is a line of a session, or one of the API's contents.
pub fn recognises_row(row: &Value) -> bool {
    is_session(row)
        || is_message(row)
        || is_content(row)
        || row.any(&["$rewindTo", "$set"]).is_some_and(|change| !change.is_null())
}

/// Whether it is about the session.
pub fn is_session(object: &Value) -> bool {
    let has = |name| object.has(name);
    object.text("sessionId").is_some() && (has("projectHash") || has("startTime")) && !has("type")
}

/// Whether it is a message as the program keeps it.
fn is_message(row: &Value) -> bool {
    says(row) && row.has("id")
}

/// Whether it is one within a session, where some have no identifier.
pub fn says(row: &Value) -> bool {
    row.text("type").is_some_and(|kind| KINDS.contains(&kind)) && row.has("content")
}

/// Whether it is a message as the API takes it.
pub fn is_content(row: &Value) -> bool {
    // The parts of other programs' messages say their type.
    let is_part = |part: &Value| part.is_object() && !part.has("type");
    let parts = row.list("parts");
    matches!(row.text("role"), Some("user" | "model" | "function")) && !parts.is_empty() && parts.iter().all(is_part)
}
