//! Tests of the whole way from bytes to conversations, on small files written for them.

mod golden;
mod hostile;
mod properties;

use std::fmt::Write;

use super::Import;

macro_rules! fixture {
    ($name:literal) => {
        (
            $name,
            include_bytes!(concat!("../../tests/fixtures/import/", $name)),
            include_str!(concat!("../../tests/fixtures/import/", $name, ".expected.md")),
        )
    };
}

/// Every fixture and what must come out of it.
const FIXTURES: [(&str, &[u8], &str); 8] = [
    fixture!("chatgpt.json"),
    fixture!("chatgpt-wrapped.json"),
    fixture!("openai.json"),
    fixture!("anthropic.json"),
    fixture!("fine-tune.jsonl"),
    fixture!("rows.jsonl"),
    fixture!("our-client.json"),
    fixture!("unknown.json"),
];

/// An import as a text that people can read and compare.
fn shown(import: &Import) -> String {
    let time = |time: Option<crate::domain::timestamp::Timestamp>| time.map_or("-".to_owned(), |time| time.to_string());
    let mut out = String::new();
    for chat in &import.chats {
        let (from, to) = (time(chat.created_at), time(chat.updated_at));
        writeln!(out, "# {} | {} | {from} | {to}\n", chat.name.as_str(), chat.model.as_str()).expect("text");
        for message in &chat.messages {
            let at = time(message.created_at);
            writeln!(out, "## {} | {at}\n\n{}\n", message.role.as_str(), message.content).expect("text");
        }
    }
    for line in &import.skipped {
        writeln!(out, "skipped: {line}").expect("text");
    }
    out
}
