//! Claude Code's sessions: a line for each block that was said, most of which a person never sees as
//! such. Also what `claude --output-format stream-json` prints, and sessions on the web.

mod branches;
mod lines;
mod order;
mod results;
mod subagents;
mod transcript;
mod words;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::text::opening_words;
use crate::import::conversation::{Context, ImportedChat, LenientFields, Location, Value};
use crate::import::format::{RowCollector, SoFar};
use lines::SessionLine;
use subagents::Subagents;
use transcript::SessionTranscript;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["toolUseResult", "input", "thinking", ".summary", "mcpMeta", "renderedInHumanTurn"];

/// Lines that the program writes for itself.
const SILENT: &[&str] = &[
    "agent-name",
    "api-request",
    "api-request-blob",
    "api-request-shape",
    "atis-latch",
    "cost-state",
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
    "tools-used",
];
/// Lines that are read.
const READ: &[&str] = &["user", "assistant", "summary", "custom-title", "ai-title"];
/// Kinds of lines that a note names.
const MAX_KINDS: usize = 10;
/// The longest title made from a summary, which is a paragraph, in characters.
const SUMMARY_CHARS: usize = 100;
const SESSION_ID: &[&str] = &["sessionId", "session_id"];

/// Whether this is a line of a session.
pub fn recognises_row(line: &Value) -> bool {
    let has = |name| line.has(name);
    let is_of_session = || line.any_text(SESSION_ID).is_some();
    match line.text("type") {
        None => false,
        Some("summary") => has("summary") && has("leafUuid"),
        Some("file-history-snapshot") => has("snapshot"),
        // Other programs keep parts of Gemini's API there.
        Some("user" | "assistant") => {
            let is_known = line["message"].get("content").is_some() || line["message"].is_string();
            is_known && (is_of_session() || has("parentUuid") || has("timestamp"))
        }
        Some(_) => is_of_session() && !line["message"]["parts"].is_array() && !has("systemPayload"),
    }
}

/// A session so far: what is shown of its lines.
#[derive(Default)]
pub struct ClaudeCodeSession {
    id: Option<String>,
    agent: Option<String>,
    /// A title that a person gave, and one that the program did.
    custom_title: Option<String>,
    ai_title: Option<String>,
    /// Summaries, each with the line that it ends at.
    summaries: Vec<(Option<String>, String)>,
    lines: Vec<SessionLine>,
    /// What is shown of the first of them, as far as that was told, and which of these were taken back: of them nothing else
    /// is kept but their places in the tree.
    transcript: SessionTranscript,
    is_taken_back: Vec<bool>,
    /// The identifiers of these.
    uuids: HashSet<String>,
    /// Digests of lines, so that one that is written twice is taken once.
    seen: HashSet<u64>,
    subagents: Subagents,
    unknown_kinds: Vec<String>,
    unknown_lines: usize,
}

impl RowCollector for ClaudeCodeSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if !recognises_row(row) {
            return context.note(format!("{place}: not a session entry"));
        }
        let kind = row.text("type").unwrap_or_default();
        match kind {
            "summary" => self.summaries.extend(row.string("summary").map(|summary| (row.string("leafUuid"), summary))),
            "custom-title" => self.custom_title = row.string("customTitle").or(self.custom_title.take()),
            "ai-title" => self.ai_title = row.string("aiTitle").or(self.ai_title.take()),
            _ if SILENT.contains(&kind) || READ.contains(&kind) => {}
            // The program's own lines have no place in the tree.
            _ if row.text("uuid").is_some() => self.unknown(kind),
            _ => {}
        }
        let line = SessionLine::read(kind, row, place, context);
        if line.uuid.as_ref().is_some_and(|uuid| !self.seen.insert(digest(uuid, row))) {
            return;
        }
        if line.is_visible() {
            self.id = row.any_string(SESSION_ID).or(self.id.take());
            self.agent = row.string("agentId").or(self.agent.take());
        }
        if line.is_sidechain {
            return self.subagents.take(row, line);
        }
        self.subagents.note(row, &line);
        if line.is_visible() || line.uuid.is_some() {
            self.uuids.extend(line.uuid.clone());
            self.lines.push(line);
        }
    }

    fn is_programs_own(&self, row: &Value) -> bool {
        !row.text("type").is_some_and(|kind| READ.contains(&kind))
    }

    fn ends_before(&self, row: &Value) -> bool {
        if !matches!(row.text("type"), Some("user" | "assistant")) {
            return false;
        }
        let session = row.any_text(SESSION_ID);
        let is_other = session.is_some() && self.id.is_some() && session != self.id.as_deref();
        // A fork has a new name for the session, and goes on from its lines.
        is_other && !row.text("parentUuid").is_some_and(|parent| self.uuids.contains(parent))
    }

    fn so_far(&mut self, context: &mut Context<'_>) -> Option<SoFar> {
        if !self.has_main() {
            return None;
        }
        self.transcript.add_subagents(self.subagents.new_by_call(context)?);
        self.take_lines()?;
        let SoFar { same, chat } = self.transcript.so_far()?;
        let title = self.title().or_else(|| chat.title.clone());
        let id = self.id.clone();
        Some(SoFar { same, chat: ImportedChat { id, title, ..chat } })
    }

    fn finish(mut self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        let has_main = self.has_main();
        let subagents = std::mem::take(&mut self.subagents);
        let left = if has_main {
            let (done, left) = subagents.by_call(context);
            self.transcript.add_subagents(done);
            left
        } else {
            self.lines = subagents.into_lines();
            0
        };
        // Nothing can be in the way, as no line was taken yet.
        let _ = self.take_lines();
        let taken_back =
            self.lines.iter().zip(&self.is_taken_back).filter(|(line, is_back)| **is_back && line.is_visible()).count();
        let title = self.title();
        let id = match (self.id, self.agent.filter(|_| !has_main)) {
            (Some(session), Some(agent)) => Some(format!("{session}/{agent}")),
            (session, agent) => session.or(agent),
        };
        context.note_left_out(left, "line", "of subagents");
        context.note_left_out(taken_back, "line", "of branches that the person took back");
        let unknown = format!("of unknown kinds ({})", self.unknown_kinds.join(", "));
        context.note_left_out(self.unknown_lines, "line", &unknown);
        let chat = self.transcript.finish();
        vec![ImportedChat { id, title: title.or(chat.title), ..chat }]
    }
}

impl ClaudeCodeSession {
    /// Whether something was said but by subagents.
    fn has_main(&self) -> bool {
        self.lines.iter().any(SessionLine::is_visible)
    }

    /// Takes the lines that are new; `None` when others of those that were taken have been taken back now.
    fn take_lines(&mut self) -> Option<()> {
        let new = self.lines.split_off(self.is_taken_back.len().min(self.lines.len()));
        self.lines.extend(order::behind_parents(new));
        let is_taken_back = branches::abandoned(&self.lines.iter().map(SessionLine::node).collect::<Vec<_>>());
        let first = self.is_taken_back.len();
        if is_taken_back.get(..first) != Some(self.is_taken_back.as_slice()) {
            return None;
        }
        let new = self.lines.iter_mut().zip(&is_taken_back).skip(first);
        for (line, _) in new.filter(|(_, is_back)| !**is_back) {
            let (visible, at) = line.take();
            self.transcript.take(visible, at);
        }
        self.is_taken_back = is_taken_back;
        Some(())
    }

    fn unknown(&mut self, kind: &str) {
        self.unknown_lines += 1;
        if self.unknown_kinds.len() < MAX_KINDS && !self.unknown_kinds.iter().any(|known| known == kind) {
            self.unknown_kinds.push(kind.to_owned());
        }
    }

    /// A person's title, the program's, or the last summary; one of this file's own lines if there
    /// is any, because summaries of earlier sessions are put at the beginning of later ones.
    fn title(&self) -> Option<String> {
        let is_own = |leaf: &Option<String>| leaf.as_deref().is_some_and(|leaf| self.uuids.contains(leaf));
        let own = self.summaries.iter().rfind(|(leaf, _)| is_own(leaf));
        let summary = own.or(self.summaries.last()).map(|(_, summary)| opening_words(summary, SUMMARY_CHARS));
        self.custom_title.clone().or_else(|| self.ai_title.clone()).or(summary)
    }
}

/// By which the same line is known that is written again, as when a session is resumed.
fn digest(uuid: &str, row: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    uuid.hash(&mut hasher);
    ["message", "content", "attachment"].iter().for_each(|name| row.get(name).hash(&mut hasher));
    hasher.finish()
}
