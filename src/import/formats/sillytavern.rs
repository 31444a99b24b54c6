//! SillyTavern's chats: a line about the chat, then one for each message. Of a message's swipes the
//! chosen one is its text.

mod date;

use std::collections::HashSet;

use serde_json::Value;

use super::{blocks, file_name, thinking};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::text::one_line;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;

/// What newer versions write where the names were.
const UNUSED: &str = "unused";

/// Whether this is the first line or one of a message.
pub fn recognises_row(row: &Value) -> bool {
    let has = |name| row.get(name).is_some();
    is_header(row) || has("mes") && (has("is_user") || has("send_date")) && has("name")
}

fn is_header(row: &Value) -> bool {
    let has_names = ["user_name", "character_name"].iter().all(|name| row.get(name).is_some_and(Value::is_string));
    row.get("mes").is_none() && (has_names || row.get("chat_metadata").is_some_and(Value::is_object))
}

/// A chat's lines.
#[derive(Default)]
struct Chat {
    draft: Draft,
    /// Who says each message, where it is a character.
    speakers: Vec<Option<String>>,
}

/// Begins to gather them.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Chat::default())
}

impl Rows for Chat {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        if is_header(row) {
            let metadata = row.get("chat_metadata").unwrap_or(&Value::Null);
            let name = fields::text(row, &["character_name"]).filter(|name| *name != UNUSED);
            self.draft.title = name.map(str::to_owned);
            self.draft.id = fields::text(metadata, &["integrity"]).map(str::to_owned);
            self.draft.created_at = date::time(row, &["create_date"]);
            return;
        }
        let extra = row.get("extra").unwrap_or(&Value::Null);
        if let Some(model) = fields::text(extra, &["model"]) {
            self.draft.model = Some(model.to_owned());
        }
        let created_at = date::time(row, &["send_date"]);
        let invocations = fields::list(extra, "tool_invocations");
        if !invocations.is_empty() {
            // The text says the same again, as JSON.
            let (calls, results): (Vec<Part>, Vec<Part>) = invocations.iter().map(tool).unzip();
            self.put(Said::new(Role::Assistant, calls, created_at), None);
            self.put(Said::new(Role::Tool, results, created_at), None);
            return;
        }
        let Some(text) = text(row) else {
            self.put(context.kept(place.within("message"), row, created_at), None);
            return;
        };
        let role = match (fields::is_true(row, "is_system"), fields::is_true(row, "is_user")) {
            (true, _) => Role::System,
            (false, true) => Role::User,
            (false, false) => Role::Assistant,
        };
        let mut parts: Vec<Part> = fields::text(extra, &["reasoning"]).map(Part::reasoning).into_iter().collect();
        parts.extend(thinking::parts(text));
        parts.extend(files(extra, context));
        let speaker = fields::text(row, &["name"]).filter(|_| role == Role::Assistant).map(str::to_owned);
        self.put(Said::new(role, parts, created_at), speaker);
    }

    fn finish(mut self: Box<Self>, _: &mut Context<'_>) -> Vec<Draft> {
        let characters: HashSet<&String> = self.speakers.iter().flatten().collect();
        let is_group = characters.len() > 1;
        if self.draft.title.is_none() && !is_group {
            self.draft.title = self.speakers.iter().flatten().next().cloned();
        }
        // Where several characters speak, one must see who.
        for (message, speaker) in self.draft.messages.iter_mut().zip(&self.speakers).filter(|_| is_group) {
            if let Some(speaker) = speaker {
                let name = one_line(speaker, 100);
                let words = message.parts.iter_mut().find_map(|part| match part {
                    Part::Text { text } => Some(text),
                    _ => None,
                });
                match words {
                    Some(text) => *text = format!("{name}: {text}"),
                    None => message.parts.insert(0, Part::text(format!("{name}:"))),
                }
            }
        }
        vec![self.draft]
    }
}

impl Chat {
    fn put(&mut self, said: Said, speaker: Option<String>) {
        self.draft.messages.push(said);
        self.speakers.push(speaker);
    }
}

/// The text, or the swipe that is chosen where it stands only there.
fn text(row: &Value) -> Option<&str> {
    let swipe = || {
        let chosen = row.get("swipe_id").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        fields::list(row, "swipes").get(chosen.unwrap_or(0)).and_then(Value::as_str)
    };
    row.get("mes").and_then(Value::as_str).or_else(swipe)
}

/// A tool's call and its result.
fn tool(invocation: &Value) -> (Part, Part) {
    let id = fields::text(invocation, &["id"]).map(str::to_owned);
    let name = fields::text(invocation, &["name", "displayName"]).unwrap_or("unnamed");
    let result = match invocation.get("result") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let input = invocation.get("parameters").map_or(Value::Null, blocks::input);
    let call = Part::ToolCall { id: id.clone(), name: name.to_owned(), input, language: None };
    (call, Part::ToolResult { id, name: None, text: result, is_error: false })
}

/// The pictures and files, which lie in the program's folders.
fn files(extra: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for url in fields::text(extra, &["image"]).into_iter().chain(
        fields::list(extra, "image_swipes").iter().filter_map(Value::as_str).filter(|_| extra.get("image").is_none()),
    ) {
        parts.push(file(url, None, AttachmentKind::Image, context));
    }
    if let Some(url) = fields::text(extra, &["video"]) {
        parts.push(file(url, None, AttachmentKind::Video, context));
    }
    for medium in fields::list(extra, "media") {
        let kind = match fields::text(medium, &["type"]) {
            Some("image") => AttachmentKind::Image,
            Some("video") => AttachmentKind::Video,
            Some("audio") => AttachmentKind::Audio,
            _ => AttachmentKind::File,
        };
        parts.push(match fields::text(medium, &["url"]) {
            Some(url) => file(url, None, kind, context),
            None => Part::Data { value: medium.clone() },
        });
    }
    for attached in fields::list(extra, "files").iter().chain(extra.get("file").filter(|file| file.is_object())) {
        let name = fields::text(attached, &["name"]);
        let url = fields::text(attached, &["url"]).or(name).unwrap_or_default();
        parts.push(file(url, name, AttachmentKind::File, context));
    }
    parts
}

fn file(url: &str, name: Option<&str>, kind: AttachmentKind, context: &mut Context<'_>) -> Part {
    if ["data:", "http:", "https:"].iter().any(|scheme| url.starts_with(scheme)) {
        return context.at_url(url, kind, name);
    }
    let base = file_name::base(url);
    let kind = if kind == AttachmentKind::File { file_name::kind(base) } else { kind };
    context.file(base, kind, name.or(Some(base)))
}
