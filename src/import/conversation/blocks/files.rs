//! The blocks that are files.

use serde_json::Value;

use crate::domain::part::{AttachmentKind, Part};
use crate::import::conversation::context::Context;
use crate::import::conversation::fields::LenientFields;
use crate::import::conversation::file_name;

/// An image in the conversation, on the web, or elsewhere.
pub fn image(block: &Value, context: &mut Context<'_>) -> Part {
    let inner = block.any(&["image_url", "source"]).unwrap_or(block);
    let name = block.any_text(&["filename", "name"]);
    match (inner.as_str().or_else(|| inner.text("url")), inner.text("data")) {
        (None, Some(data)) => {
            let media_type = inner.any_text(&["media_type", "mimeType", "mime_type"]);
            context.base64(data, media_type, AttachmentKind::Image, name)
        }
        (url, _) => context.at_url(url.unwrap_or_default(), AttachmentKind::Image, name),
    }
}

/// Speech.
pub fn audio(audio: &Value, context: &mut Context<'_>) -> Part {
    match audio.text("data") {
        Some(data) => context.base64(data, None, AttachmentKind::Audio, None),
        None => context.elsewhere(AttachmentKind::Audio, None),
    }
}

/// A file of OpenAI's.
pub fn file(block: &Value, context: &mut Context<'_>) -> Part {
    let file = if block["file"].is_object() { &block["file"] } else { block };
    let name = file.any_text(&["filename", "file_id"]);
    match file.any_text(&["file_data", "url"]) {
        Some(data) if data.starts_with("data:") || data.starts_with("http") => {
            context.at_url(data, AttachmentKind::File, name)
        }
        Some(data) => context.base64(data, None, AttachmentKind::File, name),
        None => context.elsewhere(AttachmentKind::File, name),
    }
}

/// A file that a message names beside what it says, in the words of any program: its bytes, its text, its address
/// or only its name.
pub fn attached(file: &Value, context: &mut Context<'_>) -> Part {
    let name = file.as_str().or_else(|| file.any_text(&["name", "filename", "file_name", "fileName", "title"]));
    let media_type = file.any_text(&[
        "mediaType",
        "mimeType",
        "mime_type",
        "media_type",
        "contentType",
        "content_type",
        "mime",
        "type",
    ]);
    let kind = match AttachmentKind::of(media_type.unwrap_or_default()) {
        AttachmentKind::File => file_name::kind(name.unwrap_or_default()),
        kind => kind,
    };
    let url = file.as_str().or_else(|| file.any_text(&["url", "image_url", "src"])).unwrap_or_default();
    match (file.any_text(&["data", "base64"]), file.any_text(&["content", "text", "extracted_content"])) {
        _ if url.starts_with("data:") => context.at_url(url, kind, name.filter(|_| file.is_object())),
        (Some(data), _) if data.starts_with("data:") => context.at_url(data, kind, name),
        (Some(data), _) => context.base64(data, media_type, kind, name),
        (None, Some(text)) => context.bytes(text.into(), media_type, kind, name),
        // What is elsewhere has at least a number.
        _ => context.at_url(url, kind, name.or_else(|| file.text("id"))),
    }
}

/// A document of Anthropic's; `None` when it is only words, which are read by themselves.
pub fn document(block: &Value, context: &mut Context<'_>) -> Option<Part> {
    let source = &block["source"];
    let title = block.text("title").or_else(|| source.text("file_id"));
    let media_type = source.text("media_type");
    Some(match (source.text("type"), source.text("data")) {
        (Some("base64"), Some(data)) => context.base64(data, media_type, AttachmentKind::File, title),
        (Some("text"), Some(text)) => context.bytes(text.into(), media_type, AttachmentKind::File, title),
        (Some("content"), _) if title.is_none() => return None,
        _ => context.at_url(source.text("url").unwrap_or_default(), AttachmentKind::File, title),
    })
}
