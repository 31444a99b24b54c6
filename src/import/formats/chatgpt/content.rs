//! What a message of ChatGPT says, as Markdown: its parts, code, quotes and attachments.

use serde_json::Value;

use crate::domain::message::Role;
use crate::import::{fields, markdown};

use super::citations::Citations;

/// The longest description of a drawn image that stands for it, in characters.
const PROMPT_CHARS: usize = 100;

/// The kind of the message's content, `""` when it has none.
pub fn kind(message: &Value) -> &str {
    message.get("content").and_then(|content| fields::text(content, &["content_type"])).unwrap_or_default()
}

/// The message's text; empty when there is nothing to be seen.
pub fn text(message: &Value, role: Role) -> String {
    let Some(content) = message.get("content") else {
        return String::new();
    };
    let metadata = message.get("metadata").unwrap_or(&Value::Null);
    let citations = Citations::of(metadata, role == Role::User);
    let files = fields::list(metadata, "attachments");
    let field = |name| fields::text(content, &[name]).unwrap_or_default();
    let mut paragraphs = match kind(message) {
        "code" => vec![code(field("language"), field("text"))],
        "execution_output" => execution_output(field("text"), metadata),
        "tether_quote" => vec![quote(content)],
        "user_editable_context" => vec![field("user_profile").to_owned(), field("user_instructions").to_owned()],
        _ => match content {
            Value::String(text) => vec![citations.resolve(text)],
            _ if content.get("parts").is_some_and(Value::is_array) => {
                fields::list(content, "parts").iter().map(|part| part_text(part, &citations, files)).collect()
            }
            _ if content.get("text").is_some_and(Value::is_string) => vec![citations.resolve(field("text"))],
            Value::Null => Vec::new(),
            _ => vec![markdown::json(content)],
        },
    };
    let is_shown = |file: &&Value| !fields::list(content, "parts").iter().any(|part| is_pointer_to(part, file));
    paragraphs.extend(files.iter().filter(is_shown).map(|file| markdown::placeholder("file", file_name(file))));
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs.join("\n\n")
}

fn code(language: &str, text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { markdown::fenced(language, text) }
}

/// What a program printed, and a line for each picture it drew.
fn execution_output(text: &str, metadata: &Value) -> Vec<String> {
    let result = metadata.get("aggregate_result").unwrap_or(&Value::Null);
    let is_image = |message: &&Value| fields::text(message, &["message_type"]) == Some("image");
    let images = fields::list(result, "messages").iter().filter(is_image);
    let mut paragraphs = vec![code("", text)];
    paragraphs.extend(images.map(|_| markdown::placeholder("image", None)));
    paragraphs
}

/// What the model has read on a page, and where.
fn quote(content: &Value) -> String {
    let title = fields::text(content, &["title", "domain"]);
    let source = markdown::link(title, fields::text(content, &["url"]));
    let text = fields::text(content, &["text"]).map(markdown::quoted);
    [text, source].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn part_text(part: &Value, citations: &Citations<'_>, files: &[Value]) -> String {
    if let Some(text) = part.as_str() {
        return citations.resolve(text);
    }
    match fields::text(part, &["content_type"]).unwrap_or_default() {
        "image_asset_pointer" => {
            let name = files.iter().find(|file| is_pointer_to(part, file)).and_then(file_name);
            markdown::placeholder("image", name.map(str::to_owned).or_else(|| prompt(part)).as_deref())
        }
        "audio_asset_pointer" => markdown::placeholder("audio", None),
        "video_asset_pointer" | "video_container_asset_pointer" => markdown::placeholder("video", None),
        "real_time_user_audio_video_asset_pointer" => {
            let has_video = part.get("video_container_asset_pointer").is_some_and(|pointer| !pointer.is_null());
            markdown::placeholder(if has_video { "video" } else { "audio" }, None)
        }
        _ => match part.get("text").and_then(Value::as_str) {
            Some(text) => citations.resolve(text),
            None if part.is_null() => String::new(),
            None => markdown::json(part),
        },
    }
}

/// What an image was to show that the model has drawn.
fn prompt(part: &Value) -> Option<String> {
    let prompt = fields::text(part.get("metadata")?.get("dalle")?, &["prompt"])?;
    Some(markdown::opening_words(prompt, PROMPT_CHARS))
}

fn file_name(file: &Value) -> Option<&str> {
    fields::text(file, &["name", "id"])
}

/// Whether the part points to the attached file: `sediment://file_1` or `file-service://file-1`.
fn is_pointer_to(part: &Value, file: &Value) -> bool {
    match (fields::text(part, &["asset_pointer"]), fields::text(file, &["id"])) {
        (Some(pointer), Some(id)) => pointer.strip_suffix(id).is_some_and(|before| before.ends_with(['/', '#'])),
        _ => false,
    }
}
