//! Cline, Roo and their relatives: what the model took (`api_conversation_history.json`), where tools are elements
//! within the words, what the editor showed (`ui_messages.json`), and newer sessions.

mod elements;
mod shown;

use crate::domain::text::one_line;
use crate::import::conversation::{
    Context, ImportedChat, LenientFields, Location, Part, Role, Value, blocks, person, tools,
};
use crate::import::format::RowCollector;
use crate::import::message_lines::{MessageLine, MessageLines};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["system_prompt", "systemPrompt", "content.text"];

/// Around the person's words.
const WRAPPERS: [&str; 3] = ["task", "feedback", "answer"];
/// What only such a conversation has in its first message.
const MARKS: [&str; 4] = ["<task>", "<user_message>", "<user_input", "<environment_details>"];

/// Whether this is a newer session.
pub fn recognises(session: &Value) -> bool {
    let is_own = session.has("system_prompt") && session.any(&["agent", "sessionId"]).is_some();
    session["messages"].is_array() && (is_own || session.list("messages").iter().any(recognises_row))
}

/// Whether this is a first message, or something that the editor showed.
pub fn recognises_row(row: &Value) -> bool {
    let texts = || blocks::texts(row.list("content"));
    let begins = |mark: &&str| texts().iter().any(|text| text.trim_start().starts_with(*mark));
    let said = row["role"] == "user" && MARKS.iter().any(begins);
    // Older ones have no times.
    let is_old = || ["<task>", "<environment_details>"].iter().all(begins);
    said && (row.any(&["ts", "timestamp", "id"]).is_some_and(|time| !time.is_null()) || is_old()) || shown::is_row(row)
}

/// Reads a newer session.
pub fn read(session: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut task = Box::new(ClineTask::default());
    for (number, row) in (1..).zip(session.required_list("messages")?) {
        task.take(row, Location::Number(number), context);
    }
    let about = ImportedChat::about(session, &["sessionId"], &[], &["updated_at"]);
    let chat = task.lines.finish(context);
    ImportedChat { model: chat.model, messages: chat.messages, ..about }.if_visible()
}

/// A task so far.
#[derive(Default)]
pub struct ClineTask {
    lines: MessageLines,
    has_asked: bool,
}

impl RowCollector for ClineTask {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let created_at = row.time(&["ts"]);
        let model = row["modelInfo"].any_string(&["id", "modelId"]);
        let said = if shown::is_row(row) {
            let said = shown::read(row, self.has_asked);
            self.has_asked = true;
            if let Some(kind) = shown::unknown(row).filter(|_| said.is_none()) {
                context.note(format!("{place}: unknown kind `{}`, left out", one_line(kind, 40)));
            }
            said
        } else {
            let Some(role) = blocks::role_of(row, &["role"]) else {
                return context.note(format!("{place}: names no role"));
            };
            self.lines.chat.model = model.clone().or(self.lines.chat.model.take());
            let parts = blocks::read(&row["content"], context);
            Some((role, if role == Role::User { of_person(parts) } else { elements::read(parts) }))
        };
        self.lines.push(MessageLine { said, created_at, model, ..MessageLine::default() });
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        vec![self.lines.finish(context)]
    }
}

/// The person's words, and results of tools that stand among them as text.
fn of_person(parts: Vec<Part>) -> Vec<Part> {
    let mut read: Vec<Part> = Vec::new();
    let mut in_result = false;
    for part in parts {
        let Part::Text { text } = part else {
            read.push(part);
            continue;
        };
        let Some(own) = person::own_words(&text) else { continue };
        let own = own.trim();
        let result = own.strip_prefix('[').and_then(|rest| rest.split_once("] Result:"));
        match (result, read.last_mut()) {
            (Some((_, printed)), _) => {
                in_result = true;
                read.push(tools::result(None, None, printed.trim(), false));
            }
            (None, Some(Part::ToolResult { text, .. })) if in_result && person::unwrapped(own, &WRAPPERS).is_none() => {
                text.push_str(if text.is_empty() { "" } else { "\n" });
                text.push_str(own);
            }
            _ => {
                in_result = false;
                let own = person::unwrapped(own, &WRAPPERS).unwrap_or(own);
                read.extend(Some(own).filter(|own| !own.is_empty()).map(Part::text));
            }
        }
    }
    read
}
