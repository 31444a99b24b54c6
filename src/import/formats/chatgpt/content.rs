//! What a message of ChatGPT says, by its parts.

use serde_json::Value;

use super::citations::Citations;
use super::files::{self, Attached};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::formats::blocks;
use crate::import::{fields, markdown};

/// The kind of the message's content, `""` when it has none.
pub fn kind(message: &Value) -> &str {
    message.get("content").and_then(|content| fields::text(content, &["content_type"])).unwrap_or_default()
}

/// A message that is read as one; no parts when there is nothing to be seen.
pub fn spoken(message: &Value, role: Role, context: &mut Context<'_>) -> Vec<Part> {
    let metadata = message.get("metadata").unwrap_or(&Value::Null);
    let citations = Citations::of(metadata, role != Role::Assistant);
    let mut parts = said(message, &citations, context);
    if role == Role::Assistant && parts.iter().any(|part| matches!(part, Part::Text { .. })) {
        parts.extend(citations.sources());
    }
    parts
}

/// A thought, a call of a tool, or what it answered.
pub fn step(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    if kind(message) == "thoughts" {
        return thoughts(message).into_iter().collect();
    }
    match super::role(message) {
        Some(Role::Tool) => result(message, context),
        _ => vec![call(message)],
    }
}

/// Words and files, in order. What is neither stays as it is.
fn said(message: &Value, citations: &Citations<'_>, context: &mut Context<'_>) -> Vec<Part> {
    let content = message.get("content").unwrap_or(&Value::Null);
    let attached = Attached::of(message.get("metadata").unwrap_or(&Value::Null));
    let field = |name| fields::text(content, &[name]).unwrap_or_default();
    let mut parts = Vec::new();
    match kind(message) {
        "code" if field("text").is_empty() => {}
        "code" => parts.push(Part::text(markdown::fenced(field("language"), field("text")))),
        "tether_quote" | "sonic_webpage" => {
            parts.extend(fields::text(content, &["text", "snippet"]).map(|text| Part::text(markdown::quoted(text))));
            parts.extend(page(content));
        }
        "user_editable_context" => {
            parts.extend([field("user_profile"), field("user_instructions")].map(Part::text));
        }
        _ => match content {
            Value::Null => {}
            Value::String(text) => parts.push(Part::text(citations.resolve(text))),
            _ if content.get("parts").is_some_and(Value::is_array) => {
                for part in fields::list(content, "parts") {
                    parts.extend(element(part, &attached, citations, context));
                }
            }
            _ => match fields::text(content, &["text", "result", "summary"]) {
                Some(text) => parts.push(Part::text(citations.resolve(text))),
                // Nothing but its kind, as of a tool that has shown a page to the model.
                None if content.get("text").is_some() || kind(message) == "tether_browsing_display" => {}
                None => parts.push(Part::Data { value: content.clone() }),
            },
        },
    }
    parts.extend(attached.others(content, context));
    joined(parts)
}

fn element(
    part: &Value,
    attached: &Attached<'_>,
    citations: &Citations<'_>,
    context: &mut Context<'_>,
) -> Option<Part> {
    if let Some(text) = part.as_str().or_else(|| part.get("text")?.as_str()) {
        return Some(Part::text(citations.resolve(text)));
    }
    if part.is_null() {
        return None;
    }
    Some(attached.at_pointer(part, context).unwrap_or_else(|| Part::Data { value: part.clone() }))
}

/// Paragraphs that follow one another are one text, and empty ones none.
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
    for thought in fields::list(message.get("content")?, "thoughts") {
        let headline = fields::text(thought, &["summary"]).map(|summary| format!("**{}**", summary.trim()));
        paragraphs.extend(headline);
        paragraphs.extend(fields::text(thought, &["content"]).map(str::to_owned));
    }
    (!paragraphs.is_empty()).then(|| Part::reasoning(paragraphs.join("\n\n")))
}

/// What the model gave to a tool.
fn call(message: &Value) -> Part {
    let content = message.get("content").unwrap_or(&Value::Null);
    let name = fields::text(message, &["recipient"]).unwrap_or("unnamed").to_owned();
    let input = input(content);
    let language = fields::text(content, &["language"]).filter(|language| *language != "unknown");
    let language = language.or_else(|| (name == "python").then_some("python"));
    let language = language.filter(|_| input.is_string()).map(str::to_owned);
    Part::ToolCall { id: None, name, input, language }
}

/// An object or a program; nothing where the call was stopped before its first word.
fn input(content: &Value) -> Value {
    let texts: Option<Vec<&str>> = match (content.get("text"), content.get("parts")) {
        (Some(Value::String(text)), _) => Some(vec![text]),
        (_, Some(Value::Array(parts))) => parts.iter().map(Value::as_str).collect(),
        _ => None,
    };
    match texts.map(|texts| texts.join("\n\n")) {
        Some(text) if text.trim().is_empty() => Value::Null,
        Some(text) => blocks::input(&Value::String(text)),
        None => content.clone(),
    }
}

/// What a tool answered: its words, then its pictures and sources.
fn result(message: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let metadata = message.get("metadata").unwrap_or(&Value::Null);
    let content = message.get("content").unwrap_or(&Value::Null);
    let is_page = ["tether_quote", "sonic_webpage"].contains(&kind(message));
    let said = if is_page {
        let text = fields::text(content, &["text", "snippet"]).map(Part::text);
        text.into_iter().chain(page(content)).collect()
    } else if ["execution_output", "code"].contains(&kind(message)) {
        fields::text(content, &["text"]).map(Part::text).into_iter().collect()
    } else {
        // As the tool printed it: what looks like a citation is none of the model's.
        said(message, &Citations::of(&Value::Null, true), context)
    };
    let (texts, mut others): (Vec<Part>, Vec<Part>) =
        said.into_iter().partition(|part| matches!(part, Part::Text { .. }));
    let text = markdown::content(&texts);
    others.extend(printed_images(metadata, context));
    let name = message.get("author").and_then(|author| fields::text(author, &["name"])).map(str::to_owned);
    let is_error = kind(message) == "system_error" || has_failed(metadata);
    let is_silent = text.trim().is_empty() && !is_error;
    let result = (!is_silent).then_some(Part::ToolResult { id: None, name, text, is_error });
    result.into_iter().chain(others).collect()
}

/// The page that a tool has read.
fn page(content: &Value) -> Option<Part> {
    blocks::citation(fields::text(content, &["title", "domain"]), fields::text(content, &["url"]))
}

/// The pictures that a program drew.
fn printed_images(metadata: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let result = metadata.get("aggregate_result").unwrap_or(&Value::Null);
    let is_image = |message: &&Value| fields::text(message, &["message_type"]) == Some("image");
    let images = fields::list(result, "messages").iter().filter(is_image);
    let address = |image| fields::text(image, &["image_url"]).unwrap_or_default();
    images.map(|image| files::at_address(address(image), AttachmentKind::Image, None, context)).collect()
}

/// Whether a program ended with an error.
fn has_failed(metadata: &Value) -> bool {
    let result = metadata.get("aggregate_result").unwrap_or(&Value::Null);
    let is_there = |name| result.get(name).is_some_and(|value: &Value| !value.is_null());
    is_there("in_kernel_exception")
        || is_there("system_exception")
        || fields::text(result, &["status"]).is_some_and(|status| status.starts_with("failed"))
}
