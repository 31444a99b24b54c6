//! The messages of Vercel's AI SDK, as chat programs built with it keep them: `UIMessage` with typed
//! parts, and the older ones with `toolInvocations` beside the content. Conversations of them differ
//! from other programs' only in the messages, so `messages` reads them.

use crate::import::conversation::{
    AttachmentKind, Context, ImportedMessage, LenientFields, Location, Part, Role, Value, blocks, message_list,
    message_model, sources, tools,
};

/// The fields that only its older messages have.
const LEGACY: [&str; 2] = ["toolInvocations", "experimental_attachments"];

/// Whether this is a conversation of such messages.
pub fn recognises(conversation: &Value) -> bool {
    message_list(conversation).is_some_and(|list| list.iter().any(recognises_row))
}

/// Whether this is such a message.
pub fn recognises_row(message: &Value) -> bool {
    let is_typed = message.list("parts").iter().any(|part| part.text("type").is_some());
    let is_legacy = LEGACY.iter().any(|name| message[*name].is_array());
    message.text("role").is_some() && (is_typed || is_legacy)
}

/// Reads one message.
pub fn read_message(message: &Value, place: Location, context: &mut Context<'_>) -> ImportedMessage {
    let created_at = message.sent().or_else(|| message["metadata"].sent());
    // Older ones say `data` for what the program itself puts in.
    let is_data = message["role"] == "data";
    let Some(role) = blocks::role_of(message, &["role"]).or(is_data.then_some(Role::System)) else {
        return context.kept(place, message, created_at);
    };
    let typed = message.list("parts");
    let mut parts: Vec<Part> = typed.iter().flat_map(|part| read_part(part, context)).collect();
    if typed.is_empty() {
        parts.extend(message.text("reasoning").map(Part::reasoning));
        parts.extend(message.list("toolInvocations").iter().flat_map(|call| tool(call, call.text("toolName"))));
        parts.extend(blocks::read(&message["content"], context));
    }
    parts.extend(message.list("experimental_attachments").iter().map(|attached| file(attached, context)));
    ImportedMessage::new(role, parts, created_at).said_by(message_model(message))
}

fn read_part(part: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let kind = part.text("type").unwrap_or_default();
    match kind {
        "step-start" => Vec::new(),
        "reasoning" => {
            let details: Vec<&str> = part.list("details").iter().filter_map(|detail| detail.text("text")).collect();
            let text = part.any_string(&["text", "reasoning"]).unwrap_or_else(|| details.join("\n\n"));
            // Thoughts that only the provider can read are empty.
            if text.is_empty() { Vec::new() } else { vec![Part::reasoning(text)] }
        }
        "file" => vec![file(part, context)],
        "source-url" | "source-document" | "source" => {
            let source = part.get("source").filter(|source| source.is_object()).unwrap_or(part);
            sources::source(source, &["title", "filename"], &["url"])
                .map_or_else(|| blocks::kept(part), |cited| vec![cited])
        }
        "tool-invocation" if part.has("toolInvocation") => {
            tool(&part["toolInvocation"], part["toolInvocation"].text("toolName"))
        }
        "dynamic-tool" => tool(part, part.text("toolName")),
        _ => match kind.strip_prefix("tool-") {
            Some(name) if part.has("toolCallId") || part.has("state") => tool(part, Some(name)),
            _ => blocks::read_block(part, context),
        },
    }
}

/// A call, and its result if it has one.
fn tool(call: &Value, name: Option<&str>) -> Vec<Part> {
    let (id, name) = (call.text("toolCallId"), name.unwrap_or("unnamed"));
    let input = call.any(&["input", "args", "rawInput"]).map_or(Value::Null, tools::input);
    let state = call.text("state").unwrap_or_default();
    let output = call.any(&["output", "result"]).filter(|output| !output.is_null());
    let (text, is_error) = match (output, call.text("errorText")) {
        (_, Some(error)) => (error.to_owned(), true),
        (Some(output), None) => (tools::output(output), state == "output-error"),
        _ if state == "output-denied" => {
            let reason = call["approval"].text("reason");
            (reason.map_or("Denied.".to_owned(), |reason| format!("Denied: {reason}")), true)
        }
        _ if ["output-available", "output-error", "result"].contains(&state) => {
            (String::new(), state == "output-error")
        }
        _ => return vec![tools::call(id, Some(name), input)],
    };
    vec![tools::call(id, Some(name), input), tools::result(id, Some(name), text, is_error)]
}

fn file(file: &Value, context: &mut Context<'_>) -> Part {
    let media_type = file.any_text(&["mediaType", "mimeType", "contentType"]);
    let name = file.any_text(&["filename", "name"]);
    let kind = AttachmentKind::of(media_type.unwrap_or_default());
    match (file.text("url"), file.text("data")) {
        (None, Some(data)) => context.base64(data, media_type, kind, name),
        (url, _) => context.at_url(url.unwrap_or_default(), kind, name),
    }
}
