//! The blocks of a message's content, OpenAI's and Anthropic's alike, as most programs keep them.

use serde_json::Value;

use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::text::one_line;
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::Said;
use crate::import::{fields, markdown};

/// The role by the name that a program gives it.
pub fn role(name: &str) -> Option<Role> {
    match name.to_ascii_lowercase().as_str() {
        "user" | "human" => Some(Role::User),
        "assistant" | "ai" | "bot" | "model" | "gpt" => Some(Role::Assistant),
        "system" | "developer" => Some(Role::System),
        "tool" | "function" => Some(Role::Tool),
        _ => None,
    }
}

/// A content's parts: none when it is empty.
pub fn read(content: &Value, context: &mut Context<'_>) -> Vec<Part> {
    match content {
        Value::Null => Vec::new(),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => vec![Part::text(text.as_str())],
        Value::Array(blocks) => read_all(blocks, context),
        Value::Object(_) => read_all(std::slice::from_ref(content), context),
        other => vec![Part::Data { value: other.clone() }],
    }
}

/// One message, or several where a tool's results stand among the words of the speaker: Anthropic's
/// API has the person say them, but nobody has.
pub fn spoken(role: Role, parts: Vec<Part>, created_at: Option<Timestamp>) -> Vec<Said> {
    let mut messages: Vec<Said> = Vec::new();
    let mut in_result = false;
    for part in parts {
        // The pictures that a tool made follow its words.
        in_result = matches!(part, Part::ToolResult { .. }) || in_result && matches!(part, Part::Attachment(_));
        let role = if in_result && role == Role::User { Role::Tool } else { role };
        match messages.last_mut().filter(|last| last.role == role) {
            Some(last) => last.parts.push(part),
            None => messages.push(Said::new(role, vec![part], created_at)),
        }
    }
    if messages.is_empty() {
        messages.push(Said::new(role, Vec::new(), created_at));
    }
    messages
}

fn read_all(blocks: &[Value], context: &mut Context<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut was_cited = None;
    let mut last_text = None;
    for block in blocks {
        // Where Anthropic's model cites, it splits its sentence into blocks.
        let is_text = block.is_string() || fields::text(block, &["type"]) == Some("text");
        let is_cited = !fields::list(block, "citations").is_empty();
        let continues = is_text && was_cited.is_some_and(|was_cited| was_cited || is_cited);
        was_cited = is_text.then_some(is_cited);
        let mut new = read_block(block, context).into_iter();
        if continues
            && let Some(Part::Text { text: last }) = last_text.and_then(|at: usize| parts.get_mut(at))
            && let Some(Part::Text { text }) = new.next()
        {
            last.push_str(&text);
        }
        for part in new {
            if matches!(part, Part::Text { .. }) {
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
        return if text.is_empty() { Vec::new() } else { vec![Part::text(text)] };
    }
    let field = |name| fields::text(block, &[name]);
    let unknown = || vec![Part::Data { value: block.clone() }];
    match field("type").unwrap_or_default() {
        "text" | "input_text" | "output_text" | "refusal" => match block.get("text").or_else(|| block.get("refusal")) {
            Some(Value::String(text)) => cited(text, block),
            // OpenAI's Assistants API, and what is built on it.
            Some(Value::Object(inner)) if inner.get("value").is_some_and(Value::is_string) => {
                cited(inner.get("value").and_then(Value::as_str).unwrap_or_default(), block)
            }
            _ => unknown(),
        },
        "thinking" | "reasoning" => match fields::text(block, &["thinking", "text", "content"]) {
            Some(text) => vec![Part::reasoning(text)],
            // Thoughts that only the provider can read.
            None => Vec::new(),
        },
        "redacted_thinking" => Vec::new(),
        "image" | "image_url" | "input_image" => vec![image(block, context)],
        "input_audio" | "audio" => {
            let audio = block.get("input_audio").or_else(|| block.get("audio")).unwrap_or(block);
            vec![match fields::text(audio, &["data"]) {
                Some(data) => context.base64(data, None, AttachmentKind::Audio, None),
                None => context.elsewhere(AttachmentKind::Audio, None),
            }]
        }
        "file" | "input_file" | "container_upload" => {
            let file = block.get("file").filter(|file| file.is_object()).unwrap_or(block);
            let name = fields::text(file, &["filename", "file_id"]);
            vec![match fields::text(file, &["file_data", "url"]) {
                Some(data) if data.starts_with("data:") || data.starts_with("http") => {
                    context.at_url(data, AttachmentKind::File, name)
                }
                Some(data) => context.base64(data, None, AttachmentKind::File, name),
                None => context.elsewhere(AttachmentKind::File, name),
            }]
        }
        "document" => document(block, context),
        "search_result" => {
            let mut parts = block.get("content").map(|content| read(content, context)).unwrap_or_default();
            parts.extend(citation(field("title"), fields::text(block, &["source", "url"])));
            parts
        }
        "tool_use" | "server_tool_use" | "mcp_tool_use" | "function" | "custom" => vec![tool_call(block)],
        kind if kind == "tool_result" || kind.ends_with("_tool_result") => tool_result(block, context),
        _ => unknown(),
    }
}

/// A tool call of any of the APIs: `function` or `custom` around it, its arguments a text or not.
pub fn tool_call(call: &Value) -> Part {
    let is_inner = |inner: &&Value| inner.is_object();
    let inner = ["function", "custom"].iter().find_map(|name| call.get(name).filter(is_inner)).unwrap_or(call);
    let arguments = inner.get("arguments").or_else(|| inner.get("input"));
    match fields::text(inner, &["name"]) {
        None if arguments.is_none() => Part::Data { value: call.clone() },
        name => Part::ToolCall {
            // Where there are both, the result names the latter.
            id: fields::text(call, &["call_id", "id"]).map(str::to_owned),
            name: name.unwrap_or("unnamed").to_owned(),
            input: arguments.map_or(Value::Null, input),
            language: None,
        },
    }
}

/// What a tool was given. Often it is JSON in a string, and sometimes only meant to be.
pub fn input(arguments: &Value) -> Value {
    match arguments {
        Value::String(text) => match crate::json::parse(text.as_bytes()) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
            _ => arguments.clone(),
        },
        other => other.clone(),
    }
}

/// What a tool answered, as a text.
pub fn output(output: &Value) -> String {
    match output {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// A source, where there is something to name it by.
pub fn citation(title: Option<&str>, url: Option<&str>) -> Option<Part> {
    let url = url.filter(|url| markdown::is_web(url)).map(str::to_owned);
    let title = title.map(|title| one_line(title, 200)).filter(|title| !title.is_empty());
    (url.is_some() || title.is_some()).then_some(Part::Citation { title, url })
}

/// The text with links to the pages that it cites behind it, and these as sources.
fn cited(text: &str, block: &Value) -> Vec<Part> {
    let mut sources: Vec<Part> = fields::list(block, "citations")
        .iter()
        .filter_map(|source| {
            citation(fields::text(source, &["title", "document_title"]), fields::text(source, &["url", "source"]))
        })
        .collect();
    sources.dedup();
    let links: Vec<String> = sources
        .iter()
        .filter_map(|source| match source {
            Part::Citation { title, url } => markdown::link(title.as_deref(), url.as_deref()),
            _ => None,
        })
        .collect();
    let text = if links.is_empty() { text.to_owned() } else { format!("{text} ({})", links.join(", ")) };
    let mut parts = if text.is_empty() { Vec::new() } else { vec![Part::Text { text }] };
    parts.append(&mut sources);
    parts.extend(annotated(block));
    parts
}

/// The pages that OpenAI's models cite, which link them in the text already.
pub fn annotated(object: &Value) -> impl Iterator<Item = Part> {
    fields::list(object, "annotations").iter().filter_map(|annotation| {
        let source = annotation.get("url_citation").unwrap_or(annotation);
        citation(fields::text(source, &["title", "filename"]), fields::text(source, &["url"]))
    })
}

/// An image in the conversation, on the web, or elsewhere.
fn image(block: &Value, context: &mut Context<'_>) -> Part {
    let inner = ["image_url", "source"].iter().find_map(|name| block.get(name)).unwrap_or(block);
    let name = fields::text(block, &["filename", "name"]);
    match (inner.as_str().or_else(|| fields::text(inner, &["url"])), fields::text(inner, &["data"])) {
        (None, Some(data)) => {
            let media_type = fields::text(inner, &["media_type", "mimeType", "mime_type"]);
            context.base64(data, media_type, AttachmentKind::Image, name)
        }
        (url, _) => context.at_url(url.unwrap_or_default(), AttachmentKind::Image, name),
    }
}

fn document(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let source = block.get("source").unwrap_or(&Value::Null);
    let title = fields::text(block, &["title"]).or_else(|| fields::text(source, &["file_id"]));
    let media_type = fields::text(source, &["media_type"]);
    let data = fields::text(source, &["data"]);
    let mut parts = vec![match (fields::text(source, &["type"]), data) {
        (Some("base64"), Some(data)) => context.base64(data, media_type, AttachmentKind::File, title),
        (Some("text"), Some(text)) => context.bytes(text.into(), media_type, AttachmentKind::File, title),
        // Its words stand here.
        (Some("content"), _) if title.is_none() => {
            return source.get("content").map(|content| read(content, context)).unwrap_or_default();
        }
        _ => context.at_url(fields::text(source, &["url"]).unwrap_or_default(), AttachmentKind::File, title),
    }];
    parts.extend(source.get("content").map(|content| read(content, context)).unwrap_or_default());
    parts
}

fn tool_result(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut text = String::new();
    let mut others = Vec::new();
    let blocks = match block.get("content") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(blocks)) => blocks.as_slice(),
        Some(other) => std::slice::from_ref(other),
    };
    let mut is_error = fields::is_true(block, "is_error");
    for block in blocks {
        let field = |name| fields::text(block, &[name]);
        // Beside a page's name there is only text encrypted for the model.
        if field("type") == Some("web_search_result") {
            others.extend(citation(field("title"), field("url")));
            continue;
        }
        let printed = ["stdout", "stderr"].map(|name| block.get(name).and_then(Value::as_str));
        let parts = match printed {
            [None, None] if field("type").is_some_and(|kind| kind.ends_with("_tool_result_error")) => {
                is_error = true;
                field("error_code").map(Part::text).into_iter().collect()
            }
            [None, None] if field("type") == Some("web_fetch_result") => {
                let mut parts = block.get("content").map(|content| read(content, context)).unwrap_or_default();
                parts.extend(citation(None, field("url")));
                parts
            }
            [None, None] => read_block(block, context),
            printed => {
                is_error |= block.get("return_code").and_then(Value::as_i64).is_some_and(|code| code != 0);
                printed.into_iter().flatten().filter(|text| !text.is_empty()).map(Part::text).collect()
            }
        };
        for part in parts {
            match part {
                Part::Text { text: more } => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(&more);
                }
                other => others.push(other),
            }
        }
    }
    let result = Part::ToolResult {
        id: fields::text(block, &["tool_use_id", "tool_call_id", "call_id"]).map(str::to_owned),
        name: fields::text(block, &["name"]).map(str::to_owned),
        text,
        is_error,
    };
    std::iter::once(result).chain(others).collect()
}
