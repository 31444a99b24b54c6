//! The messages of Vercel's AI SDK, as chat programs built with it keep them: `UIMessage` with typed
//! parts, and the older ones with `toolInvocations` beside the content. Conversations of them differ
//! from other programs' only in the messages, so `messages` reads them.

use serde_json::Value;

use super::{blocks, messages};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::Said;
use crate::import::fields;

/// The fields that only its older messages have.
const LEGACY: [&str; 2] = ["toolInvocations", "experimental_attachments"];

/// Whether this is a conversation of such messages.
pub fn recognises(conversation: &Value) -> bool {
    messages::list(conversation).is_some_and(|list| list.iter().any(recognises_row))
}

/// Whether this is such a message.
pub fn recognises_row(message: &Value) -> bool {
    let parts = fields::list(message, "parts");
    let is_typed = parts.iter().any(|part| fields::text(part, &["type"]).is_some());
    let is_legacy = LEGACY.iter().any(|name| message.get(name).is_some_and(Value::is_array));
    fields::text(message, &["role"]).is_some() && (is_typed || is_legacy)
}

/// Reads one message; `place` for remarks.
pub fn read_message(message: &Value, place: impl Fn() -> String, context: &mut Context<'_>) -> Said {
    let created_at = created_at(message);
    let role = fields::text(message, &["role"]).unwrap_or_default();
    // Older ones say `data` for what the program itself puts in.
    let role = blocks::role(role).or(if role == "data" { Some(Role::System) } else { None });
    let Some(role) = role else {
        return context.kept(place(), message, created_at);
    };
    let mut parts = Vec::new();
    let typed = fields::list(message, "parts");
    for part in typed {
        parts.extend(read_part(part, context));
    }
    if typed.is_empty() {
        parts.extend(fields::text(message, &["reasoning"]).map(Part::reasoning));
        for call in fields::list(message, "toolInvocations") {
            parts.extend(tool(call, fields::text(call, &["toolName"])));
        }
        parts.extend(blocks::read(message.get("content").unwrap_or(&Value::Null), context));
    }
    for file in fields::list(message, "experimental_attachments") {
        parts.push(file_part(file, context));
    }
    Said::new(role, parts, created_at)
}

fn created_at(message: &Value) -> Option<Timestamp> {
    const NAMES: &[&str] = &["createdAt", "created_at", "timestamp"];
    fields::time(message, NAMES).or_else(|| fields::time(message.get("metadata")?, NAMES))
}

fn read_part(part: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let field = |names: &[&str]| fields::text(part, names);
    let kind = field(&["type"]).unwrap_or_default();
    match kind {
        "step-start" => Vec::new(),
        "reasoning" => {
            let details = fields::list(part, "details").iter().filter_map(|detail| fields::text(detail, &["text"]));
            let details: Vec<&str> = details.collect();
            let text = field(&["text", "reasoning"]).map_or_else(|| details.join("\n\n"), str::to_owned);
            // Thoughts that only the provider can read are empty.
            if text.is_empty() { Vec::new() } else { vec![Part::reasoning(text)] }
        }
        "file" => vec![file_part(part, context)],
        "source-url" | "source-document" | "source" => {
            let source = part.get("source").filter(|source| source.is_object()).unwrap_or(part);
            let title = fields::text(source, &["title", "filename"]);
            let citation = blocks::citation(title, fields::text(source, &["url"]));
            vec![citation.unwrap_or_else(|| Part::Data { value: part.clone() })]
        }
        "tool-invocation" if part.get("toolInvocation").is_some() => {
            let call = part.get("toolInvocation").unwrap_or(&Value::Null);
            tool(call, fields::text(call, &["toolName"]))
        }
        "dynamic-tool" => tool(part, field(&["toolName"])),
        _ => match kind.strip_prefix("tool-") {
            Some(name) if part.get("toolCallId").is_some() || part.get("state").is_some() => tool(part, Some(name)),
            _ => blocks::read_block(part, context),
        },
    }
}

/// A call, and its result if it has one.
fn tool(call: &Value, name: Option<&str>) -> Vec<Part> {
    let id = fields::text(call, &["toolCallId"]).map(str::to_owned);
    let name = name.unwrap_or("unnamed").to_owned();
    let given = call.get("input").or_else(|| call.get("args")).or_else(|| call.get("rawInput"));
    let input = given.map_or(Value::Null, blocks::input);
    let mut parts = vec![Part::ToolCall { id: id.clone(), name: name.clone(), input, language: None }];
    let state = fields::text(call, &["state"]).unwrap_or_default();
    let error = fields::text(call, &["errorText"]);
    let (text, is_error) = match (call.get("output").or_else(|| call.get("result")), error) {
        (_, Some(error)) => (error.to_owned(), true),
        (Some(output), None) if !output.is_null() => (blocks::output(output), state == "output-error"),
        _ if state == "output-denied" => {
            let reason = call.get("approval").and_then(|approval| fields::text(approval, &["reason"]));
            (reason.map_or("Denied.".to_owned(), |reason| format!("Denied: {reason}")), true)
        }
        _ if ["output-available", "output-error", "result"].contains(&state) => {
            (String::new(), state == "output-error")
        }
        _ => return parts,
    };
    parts.push(Part::ToolResult { id, name: Some(name), text, is_error });
    parts
}

fn file_part(file: &Value, context: &mut Context<'_>) -> Part {
    let media_type = fields::text(file, &["mediaType", "mimeType", "contentType"]);
    let name = fields::text(file, &["filename", "name"]);
    let kind = media_type.map_or(AttachmentKind::File, AttachmentKind::of);
    match (fields::text(file, &["url"]), fields::text(file, &["data"])) {
        (None, Some(data)) => context.base64(data, media_type, kind, name),
        (url, _) => context.at_url(url.unwrap_or_default(), kind, name),
    }
}
