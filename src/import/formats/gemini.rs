//! Gemini CLI: its sessions (an object with messages, and newer a line for each), and its saved
//! checkpoints, which hold a conversation as Gemini's API takes it.

mod parts;
mod session;

use serde_json::Value;

use super::turns::Turns;
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::draft::Draft;
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;
pub use session::begin;

/// The kinds of messages in a session.
const KINDS: [&str; 5] = ["user", "gemini", "info", "error", "warning"];
/// The fields that hold the API's contents: of checkpoints and of requests.
const CONTENTS: [&str; 3] = ["clientHistory", "history", "contents"];

/// Whether this is a session, or an object around the API's contents.
pub fn recognises(object: &Value) -> bool {
    is_session(object) && object.get("messages").is_some_and(Value::is_array) || contents(object).is_some()
}

/// Whether this is a line of a session, or one of the API's contents.
pub fn recognises_row(row: &Value) -> bool {
    is_session(row) || is_message(row) || is_content(row) || row.get("$rewindTo").is_some()
}

fn is_session(object: &Value) -> bool {
    let has = |name| object.get(name).is_some();
    fields::text(object, &["sessionId"]).is_some() && (has("projectHash") || has("startTime")) && !has("type")
}

fn is_message(row: &Value) -> bool {
    let kind = fields::text(row, &["type"]);
    kind.is_some_and(|kind| KINDS.contains(&kind)) && row.get("id").is_some() && row.get("content").is_some()
}

fn is_content(row: &Value) -> bool {
    // The parts of other programs' messages say their type.
    let is_part = |part: &Value| part.is_object() && part.get("type").is_none();
    let parts = fields::list(row, "parts");
    matches!(fields::text(row, &["role"]), Some("user" | "model" | "function"))
        && !parts.is_empty()
        && parts.iter().all(is_part)
}

fn contents(object: &Value) -> Option<&[Value]> {
    let lists = CONTENTS.iter().map(|name| fields::list(object, name));
    lists.into_iter().find(|list| list.iter().any(is_content))
}

/// Reads it.
pub fn read(object: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let mut rows = session::Session::default();
    match contents(object) {
        Some(contents) => {
            let system = ["systemInstruction", "system_instruction"].iter().find_map(|name| object.get(name));
            if let Some(system) = system {
                let system = system.get("parts").unwrap_or(system);
                rows.turns.say(Role::System, parts::read(system, context), None);
            }
            rows.draft.model = fields::text(object, &["model"]).map(str::to_owned);
            for (number, content) in (1..).zip(contents) {
                rows.take(content, Place::Number(number), context);
            }
        }
        None => {
            rows.take(object, Place::Only, context);
            for (number, message) in (1..).zip(fields::list(object, "messages")) {
                rows.take(message, Place::Number(number), context);
            }
        }
    }
    Ok(rows.into_draft())
}

/// One of the API's contents: the model's, the person's, or what tools answered in their name.
fn take_content(content: &Value, turns: &mut Turns, context: &mut Context<'_>) {
    let list = fields::list(content, "parts");
    for response in list.iter().filter_map(|part| part.get("functionResponse")) {
        let key = fields::text(response, &["id", "name"]);
        turns.answer(key, parts::response(response, context), None);
    }
    let others = list.iter().filter(|part| part.get("functionResponse").is_none());
    let said: Vec<Part> = others.flat_map(|part| parts::read(part, context)).collect();
    let role = if fields::text(content, &["role"]) == Some("model") { Role::Assistant } else { Role::User };
    if !said.is_empty() && !is_scaffolding(role, &said) {
        turns.say(role, said, None);
    }
}

/// What the program tells the model first, and what it has it answer.
fn is_scaffolding(role: Role, said: &[Part]) -> bool {
    let [Part::Text { text }] = said else { return false };
    let begins = |start: &str| text.trim_start().starts_with(start);
    match role {
        Role::User => begins("This is the Gemini CLI. We are setting up the context") || begins("<session_context>"),
        _ => text == "Got it. Thanks for the context!",
    }
}
