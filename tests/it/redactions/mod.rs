//! Redacted text is in no byte that readers get, whatever they ask for.

mod choices;
mod files;
mod texts;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::support::{Person, Server};

/// A chat out of a file, with parts and attachments; its number.
fn import(server: &Server, owner: &Person, messages: &Value) -> i64 {
    let conversation = json!({ "title": "An import", "messages": messages });
    let path = format!("{}/import", owner.chats());
    let report = owner.post(server, &path, &conversation).good();
    report["report"]["files"][0]["conversations"][0]["chat_id"].as_i64().unwrap_or_else(|| panic!("{report}"))
}

fn data_url(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes))
}

fn file(name: &str, media_type: &str, bytes: &[u8]) -> Value {
    json!({ "type": "file", "file": { "file_data": data_url(media_type, bytes), "filename": name } })
}

fn all() -> Value {
    json!({ "redactions": { "kinds": "all" } })
}
