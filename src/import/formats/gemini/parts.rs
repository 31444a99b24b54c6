//! The parts of a content of Gemini's API.

use crate::import::conversation::{AttachmentKind, Context, LenientFields, Part, Value, blocks, google, tools};

/// A text, a part, or a list of these.
pub fn read(content: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let Value::Array(list) = content else { return read_one(content, context) };
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

fn read_one(part: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let object = |names: &[&str]| names.iter().map(|name| &part[*name]).find(|inner| inner.is_object());
    if let Some(text) = part.as_str().or_else(|| part["text"].as_str()) {
        let is_thought = part["thought"] == true && !text.is_empty();
        return if is_thought { vec![Part::reasoning(text)] } else { blocks::words(text) };
    }
    if let Some(call) = object(&["functionCall"]) {
        // Where it has no id, its result names it by the tool.
        return vec![tools::call(call.any_text(&["id", "name"]), call.text("name"), tools::input(&call["args"]))];
    }
    if let Some(answer) = object(&["functionResponse"]) {
        return response(answer, context);
    }
    if let Some(data) = object(&["inlineData", "inline_data"]) {
        return vec![google::inline_data(data, &["displayName"], context)];
    }
    if let Some(file) = object(&["fileData", "file_data"]) {
        let kind = AttachmentKind::of(file.any_text(&["mimeType", "mime_type"]).unwrap_or_default());
        let url = file.any_text(&["fileUri", "file_uri"]).unwrap_or_default();
        return vec![context.at_url(url, kind, file.text("displayName"))];
    }
    if let Some(code) = object(&["executableCode"]) {
        return vec![google::program(code)];
    }
    if let Some(result) = object(&["codeExecutionResult"]) {
        return vec![google::program_result(result, None)];
    }
    if part.is_null() { Vec::new() } else { blocks::kept(part) }
}

/// What a tool answered, and the files in it.
pub fn response(answer: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let given = &answer["response"];
    let error = given.get("error").filter(|error| !error.is_null());
    let output = printed(tools::output(error.or_else(|| given.any(&["output", "result"])).unwrap_or(given)));
    let mut parts = vec![tools::result(answer.any_text(&["id", "name"]), answer.text("name"), output, error.is_some())];
    parts.extend(answer.list("parts").iter().flat_map(|part| read_one(part, context)));
    parts
}

/// What a tool printed, without what the program tells the model about it.
fn printed(text: String) -> String {
    const AROUND: &str = "untrusted_context";
    let inner = text.trim().strip_prefix(&format!("<{AROUND}>"));
    let Some(inner) = inner.and_then(|rest| rest.strip_suffix(&format!("</{AROUND}>"))) else { return text };
    let lines: Vec<&str> = inner.trim().lines().filter(|line| !line.starts_with("Process Group PGID:")).collect();
    let text = lines.join("\n");
    text.strip_prefix("Output: ").unwrap_or(&text).to_owned()
}
