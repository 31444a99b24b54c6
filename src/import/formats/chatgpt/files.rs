//! The files that a message of ChatGPT names: by a pointer within its content, or attached to it. In
//! a downloaded export they are beside the conversations.

use std::collections::{HashMap, HashSet};

use crate::domain::text::opening_words;
use crate::import::conversation::{AttachmentKind, Context, LenientFields, Part, Value};

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
        let files = metadata.list("attachments");
        Self { files, by_id: files.iter().filter_map(|file| Some((file.text("id")?, file))).collect() }
    }

    /// The file that a part of a content points to; `None` when it is not a pointer.
    pub fn at_pointer(&self, part: &Value, context: &mut Context<'_>) -> Option<Part> {
        let kind = match part.text("content_type")? {
            "image_asset_pointer" => AttachmentKind::Image,
            AUDIO => AttachmentKind::Audio,
            "video_asset_pointer" | VIDEO => AttachmentKind::Video,
            SPOKEN if part[VIDEO].is_object() => AttachmentKind::Video,
            SPOKEN => AttachmentKind::Audio,
            _ => return None,
        };
        let address = address(part).unwrap_or_default();
        let attached = keys(address).find_map(|key| self.by_id.get(key));
        // What an image was to show that the model has drawn.
        let prompt = part["metadata"]["dalle"].text("prompt").map(|prompt| opening_words(prompt, PROMPT_CHARS));
        let name = attached.and_then(|file| file.text("name")).or(prompt.as_deref());
        Some(at_address(address, kind, name, context))
    }

    /// Those to which no part of the content points.
    pub fn others(&self, content: &Value, context: &mut Context<'_>) -> Vec<Part> {
        let pointers = content.list("parts").iter().filter_map(address);
        let shown: HashSet<&str> = pointers.flat_map(keys).collect();
        let others = self.files.iter().filter(|file| !file.text("id").is_some_and(|id| shown.contains(id)));
        let part = |file: &Value| {
            let kind = AttachmentKind::of(file.any_text(&["mime_type", "mimeType"]).unwrap_or_default());
            context.file(file.text("id").unwrap_or_default(), kind, file.any_text(&["name", "id"]))
        };
        others.map(part).collect()
    }
}

/// The file at an address such as `file-service://file-1`, `sediment://file_1` or
/// `sediment://1234#file_1#p_0.png`, which is the image of a document's page.
pub fn at_address(address: &str, kind: AttachmentKind, name: Option<&str>, context: &mut Context<'_>) -> Part {
    let key = keys(address).find(|key| context.has_file(key)).unwrap_or_default();
    context.file(key, kind, name)
}

/// The address in a pointer, or in the one within it.
fn address(pointer: &Value) -> Option<&str> {
    let inner = [VIDEO, AUDIO].iter().map(|name| &pointer[*name]).find(|inner| inner.is_object());
    inner.unwrap_or(pointer).text("asset_pointer")
}

/// The names of files in an address.
fn keys(address: &str) -> impl Iterator<Item = &str> {
    address.split_once("://").map_or(address, |(_, path)| path).split('#')
}
