//! The files of Open WebUI.

use crate::import::conversation::{AttachmentKind, Context, LenientFields, Part, Value};

/// A file: images come along where they stand in the chat, and of documents the text that was read
/// out of them.
pub fn read(file: &Value, context: &mut Context<'_>) -> Part {
    let inner = &file["file"];
    let name = file.any_text(&["name", "filename"]).or_else(|| inner.text("filename"));
    let media_type = file.text("content_type").or_else(|| inner["meta"].text("content_type"));
    let is_image = file["type"] == "image";
    let kind = if is_image { AttachmentKind::Image } else { AttachmentKind::of(media_type.unwrap_or_default()) };
    let url = file.as_str().or_else(|| file.text("url")).unwrap_or_default();
    let text = inner["data"].text("content");
    match text.filter(|_| !url.starts_with("data:") && kind == AttachmentKind::File) {
        Some(text) => {
            let is_text = media_type.is_some_and(|media_type| media_type.starts_with("text/"));
            let name = name.map(|name| if is_text { name.to_owned() } else { format!("{name}.txt") });
            context.bytes(text.into(), media_type, kind, name.as_deref())
        }
        None => context.at_url(url, kind, name.or_else(|| file.text("id"))),
    }
}
