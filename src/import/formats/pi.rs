//! Sessions of Pi and of agents built on it, as OpenClaw: a line about the session, then one for each entry of a
//! tree. Droid of Factory writes the same with Anthropic's blocks.

use crate::import::conversation::{
    Context, ImportedChat, LenientFields, Location, Part, Role, Value, blocks, compacted, message_model, tools,
};
use crate::import::format::{RowCollector, SoFar};
use crate::import::message_lines::{MessageLine, MessageLines};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["diagnostics", "data", "details"];

/// The first line of Pi's, and of Droid's.
const HEADS: [&str; 2] = ["session", "session_start"];

/// Whether this is a line about a session, or one with a message.
pub fn recognises_row(row: &Value) -> bool {
    is_head(row) || row["type"] == "message" && row.has("id") && row["message"].text("role").is_some()
}

fn is_head(row: &Value) -> bool {
    row.text("type").is_some_and(|kind| HEADS.contains(&kind)) && row.text("id").is_some() && row.has("cwd")
}

/// A session's lines.
#[derive(Default)]
pub struct PiSession(MessageLines);

impl RowCollector for PiSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let chat = &mut self.0.chat;
        if is_head(row) {
            chat.id = row.string("id");
            chat.title = row.string("title").or(chat.title.take());
            chat.created_at = row.time(&["timestamp"]);
            return;
        }
        let message = &row["message"];
        let model = message_model(message).or_else(|| message.string("modelId"));
        let said = match row.text("type") {
            Some("message") => {
                chat.model = model.clone().or(chat.model.take());
                match said(message, context) {
                    Some(said) => Some(said),
                    None => return context.note(format!("{place}: names no role")),
                }
            }
            Some("session_info") => {
                chat.title = row.string("name").or(chat.title.take());
                None
            }
            Some("compaction" | "branch_summary") => {
                row.text("summary").map(|summary| (Role::System, vec![compacted(Some(summary))]))
            }
            Some(_) => None,
            None => return context.note(format!("{place}: not a session entry")),
        };
        let (id, parent) = (row.string("id"), row.string("parentId"));
        let created_at = row.time(&["timestamp"]).or_else(|| message.time(&["timestamp"]));
        self.0.push(MessageLine { id, parent, said, created_at, model });
    }

    fn ends_before(&self, row: &Value) -> bool {
        is_head(row) && self.0.has_said()
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        self.0.so_far()
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        vec![self.0.finish(context)]
    }
}

/// Who says what in a message; a tool's result is one of its own.
fn said(message: &Value, context: &mut Context<'_>) -> Option<(Role, Vec<Part>)> {
    let role = match message.text("role")? {
        // Commands that the person ran, and what extensions put in.
        "bashExecution" => {
            let command = message.text("command").map(|command| Part::text(format!("! {command}")));
            let printed = tools::result(
                None,
                None,
                tools::block_output(&message["output"]),
                message["exitCode"].as_i64().is_some_and(|code| code != 0),
            );
            return Some((Role::User, command.into_iter().chain([printed]).collect()));
        }
        "custom" | "hookMessage" => return Some((Role::System, Vec::new())),
        name => blocks::role(name)?,
    };
    let mut parts = blocks::read(&message["content"], context);
    parts.extend(message.text("errorMessage").map(|error| Part::text(format!("Error: {error}"))));
    if role == Role::Tool {
        let is_result = |part: &Part| matches!(part, Part::ToolResult { .. });
        if !parts.iter().any(is_result) {
            let (text, others) = tools::printed(parts);
            let id = message.any_text(tools::RESULT_IDS);
            let text = tools::patch(&message["details"]).unwrap_or(text);
            let result = tools::result(id, message.text("toolName"), text, message["isError"] == true);
            parts = std::iter::once(result).chain(others).collect();
        }
    }
    Some((role, parts))
}
