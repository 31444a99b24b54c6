//! The blocks of a message's content, OpenAI's and Anthropic's alike, as most programs keep them.

pub mod files;

use serde_json::Value;

use super::context::Context;
use super::fields::LenientFields;
use super::imported::{ImportedMessage, is_text};
use super::{sources, tools};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::timestamp::Timestamp;

/// The role by the name that a program gives it.
pub fn role(name: &str) -> Option<Role> {
    match name.to_ascii_lowercase().as_str() {
        "user" | "human" | "prompt" => Some(Role::User),
        "assistant" | "ai" | "bot" | "chatbot" | "model" | "gpt" | "response" => Some(Role::Assistant),
        "system" | "developer" => Some(Role::System),
        "tool" | "function" | "toolresult" | "tool_result" => Some(Role::Tool),
        _ => None,
    }
}

/// The role in the first of the fields that is a text.
pub fn role_of(message: &Value, names: &[&str]) -> Option<Role> {
    message.any_text(names).and_then(role)
}

/// A content's parts: none when it is empty.
pub fn read(content: &Value, context: &mut Context<'_>) -> Vec<Part> {
    match content {
        Value::Null => Vec::new(),
        Value::String(text) => words(text),
        Value::Array(blocks) => read_all(blocks, context),
        Value::Object(_) => read_all(std::slice::from_ref(content), context),
        other => vec![Part::Data { value: other.clone() }],
    }
}

/// A text, if there is one.
pub fn words(text: &str) -> Vec<Part> {
    if text.is_empty() { Vec::new() } else { vec![Part::text(text)] }
}

/// A text, or the one in `{value, annotations}` of OpenAI's Assistants API and what is built on it.
pub fn text_or_value(text: &Value) -> Option<&str> {
    text.as_str().or_else(|| text["value"].as_str())
}

/// The texts in a list of texts and text blocks.
pub fn texts(list: &[Value]) -> Vec<&str> {
    list.iter().filter_map(|element| element.as_str().or_else(|| element.text("text"))).collect()
}

/// What nobody here understands, as it is.
pub fn kept(value: &Value) -> Vec<Part> {
    vec![Part::Data { value: value.clone() }]
}

/// One message, or several where a tool's results stand among the words of the speaker: Anthropic's
/// API has the person say them, but nobody has.
pub fn spoken(role: Role, parts: Vec<Part>, created_at: Option<Timestamp>) -> Vec<ImportedMessage> {
    let mut messages: Vec<ImportedMessage> = Vec::new();
    let mut in_result = false;
    for part in parts {
        // The pictures that a tool made follow its words.
        in_result = matches!(part, Part::ToolResult { .. }) || in_result && matches!(part, Part::Attachment(_));
        let role = if in_result && role == Role::User { Role::Tool } else { role };
        match messages.last_mut().filter(|last| last.role == role) {
            Some(last) => last.parts.push(part),
            None => messages.push(ImportedMessage::new(role, vec![part], created_at)),
        }
    }
    if messages.is_empty() {
        messages.push(ImportedMessage::new(role, Vec::new(), created_at));
    }
    messages
}

fn read_all(blocks: &[Value], context: &mut Context<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut was_cited = None;
    let mut last_text = None;
    for block in blocks {
        // Where Anthropic's model cites, it splits its sentence into blocks.
        let is_words = block.is_string() || block["type"] == "text";
        let is_cited = !block.list("citations").is_empty();
        let continues = is_words && was_cited.is_some_and(|was_cited| was_cited || is_cited);
        was_cited = is_words.then_some(is_cited);
        let mut new = read_block(block, context).into_iter();
        if continues
            && let Some(Part::Text { text: last }) = last_text.and_then(|at: usize| parts.get_mut(at))
            && let Some(Part::Text { text }) = new.next()
        {
            last.push_str(&text);
        }
        for part in new {
            if is_text(&part) {
                last_text = Some(parts.len());
            }
            parts.push(part);
        }
    }
    parts
}

/// One block's parts: more than one where it names sources or holds pictures.
pub fn read_block(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    if let Some(text) = block.as_str() {
        return words(text);
    }
    match block.text("type").unwrap_or_default() {
        "text" | "input_text" | "output_text" | "refusal" => {
            let text = block.any(&["text", "refusal"]).and_then(text_or_value);
            text.map_or_else(|| kept(block), |text| sources::cited(text, block))
        }
        // Thoughts that only the provider can read have no text.
        "thinking" | "reasoning" | "think" | "reasoning.text" | "reasoning.summary" => block
            .any_text(&["thinking", "think", "text", "content", "summary"])
            .map(Part::reasoning)
            .into_iter()
            .collect(),
        "redacted_thinking" => Vec::new(),
        // A tool that the model has looked up.
        "tool_reference" => words(block.text("tool_name").unwrap_or_default()),
        "image" | "image_url" | "input_image" => vec![files::image(block, context)],
        "input_audio" | "audio" => {
            vec![files::audio(block.any(&["input_audio", "audio"]).unwrap_or(block), context)]
        }
        "file" | "input_file" | "container_upload" => vec![files::file(block, context)],
        "document" => {
            let document = files::document(block, context);
            document.into_iter().chain(read(&block["source"]["content"], context)).collect()
        }
        "search_result" => {
            let mut parts = read(&block["content"], context);
            parts.extend(sources::source(block, &["title"], &["source", "url"]));
            parts
        }
        "tool_use" | "server_tool_use" | "mcp_tool_use" | "function" | "custom" => vec![tools::api_call(block)],
        kind if kind == "tool_result" || kind.ends_with("_tool_result") => tool_result(block, context),
        // The same as other programs write it, some with the result beside the call.
        "tool-call" | "toolCall" | "toolRequest" | "tool_call" => {
            let call = tools::api_call(block);
            let result = block.any(&["result", "output"]).filter(|result| !result.is_null());
            std::iter::once(call).chain(result.map(|_| tools::api_result(block))).collect()
        }
        "tool-result" | "toolResult" | "toolResponse" => vec![tools::api_result(block)],
        "" => untyped(block, context).unwrap_or_else(|| kept(block)),
        _ => kept(block),
    }
}

/// The parts of a block whose one field says what it is, as Amazon's Converse API has them.
fn untyped(block: &Value, context: &mut Context<'_>) -> Option<Vec<Part>> {
    let fields = block.as_object().filter(|fields| fields.len() == 1)?;
    let (name, inner) = fields.iter().next()?;
    Some(match name.as_str() {
        "text" => words(inner.as_str()?),
        "reasoningContent" => vec![Part::reasoning(inner["reasoningText"].text("text")?)],
        "toolUse" => vec![tools::call(inner.text("toolUseId"), inner.text("name"), inner["input"].clone())],
        "toolResult" => vec![tools::api_result(inner)],
        "image" if inner["source"].is_object() => {
            let media_type = inner.text("format").map(|format| format!("image/{format}"));
            let bytes = inner["source"].text("bytes").unwrap_or_default();
            vec![context.base64(bytes, media_type.as_deref(), AttachmentKind::Image, None)]
        }
        "document" if inner.is_object() => vec![context.elsewhere(AttachmentKind::File, inner.text("name"))],
        "cachePoint" => Vec::new(),
        _ => return None,
    })
}

/// An answer of a tool: its words, then its pictures and sources.
fn tool_result(result: &Value, context: &mut Context<'_>) -> Vec<Part> {
    if !result.has("content") {
        return vec![tools::api_result(result)];
    }
    let mut is_error = result["is_error"] == true;
    let content = match &result["content"] {
        Value::Null => &[],
        Value::Array(blocks) => blocks.as_slice(),
        other => std::slice::from_ref(other),
    };
    let parts = content.iter().flat_map(|block| {
        let (parts, has_failed) = result_block(block, context);
        is_error |= has_failed;
        parts
    });
    let (text, others) = tools::printed(parts);
    let id = result.any_text(tools::RESULT_IDS);
    std::iter::once(tools::result(id, result.text("name"), text, is_error)).chain(others).collect()
}

/// What came of one command, file or search, as Cline keeps it, and whether it failed.
fn cline_result(result: &Value) -> (Vec<Part>, bool) {
    let printed = tools::output(&result["result"]);
    let told = if printed.is_empty() { result.text("error").unwrap_or_default() } else { &printed };
    (words(told), result["success"] == false)
}

/// The same of the only one, or what a subagent said: Cline keeps these as JSON in a text.
fn cline_answer(text: &str) -> Option<Value> {
    let answer = text.starts_with(r#"{"query":"#) || text.starts_with(r#"{"text":"#);
    let answer = answer.then(|| tools::input(&text.into()))?;
    let has = |names: [&str; 2]| names.iter().all(|name| answer.has(name));
    (has(["result", "success"]) || has(["text", "finishReason"])).then_some(answer)
}

/// The parts of a block in it, and whether that says that the tool failed.
fn result_block(block: &Value, context: &mut Context<'_>) -> (Vec<Part>, bool) {
    let printed = ["stdout", "stderr"].map(|name| block[name].as_str());
    if printed != [None, None] {
        let printed = printed.into_iter().flatten().filter(|text| !text.is_empty());
        return (printed.map(Part::text).collect(), block["return_code"].as_i64().is_some_and(|code| code != 0));
    }
    match block.text("type").unwrap_or_default() {
        // Beside a page's name there is only text encrypted for the model.
        "web_search_result" => (sources::source(block, &["title"], &["url"]).into_iter().collect(), false),
        "web_fetch_result" => {
            let mut parts = read(&block["content"], context);
            parts.extend(sources::source(block, &[], &["url"]));
            (parts, false)
        }
        kind if kind.ends_with("_tool_result_error") => {
            (block.text("error_code").map(Part::text).into_iter().collect(), true)
        }
        "" if block.has("result") && block.has("success") => cline_result(block),
        "" => match block.as_str().and_then(cline_answer) {
            Some(answer) if answer.has("text") => (words(answer.text("text").unwrap_or_default()), false),
            Some(answer) => cline_result(&answer),
            None => (read_block(block, context), false),
        },
        _ => (read_block(block, context), false),
    }
}
