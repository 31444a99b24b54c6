//! Qwen Code's sessions: lines as Claude Code's, with messages as Gemini's API takes them.

use super::gemini::parts;
use crate::import::conversation::{
    Context, ImportedChat, LenientFields, Location, Part, Role, Value, blocks, subagent, tools,
};
use crate::import::format::{RowCollector, SoFar};
use crate::import::message_lines::{MessageLine, MessageLines};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["systemPayload", "toolCallResult"];

/// Whether this is a line of a session.
pub fn recognises_row(row: &Value) -> bool {
    let is_of_session = row.text("sessionId").is_some() && row.text("type").is_some() && row.has("uuid");
    is_of_session && (row["message"]["parts"].is_array() || row.has("systemPayload") || row.has("provenance"))
}

/// A session's lines.
#[derive(Default)]
pub struct QwenSession(MessageLines);

impl RowCollector for QwenSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if row.text("type").is_none() {
            return context.note(format!("{place}: not a session entry"));
        }
        let (chat, message) = (&mut self.0.chat, &row["message"]);
        chat.id = row.string("sessionId").or(chat.id.take());
        chat.model = row.string("model").or(chat.model.take());
        chat.title = row["systemPayload"].string("customTitle").or(chat.title.take());
        // The program's own lines have no parts.
        let said = message["parts"].is_array().then(|| {
            let role = match row.text("type") {
                Some("tool_result") => Some(Role::Tool),
                _ => blocks::role_of(message, &["role"]),
            };
            let mut parts = parts::read(&message["parts"], context);
            // An edit is its patch.
            let patch = tools::patch(&row["toolCallResult"]["resultDisplay"]);
            if let (Some(patch), [Part::ToolResult { text, .. }]) = (patch, parts.as_mut_slice()) {
                *text = patch;
            }
            let told = parts.iter().find_map(|part| match part {
                Part::Text { text } if row["subtype"] == "notification" => subagent::report(text),
                _ => None,
            });
            if let Some((call, report)) = told {
                return (Role::Tool, vec![tools::result(Some(call), None, report, false)]);
            }
            (role.unwrap_or(Role::Tool), parts)
        });
        let (id, parent) = (row.string("uuid"), row.string("parentUuid"));
        let (created_at, model) = (row.time(&["timestamp"]), row.string("model"));
        self.0.push(MessageLine { id, parent, said, created_at, model });
    }

    fn ends_before(&self, row: &Value) -> bool {
        let is_other = row.text("sessionId").is_some() && row.text("sessionId") != self.0.chat.id.as_deref();
        is_other && self.0.has_said() && row["parentUuid"].is_null()
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        self.0.so_far()
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        vec![self.0.finish(context)]
    }
}
