//! A session's messages, from its one object or from its lines.

use std::collections::HashMap;

use serde_json::Value;

use super::{is_content, is_message, is_session, parts, take_content};
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::Draft;
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::formats::blocks;
use crate::import::formats::turns::Turns;
use crate::import::splitter::Place;

/// A session so far.
#[derive(Default)]
pub struct Session {
    pub draft: Draft,
    pub turns: Turns,
    /// The messages of a session; a line with the id of an earlier one takes its place.
    messages: Vec<Message>,
    places: HashMap<String, usize>,
    taken_back: usize,
}

struct Message {
    id: Option<String>,
    role: Role,
    parts: Vec<Part>,
    model: Option<String>,
    created_at: Option<Timestamp>,
}

/// Begins to gather the lines.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Session::default())
}

impl Rows for Session {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        if let Some(changed) = row.get("$set") {
            self.head(changed);
        } else if let Some(id) = fields::text(row, &["$rewindTo"]) {
            self.rewind(id);
        } else if is_session(row) {
            self.head(row);
        } else if is_message(row) {
            self.message(row, context);
        } else if is_content(row) {
            take_content(row, &mut self.turns, context);
        } else if row.is_object() && (row.get("type").is_some() || row.get("role").is_some()) {
            context.note(format!("{}: it is not understood, and kept as it is", place.within("message")));
            self.messages.push(Message::new(Role::Tool, vec![Part::Data { value: row.clone() }], None));
        } else {
            context.note(format!("{}: it is no message", place.within("message")));
        }
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<Draft> {
        if self.taken_back > 0 {
            let noun = if self.taken_back == 1 { "message" } else { "messages" };
            context.note(format!("{} {noun} that the person took back left out", self.taken_back));
        }
        vec![self.into_draft()]
    }
}

impl Message {
    const fn new(role: Role, parts: Vec<Part>, created_at: Option<Timestamp>) -> Self {
        Self { id: None, role, parts, model: None, created_at }
    }
}

impl Session {
    /// The conversation.
    pub fn into_draft(mut self) -> Draft {
        for message in self.messages {
            self.draft.model = message.model.or(self.draft.model.take());
            if !message.parts.is_empty() {
                self.turns.say(message.role, message.parts, message.created_at);
            }
        }
        self.draft.messages = self.turns.finish();
        self.draft
    }

    fn head(&mut self, head: &Value) {
        let draft = &mut self.draft;
        draft.id = fields::text(head, &["sessionId"]).map(str::to_owned).or(draft.id.take());
        draft.title = fields::text(head, &["title", "summary"]).map(str::to_owned).or(draft.title.take());
        draft.created_at = fields::time(head, &["startTime"]).or(draft.created_at);
        draft.updated_at = fields::time(head, &["lastUpdated"]).or(draft.updated_at);
    }

    /// Goes back to before that message.
    fn rewind(&mut self, id: &str) {
        if let Some(at) = self.places.get(id).copied() {
            for message in self.messages.drain(at..) {
                self.taken_back += usize::from(!message.parts.is_empty());
                message.id.map(|id| self.places.remove(&id));
            }
        }
    }

    fn message(&mut self, row: &Value, context: &mut Context<'_>) {
        let kind = fields::text(row, &["type"]).unwrap_or_default();
        let content = row.get("displayContent").filter(|shown| !shown.is_null()).or_else(|| row.get("content"));
        let content = content.unwrap_or(&Value::Null);
        let mut message = Message::new(Role::System, Vec::new(), fields::time(row, &["timestamp"]));
        match kind {
            "user" => (message.role, message.parts) = (Role::User, parts::read(content, context)),
            "gemini" => {
                message.role = Role::Assistant;
                message.model = fields::text(row, &["model"]).map(str::to_owned);
                message.parts.extend(fields::list(row, "thoughts").iter().filter_map(thought));
                message.parts.extend(parts::read(content, context));
                message.parts.extend(fields::list(row, "toolCalls").iter().flat_map(|call| tool(call, context)));
            }
            "error" => {
                let said = crate::import::markdown::content(&parts::read(content, context));
                message.parts.push(Part::text(format!("Error: {said}")));
            }
            // What the program tells about itself.
            _ => {}
        }
        message.id = fields::text(row, &["id"]).map(str::to_owned);
        let known = message.id.as_ref().and_then(|id| self.places.get(id)).copied();
        match known.and_then(|at| self.messages.get_mut(at)) {
            Some(before) => *before = message,
            None => {
                self.places.extend(message.id.clone().map(|id| (id, self.messages.len())));
                self.messages.push(message);
            }
        }
    }
}

fn thought(thought: &Value) -> Option<Part> {
    let (subject, text) = (fields::text(thought, &["subject"]), fields::text(thought, &["description"]));
    match (subject, text) {
        (Some(subject), Some(text)) => Some(Part::reasoning(format!("**{subject}**\n\n{text}"))),
        (subject, text) => subject.or(text).map(Part::reasoning),
    }
}

/// A call and what it gave.
fn tool(call: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let name = fields::text(call, &["name"]).unwrap_or("unnamed").to_owned();
    let id = fields::text(call, &["id"]).map(str::to_owned);
    let input = call.get("args").map_or(Value::Null, blocks::input);
    let mut parts = vec![Part::ToolCall { id: id.clone(), name, input, language: None }];
    let status = fields::text(call, &["status"]).unwrap_or_default();
    let mut has_failed = ["error", "cancelled"].contains(&status);
    let given = call.get("result").filter(|result| !result.is_null());
    let given = given.or_else(|| call.get("resultDisplay").filter(|display| !display.is_null()));
    let (mut text, mut others) = (String::new(), Vec::new());
    for part in given.map(|result| parts::read(result, context)).unwrap_or_default() {
        let words = match part {
            Part::ToolResult { text, is_error, .. } => {
                has_failed |= is_error;
                text
            }
            Part::Text { text } => text,
            other => {
                others.push(other);
                continue;
            }
        };
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&words);
    }
    if given.is_some() || has_failed {
        parts.push(Part::ToolResult { id, name: None, text, is_error: has_failed });
    }
    parts.append(&mut others);
    parts
}
