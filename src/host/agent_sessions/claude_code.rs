//! Claude Code: `projects/FOLDER/UUID.jsonl`, a line for each event.

use std::io;
use std::path::Path;

use serde_json::Value;

use super::{Glance, head, prompt, tail, text, title};

/// The session of a file of that name; those of subagents are parts of another.
pub fn id(name: &str) -> Option<&str> {
    name.strip_suffix(".jsonl").filter(|id| !id.starts_with("agent-"))
}

/// A name that a person or the agent gave it, or else the first words in it.
pub fn look(path: &Path) -> io::Result<Glance> {
    let (head, tail) = (head(path)?, tail(path)?);
    let last = |field: &str| head.iter().chain(&tail).rev().find_map(|line| title(text(line, field)?));
    let named = last("customTitle").or_else(|| last("aiTitle")).or_else(|| last("summary"));
    Ok(Glance {
        title: named.or_else(|| head.iter().find_map(asked)),
        folder: head.iter().find_map(|line| text(line, "cwd")).map(str::to_owned),
    })
}

fn asked(line: &Value) -> Option<String> {
    let is_set = |field: &str| line.get(field).and_then(Value::as_bool).unwrap_or_default();
    if text(line, "type") != Some("user") || is_set("isMeta") || is_set("isSidechain") {
        return None;
    }
    prompt(line.get("message")?.get("content")?).filter(|words| !words.starts_with("Caveat:"))
}
