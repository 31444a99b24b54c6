//! Google AI Studio's prompts, as they lie in Google Drive: files without ending, whose chunks are
//! turns, thoughts, files and programs alike.

use serde_json::Value;

use super::blocks;
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

/// The names of files that have none: what is called so says nothing of the conversation.
const NO_NAMES: [&str; 2] = ["standard input", "Conversation"];

/// What a chunk says about itself that no reader sees.
const UNSEEN: [&str; 16] = [
    "role",
    "tokenCount",
    "finishReason",
    "safetyRatings",
    "isEdited",
    "thinkingBudget",
    "isGeneratedUsingApiKey",
    "thoughtSignatures",
    "thoughtSignature",
    "branchParent",
    "branchChildren",
    "createTime",
    "isThought",
    "thought",
    "text",
    "parts",
];

/// Whether this is such a prompt.
pub fn recognises(prompt: &Value) -> bool {
    prompt.get("chunkedPrompt").is_some_and(Value::is_object)
}

/// Reads a prompt; half a sentence when it has no turns. What was typed but not sent is left out.
pub fn read(prompt: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(chunks) = prompt.get("chunkedPrompt").and_then(|chunked| chunked.get("chunks")?.as_array()) else {
        return Err("it has no `chunks`".to_owned());
    };
    let mut messages: Vec<Said> = Vec::new();
    for (number, chunk) in (1..).zip(chunks) {
        let created_at = fields::time(chunk, &["createTime"]);
        let Some(role) = fields::text(chunk, &["role"]).and_then(blocks::role) else {
            messages.push(context.kept(format_args!("chunk {number}"), chunk, created_at));
            continue;
        };
        let parts = read_chunk(chunk, context);
        match messages.last_mut().filter(|last| last.role == role && belongs(&parts, last)) {
            Some(last) => {
                last.parts.extend(parts);
                // Files before the words have none.
                last.created_at = last.created_at.or(created_at);
            }
            None if parts.is_empty() => {}
            None => messages.push(Said::new(role, parts, created_at)),
        }
    }
    let settings = prompt.get("runSettings").unwrap_or(&Value::Null);
    let instruction = prompt.get("systemInstruction").map(instruction).filter(|text| !text.trim().is_empty());
    if let Some(text) = instruction {
        messages.insert(0, Said::new(Role::System, vec![Part::text(text)], None));
    }
    let model = fields::text(settings, &["model"]).map(|model| model.strip_prefix("models/").unwrap_or(model));
    let title = fields::text(prompt, fields::TITLE).unwrap_or(context.file_name);
    let draft = Draft {
        title: Some(title.to_owned()).filter(|title| !NO_NAMES.contains(&title.as_str())),
        model: model.map(str::to_owned),
        messages,
        ..Draft::default()
    };
    draft.if_visible()
}

/// Whether parts go on with a message: all that the model gives until the person answers, and the
/// files that a person lays before their words.
fn belongs(parts: &[Part], last: &Said) -> bool {
    let says = |parts: &[Part]| parts.iter().any(|part| matches!(part, Part::Text { .. }));
    last.role == Role::Assistant || !(says(parts) && says(&last.parts))
}

fn instruction(instruction: &Value) -> String {
    match (instruction.as_str(), fields::text(instruction, &["text"])) {
        (Some(text), _) | (None, Some(text)) => text.to_owned(),
        _ => {
            let parts = fields::list(instruction, "parts").iter();
            parts.filter_map(|part| part.get("text")?.as_str()).collect::<Vec<_>>().join("\n\n")
        }
    }
}

fn read_chunk(chunk: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let is_thought = fields::is_true(chunk, "isThought") || fields::is_true(chunk, "thought");
    let say = |text: &str| if is_thought { Part::reasoning(text) } else { Part::text(text) };
    let pieces = fields::list(chunk, "parts");
    match chunk.get("text").and_then(Value::as_str).filter(|text| !text.is_empty()) {
        Some(text) => parts.push(say(text)),
        // The parts are the text as it came, in pieces.
        None => {
            let thought: String = pieces.iter().filter(|piece| is_thought_piece(piece)).filter_map(text).collect();
            let said: String = pieces.iter().filter(|piece| !is_thought_piece(piece)).filter_map(text).collect();
            parts.extend(Some(thought).filter(|thought| !thought.is_empty()).map(Part::reasoning));
            parts.extend(Some(said).filter(|said| !said.is_empty()).map(|said| say(&said)));
        }
    }
    for (name, value) in chunk.as_object().into_iter().flatten() {
        if let Some(part) = beside_text(name, value, context) {
            parts.push(part);
        }
    }
    for (name, value) in pieces.iter().filter_map(Value::as_object).flatten() {
        if chunk.get(name).is_none()
            && let Some(part) = beside_text(name, value, context)
        {
            parts.push(part);
        }
    }
    if let Some(grounding) = chunk.get("grounding") {
        let sources = ["groundingSources", "sources"].iter().flat_map(|name| fields::list(grounding, name));
        parts.extend(sources.filter_map(|source| {
            blocks::citation(fields::text(source, &["title"]), fields::text(source, &["uri", "url"]))
        }));
    }
    let is_unknown = |(name, value): (&String, &Value)| !UNSEEN.contains(&name.as_str()) && !value.is_null();
    if parts.is_empty() && chunk.as_object().is_some_and(|chunk| chunk.iter().any(is_unknown)) {
        parts.push(Part::Data { value: chunk.clone() });
    }
    parts
}

fn text(piece: &Value) -> Option<&str> {
    piece.get("text")?.as_str()
}

fn is_thought_piece(piece: &Value) -> bool {
    fields::is_true(piece, "thought") || fields::is_true(piece, "isThought")
}

/// What a field of a chunk holds that is no text.
fn beside_text(name: &str, value: &Value, context: &mut Context<'_>) -> Option<Part> {
    Some(match name {
        "inlineImage" | "inlineFile" | "inlineData" | "inlineAudio" | "inlineVideo" => {
            let media_type = fields::text(value, &["mimeType", "mime_type"]);
            let kind = media_type.map_or(AttachmentKind::File, AttachmentKind::of);
            let name = fields::text(value, &["name", "fileName", "displayName"]);
            context.base64(fields::text(value, &["data"]).unwrap_or_default(), media_type, kind, name)
        }
        "driveImage" => elsewhere(value, AttachmentKind::Image, context),
        "driveVideo" => elsewhere(value, AttachmentKind::Video, context),
        "driveAudio" => elsewhere(value, AttachmentKind::Audio, context),
        "driveDocument" | "driveFile" | "fileData" => elsewhere(value, AttachmentKind::File, context),
        "youtubeVideo" => {
            let id = fields::text(value, &["id"]).unwrap_or_default();
            let is_plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            let url = if is_plain { format!("https://www.youtube.com/watch?v={id}") } else { String::new() };
            context.at_url(&url, AttachmentKind::Video, Some(id))
        }
        "executableCode" => Part::ToolCall {
            id: None,
            name: "code_execution".to_owned(),
            input: value.get("code").cloned().unwrap_or(Value::Null),
            language: fields::text(value, &["language"]).map(str::to_ascii_lowercase),
        },
        "codeExecutionResult" => Part::ToolResult {
            id: None,
            name: Some("code_execution".to_owned()),
            text: fields::text(value, &["output"]).unwrap_or_default().to_owned(),
            is_error: fields::text(value, &["outcome"]).is_some_and(|outcome| !outcome.ends_with("OK")),
        },
        "functionCall" => blocks::tool_call(value),
        "functionResponse" => Part::ToolResult {
            id: fields::text(value, &["id"]).map(str::to_owned),
            name: fields::text(value, &["name"]).map(str::to_owned),
            text: match value.get("response") {
                Some(Value::String(text)) => text.clone(),
                other => other.unwrap_or(value).to_string(),
            },
            is_error: false,
        },
        "errorMessage" => Part::text(format!("Error: {}", value.as_str().filter(|text| !text.is_empty())?)),
        _ => return None,
    })
}

/// A file in Google Drive, of which the prompt knows mostly the number.
fn elsewhere(file: &Value, kind: AttachmentKind, context: &Context<'_>) -> Part {
    context.elsewhere(kind, fields::text(file, &["name", "fileName", "displayName", "id", "fileUri"]))
}
