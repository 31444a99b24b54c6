//! What a message of Open WebUI says, by its parts.

use super::{details, files, output};
use crate::import::conversation::{Context, LenientFields, Part, Role, Value, blocks, is_text, sources};

/// The parts of a message: none when it is empty.
pub fn read(message: &Value, role: Role, context: &mut Context<'_>) -> Vec<Part> {
    let flat = match &message["content"] {
        Value::String(text) if role == Role::Assistant => details::read(text, context),
        content => blocks::read(content, context),
    };
    let mut parts = output::read(message.list("output"), context);
    if parts.is_empty() {
        parts = flat;
    } else if !parts.iter().any(is_text) {
        // An answer that was edited by hand is only in the content.
        parts.extend(flat.into_iter().filter(is_text));
    }
    parts.extend(message.list("files").iter().map(|file| files::read(file, context)));
    // Of the answers of several models, one that was made of all of them.
    let merged = message["merged"].text("content");
    parts.extend(merged.into_iter().flat_map(|text| details::read(text, context)));
    // Why there is no answer, as its reader sees it.
    let error = &message["error"];
    parts.extend(error.as_str().or_else(|| error.any_text(&["content", "message", "detail"])).map(Part::text));
    parts.extend(sources(message));
    parts
}

/// The pages and documents on which an answer rests, each once.
fn sources(message: &Value) -> Vec<Part> {
    let is_web = |url: &&str| url.starts_with("http");
    let mut all = Vec::new();
    for source in message.list("sources").iter().chain(message.list("citations")) {
        let about = &source["source"];
        let name = about.any_text(&["name", "title"]);
        let found = source
            .list("metadata")
            .iter()
            .map(|page| (page.any_text(&["title", "name"]).or(name), page.any_text(&["source", "url"]).filter(is_web)));
        let found: Vec<_> = found.collect();
        if found.iter().all(|(_, url)| url.is_none()) {
            all.push((name, about.any_text(&["url", "id", "name"]).filter(is_web)));
        } else {
            all.extend(found);
        }
    }
    sources::distinct(all.into_iter().map(|(title, url)| (title.filter(|title| Some(*title) != url), url)))
}
