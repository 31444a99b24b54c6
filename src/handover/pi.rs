//! Pi: a head, and a line for each message, linked by `parentId`, in the project's folder. An answer needs its usage, or
//! Pi fails.

use serde_json::{Value, json};

use super::turns::{Turn, Turns};
use super::{Place, Session, lines};

/// Writes a session.
pub fn write(title: &str, turns: Turns, place: &Place) -> Session {
    let id = place.id.to_string();
    let messages: Vec<Value> = turns.list.iter().flat_map(messages).collect();
    let count = messages.len();
    let name = |number: usize| format!("{:08x}", number + 1);
    let line = |(number, mut message): (usize, Value)| {
        let time = place.time(number, count);
        message["timestamp"] = time.as_millis().into();
        let before = number.checked_sub(1).map(name);
        json!({ "type": "message", "id": name(number), "parentId": before, "timestamp": time, "message": message })
    };
    let head = json!({ "type": "session", "version": 3, "id": id, "timestamp": place.now, "cwd": place.folder });
    let last = count.checked_sub(1).map(name);
    let named = json!({
        "type": "session_info", "id": name(count), "parentId": last, "timestamp": place.now, "name": title,
    });
    let text = lines([head].into_iter().chain(messages.into_iter().enumerate().map(line)).chain([named]));
    let folder = place.folder.strip_prefix('/').unwrap_or(&place.folder).replace(['/', '\\', ':'], "-");
    let time = place.now.to_string().replace([':', '.'], "-");
    let file = [format!("--{folder}--"), format!("{time}_{id}.jsonl")].iter().collect();
    Session { id, file, text, left_out: turns.left_out }
}

fn messages(turn: &Turn) -> Vec<Value> {
    let (text, calls) = match turn {
        Turn::User(text) => return vec![json!({ "role": "user", "content": [{ "type": "text", "text": text }] })],
        Turn::Assistant { text, calls } => (text, calls),
    };
    let said = (!text.is_empty()).then(|| json!({ "type": "text", "text": text }));
    let called = calls
        .iter()
        .map(|call| json!({ "type": "toolCall", "id": call.id, "name": call.name, "arguments": call.input }));
    let none = json!({ "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0, "total": 0 });
    let answer = json!({
        "role": "assistant",
        "content": said.into_iter().chain(called).collect::<Vec<_>>(),
        "api": "openai-completions",
        "provider": "neptun-share",
        "model": "shared",
        "usage": { "input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0, "totalTokens": 0, "cost": none },
        "stopReason": if calls.is_empty() { "stop" } else { "toolUse" },
    });
    let results = calls.iter().map(|call| {
        json!({
            "role": "toolResult",
            "toolCallId": call.id,
            "toolName": call.name,
            "content": [{ "type": "text", "text": call.output }],
            "isError": call.is_error,
        })
    });
    [answer].into_iter().chain(results).collect()
}
