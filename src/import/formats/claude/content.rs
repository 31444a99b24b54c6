//! What a message of Claude.ai says, by its parts.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::{blocks, file_name};

/// The name of what a person pasted, which has none: Claude.ai's own.
const PASTED: &str = "paste.txt";
/// Endings of files whose extracted text is no such file any more.
const DOCUMENTS: [&str; 9] = [".pdf", ".docx", ".doc", ".pptx", ".xlsx", ".odt", ".ods", ".rtf", ".epub"];

/// The parts of a message: none when it is empty.
pub fn read(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for block in fields::list(message, "content") {
        parts.extend(read_block(block, context));
    }
    // `text` repeats the blocks, where there are any.
    if parts.is_empty()
        && let Some(text) = fields::text(message, &["text"]).or_else(|| fields::text(message, &["content"]))
    {
        parts.push(Part::text(text));
    }
    if message.get("sender").is_none() {
        parts.iter_mut().for_each(unmark);
    }
    parts.extend(files(message, context));
    parts
}

/// Takes out the private-use marks that other programs leave in what they convert to this format.
fn unmark(part: &mut Part) {
    if let Part::Text { text } = part {
        text.retain(|c| !('\u{e200}'..='\u{e2ff}').contains(&c));
    }
}

fn read_block(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let field = |name| fields::text(block, &[name]);
    match field("type").unwrap_or_default() {
        "text" => match block.get("text") {
            Some(Value::String(text)) if text.trim().is_empty() => Vec::new(),
            Some(Value::String(text)) => {
                let mut parts = vec![Part::text(text.as_str())];
                parts.extend(citations(block));
                parts
            }
            _ => vec![Part::Data { value: block.clone() }],
        },
        "thinking" => thinking(block).into_iter().collect(),
        "voice_note" => {
            let title = field("title").map(|title| format!("**{}**", title.trim()));
            let texts: Vec<String> = title.into_iter().chain(field("text").map(str::to_owned)).collect();
            if texts.is_empty() { Vec::new() } else { vec![Part::text(texts.join("\n\n"))] }
        }
        "tool_result" => result(block, context),
        // How much room the model has left: nothing that was said.
        "token_budget" => Vec::new(),
        _ => blocks::read_block(block, context),
    }
}

/// The model's thoughts, or where the export has only these, their headlines.
fn thinking(block: &Value) -> Option<Part> {
    let summaries = fields::list(block, "summaries").iter().filter_map(|summary| fields::text(summary, &["summary"]));
    let text =
        fields::text(block, &["thinking"]).map_or_else(|| summaries.collect::<Vec<_>>().join("\n"), str::to_owned);
    (!text.is_empty()).then(|| Part::reasoning(text))
}

/// The sources that a text cites, each once. Its details often say again where a page is, or do so
/// alone.
fn citations(block: &Value) -> Vec<Part> {
    let mut titles: HashMap<&str, &str> = HashMap::new();
    let mut pages = Vec::new();
    for citation in fields::list(block, "citations") {
        let details = citation.get("details").unwrap_or(&Value::Null);
        for source in [citation, details].into_iter().chain(fields::list(citation, "sources")) {
            let title = fields::text(source, &["title", "document_title"]);
            let url = fields::text(source, &["url", "source"]);
            titles.extend(url.zip(title));
            pages.push((title.filter(|_| url.is_none()), url));
        }
    }
    let mut seen = HashSet::new();
    pages.retain(|page| seen.insert(*page));
    let title = |url| titles.get(url).copied();
    pages.into_iter().filter_map(|(own, url)| blocks::citation(url.and_then(title).or(own), url)).collect()
}

/// What a tool answered. Of pages that it found, the text counts as its answer, too.
fn result(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let is_page = |block: &Value| fields::text(block, &["type"]) == Some("knowledge");
    let found = fields::list(block, "content");
    if !found.iter().any(is_page) {
        return blocks::read_block(block, context);
    }
    let mut block = block.clone();
    let mut sources = Vec::new();
    for page in block.get_mut("content").and_then(Value::as_array_mut).into_iter().flatten() {
        if !is_page(page) {
            continue;
        }
        let (title, url) = (fields::text(page, &["title"]), fields::text(page, &["url"]));
        let lines: Vec<&str> = [title, url, fields::text(page, &["text"])].into_iter().flatten().collect();
        sources.extend(blocks::citation(title, url));
        *page = Value::from(format!("{}\n", lines.join("\n")));
    }
    let mut parts = blocks::read_block(&block, context);
    parts.extend(sources);
    parts
}

/// The files of a message: the text that was read out of one comes along, of others the name.
fn files(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for file in fields::list(message, "attachments") {
        let name = fields::text(file, &["file_name"]);
        known.extend(name);
        parts.push(match fields::text(file, &["extracted_content"]) {
            Some(text) => context.bytes(text.into(), declared(file), AttachmentKind::File, Some(&extracted(name))),
            None => context.elsewhere(kind(file), name),
        });
    }
    for list in ["files", "files_v2"] {
        // The second list names the first one's files again; two files of one list may share a name.
        let mut named = Vec::new();
        for file in fields::list(message, list) {
            let keys = [fields::text(file, &["file_uuid", "uuid"]), fields::text(file, &["file_name"])];
            if !keys.iter().flatten().any(|key| known.contains(key)) {
                parts.push(context.elsewhere(kind(file), keys[1]));
            }
            named.extend(keys.into_iter().flatten());
        }
        known.extend(named);
    }
    // Documents of other services that are read when the model answers.
    let others = fields::list(message, "sync_sources").iter();
    parts.extend(others.map(|source| Part::Data { value: source.clone() }));
    parts
}

/// What the text that was read out of a file is called.
fn extracted(name: Option<&str>) -> String {
    let name = name.unwrap_or(PASTED);
    let lower_case = name.to_ascii_lowercase();
    let is_document = DOCUMENTS.iter().any(|ending| lower_case.ends_with(ending));
    if is_document { format!("{name}.txt") } else { name.to_owned() }
}

fn declared(file: &Value) -> Option<&str> {
    fields::text(file, &["file_type"]).filter(|file_type| file_type.contains('/'))
}

fn kind(file: &Value) -> AttachmentKind {
    let name = fields::text(file, &["file_name"]).unwrap_or_default();
    match fields::text(file, &["file_kind"]) {
        Some("image") => AttachmentKind::Image,
        Some(_) => AttachmentKind::File,
        None if file_name::kind(name) == AttachmentKind::Image => AttachmentKind::Image,
        None => declared(file).map_or(AttachmentKind::File, AttachmentKind::of),
    }
}
