//! The parts of a content of Gemini's API.

use serde_json::Value;

use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::fields;
use crate::import::formats::blocks;

/// A text, a part, or a list of these.
pub fn read(content: &Value, context: &mut Context<'_>) -> Vec<Part> {
    match content {
        Value::Array(list) => {
            let mut parts: Vec<Part> = Vec::new();
            for part in list.iter().flat_map(|part| read_one(part, context)) {
                match (parts.last_mut(), part) {
                    // The program cuts a text where it was streamed.
                    (Some(Part::Text { text }), Part::Text { text: more }) => text.push_str(&more),
                    (_, part) => parts.push(part),
                }
            }
            parts
        }
        other => read_one(other, context),
    }
}

fn read_one(part: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let object = |names: &[&str]| names.iter().find_map(|name| part.get(name).filter(|inner| inner.is_object()));
    if let Some(text) = part.as_str().or_else(|| part.get("text").and_then(Value::as_str)) {
        let is_thought = fields::is_true(part, "thought");
        return match text.is_empty() {
            true => Vec::new(),
            false if is_thought => vec![Part::reasoning(text)],
            false => vec![Part::text(text)],
        };
    }
    if let Some(call) = object(&["functionCall"]) {
        return vec![self::call(call)];
    }
    if let Some(answer) = object(&["functionResponse"]) {
        return response(answer, context);
    }
    if let Some(data) = object(&["inlineData", "inline_data"]) {
        let media_type = fields::text(data, &["mimeType", "mime_type"]);
        let kind = media_type.map_or(AttachmentKind::File, AttachmentKind::of);
        let name = fields::text(data, &["displayName"]);
        return vec![context.base64(fields::text(data, &["data"]).unwrap_or_default(), media_type, kind, name)];
    }
    if let Some(file) = object(&["fileData", "file_data"]) {
        let media_type = fields::text(file, &["mimeType", "mime_type"]);
        let kind = media_type.map_or(AttachmentKind::File, AttachmentKind::of);
        let url = fields::text(file, &["fileUri", "file_uri"]).unwrap_or_default();
        let name = fields::text(file, &["displayName"]);
        return vec![context.at_url(url, kind, name)];
    }
    if let Some(code) = object(&["executableCode"]) {
        let language = fields::text(code, &["language"]).map(str::to_ascii_lowercase);
        let input = code.get("code").cloned().unwrap_or(Value::Null);
        return vec![Part::ToolCall { id: None, name: "code_execution".to_owned(), input, language }];
    }
    if let Some(result) = object(&["codeExecutionResult"]) {
        let text = fields::text(result, &["output"]).unwrap_or_default().to_owned();
        let is_error = fields::text(result, &["outcome"]).is_some_and(|outcome| outcome != "OUTCOME_OK");
        return vec![Part::ToolResult { id: None, name: None, text, is_error }];
    }
    match part {
        Value::Null => Vec::new(),
        other => vec![Part::Data { value: other.clone() }],
    }
}

/// A call; where it has no id, its result names it by the tool.
fn call(call: &Value) -> Part {
    Part::ToolCall {
        id: fields::text(call, &["id", "name"]).map(str::to_owned),
        name: fields::text(call, &["name"]).unwrap_or("unnamed").to_owned(),
        input: call.get("args").map_or(Value::Null, blocks::input),
        language: None,
    }
}

/// What a tool answered, and the files in it.
pub fn response(answer: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let given = answer.get("response").unwrap_or(&Value::Null);
    let error = given.get("error").filter(|error| !error.is_null());
    let output = error.or_else(|| given.get("output")).or_else(|| given.get("result")).unwrap_or(given);
    let mut parts = vec![Part::ToolResult {
        id: fields::text(answer, &["id", "name"]).map(str::to_owned),
        name: fields::text(answer, &["name"]).map(str::to_owned),
        text: blocks::output(output),
        is_error: error.is_some(),
    }];
    parts.extend(fields::list(answer, "parts").iter().flat_map(|part| read_one(part, context)));
    parts
}
