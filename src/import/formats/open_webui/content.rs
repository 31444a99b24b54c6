//! What a message of Open WebUI says, by its parts.

use std::collections::HashSet;

use serde_json::Value;

use super::{details, output};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::blocks;

/// The parts of a message: none when it is empty.
pub fn read(message: &Value, role: Role, context: &mut Context<'_>) -> Vec<Part> {
    let flat = match message.get("content") {
        Some(Value::String(text)) if role == Role::Assistant => details::read(text, context),
        Some(content) => blocks::read(content, context),
        None => Vec::new(),
    };
    let mut parts = output::read(fields::list(message, "output"), context);
    let is_text = |part: &Part| matches!(part, Part::Text { .. });
    if parts.is_empty() {
        parts = flat;
    } else if !parts.iter().any(is_text) {
        // An answer that was edited by hand is only in the content.
        parts.extend(flat.into_iter().filter(is_text));
    }
    for file in fields::list(message, "files") {
        parts.push(attachment(file, context));
    }
    parts.extend(error(message));
    parts.extend(sources(message));
    parts
}

/// A file: images come along where they stand in the chat, and of documents the text that was read
/// out of them.
pub fn attachment(file: &Value, context: &mut Context<'_>) -> Part {
    let inner = file.get("file").filter(|inner| inner.is_object()).unwrap_or(&Value::Null);
    let meta = inner.get("meta").unwrap_or(&Value::Null);
    let name = fields::text(file, &["name", "filename"]).or_else(|| fields::text(inner, &["filename"]));
    let media_type = fields::text(file, &["content_type"]).or_else(|| fields::text(meta, &["content_type"]));
    let kind = match fields::text(file, &["type"]) {
        Some("image") => AttachmentKind::Image,
        _ => media_type.map_or(AttachmentKind::File, AttachmentKind::of),
    };
    let url = file.as_str().or_else(|| fields::text(file, &["url"])).unwrap_or_default();
    let text = inner.get("data").and_then(|data| fields::text(data, &["content"]));
    match text.filter(|_| !url.starts_with("data:") && kind == AttachmentKind::File) {
        Some(text) => {
            let is_text = media_type.is_some_and(|media_type| media_type.starts_with("text/"));
            let name = name.map(|name| if is_text { name.to_owned() } else { format!("{name}.txt") });
            context.bytes(text.into(), media_type, kind, name.as_deref())
        }
        None => context.at_url(url, kind, name.or_else(|| fields::text(file, &["id"]))),
    }
}

/// Why there is no answer, as its reader sees it.
fn error(message: &Value) -> Option<Part> {
    let error = message.get("error")?;
    error.as_str().or_else(|| fields::text(error, &["content", "message", "detail"])).map(Part::text)
}

/// The pages and documents on which an answer rests, each once.
fn sources(message: &Value) -> Vec<Part> {
    let mut seen = HashSet::new();
    let mut parts = Vec::new();
    for source in fields::list(message, "sources").iter().chain(fields::list(message, "citations")) {
        let about = source.get("source").unwrap_or(&Value::Null);
        let name = fields::text(about, &["name", "title"]);
        let found = fields::list(source, "metadata").iter().map(|page| {
            let url = fields::text(page, &["source", "url"]).filter(|url| url.starts_with("http"));
            (fields::text(page, &["title", "name"]).or(name), url)
        });
        let own = (name, fields::text(about, &["url", "id", "name"]).filter(|url| url.starts_with("http")));
        let mut found: Vec<_> = found.collect();
        if found.iter().all(|(_, url)| url.is_none()) {
            found = vec![own];
        }
        for (title, url) in found {
            if seen.insert(url.or(title)) {
                parts.extend(blocks::citation(title.filter(|title| Some(*title) != url), url));
            }
        }
    }
    parts
}
