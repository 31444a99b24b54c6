//! The files that a message of ChatGPT names: by a pointer within its content, or attached to it. In
//! an export as it is downloaded they lie beside the conversations.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::domain::part::{AttachmentKind, Part};
use crate::domain::text::opening_words;
use crate::import::context::Context;
use crate::import::fields;

/// What was said aloud: a pointer with others within.
const SPOKEN: &str = "real_time_user_audio_video_asset_pointer";
const VIDEO: &str = "video_container_asset_pointer";
const AUDIO: &str = "audio_asset_pointer";
/// The longest description of a drawn image that names it, in characters.
const PROMPT_CHARS: usize = 100;

/// The files that are attached to a message.
pub struct Attached<'a> {
    files: &'a [Value],
    by_id: HashMap<&'a str, &'a Value>,
}

impl<'a> Attached<'a> {
    /// Of a message with this metadata.
    pub fn of(metadata: &'a Value) -> Self {
        let files = fields::list(metadata, "attachments");
        let by_id = files.iter().filter_map(|file| Some((fields::text(file, &["id"])?, file))).collect();
        Self { files, by_id }
    }

    /// The file that a part of a content points to; `None` when it is no pointer.
    pub fn at_pointer(&self, part: &Value, context: &mut Context<'_>) -> Option<Part> {
        let kind = match fields::text(part, &["content_type"])? {
            "image_asset_pointer" => AttachmentKind::Image,
            "audio_asset_pointer" => AttachmentKind::Audio,
            "video_asset_pointer" | "video_container_asset_pointer" => AttachmentKind::Video,
            SPOKEN if part.get(VIDEO).is_some_and(Value::is_object) => AttachmentKind::Video,
            SPOKEN => AttachmentKind::Audio,
            _ => return None,
        };
        let address = address(part).unwrap_or_default();
        let attached = keys(address).find_map(|key| self.by_id.get(key));
        let prompt = prompt(part);
        let name = attached.and_then(|file| fields::text(file, &["name"])).or(prompt.as_deref());
        Some(at_address(address, kind, name, context))
    }

    /// Those to which no part of the content points.
    pub fn others(&self, content: &Value, context: &mut Context<'_>) -> Vec<Part> {
        let pointers = fields::list(content, "parts").iter().filter_map(address);
        let shown: HashSet<&str> = pointers.flat_map(keys).collect();
        let mut parts = Vec::new();
        for file in self.files {
            let id = fields::text(file, &["id"]);
            if id.is_some_and(|id| shown.contains(id)) {
                continue;
            }
            let kind = fields::text(file, &["mime_type", "mimeType"]).map_or(AttachmentKind::File, AttachmentKind::of);
            parts.push(context.file(id.unwrap_or_default(), kind, fields::text(file, &["name"]).or(id)));
        }
        parts
    }
}

/// The file at an address such as `file-service://file-1`, `sediment://file_1` or
/// `sediment://1234#file_1#p_0.png`, which is the image of a document's page.
pub fn at_address(address: &str, kind: AttachmentKind, name: Option<&str>, context: &mut Context<'_>) -> Part {
    let key = keys(address).find(|key| context.has_file(key)).unwrap_or_default();
    context.file(key, kind, name)
}

/// What an image was to show that the model has drawn.
fn prompt(part: &Value) -> Option<String> {
    let prompt = fields::text(part.get("metadata")?.get("dalle")?, &["prompt"])?;
    Some(opening_words(prompt, PROMPT_CHARS))
}

/// The address in a pointer, or in the one within it.
fn address(pointer: &Value) -> Option<&str> {
    let inner = [VIDEO, AUDIO].iter().filter_map(|name| pointer.get(name)).find(|inner| inner.is_object());
    fields::text(inner.unwrap_or(pointer), &["asset_pointer"])
}

/// The names of files in an address.
fn keys(address: &str) -> impl Iterator<Item = &str> {
    address.split_once("://").map_or(address, |(_, path)| path).split('#')
}
