//! Claude Code's sessions: a line for each block that was said, most of which a person never sees as
//! such. Also what `claude --output-format stream-json` prints, and sessions on the web.

mod branches;
mod lines;
mod words;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::turns::Turns;
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::domain::text::opening_words;
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::{Draft, first_words};
use crate::import::fields;
use crate::import::format::Rows;
use crate::import::splitter::Place;
use branches::Node;
use lines::Shown;

/// Lines that the program writes for itself.
const SILENT: &[&str] = &[
    "agent-name",
    "agent-color",
    "agent-setting",
    "attachment",
    "content-replacement",
    "file-history-snapshot",
    "last-prompt",
    "mode",
    "permission-mode",
    "pr-link",
    "progress",
    "queue-operation",
    "result",
    "stream_event",
    "system",
    "tag",
];
/// Kinds of lines that a remark names.
const MOST_KINDS: usize = 10;
/// A summary is a paragraph; as a title it has so many characters.
const SUMMARY_CHARS: usize = 100;

/// Whether this is a line of a session.
pub fn recognises_row(line: &Value) -> bool {
    let has = |name| line.get(name).is_some();
    match fields::text(line, &["type"]) {
        None => false,
        Some("summary") => has("summary") && has("leafUuid"),
        Some("file-history-snapshot") => has("snapshot"),
        Some("user" | "assistant") => has("message") && (is_of_session(line) || has("parentUuid") || has("timestamp")),
        Some(_) => is_of_session(line),
    }
}

fn is_of_session(line: &Value) -> bool {
    fields::text(line, &["sessionId", "session_id"]).is_some()
}

/// A session so far: what is shown of its lines.
#[derive(Default)]
struct Session {
    id: Option<String>,
    agent: Option<String>,
    /// A title that a person gave, and one that the program did.
    custom_title: Option<String>,
    ai_title: Option<String>,
    /// Summaries, each with the line that it ends at.
    summaries: Vec<(Option<String>, String)>,
    lines: Vec<Line>,
    /// Digests of lines, by which one that stands there twice is taken once.
    seen: HashSet<u64>,
    has_main: bool,
    subagent_lines: usize,
    unknown_kinds: Vec<String>,
    unknown_lines: usize,
}

struct Line {
    uuid: Option<String>,
    parent: Option<String>,
    created_at: Option<Timestamp>,
    is_sidechain: bool,
    shown: Shown,
}

/// Begins to gather the lines.
pub fn begin() -> Box<dyn Rows> {
    Box::new(Session::default())
}

impl Rows for Session {
    fn take(&mut self, row: &Value, place: Place, context: &mut Context<'_>) {
        let place = place.within("line");
        if !recognises_row(row) {
            return context.note(format!("{place}: it is no line of a session"));
        }
        let text = |name| fields::text(row, &[name]).map(str::to_owned);
        let kind = fields::text(row, &["type"]).unwrap_or_default();
        match kind {
            "summary" => self.summaries.extend(text("summary").map(|summary| (text("leafUuid"), summary))),
            "custom-title" => self.custom_title = text("customTitle").or(self.custom_title.take()),
            "ai-title" => self.ai_title = text("aiTitle").or(self.ai_title.take()),
            _ => {}
        }
        let said = lines::read(kind, row, &place, context);
        let is_known =
            SILENT.contains(&kind) || ["user", "assistant", "summary", "custom-title", "ai-title"].contains(&kind);
        if !is_known {
            self.unknown_lines += 1;
            if self.unknown_kinds.len() < MOST_KINDS && !self.unknown_kinds.iter().any(|known| known == kind) {
                self.unknown_kinds.push(kind.to_owned());
            }
        }
        let is_said = !matches!(said, Shown::Nothing);
        let is_sidechain = fields::is_true(row, "isSidechain") || text("parent_tool_use_id").is_some();
        if is_sidechain && self.has_main {
            self.subagent_lines += usize::from(is_said);
            return;
        }
        let uuid = text("uuid");
        if let Some(uuid) = &uuid
            && !self.seen.insert(digest(uuid, row))
        {
            return;
        }
        if is_said {
            self.id = fields::text(row, &["sessionId", "session_id"]).map(str::to_owned).or(self.id.take());
            self.agent = text("agentId").or(self.agent.take());
            if !is_sidechain && !self.has_main {
                self.has_main = true;
                let before = self.lines.len();
                self.lines.retain(|line| !line.is_sidechain || matches!(line.shown, Shown::Nothing));
                self.subagent_lines += before - self.lines.len();
            }
        }
        if is_said || uuid.is_some() {
            let parent = fields::text(row, &["parentUuid", "logicalParentUuid"]).map(str::to_owned);
            let created_at = fields::time(row, &["timestamp"]);
            self.lines.push(Line { uuid, parent, created_at, is_sidechain, shown: said });
        }
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<Draft> {
        let abandoned = branches::abandoned(&self.lines.iter().map(node).collect::<Vec<_>>());
        let title = self.title();
        let id = match (self.id, self.agent.filter(|_| !self.has_main)) {
            (Some(session), Some(agent)) => Some(format!("{session}/{agent}")),
            (session, agent) => session.or(agent),
        };
        let mut draft = Draft { id, ..Draft::default() };
        let mut conversation = Conversation::default();
        let mut taken_back = 0;
        for (line, is_abandoned) in self.lines.into_iter().zip(abandoned) {
            match is_abandoned {
                true => taken_back += usize::from(!matches!(line.shown, Shown::Nothing)),
                false => conversation.take(line),
            }
        }
        for (count, what) in [
            (self.subagent_lines, "of subagents"),
            (taken_back, "of branches that the person took back"),
            (self.unknown_lines, "of unknown kinds"),
        ] {
            if count > 0 {
                let kinds = if what == "of unknown kinds" {
                    format!(" ({})", self.unknown_kinds.join(", "))
                } else {
                    String::new()
                };
                context.note(format!("{count} {} {what}{kinds} left out", if count == 1 { "line" } else { "lines" }));
            }
        }
        draft.title = title.or(conversation.first_words);
        draft.model = conversation.model;
        draft.messages = conversation.turns.finish();
        vec![draft]
    }
}

impl Session {
    /// A person's title, the program's, or the last summary; one of this file's own lines if there
    /// is any, because summaries of earlier sessions are put at the beginning of later ones.
    fn title(&self) -> Option<String> {
        let uuids: HashSet<&str> = self.lines.iter().filter_map(|line| line.uuid.as_deref()).collect();
        let is_own = |leaf: &Option<String>| leaf.as_deref().is_some_and(|leaf| uuids.contains(leaf));
        let own = self.summaries.iter().rfind(|(leaf, _)| is_own(leaf));
        let summary = own.or(self.summaries.last()).map(|(_, summary)| opening_words(summary, SUMMARY_CHARS));
        self.custom_title.clone().or_else(|| self.ai_title.clone()).or(summary)
    }
}

/// The same line written again, as when a session is resumed.
fn digest(uuid: &str, row: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    uuid.hash(&mut hasher);
    ["message", "content", "attachment"].iter().for_each(|name| row.get(name).hash(&mut hasher));
    hasher.finish()
}

fn node(line: &Line) -> Node<'_> {
    let (message_id, is_answer) = match &line.shown {
        Shown::Assistant { message_id, .. } => (message_id.as_deref(), false),
        Shown::Person { results, words, .. } => (None, !results.is_empty() && words.is_empty()),
        Shown::Nothing => (None, false),
    };
    let is_said = !matches!(line.shown, Shown::Nothing);
    Node { uuid: line.uuid.as_deref(), parent: line.parent.as_deref(), message_id, is_said, is_answer }
}

/// The messages so far.
#[derive(Default)]
struct Conversation {
    turns: Turns,
    model: Option<String>,
    /// The beginning of what the person first says that is no command of the program.
    first_words: Option<String>,
    /// The model's messages since the person spoke: each of their blocks has a line of its own.
    open: HashMap<String, usize>,
}

impl Conversation {
    fn take(&mut self, line: Line) {
        let at = line.created_at;
        match line.shown {
            Shown::Nothing => {}
            Shown::Person { role, results, words, outputs } => {
                for (id, result) in results {
                    self.turns.answer(id.as_deref(), result, at);
                }
                if role == Role::User && self.first_words.is_none() {
                    self.first_words = words.iter().find_map(|part| match part {
                        Part::Text { text } if !text.starts_with(['/', '!']) => Some(first_words(text)),
                        _ => None,
                    });
                }
                for (role, parts) in [(role, words), (Role::Tool, outputs)] {
                    if !parts.is_empty() {
                        self.turns.say(role, parts, at);
                        self.open = HashMap::new();
                    }
                }
            }
            Shown::Assistant { message_id, model, mut parts } => {
                self.model = model.or(self.model.take());
                if let Some(known) = message_id.as_ref().and_then(|id| self.open.get(id)) {
                    // Some versions repeat what came before.
                    let before = self.turns.parts(*known);
                    if parts.starts_with(before) {
                        parts.drain(..before.len());
                    }
                    self.turns.add(*known, parts);
                } else if !parts.is_empty() {
                    let place = self.turns.say(Role::Assistant, parts, at);
                    self.open.extend(message_id.map(|id| (id, place)));
                }
            }
        }
    }
}
