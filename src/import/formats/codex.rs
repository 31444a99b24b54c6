//! Codex's sessions: its rollout files, older ones too, and what `codex exec --json` prints.

mod ended;
mod exec;
pub mod items;
mod words;

use crate::import::conversation::{
    AgentTurns, AttachmentKind, Context, ImportedChat, LenientFields, Location, Part, Role, Timestamp, Value, compacted,
};
use crate::import::format::{RowCollector, SoFar};

const RECORDS: [&str; 5] = ["session_meta", "turn_context", "response_item", "event_msg", "compacted"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &[
    "base_instructions",
    "user_instructions",
    "developer_instructions",
    "instructions",
    "state",
    "replacement_history",
    "collaboration_mode",
    "output",
    "formatted_output",
    "aggregated_output",
    "stdout",
    "stderr",
    "parsed_cmd",
    "content.text",
    "last_agent_message",
    "payload.reason",
    "ghost_commit",
    "git",
];

/// Whether this is a line of a session.
pub fn recognises_row(line: &Value) -> bool {
    match line.text("type") {
        Some(kind) if line["payload"].is_object() => RECORDS.contains(&kind) || line.has("timestamp"),
        Some(kind) => exec::recognises(kind, line),
        // The first line of older ones, and one that these have in between.
        None => line.has("id") && line.has("timestamp") && line.has("instructions") || line.has("record_type"),
    }
}

/// A session so far.
#[derive(Default)]
pub struct CodexSession {
    chat: ImportedChat,
    turns: AgentTurns,
    /// The same from the program's events, as long as there is nothing else.
    events: AgentTurns,
    /// The same from the items that the program reports as completed, as long as there is nothing else but these.
    completed: AgentTurns,
    /// Messages were there, not events alone.
    has_items: bool,
    taken_back: usize,
}

impl RowCollector for CodexSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let at = row.time(&["timestamp"]);
        let payload = row.get("payload").filter(|payload| payload.is_object());
        match (row.text("type"), payload) {
            (Some("session_meta"), Some(meta)) => self.begins(meta),
            (Some("turn_context"), Some(turn)) => {
                self.chat.model = turn.string("model").or(self.chat.model.take());
                self.turns.said_by(self.chat.model.clone());
                self.events.said_by(self.chat.model.clone());
                self.completed.said_by(self.chat.model.clone());
            }
            (Some("response_item"), Some(item)) => self.take_item(item, at, context),
            (Some("event_msg"), Some(event)) => self.take_event(event, at, context),
            (Some("compacted"), Some(summary)) => {
                self.turns.say(Role::System, vec![compacted(summary.text("message"))], at);
            }
            (Some(kind), None) if exec::recognises(kind, row) => {
                self.has_items = true;
                self.chat.id = row.string("thread_id").or(self.chat.id.take());
                exec::take(kind, row, &mut self.turns, context);
            }
            (Some(kind), None) if items::is_known(kind) => self.take_item(row, at, context),
            (None, _) if row.has("record_type") => {}
            (None, _) if recognises_row(row) => self.begins(row),
            // The program's own lines say nothing; one that does is of a later version.
            (Some(_), Some(payload)) if payload.any(&["content", "text", "message"]).is_none() => {}
            (Some(_), Some(_)) => context.note(format!("{place}: of an unknown kind")),
            _ => context.note(format!("{place}: not a session entry")),
        }
    }

    fn ends_before(&self, row: &Value) -> bool {
        let is_other = |id: Option<&str>| id.is_some() && self.chat.id.is_some() && id != self.chat.id.as_deref();
        let all = [&self.turns, &self.events, &self.completed];
        let has_said = all.iter().any(|turns| turns.last_of_person(0).is_some());
        match row.text("type") {
            // The heads of sessions from which this one was forked follow its own at once.
            Some("session_meta") => has_said && is_other(row["payload"].text("id")),
            Some("thread.started") => is_other(row.text("thread_id")),
            None => has_said && !row.has("record_type") && is_other(row.text("id")),
            _ => false,
        }
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        let (same, messages) = self.current().news();
        Some(SoFar { same, chat: ImportedChat { messages, ..self.chat.clone() } })
    }

    fn finish(mut self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        context.note_left_out(self.taken_back, "message", "that the person took back");
        let messages = std::mem::take(self.current()).finish();
        vec![ImportedChat { messages, ..self.chat }]
    }
}

impl CodexSession {
    /// The session's own head; those that follow belong to the session from which it was forked.
    fn begins(&mut self, meta: &Value) {
        if self.chat.id.is_none() {
            self.chat.id = meta.string("id");
            self.chat.created_at = meta.time(&["timestamp"]);
        }
    }

    /// The turns that count, as far as is known.
    const fn current(&mut self) -> &mut AgentTurns {
        match self.has_items {
            true => &mut self.turns,
            false if self.events.count() == 0 && self.completed.count() > 0 => &mut self.completed,
            false => &mut self.events,
        }
    }

    fn take_item(&mut self, item: &Value, at: Option<Timestamp>, context: &mut Context<'_>) {
        if item["type"] == "message" && !self.has_items {
            self.has_items = true;
            (self.events, self.completed) = Default::default();
        }
        items::take(item, at, &mut self.turns, context);
    }

    /// What the program reports while it works, mostly the same as the items.
    fn take_event(&mut self, event: &Value, at: Option<Timestamp>, context: &mut Context<'_>) {
        let text = |name| event.text(name);
        match text("type").unwrap_or_default() {
            "thread_rolled_back" => {
                let count = event["num_turns"].as_u64().and_then(|count| usize::try_from(count).ok());
                if let Some(but) = count.and_then(|count| count.checked_sub(1)) {
                    let turns = self.current();
                    self.taken_back += turns.take_back(turns.last_of_person(but).unwrap_or(0));
                }
            }
            "error" => {
                if let Some(message) = text("message") {
                    self.current().fail(message, at);
                }
            }
            _ if self.has_items => {}
            "user_message" => {
                let said = words::of_person(text("message").unwrap_or_default());
                let images = event.list("images").iter().filter_map(Value::as_str);
                let images = images.map(|image| context.at_url(image, AttachmentKind::Image, None));
                let parts: Vec<Part> = said.into_iter().chain(images).collect();
                if !parts.is_empty() {
                    self.events.say(Role::User, parts, at);
                }
            }
            "agent_message" => self.events.speak(text("message").map(Part::text), at),
            "item_completed" => exec::complete(&event["item"], at, &mut self.completed, context),
            "agent_reasoning" => self.events.act(text("text").map(Part::reasoning), at),
            _ => {}
        }
    }
}
