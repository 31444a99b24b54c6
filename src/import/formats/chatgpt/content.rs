//! What a message of ChatGPT says, by its parts.

use super::citations::Citations;
use super::files::{self, Attached};
use crate::import::conversation::{
    AttachmentKind, Context, LenientFields, Part, Role, Value, artifact, is_text, markdown, sources, tools,
};

/// The kinds of content that are a page which a tool has read.
const PAGES: [&str; 2] = ["tether_quote", "sonic_webpage"];

/// The kind of the message's content, `""` when it does not say.
pub fn kind(message: &Value) -> &str {
    message["content"].text("content_type").unwrap_or_default()
}

/// Who says it.
pub fn role(message: &Value) -> Option<Role> {
    message["author"]["role"].as_str().and_then(Role::parse)
}

/// The parts of a message of its own; none when nothing of it is visible.
pub fn spoken(message: &Value, role: Role, context: &mut Context<'_>) -> Vec<Part> {
    let citations = Citations::of(&message["metadata"], role != Role::Assistant);
    let mut parts = said(message, &citations, context);
    if role == Role::Assistant && parts.iter().any(is_text) {
        parts.extend(citations.sources());
    }
    context.note_marks(citations.lost());
    parts
}

/// A thought, a call of a tool, or what it answered.
pub fn step(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    match role(message) {
        _ if kind(message) == "thoughts" => thoughts(message).into_iter().collect(),
        // That the document is there is what one sees.
        Some(Role::Tool) if message["author"].text("name") == Some(CANVAS) && !has_failed(&message["metadata"]) => {
            Vec::new()
        }
        Some(Role::Tool) => result(message, context),
        _ => vec![canvas(message).unwrap_or_else(|| call(message))],
    }
}

/// The tool that opens a document beside the conversation.
const CANVAS: &str = "canmore.create_textdoc";

/// A document that the model wrote there.
fn canvas(message: &Value) -> Option<Part> {
    let document = input(&message["content"]);
    let content = document.text("content").filter(|_| message.text("recipient") == Some(CANVAS))?;
    let kind = document.text("type").unwrap_or_default();
    let language = if kind == "document" { "markdown" } else { artifact::language(kind) };
    Some(Part::text(artifact::block(document.text("name"), language, content)))
}

/// Words and files, in order. What is neither stays as it is.
fn said(message: &Value, citations: &Citations<'_>, context: &mut Context<'_>) -> Vec<Part> {
    let content = &message["content"];
    let attached = Attached::of(&message["metadata"]);
    let field = |name| content.text(name).unwrap_or_default();
    let mut parts = Vec::new();
    match kind(message) {
        "code" if field("text").is_empty() => {}
        "code" => parts.push(Part::text(markdown::fenced(field("language"), field("text")))),
        kind if PAGES.contains(&kind) => {
            let text = content.any_text(&["text", "snippet"]);
            parts.extend(text.map(|text| Part::text(markdown::quoted(text))));
            parts.extend(page(content));
        }
        kind => match content {
            Value::Null => {}
            Value::String(text) => parts.push(Part::text(citations.resolve(text))),
            _ if content["parts"].is_array() => {
                parts.extend(content.list("parts").iter().filter(|part| !part.is_null()).map(|part| {
                    match part.as_str().or_else(|| part["text"].as_str()) {
                        Some(text) => Part::text(citations.resolve(text)),
                        None => {
                            attached.at_pointer(part, context).unwrap_or_else(|| Part::Data { value: part.clone() })
                        }
                    }
                }));
            }
            _ => match content.any_text(&["text", "result", "summary"]) {
                Some(text) => parts.push(Part::text(citations.resolve(text))),
                // Nothing but its kind, as of a tool that has shown a page to the model.
                None if content.has("text") || kind == "tether_browsing_display" => {}
                None => parts.push(Part::Data { value: content.clone() }),
            },
        },
    }
    parts.extend(attached.others(content, context));
    joined(parts)
}

/// Joins consecutive paragraphs to one text, without empty ones.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (_, Part::Text { text }) if text.trim().is_empty() => {}
            (Some(Part::Text { text: before }), Part::Text { text }) => {
                before.push_str("\n\n");
                before.push_str(&text);
            }
            (_, part) => joined.push(part),
        }
    }
    joined
}

/// What the model thought, each thought with its headline.
fn thoughts(message: &Value) -> Option<Part> {
    let mut paragraphs = Vec::new();
    for thought in message["content"].list("thoughts") {
        paragraphs.extend(thought.text("summary").map(|summary| format!("**{}**", summary.trim())));
        paragraphs.extend(thought.string("content"));
    }
    (!paragraphs.is_empty()).then(|| Part::reasoning(paragraphs.join("\n\n")))
}

/// What the model gave to a tool.
fn call(message: &Value) -> Part {
    let content = &message["content"];
    let name = message.text("recipient").unwrap_or("unnamed");
    let input = input(content);
    let language = content.text("language").filter(|language| *language != "unknown");
    let language = language.or_else(|| (name == "python").then_some("python")).filter(|_| input.is_string());
    tools::program(None, name, input, language)
}

/// An object or a program; nothing where the call was stopped before its first word.
fn input(content: &Value) -> Value {
    let texts: Option<Vec<&str>> = match (&content["text"], &content["parts"]) {
        (Value::String(text), _) => Some(vec![text]),
        (_, Value::Array(parts)) => parts.iter().map(Value::as_str).collect(),
        _ => None,
    };
    match texts.map(|texts| texts.join("\n\n")) {
        Some(text) if text.trim().is_empty() => Value::Null,
        Some(text) => tools::input(&Value::String(text)),
        None => content.clone(),
    }
}

/// What a tool answered: its words, then its pictures and sources.
fn result(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let (metadata, content) = (&message["metadata"], &message["content"]);
    let said = match kind(message) {
        kind if PAGES.contains(&kind) => {
            content.any_text(&["text", "snippet"]).map(Part::text).into_iter().chain(page(content)).collect()
        }
        "execution_output" | "code" => content.text("text").map(Part::text).into_iter().collect(),
        // As the tool printed it: what looks like a citation is not the model's.
        _ => said(message, &Citations::of(&Value::Null, true), context),
    };
    let (texts, mut others): (Vec<Part>, Vec<Part>) = said.into_iter().partition(is_text);
    let text = markdown::content(&texts);
    others.extend(printed_images(metadata, context));
    let is_error = kind(message) == "system_error" || has_failed(metadata);
    let is_silent = text.trim().is_empty() && !is_error;
    let result = (!is_silent).then(|| tools::result(None, message["author"].text("name"), text, is_error));
    result.into_iter().chain(others).collect()
}

/// The page that a tool has read.
fn page(content: &Value) -> Option<Part> {
    sources::source(content, &["title", "domain"], &["url"])
}

/// The pictures that a program drew.
fn printed_images(metadata: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let printed = metadata["aggregate_result"].list("messages").iter();
    let images = printed.filter(|message| message["message_type"] == "image");
    let addresses = images.map(|image| image.text("image_url").unwrap_or_default());
    addresses.map(|address| files::at_address(address, AttachmentKind::Image, None, context)).collect()
}

/// Whether a program ended with an error.
fn has_failed(metadata: &Value) -> bool {
    let result = &metadata["aggregate_result"];
    !result["in_kernel_exception"].is_null()
        || !result["system_exception"].is_null()
        || result.text("status").is_some_and(|status| status.starts_with("failed"))
}
