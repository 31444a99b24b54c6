//! Codex CLI: `sessions/YEAR/MONTH/DAY/rollout-TIME-UUID.jsonl`, a line for each event.

use std::io;
use std::path::Path;

use serde_json::Value;

use super::{Glance, head, prompt, text};

const UUID_CHARS: usize = 36;

/// The session of a file of that name.
pub fn id(name: &str) -> Option<&str> {
    let name = name.strip_prefix("rollout-")?.strip_suffix(".jsonl")?;
    name.len().checked_sub(UUID_CHARS).and_then(|start| name.get(start..)).or(Some(name))
}

/// The first words in it.
pub fn look(path: &Path) -> io::Result<Glance> {
    let head = head(path)?;
    let folder = head.iter().find_map(|line| text(payload(line), "cwd")).map(str::to_owned);
    Ok(Glance { title: head.iter().find_map(asked), folder })
}

/// Early versions wrote what is in it now without it.
fn payload(line: &Value) -> &Value {
    line.get("payload").unwrap_or(line)
}

fn asked(line: &Value) -> Option<String> {
    let payload = payload(line);
    match (text(payload, "type")?, text(payload, "role")) {
        ("user_message", _) => prompt(payload.get("message")?),
        ("message", Some("user")) => prompt(payload.get("content")?),
        _ => None,
    }
}
