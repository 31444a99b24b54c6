//! The parts of a message's content, OpenAI's and Anthropic's alike, as Markdown.

use serde_json::Value;

use crate::import::{fields, markdown};

/// A stretch of a message.
pub struct Piece {
    /// What is shown.
    pub text: String,
    /// It is what a tool has answered, whoever's message it stands in.
    pub is_result: bool,
    /// It goes on where the piece before has ended, within a sentence.
    pub continues: bool,
}

impl Piece {
    /// Words of the speaker, which stand for themselves.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_result: false, continues: false }
    }

    fn result(text: String) -> Self {
        Self { is_result: true, ..Self::text(text) }
    }
}

/// A content's pieces. None when it is all thinking, which is not shown; an empty one when it is
/// empty, so that an empty message stays one.
pub fn read(content: &Value) -> Vec<Piece> {
    match content {
        Value::Null => vec![Piece::text("")],
        Value::String(text) => vec![Piece::text(text.as_str())],
        Value::Array(parts) if parts.is_empty() => vec![Piece::text("")],
        Value::Array(parts) => read_parts(parts),
        Value::Object(_) => read_parts(std::slice::from_ref(content)),
        other => vec![Piece::text(markdown::json(other))],
    }
}

fn read_parts(parts: &[Value]) -> Vec<Piece> {
    let mut was_cited = None;
    let mut pieces = Vec::new();
    for part in parts {
        let Some(mut piece) = read_part(part) else { continue };
        // Where Anthropic's model cites, it splits its sentence into blocks.
        let is_text = fields::text(part, &["type"]) == Some("text");
        let is_cited = !fields::list(part, "citations").is_empty();
        piece.continues = is_text && was_cited.is_some_and(|was_cited| was_cited || is_cited);
        was_cited = is_text.then_some(is_cited);
        pieces.push(piece);
    }
    pieces
}

fn read_part(part: &Value) -> Option<Piece> {
    if let Some(text) = part.as_str() {
        return Some(Piece::text(text));
    }
    let field = |name| fields::text(part, &[name]);
    let kind = field("type").unwrap_or_default();
    Some(match kind {
        "thinking" | "redacted_thinking" | "reasoning" => return None,
        "text" | "input_text" | "output_text" | "refusal" => match part.get("text").or_else(|| part.get("refusal")) {
            Some(Value::String(text)) => Piece::text(cited(text, part)),
            _ => Piece::text(markdown::json(part)),
        },
        "image" | "image_url" | "input_image" => Piece::text(markdown::placeholder("image", image_address(part))),
        "input_audio" | "audio" => Piece::text(markdown::placeholder("audio", None)),
        "file" | "input_file" => {
            let name = fields::text(part.get("file").unwrap_or(part), &["filename", "file_id"]);
            Piece::text(markdown::placeholder("file", name))
        }
        "document" => Piece::text(document(part)),
        "container_upload" => Piece::text(markdown::placeholder("file", field("file_id"))),
        "search_result" => Piece::text(search_result(part)),
        "tool_use" | "server_tool_use" | "mcp_tool_use" => tool_call(part),
        _ if kind == "tool_result" || kind.ends_with("_tool_result") => Piece::result(tool_result(part)),
        _ => Piece::text(markdown::json(part)),
    })
}

/// A tool call of any of the APIs: `function` or `custom` around it, its arguments a text or not.
pub fn tool_call(call: &Value) -> Piece {
    let inner = ["function", "custom"].iter().find_map(|name| call.get(name)).unwrap_or(call);
    let arguments = inner.get("arguments").or_else(|| inner.get("input"));
    match fields::text(inner, &["name"]) {
        None if arguments.is_none() => Piece::text(markdown::json(call)),
        name => Piece::text(markdown::tool_call(name, arguments)),
    }
}

/// The text and, behind it, the pages that it cites.
fn cited(text: &str, part: &Value) -> String {
    let sources = fields::list(part, "citations");
    let mut links: Vec<String> = sources
        .iter()
        .filter_map(|source| {
            markdown::link(fields::text(source, &["title", "document_title"]), fields::text(source, &["url", "source"]))
        })
        .collect();
    links.dedup();
    if links.is_empty() { text.to_owned() } else { format!("{text} ({})", links.join(", ")) }
}

/// An image's address where it is one of the web; data does not name it.
fn image_address(part: &Value) -> Option<&str> {
    let inner = ["image_url", "source"].iter().find_map(|name| part.get(name)).unwrap_or(part);
    inner
        .as_str()
        .or_else(|| fields::text(inner, &["url"]))
        .filter(|address| address.starts_with("https://") || address.starts_with("http://"))
}

fn document(part: &Value) -> String {
    let source = part.get("source").unwrap_or(&Value::Null);
    let title = fields::text(part, &["title"]).or_else(|| fields::text(source, &["url", "file_id"]));
    let mut paragraphs = vec![markdown::placeholder("document", title)];
    if fields::text(source, &["type"]) == Some("text") {
        paragraphs.extend(fields::text(source, &["data"]).map(|text| markdown::fenced("", text)));
    }
    paragraphs.extend(source.get("content").map(inner_text));
    paragraphs.join("\n\n")
}

fn search_result(part: &Value) -> String {
    let link = markdown::link(fields::text(part, &["title"]), fields::text(part, &["source", "url"]));
    let text = part.get("content").map(inner_text);
    link.into_iter().chain(text).collect::<Vec<_>>().join("\n\n")
}

fn tool_result(part: &Value) -> String {
    let label = if fields::is_true(part, "is_error") { "Tool error:" } else { "Tool result:" };
    let text = match part.get("content") {
        None | Some(Value::Null) => String::new(),
        // What a tool has printed is no Markdown.
        Some(Value::String(text)) => markdown::fenced("", text),
        Some(Value::Array(blocks)) => blocks.iter().filter_map(result_block).collect::<Vec<_>>().join("\n\n"),
        Some(other) => markdown::json(other),
    };
    if text.is_empty() { label.trim_end_matches(':').to_owned() } else { format!("{label}\n\n{text}") }
}

fn result_block(block: &Value) -> Option<String> {
    match (fields::text(block, &["type"]), block.get("text")) {
        (Some("text"), Some(Value::String(text))) => Some(markdown::fenced("", text)),
        // Beside the page's name there is only text encrypted for the model.
        (Some("web_search_result"), _) => {
            markdown::link(fields::text(block, &["title"]), fields::text(block, &["url"]))
        }
        _ => read_part(block).map(|piece| piece.text),
    }
}

fn inner_text(content: &Value) -> String {
    read(content).into_iter().map(|piece| piece.text).collect::<Vec<_>>().join("\n\n")
}
