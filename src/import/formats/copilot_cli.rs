//! Sessions of GitHub Copilot CLI: a line for each event.

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Location, Part, Role, Value, blocks, compacted, file_name, tools,
};
use crate::import::format::{RowCollector, SoFar};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] =
    &["transformedContent", "detailedContent", "reasoningOpaque", "toolTelemetry", "systemMessage", "context"];

/// How the kinds of its events begin.
const KINDS: [&str; 5] = ["session.", "user.", "assistant.", "tool.", "system."];

/// Whether this is a line of a session.
pub fn recognises_row(row: &Value) -> bool {
    let is_kind = |kind: &str| KINDS.iter().any(|start| kind.starts_with(start));
    row.text("type").is_some_and(is_kind) && row["data"].is_object()
}

/// A session so far.
#[derive(Default)]
pub struct CopilotSession {
    chat: ImportedChat,
    turns: AgentTurns,
}

impl RowCollector for CopilotSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if !recognises_row(row) {
            return context.note(format!("{place}: not a session entry"));
        }
        let (data, at) = (&row["data"], row.time(&["timestamp"]));
        let (chat, turns) = (&mut self.chat, &mut self.turns);
        match row.text("type").unwrap_or_default() {
            "session.start" => {
                chat.id = data.string("sessionId");
                chat.created_at = data.time(&["startTime"]);
                chat.model = data.string("selectedModel");
            }
            "session.title_changed" => chat.title = data.string("title").or(chat.title.take()),
            "user.message" => {
                let files = data.list("attachments").iter();
                let files: Vec<Part> = files.map(|file| file_of(file, context)).collect();
                let said = data.text("content").map(Part::text);
                turns.take(Role::User, said.into_iter().chain(files).collect(), at);
            }
            "assistant.message" => {
                chat.model = data.string("model").or(chat.model.take());
                turns.said_by(chat.model.clone());
                let thought = data.text("reasoningText").map(Part::reasoning);
                let said = data.text("content").map(Part::text);
                let calls = data.list("toolRequests").iter().map(tools::api_call);
                turns.take(Role::Assistant, thought.into_iter().chain(said).chain(calls).collect(), at);
            }
            "tool.execution_complete" => {
                let error = data["error"].text("message");
                let text = error.map_or_else(|| tools::block_output(&data["result"]["content"]), str::to_owned);
                let id = tools::call_id(data);
                turns.answer(id, vec![tools::result(id, None, text, data["success"] == false)], at);
            }
            "session.error" => turns.fail(data.text("message").unwrap_or_default(), at),
            "session.compaction_complete" => {
                let summary = data.any_text(&["summaryContent", "summary"]);
                turns.say(Role::System, vec![compacted(summary)], at);
            }
            _ => {}
        }
    }

    fn ends_before(&self, row: &Value) -> bool {
        row["type"] == "session.start" && self.turns.last_of_person(0).is_some()
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        let (same, messages) = self.turns.news();
        Some(SoFar { same, chat: ImportedChat { messages, ..self.chat.clone() } })
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        vec![ImportedChat { messages: self.turns.finish(), ..self.chat }]
    }
}

/// A file that the person named: its path says more of their machine than a reader needs.
fn file_of(file: &Value, context: &mut Context<'_>) -> Part {
    let path = file.any_text(&["displayName", "path", "filePath"]);
    match path.map(file_name::base) {
        Some(name) => context.elsewhere(file_name::kind(name), Some(name)),
        None => blocks::files::attached(file, context),
    }
}
