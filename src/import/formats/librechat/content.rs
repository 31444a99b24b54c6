//! What a message of LibreChat says, by its parts.

use crate::import::conversation::{AttachmentKind, Context, LenientFields, Part, Value, blocks, sources, tools};

/// Around the thoughts in a message that has no parts.
const THINKING: &str = ":::thinking\n";
const THINKING_END: &str = "\n:::";

/// The parts of a message: none when it is empty.
pub fn read(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> =
        message.list("content").iter().flat_map(|element| read_element(element, context)).collect();
    // Newer messages leave `text` empty, or repeat there what their parts say.
    if parts.is_empty() {
        parts.extend(plain(message.any_text(&["text", "content"]).unwrap_or_default()));
    }
    parts.extend(message.list("files").iter().map(|file| attachment(file, context)));
    parts.extend(message.list("attachments").iter().flat_map(|attached| tool_attachment(attached, context)));
    parts
}

/// The thoughts and words of a text.
fn plain(text: &str) -> Vec<Part> {
    let split = text.trim_start().strip_prefix(THINKING).and_then(|rest| rest.split_once(THINKING_END));
    let (thoughts, words) = split.map_or(("", text), |(thoughts, words)| (thoughts.trim(), words.trim_start()));
    let thoughts = Some(thoughts).filter(|thoughts| !thoughts.is_empty()).map(Part::reasoning);
    let words = Some(words).filter(|words| !words.trim().is_empty()).map(Part::text);
    thoughts.into_iter().chain(words).collect()
}

fn read_element(element: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let kind = element.text("type").unwrap_or_default();
    let inner = &element[kind];
    match kind {
        "text" => blocks::text_or_value(inner).map_or_else(|| blocks::kept(element), plain),
        "think" => match blocks::text_or_value(inner).map(without_tags) {
            Some("") => Vec::new(),
            Some(text) => vec![Part::reasoning(text)],
            None => blocks::kept(element),
        },
        "error" => match blocks::text_or_value(inner).or_else(|| inner.text("message")) {
            Some(text) => vec![Part::text(text)],
            None => blocks::kept(element),
        },
        "tool_call" if inner["code_interpreter"].is_object() => {
            interpreted(inner.text("id"), &inner["code_interpreter"], context)
        }
        "tool_call" if inner.is_object() => tool(inner),
        "image_file" if inner.is_object() => vec![file(inner, AttachmentKind::Image, context)],
        "image_url" | "input_audio" => blocks::read_block(element, context),
        "video_url" => {
            let url = inner.as_str().or_else(|| inner.text("url")).unwrap_or_default();
            vec![context.at_url(url, AttachmentKind::Video, None)]
        }
        _ => blocks::kept(element),
    }
}

/// Thoughts without the tags that some models put around them, and LibreChat does not show.
fn without_tags(thoughts: &str) -> &str {
    let thoughts = thoughts.trim();
    let thoughts = thoughts.strip_prefix("<think>").unwrap_or(thoughts);
    thoughts.strip_suffix("</think>").unwrap_or(thoughts).trim()
}

/// A tool's call, and what it gave back.
fn tool(call: &Value) -> Vec<Part> {
    let inner = call.get("function").filter(|function| function.is_object()).unwrap_or(call);
    let (id, name) = (call.text("id"), inner.text("name").or_else(|| call.text("type")));
    let arguments = inner.any(&["args", "arguments", "input"]).filter(|arguments| *arguments != "");
    let mut parts = vec![tools::call(id, name, arguments.map_or(Value::Null, tools::input))];
    let output = tools::output(&inner["output"]);
    if !output.is_empty() {
        parts.push(tools::result(id, name, output, false));
    }
    parts
}

/// A program that an assistant of OpenAI's ran.
fn interpreted(id: Option<&str>, interpreter: &Value, context: &mut Context<'_>) -> Vec<Part> {
    const NAME: &str = "code_interpreter";
    let input = &interpreter["input"];
    let mut parts = vec![tools::program(id, NAME, input.clone(), input.is_string().then_some("python"))];
    let outputs = interpreter.list("outputs");
    let logs: Vec<&str> = outputs.iter().filter_map(|output| output.text("logs")).collect();
    if !logs.is_empty() {
        parts.push(tools::result(id, Some(NAME), logs.join("\n"), false));
    }
    let images = outputs.iter().filter_map(|output| output.get("image"));
    parts.extend(images.map(|image| file(image, AttachmentKind::Image, context)));
    parts
}

/// A file of a person's.
fn attachment(attached: &Value, context: &mut Context<'_>) -> Part {
    let kind = AttachmentKind::of(attached.any_text(&["type", "mimetype"]).unwrap_or_default());
    file(attached, if attached["width"].is_number() { AttachmentKind::Image } else { kind }, context)
}

fn file(attached: &Value, kind: AttachmentKind, context: &mut Context<'_>) -> Part {
    let name = attached.any_text(&["filename", "name", "file_id"]);
    // Any other URL than a data URL only leads to somebody's server.
    let urls = ["filepath", "url", "preview"].iter().filter_map(|name| attached.text(name));
    let url = urls.max_by_key(|url| (url.starts_with("data:"), url.starts_with("http")));
    context.at_url(url.unwrap_or_default(), kind, name)
}

/// What a tool has left beside its answer: pages that it found, or a file.
fn tool_attachment(attached: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let kind = attached.text("type").unwrap_or_default();
    let found = &attached[kind];
    match kind {
        "web_search" if found.is_object() => {
            let pages = ["organic", "topStories", "references"].iter().flat_map(|name| found.list(name));
            pages.filter_map(|page| sources::source(page, &["title"], &["link", "url"])).collect()
        }
        "file_search" if found.is_object() => {
            let files = found.list("sources").iter();
            files.filter_map(|file| sources::source(file, &["fileName", "filename"], &[])).collect()
        }
        _ if attached.any(&["filename", "filepath"]).is_some() => vec![attachment(attached, context)],
        _ => blocks::kept(attached),
    }
}
