//! What a message of LibreChat says, by its parts.

use serde_json::Value;

use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::blocks;

/// Around the thoughts in a message that has no parts.
const THINKING: &str = ":::thinking\n";
const THINKING_END: &str = "\n:::";

/// The parts of a message: none when it is empty.
pub fn read(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for element in fields::list(message, "content") {
        parts.extend(read_element(element, context));
    }
    // Newer messages leave `text` empty, or repeat there what their parts say.
    if parts.is_empty() {
        let text = fields::text(message, &["text"]).or_else(|| fields::text(message, &["content"]));
        parts.extend(plain(text.unwrap_or_default()));
    }
    for file in fields::list(message, "files") {
        parts.push(attachment(file, context));
    }
    for attachment in fields::list(message, "attachments") {
        parts.extend(tool_attachment(attachment, context));
    }
    parts
}

/// The thoughts and words of a text.
fn plain(text: &str) -> Vec<Part> {
    let split = text.trim_start().strip_prefix(THINKING).and_then(|rest| rest.split_once(THINKING_END));
    let (thoughts, words) = split.unwrap_or(("", text));
    let thoughts = Some(thoughts.trim()).filter(|thoughts| !thoughts.is_empty()).map(Part::reasoning);
    let words = if split.is_some() { words.trim_start() } else { words };
    let words = Some(words).filter(|words| !words.trim().is_empty()).map(Part::text);
    thoughts.into_iter().chain(words).collect()
}

fn read_element(element: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let kind = fields::text(element, &["type"]).unwrap_or_default();
    let inner = element.get(kind).unwrap_or(&Value::Null);
    match kind {
        "text" => words(inner).map_or_else(|| kept(element), plain),
        "think" => match words(inner).map(without_tags) {
            Some("") => Vec::new(),
            Some(text) => vec![Part::reasoning(text)],
            None => kept(element),
        },
        "error" => match words(inner).or_else(|| fields::text(inner, &["message"])) {
            Some(text) => vec![Part::text(text)],
            None => kept(element),
        },
        "tool_call" if inner.is_object() => tool(inner, context),
        "image_file" if inner.is_object() => vec![file(inner, AttachmentKind::Image, context)],
        "image_url" | "input_audio" => blocks::read_block(element, context),
        "video_url" => {
            let url = inner.as_str().or_else(|| fields::text(inner, &["url"])).unwrap_or_default();
            vec![context.at_url(url, AttachmentKind::Video, None)]
        }
        _ => kept(element),
    }
}

/// Thoughts without the tags that some models put around them, and LibreChat does not show.
fn without_tags(thoughts: &str) -> &str {
    let thoughts = thoughts.trim();
    let thoughts = thoughts.strip_prefix("<think>").unwrap_or(thoughts);
    thoughts.strip_suffix("</think>").unwrap_or(thoughts).trim()
}

/// A text, or one that an assistant of OpenAI's wrote: `{value, annotations}`.
fn words(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("value")?.as_str())
}

fn kept(element: &Value) -> Vec<Part> {
    vec![Part::Data { value: element.clone() }]
}

/// A tool's call, and what it gave back.
fn tool(call: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let id = fields::text(call, &["id"]).map(str::to_owned);
    if let Some(interpreter) = call.get("code_interpreter").filter(|interpreter| interpreter.is_object()) {
        return interpreted(id, interpreter, context);
    }
    let inner = call.get("function").filter(|function| function.is_object()).unwrap_or(call);
    let name = fields::text(inner, &["name"]).or_else(|| fields::text(call, &["type"]));
    let arguments = ["args", "arguments", "input"].iter().find_map(|name| inner.get(name)).unwrap_or(&Value::Null);
    let arguments = if arguments.as_str().is_some_and(str::is_empty) { &Value::Null } else { arguments };
    let mut parts = vec![Part::ToolCall {
        id: id.clone(),
        name: name.unwrap_or("unnamed").to_owned(),
        input: blocks::input(arguments),
        language: None,
    }];
    let text = match inner.get("output") {
        None | Some(Value::Null) => return parts,
        Some(Value::String(text)) if text.is_empty() => return parts,
        Some(Value::String(text)) => text.clone(),
        Some(other) => serde_json::to_string_pretty(other).unwrap_or_default(),
    };
    parts.push(Part::ToolResult { id, name: name.map(str::to_owned), text, is_error: false });
    parts
}

/// A program that an assistant of OpenAI's ran.
fn interpreted(id: Option<String>, interpreter: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let name = "code_interpreter".to_owned();
    let input = interpreter.get("input").cloned().unwrap_or_default();
    let language = input.is_string().then(|| "python".to_owned());
    let mut parts = vec![Part::ToolCall { id: id.clone(), name: name.clone(), input, language }];
    let outputs = fields::list(interpreter, "outputs");
    let logs: Vec<&str> = outputs.iter().filter_map(|output| fields::text(output, &["logs"])).collect();
    if !logs.is_empty() {
        parts.push(Part::ToolResult { id, name: Some(name), text: logs.join("\n"), is_error: false });
    }
    for image in outputs.iter().filter_map(|output| output.get("image")) {
        parts.push(file(image, AttachmentKind::Image, context));
    }
    parts
}

/// A file of a person's.
fn attachment(attached: &Value, context: &mut Context<'_>) -> Part {
    let kind = fields::text(attached, &["type", "mimetype"]).map_or(AttachmentKind::File, AttachmentKind::of);
    let kind = if attached.get("width").is_some_and(Value::is_number) { AttachmentKind::Image } else { kind };
    file(attached, kind, context)
}

fn file(attached: &Value, kind: AttachmentKind, context: &mut Context<'_>) -> Part {
    let name = fields::text(attached, &["filename", "name", "file_id"]);
    // Only a data URL holds more than the way to somebody's server.
    let urls = ["filepath", "url", "preview"].iter().filter_map(|name| fields::text(attached, &[name]));
    let url = urls.max_by_key(|url| (url.starts_with("data:"), url.starts_with("http")));
    context.at_url(url.unwrap_or_default(), kind, name)
}

/// What a tool has left beside its answer: pages that it found, or a file.
fn tool_attachment(attached: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let is_file = ["filename", "filepath"].iter().any(|name| attached.get(name).is_some());
    let kind = fields::text(attached, &["type"]).unwrap_or_default();
    match attached.get(kind).filter(|found| found.is_object()) {
        Some(found) if kind == "web_search" => {
            let pages = ["organic", "topStories", "references"].iter().flat_map(|name| fields::list(found, name));
            let pages = pages.filter_map(|page| {
                blocks::citation(fields::text(page, &["title"]), fields::text(page, &["link", "url"]))
            });
            pages.collect()
        }
        Some(found) if kind == "file_search" => {
            let sources = fields::list(found, "sources").iter();
            sources
                .filter_map(|source| blocks::citation(fields::text(source, &["fileName", "filename"]), None))
                .collect()
        }
        _ if is_file => vec![attachment(attached, context)],
        _ => kept(attached),
    }
}
