//! OpenCode: one JSON text, which `opencode import` puts into its database. An identifier that is there already is skipped
//! without a word, so that all of them are new; their order is that of their times. A message has its text first, and then
//! its calls: what is said behind them is another message.

use serde_json::{Value, json};

use super::turns::{Turn, Turns};
use super::{NO_MODEL, Place, Session};
use crate::domain::timestamp::Timestamp;

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Writes a session.
pub fn write(title: &str, turns: Turns, place: &Place) -> Session {
    let count = turns.list.len();
    let id = identifier("ses", place, 0, place.now, true);
    let mut asked = String::new();
    let message = |(number, turn): (usize, &Turn)| {
        let time = place.time(number, count);
        let own = identifier("msg", place, number + 1, time, false);
        if matches!(turn, Turn::User(_)) {
            asked.clone_from(&own);
        }
        let info = info(turn, &own, &asked, &id, place, time);
        let part = |(at, mut part): (usize, Value)| {
            part["id"] = identifier("prt", place, (number + 1) * 1_000_000 + at, time, false).into();
            part["sessionID"] = id.as_str().into();
            part["messageID"] = own.as_str().into();
            part
        };
        let parts: Vec<Value> = parts(turn, time).into_iter().enumerate().map(part).collect();
        json!({ "info": info, "parts": parts })
    };
    let messages: Vec<Value> = turns.list.iter().enumerate().map(message).collect();
    let began = place.time(0, count).as_millis();
    let info = json!({
        "id": id,
        "slug": format!("continued-{:.8}", place.id.simple().to_string()),
        "title": title,
        "version": env!("CARGO_PKG_VERSION"),
        "directory": place.folder,
        "projectID": "global",
        "time": { "created": began, "updated": place.now.as_millis() },
    });
    let text = json!({ "info": info, "messages": messages }).to_string();
    let file = format!("{id}.json").into();
    Session { id, file, text, left_out: turns.left_out }
}

fn info(turn: &Turn, own: &str, asked: &str, session: &str, place: &Place, time: Timestamp) -> Value {
    let created = time.as_millis();
    let named = place.model.as_ref();
    let (provider, model) = named.map_or((NO_MODEL, NO_MODEL), |(provider, model)| (provider, model));
    match turn {
        Turn::User(_) => json!({
            "id": own,
            "sessionID": session,
            "role": "user",
            "time": { "created": created },
            "agent": "build",
            "model": { "providerID": provider, "modelID": model },
        }),
        Turn::Assistant { calls, .. } => json!({
            "id": own,
            "sessionID": session,
            "role": "assistant",
            "parentID": asked,
            "mode": "build",
            "agent": "build",
            "path": { "cwd": place.folder, "root": place.folder },
            "cost": 0,
            "tokens": { "input": 0, "output": 0, "reasoning": 0, "cache": { "read": 0, "write": 0 } },
            "providerID": provider,
            "modelID": model,
            "time": { "created": created, "completed": created },
            "finish": if calls.is_empty() { "stop" } else { "tool-calls" },
        }),
    }
}

fn parts(turn: &Turn, time: Timestamp) -> Vec<Value> {
    let said = |text: &str| json!({ "type": "text", "text": text });
    let (text, calls) = match turn {
        Turn::User(text) => return vec![said(text)],
        Turn::Assistant { text, calls } => (text, calls),
    };
    let time = json!({ "start": time.as_millis(), "end": time.as_millis() });
    let called = calls.iter().map(|call| {
        let state = if call.is_error {
            json!({ "status": "error", "input": call.input, "error": call.output, "time": time })
        } else {
            let (input, output) = (&call.input, &call.output);
            json!({ "status": "completed", "input": input, "output": output, "title": "", "metadata": {}, "time": time })
        };
        json!({ "type": "tool", "callID": call.id, "tool": call.name, "state": state })
    });
    (!text.is_empty()).then(|| said(text)).into_iter().chain(called).collect()
}

/// An identifier as OpenCode makes them: twelve digits of the time, so that they sort by it, or against it, and letters of
/// chance.
fn identifier(kind: &str, place: &Place, number: usize, time: Timestamp, descending: bool) -> String {
    const DIGITS: u64 = 0xffff_ffff_ffff;
    let sorted = (time.as_millis().cast_unsigned() << 12) | (number as u64 & 0xfff);
    let sorted = if descending { !sorted } else { sorted } & DIGITS;
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).copied().map(char::from);
    let chance: String = place.bytes(number).iter().take(14).filter_map(letter).collect();
    format!("{kind}_{sorted:012x}{chance}")
}
