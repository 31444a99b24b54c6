//! Sessions of GitHub Copilot CLI: a line for each event.

use std::collections::BTreeMap;

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Location, Part, Role, Value, blocks, compacted, file_name,
    subagent, tools,
};
use crate::import::format::{RowCollector, SoFar};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] =
    &["transformedContent", "detailedContent", "reasoningOpaque", "toolTelemetry", "systemMessage", "context"];

/// How the kinds of its events begin.
const KINDS: [&str; 6] = ["session.", "user.", "assistant.", "tool.", "system.", "subagent."];

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
    /// Its subagents, by what names each.
    subagents: BTreeMap<String, Subagent>,
}

#[derive(Default)]
struct Subagent {
    /// The call that started it.
    call: Option<String>,
    turns: AgentTurns,
}

impl RowCollector for CopilotSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if !recognises_row(row) {
            return context.note(format!("{place}: not a session entry"));
        }
        let (kind, data) = (row.text("type").unwrap_or_default(), &row["data"]);
        let started_by = data.text("parentToolCallId");
        if let Some(name) = row.text("agentId").or(started_by) {
            let mut subagent = self.subagents.remove(name).unwrap_or_default();
            let call = if kind == "subagent.started" { tools::call_id(data) } else { started_by };
            subagent.call = call.map(str::to_owned).or(subagent.call);
            self.event(kind, row, &mut subagent.turns, context);
            self.subagents.insert(name.to_owned(), subagent);
            return;
        }
        let chat = &mut self.chat;
        match kind {
            "session.start" => {
                chat.id = data.string("sessionId");
                chat.created_at = data.time(&["startTime"]);
                chat.model = data.string("selectedModel");
            }
            "session.title_changed" => chat.title = data.string("title").or(chat.title.take()),
            "assistant.message" => chat.model = data.string("model").or(chat.model.take()),
            _ => {}
        }
        let mut turns = std::mem::take(&mut self.turns);
        self.event(kind, row, &mut turns, context);
        self.turns = turns;
    }

    fn ends_before(&self, row: &Value) -> bool {
        row["type"] == "session.start" && self.turns.last_of_person(0).is_some()
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        let (same, messages) = self.turns.news();
        Some(SoFar { same, chat: ImportedChat { messages, ..self.chat.clone() } })
    }

    fn finish(mut self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        // They worked on while the session did.
        for subagent in std::mem::take(&mut self.subagents).into_values() {
            let steps = subagent::steps(subagent.turns.finish());
            if !steps.is_empty() {
                self.turns.answer(subagent.call.as_deref(), steps, None);
            }
        }
        vec![ImportedChat { messages: self.turns.finish(), ..self.chat }]
    }
}

impl CopilotSession {
    /// Something that was said or done, in the session or by one of its subagents.
    fn event(&mut self, kind: &str, row: &Value, turns: &mut AgentTurns, context: &mut Context<'_>) {
        let (data, at) = (&row["data"], row.time(&["timestamp"]));
        match kind {
            "user.message" => {
                let files = data.list("attachments").iter();
                let files: Vec<Part> = files.map(|file| file_of(file, context)).collect();
                let said = data.text("content").map(Part::text);
                turns.take(Role::User, said.into_iter().chain(files).collect(), at);
            }
            "assistant.message" => {
                turns.said_by(data.string("model").or(self.chat.model.clone()));
                let thought = data.text("reasoningText").map(Part::reasoning);
                let said = data.text("content").map(Part::text);
                let calls = data.list("toolRequests").iter().map(tools::api_call);
                turns.take(Role::Assistant, thought.into_iter().chain(said).chain(calls).collect(), at);
            }
            "tool.execution_complete" => {
                let error = data["error"].text("message");
                let (edits, given) = (data.list("fileEdits"), &data["result"]);
                let is_edit = !edits.is_empty() && edits.iter().all(|edit| edit["kind"] == "edit");
                let patch = given.text("detailedContent").filter(|text| is_edit && text.contains("\n@@"));
                let text = error.map(str::to_owned).or(patch.map(tools::hunks));
                let text = text.unwrap_or_else(|| tools::block_output(&given["content"]));
                let id = tools::call_id(data);
                let result = vec![tools::result(id, None, text, data["success"] == false)];
                let done = id.map(|id| self.done_by(id)).unwrap_or_default();
                turns.answer(id, subagent::before(done, &result).into_iter().chain(result).collect(), at);
            }
            "session.error" => turns.fail(data.text("message").unwrap_or_default(), at),
            "session.compaction_complete" => {
                let summary = data.any_text(&["summaryContent", "summary"]);
                turns.say(Role::System, vec![compacted(summary)], at);
            }
            _ => {}
        }
    }

    /// What the subagents did that a call has started, until now.
    fn done_by(&mut self, call: &str) -> Vec<Part> {
        let started = self.subagents.values_mut().filter(|subagent| subagent.call.as_deref() == Some(call));
        started.flat_map(|subagent| subagent::steps(std::mem::take(&mut subagent.turns).finish())).collect()
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
