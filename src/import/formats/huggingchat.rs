//! HuggingChat (huggingface/chat-ui): an archive of conversations and their files. Newer
//! conversations are trees, whose messages name all that come before them.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{blocks, extended_json, file_name, thinking};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

const CREATED: &[&str] = &["createdAt"];
const UPDATED: &[&str] = &["updatedAt"];

/// Whether this is a conversation of such an export, be it a broken one.
pub fn recognises(conversation: &Value) -> bool {
    let is_message = |message: &Value| {
        fields::text(message, &["from"]).and_then(blocks::role).is_some() && message.get("content").is_some()
    };
    let is_chat = conversation.get("messages").is_some_and(Value::is_array) && conversation.get("_id").is_some();
    let owner = ["rootMessageId", "sessionId", "userId"];
    fields::list(conversation, "messages").iter().any(is_message)
        || is_chat && owner.iter().any(|name| conversation.get(name).is_some())
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(messages) = conversation.get("messages").and_then(Value::as_array) else {
        return Err("it has no `messages`".to_owned());
    };
    let branch = branch(messages, context);
    let mut reading = Reading { context, shown: HashSet::new() };
    let mut said: Vec<Said> = branch.into_iter().filter_map(|message| reading.message(message)).collect();
    let has_system = said.first().is_some_and(|first| first.role == Role::System);
    if let (Some(preprompt), false) = (fields::text(conversation, &["preprompt"]), has_system) {
        said.insert(0, Said::new(Role::System, vec![Part::text(preprompt)], None));
    }
    let draft = Draft {
        id: extended_json::id(conversation, &["_id", "id"]).map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: fields::text(conversation, &["model"]).map(str::to_owned),
        created_at: extended_json::time(conversation, CREATED),
        updated_at: extended_json::time(conversation, UPDATED),
        messages: said,
    };
    draft.if_visible()
}

/// The branch that ends in the newest message, which is the last in the list that has no answer.
/// Conversations from before there were branches are all one.
fn branch<'a>(messages: &'a [Value], context: &mut Context<'_>) -> Vec<&'a Value> {
    let newest = messages.iter().rev().find(|message| fields::list(message, "children").is_empty());
    let Some(leaf) = newest.or(messages.last()) else {
        return Vec::new();
    };
    if !leaf.get("ancestors").is_some_and(Value::is_array) {
        return messages.iter().collect();
    }
    let by_id: HashMap<&str, &Value> =
        messages.iter().filter_map(|message| Some((extended_json::id(message, &["id"])?, message))).collect();
    let (mut branch, mut seen, mut missing) = (Vec::new(), HashSet::new(), 0);
    for id in fields::list(leaf, "ancestors").iter().filter_map(Value::as_str) {
        match by_id.get(id) {
            Some(message) if seen.insert(id) => branch.push(*message),
            Some(_) => {}
            None => missing += 1,
        }
    }
    if missing > 0 {
        context.note(format!("the beginning: not in the file are {missing} of the messages that it names"));
    }
    branch.retain(|message| !std::ptr::eq(*message, leaf));
    branch.push(leaf);
    branch
}

struct Reading<'a, 'b> {
    context: &'a mut Context<'b>,
    /// The files that were shown: the export has each message name all files of the conversation.
    shown: HashSet<String>,
}

impl Reading<'_, '_> {
    /// A message; `None` for instructions that say nothing.
    fn message(&mut self, message: &Value) -> Option<Said> {
        let created_at = extended_json::time(message, CREATED);
        let Some(role) = fields::text(message, &["from"]).and_then(blocks::role) else {
            let id = fields::text(message, &["id"]).unwrap_or("without an id");
            self.context.note(format!("message {id}: nobody is known to say it, and it is kept as it is"));
            return Some(Said::new(Role::Tool, vec![Part::Data { value: message.clone() }], created_at));
        };
        let mut parts: Vec<Part> = fields::text(message, &["reasoning"]).map(Part::reasoning).into_iter().collect();
        parts.extend(match message.get("content") {
            Some(Value::String(text)) if role == Role::Assistant => thinking::parts(text),
            Some(content) => blocks::read(content, self.context),
            None => Vec::new(),
        });
        if role == Role::User {
            for file in fields::list(message, "files") {
                parts.extend(self.file(file));
            }
        }
        (role != Role::System || !parts.is_empty()).then(|| Said::new(role, parts, created_at))
    }

    /// The name of a file in the export, or the file itself as the program keeps it.
    fn file(&mut self, file: &Value) -> Option<Part> {
        if let Some(name) = file.as_str() {
            let is_new = self.shown.insert(name.to_owned());
            return is_new.then(|| self.context.file(name, file_name::kind(name), Some(name)));
        }
        let (name, value) = (fields::text(file, &["name"]), fields::text(file, &["value"]));
        let media_type = fields::text(file, &["mime"]);
        let kind = media_type.map_or(AttachmentKind::File, AttachmentKind::of);
        Some(match (fields::text(file, &["type"]), value) {
            (Some("base64"), Some(data)) => self.context.base64(data, media_type, kind, name),
            (_, Some(hash)) => self.context.file(hash, kind, name),
            (_, None) if name.is_some() => self.context.file("", kind, name),
            _ => Part::Data { value: file.clone() },
        })
    }
}
