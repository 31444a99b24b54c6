//! Codex: a head and an item for each text, call and result, each with a time, in a folder for the day. Codex goes by
//! `response_item` alone; events beside them are no history. A model's provider must not be named: Codex refuses to go on
//! with one that is not its own.

use serde_json::{Value, json};

use super::turns::{Turn, Turns};
use super::{Place, Session, lines};

/// Writes a session.
pub fn write(turns: Turns, place: &Place) -> Session {
    let (id, began) = (place.id.to_string(), place.now.to_string());
    let items: Vec<Value> = turns.list.iter().flat_map(items).collect();
    let head = json!({
        "id": id,
        "timestamp": place.now,
        "cwd": place.folder,
        "originator": "neptun-share",
        "cli_version": env!("CARGO_PKG_VERSION"),
    });
    let count = items.len() + 1;
    let line = |(number, (kind, payload)): (usize, (&str, Value))| json!({ "timestamp": place.time(number, count), "type": kind, "payload": payload });
    let items = items.into_iter().map(|item| ("response_item", item));
    let text = lines([("session_meta", head)].into_iter().chain(items).enumerate().map(line));
    // `2026-11-29T10:20:30.4Z`: the day's folders, and the second with hyphens.
    let (day, time) = began.split_once('T').unwrap_or((&began, ""));
    let second: String = time.chars().take(8).map(|c| if c == ':' { '-' } else { c }).collect();
    let name = format!("rollout-{day}T{second}-{id}.jsonl");
    let file = day.split('-').chain([name.as_str()]).collect();
    Session { id, file, text, left_out: turns.left_out }
}

fn items(turn: &Turn) -> Vec<Value> {
    let message = |role: &str, kind: &str, text: &str| json!({ "type": "message", "role": role, "content": [{ "type": kind, "text": text }] });
    let (text, calls) = match turn {
        Turn::User(text) => return vec![message("user", "input_text", text)],
        Turn::Assistant { text, calls } => (text, calls),
    };
    let said = (!text.is_empty()).then(|| message("assistant", "output_text", text));
    let called = calls.iter().map(|call| {
        let arguments = Value::Object(call.input.clone()).to_string();
        json!({ "type": "function_call", "name": call.name, "arguments": arguments, "call_id": call.id })
    });
    let answered =
        calls.iter().map(|call| json!({ "type": "function_call_output", "call_id": call.id, "output": call.output }));
    said.into_iter().chain(called).chain(answered).collect()
}
