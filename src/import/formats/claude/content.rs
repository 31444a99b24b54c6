//! What a message of Claude.ai says, by its parts.

use std::collections::{HashMap, HashSet};

use super::ant;
use crate::import::conversation::{
    AttachmentKind, Context, LenientFields, Part, Role, Value, artifact, blocks, file_name, sources,
};

/// The tool that shows documents beside the conversation.
const ARTIFACTS: &str = "artifacts";
/// The name that Claude.ai gives to what a person pasted.
const PASTED: &str = "paste.txt";
/// Extensions of files whose extracted text is no longer such a file.
const DOCUMENTS: [&str; 9] = [".pdf", ".docx", ".doc", ".pptx", ".xlsx", ".odt", ".ods", ".rtf", ".epub"];

/// The parts of a message: none when it is empty.
pub fn read(message: &Value, role: Role, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = message.list("content").iter().flat_map(|block| read_block(block, context)).collect();
    // `text` repeats the blocks, where there are any.
    if parts.is_empty() {
        parts.extend(message.any_text(&["text", "content"]).map(Part::text));
    }
    if role == Role::Assistant {
        let own = |part| match part {
            Part::Text { text } => ant::read(&text),
            other => vec![other],
        };
        parts = parts.into_iter().flat_map(own).collect();
    }
    if !message.has("sender") {
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
    match block.text("type").unwrap_or_default() {
        "text" => match block["text"].as_str() {
            Some(text) if text.trim().is_empty() => Vec::new(),
            Some(text) => std::iter::once(Part::text(text)).chain(citations(block)).collect(),
            None => blocks::kept(block),
        },
        "thinking" => thinking(block).into_iter().collect(),
        "voice_note" => {
            let title = block.text("title").map(|title| format!("**{}**", title.trim()));
            let texts: Vec<String> = title.into_iter().chain(block.string("text")).collect();
            blocks::words(&texts.join("\n\n"))
        }
        "tool_use" if block["name"] == ARTIFACTS && block["input"].text("content").is_some() => {
            vec![artifact(&block["input"])]
        }
        // That the document is there is what one sees.
        "tool_result" if block["name"] == ARTIFACTS && block["is_error"] != true => Vec::new(),
        "tool_result" => result(block, context),
        // How much room the model has left: nothing that was said.
        "token_budget" => Vec::new(),
        _ => blocks::read_block(block, context),
    }
}

/// A document that the model wrote beside the conversation.
fn artifact(input: &Value) -> Part {
    let language = input.text("language").or_else(|| input.text("type").map(artifact::language));
    let content = input.text("content").unwrap_or_default();
    Part::text(artifact::block(input.text("title"), language.unwrap_or_default(), content))
}

/// The model's thoughts, or where the export has only these, their headlines.
fn thinking(block: &Value) -> Option<Part> {
    let summaries = block.list("summaries").iter().filter_map(|summary| summary.text("summary"));
    let text = block.string("thinking").unwrap_or_else(|| summaries.collect::<Vec<_>>().join("\n"));
    (!text.is_empty()).then(|| Part::reasoning(text))
}

/// The sources that a text cites, each once. Its details often say again where a page is, or do so
/// alone.
fn citations(block: &Value) -> Vec<Part> {
    let mut titles: HashMap<&str, &str> = HashMap::new();
    let mut pages = Vec::new();
    for citation in block.list("citations") {
        for source in [citation, &citation["details"]].into_iter().chain(citation.list("sources")) {
            let title = source.any_text(&["title", "document_title"]);
            let url = source.any_text(&["url", "source"]);
            titles.extend(url.zip(title));
            pages.push((title.filter(|_| url.is_none()), url));
        }
    }
    let title = |url| titles.get(url).copied();
    sources::distinct(pages.into_iter().map(|(own, url)| (url.and_then(title).or(own), url)))
}

/// What a tool answered. Of pages that it found, the text counts as its answer, too.
fn result(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let is_page = |block: &Value| block["type"] == "knowledge";
    if !block.list("content").iter().any(is_page) {
        return blocks::read_block(block, context);
    }
    let mut block = block.clone();
    let mut sources = Vec::new();
    for page in block["content"].as_array_mut().into_iter().flatten() {
        if is_page(page) {
            let lines: Vec<&str> = ["title", "url", "text"].iter().filter_map(|name| page.text(name)).collect();
            sources.extend(sources::source(page, &["title"], &["url"]));
            *page = Value::from(format!("{}\n", lines.join("\n")));
        }
    }
    let mut parts = blocks::read_block(&block, context);
    parts.extend(sources);
    parts
}

/// The files of a message: the text that was read out of one comes along, of others the name.
fn files(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    for file in message.list("attachments") {
        let name = file.text("file_name");
        known.extend(name);
        parts.push(match file.text("extracted_content") {
            Some(text) => context.bytes(text.into(), declared(file), AttachmentKind::File, Some(&extracted(name))),
            None => context.elsewhere(kind(file), name),
        });
    }
    for list in ["files", "files_v2"] {
        // The second list names the first one's files again; two files of one list may share a name.
        let mut named = Vec::new();
        for file in message.list(list) {
            let name = file.text("file_name");
            let keys = [file.any_text(&["file_uuid", "uuid"]), name];
            if !keys.iter().flatten().any(|key| known.contains(key)) {
                parts.push(context.elsewhere(kind(file), name));
            }
            named.extend(keys.into_iter().flatten());
        }
        known.extend(named);
    }
    // Documents of other services that are read when the model answers.
    parts.extend(message.list("sync_sources").iter().flat_map(blocks::kept));
    parts
}

/// What the text that was read out of a file is called.
fn extracted(name: Option<&str>) -> String {
    let name = name.unwrap_or(PASTED);
    let lower_case = name.to_ascii_lowercase();
    let is_document = DOCUMENTS.iter().any(|extension| lower_case.ends_with(extension));
    if is_document { format!("{name}.txt") } else { name.to_owned() }
}

fn declared(file: &Value) -> Option<&str> {
    file.text("file_type").filter(|file_type| file_type.contains('/'))
}

fn kind(file: &Value) -> AttachmentKind {
    match file.text("file_kind") {
        Some("image") => AttachmentKind::Image,
        Some(_) => AttachmentKind::File,
        None => match file_name::kind(file.text("file_name").unwrap_or_default()) {
            AttachmentKind::Image => AttachmentKind::Image,
            _ => AttachmentKind::of(declared(file).unwrap_or_default()),
        },
    }
}
