//! Input that no honest client sends: it is accepted as it is or refused, and breaks nothing.

mod addresses;
mod bodies;
mod json;
mod texts;

use serde_json::Value;

use crate::support::{Person, Server};

/// The JSON text of a request to make a chat of that name, a JSON text itself.
fn named(name: &str) -> String {
    format!(r#"{{"name":{name},"model":"a-model"}}"#)
}

/// Makes a chat from raw bytes.
fn make_chat(server: &Server, ada: &Person, body: impl AsRef<[u8]>) -> crate::support::Response {
    ada.post_raw(server, &ada.chats(), body.as_ref())
}

fn issue_at(body: &Value, path: Value) -> bool {
    body["data"]["issues"].as_array().is_some_and(|issues| issues.iter().any(|issue| issue["path"] == path))
}
