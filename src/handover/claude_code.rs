//! Claude Code: a line for each message, linked by `parentUuid`, in the project's folder. Without the links only the last
//! message would count. Thoughts are left out: their signature is the one of the model that thought.

use serde_json::{Value, json};

use super::turns::{Call, Turn, Turns};
use super::{Place, Session, lines};

/// Writes a session.
pub fn write(title: &str, turns: Turns, place: &Place) -> Session {
    let id = place.id.to_string();
    let messages: Vec<(&str, Value)> =
        turns.list.iter().enumerate().flat_map(|(at, turn)| messages(at, turn)).collect();
    let count = messages.len();
    let line = |(number, (kind, message)): (usize, (&str, Value))| {
        json!({
            "type": kind,
            "uuid": place.uuid(number),
            "parentUuid": number.checked_sub(1).map(|before| place.uuid(before)),
            "sessionId": id,
            "cwd": place.folder,
            "timestamp": place.time(number, count),
            "isSidechain": false,
            "userType": "external",
            "version": env!("CARGO_PKG_VERSION"),
            "message": message,
        })
    };
    let named = json!({ "type": "custom-title", "customTitle": title, "sessionId": id });
    let text = lines(messages.into_iter().enumerate().map(line).chain([named]));
    let file = [place.project(), format!("{id}.jsonl")].iter().collect();
    Session { id, file, text, left_out: turns.left_out }
}

/// A turn's messages: what was said and called, and what came of it.
fn messages(at: usize, turn: &Turn) -> Vec<(&'static str, Value)> {
    let (text, calls) = match turn {
        Turn::User(text) => return vec![("user", json!({ "role": "user", "content": text }))],
        Turn::Assistant { text, calls } => (text, calls),
    };
    let said = (!text.is_empty()).then(|| json!({ "type": "text", "text": text }));
    let called =
        |call: &Call| json!({ "type": "tool_use", "id": tool_id(call), "name": call.name, "input": call.input });
    let content: Vec<Value> = said.into_iter().chain(calls.iter().map(called)).collect();
    let stopped = if calls.is_empty() { "end_turn" } else { "tool_use" };
    let message = json!({
        "id": format!("msg_{at:04}"),
        "type": "message",
        "role": "assistant",
        "model": "<synthetic>",
        "content": content,
        "stop_reason": stopped,
        "stop_sequence": null,
        "usage": { "input_tokens": 0, "output_tokens": 0 },
    });
    let mut messages = vec![("assistant", message)];
    if !calls.is_empty() {
        let result = |call: &Call| json!({ "type": "tool_result", "tool_use_id": tool_id(call), "content": call.output, "is_error": call.is_error });
        let results: Vec<Value> = calls.iter().map(result).collect();
        messages.push(("user", json!({ "role": "user", "content": results })));
    }
    messages
}

fn tool_id(call: &Call) -> String {
    format!("toolu_{}", call.id)
}
