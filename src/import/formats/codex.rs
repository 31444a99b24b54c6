//! Codex's sessions: its rollout files, older ones too, and what `codex exec --json` prints.

mod exec;
mod items;
mod words;

use serde_json::Value;

use super::blocks;
use super::turns::Turns;
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::Draft;
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;

const RECORDS: [&str; 5] = ["session_meta", "turn_context", "response_item", "event_msg", "compacted"];

/// Whether this is a line of a session.
pub fn recognises_row(line: &Value) -> bool {
    let has = |name| line.get(name).is_some();
    match fields::text(line, &["type"]) {
        Some(kind) if line.get("payload").is_some_and(Value::is_object) => RECORDS.contains(&kind) || has("timestamp"),
        Some(kind) => exec::recognises(kind, line),
        // The first line of older ones, and one that these have in between.
        None => has("id") && has("timestamp") && has("instructions") || has("record_type"),
    }
}

/// A session so far.
#[derive(Default)]
struct Session {
    id: Option<String>,
    model: Option<String>,
    created_at: Option<Timestamp>,
    turns: Turns,
    /// The same as the program's events tell it, for as long as there is nothing else.
    events: Turns,
    /// Messages were there, not events alone.
    has_items: bool,
    taken_back: usize,
}

/// Begins to gather the lines.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Session::default())
}

impl Rows for Session {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        let at = fields::time(row, &["timestamp"]);
        let payload = row.get("payload").filter(|payload| payload.is_object());
        let kind = fields::text(row, &["type"]);
        match (kind, payload) {
            (Some("session_meta"), Some(meta)) => self.begins(meta),
            (Some("turn_context"), Some(turn)) => {
                self.model = fields::text(turn, &["model"]).map(str::to_owned).or(self.model.take());
            }
            (Some("response_item"), Some(item)) => self.take_item(item, at, context),
            (Some("event_msg"), Some(event)) => self.take_event(event, at, context),
            (Some("compacted"), Some(compacted)) => {
                if let Some(summary) = fields::text(compacted, &["message"]) {
                    self.turns.say(Role::System, vec![Part::text(summary)], at);
                }
            }
            (Some(kind), None) if exec::recognises(kind, row) => {
                self.has_items = true;
                self.id = fields::text(row, &["thread_id"]).map(str::to_owned).or(self.id.take());
                exec::take(kind, row, &mut self.turns, context);
            }
            (Some(kind), None) if items::is_known(kind) => self.take_item(row, at, context),
            (None, _) if row.get("record_type").is_some() => {}
            (None, _) if recognises_row(row) => self.begins(row),
            (Some(_), Some(_)) => context.note(format!("{}: it is of an unknown kind", place.within("line"))),
            _ => context.note(format!("{}: it is no line of a session", place.within("line"))),
        }
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<Draft> {
        if self.taken_back > 0 {
            let noun = if self.taken_back == 1 { "message" } else { "messages" };
            context.note(format!("{} {noun} that the person took back left out", self.taken_back));
        }
        let turns = if self.has_items { self.turns } else { self.events };
        vec![Draft {
            id: self.id,
            model: self.model,
            created_at: self.created_at,
            messages: turns.finish(),
            ..Draft::default()
        }]
    }
}

impl Session {
    /// The session's own head; those that follow are of the one from which it was forked.
    fn begins(&mut self, meta: &Value) {
        if self.id.is_none() {
            self.id = fields::text(meta, &["id"]).map(str::to_owned);
            self.created_at = fields::time(meta, &["timestamp"]);
        }
    }

    fn take_item(&mut self, item: &Value, at: Option<Timestamp>, context: &mut Context<'_>) {
        if fields::text(item, &["type"]) == Some("message") && !self.has_items {
            self.has_items = true;
            self.events = Turns::default();
        }
        items::take(item, at, &mut self.turns, context);
    }

    /// What the program tells of itself while it works: mostly what stands in items, too.
    fn take_event(&mut self, event: &Value, at: Option<Timestamp>, context: &mut Context<'_>) {
        let text = |name| fields::text(event, &[name]);
        match text("type").unwrap_or_default() {
            "thread_rolled_back" => {
                let count = event.get("num_turns").and_then(Value::as_u64).unwrap_or(0);
                let turns = if self.has_items { &mut self.turns } else { &mut self.events };
                let but = usize::try_from(count).ok().and_then(|count| count.checked_sub(1));
                if let Some(but) = but {
                    let from = turns.last_of_person(but).unwrap_or(0);
                    self.taken_back += turns.take_back(from);
                }
            }
            "error" => {
                if let Some(message) = text("message") {
                    let turns = if self.has_items { &mut self.turns } else { &mut self.events };
                    turns.say(Role::System, vec![Part::text(format!("Error: {message}"))], at);
                }
            }
            _ if self.has_items => {}
            "user_message" => {
                let mut parts: Vec<Part> =
                    text("message").and_then(words::of_person).map(Part::text).into_iter().collect();
                for image in fields::list(event, "images").iter().filter_map(Value::as_str) {
                    parts.push(context.at_url(image, AttachmentKind::Image, None));
                }
                if !parts.is_empty() {
                    self.events.say(Role::User, parts, at);
                }
            }
            "agent_message" => self.events.speak(text("message").map(Part::text).into_iter().collect(), at),
            "agent_reasoning" => self.events.act(text("text").map(Part::reasoning).into_iter().collect(), at),
            _ => {}
        }
    }
}

/// What a tool has printed: its text, and whether it failed. Some tools answer JSON in a text, with
/// what the command printed and its exit code.
fn printed(output: &Value) -> (String, bool) {
    let parsed = match output {
        Value::String(text) if text.trim_start().starts_with('{') => crate::json::parse(text.as_bytes()).ok(),
        Value::Object(_) => Some(output.clone()),
        _ => None,
    };
    let Some(parsed) = parsed else { return (blocks::output(output), false) };
    let metadata = parsed.get("metadata").unwrap_or(&parsed);
    let code = metadata.get("exit_code").and_then(Value::as_i64).unwrap_or(0);
    let has_failed = code != 0 || parsed.get("success").and_then(Value::as_bool) == Some(false);
    match parsed.get("output").or_else(|| parsed.get("content")) {
        Some(inner) => (blocks::output(inner), has_failed),
        None => (blocks::output(output), has_failed),
    }
}
