//! Cursor's transcripts of agents: a line for each message, which names nothing but who says it.

use crate::import::conversation::{Context, ImportedChat, LenientFields, Location, Value, blocks};
use crate::import::format::{RowCollector, SoFar};
use crate::import::message_lines::{MessageLine, MessageLines};

/// Whether this is such a line.
pub fn recognises_row(row: &Value) -> bool {
    row.text("role").is_some() && row["message"].has("content") && !row.has("type")
}

/// A transcript's lines.
#[derive(Default)]
pub struct CursorTranscript(MessageLines);

impl RowCollector for CursorTranscript {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let Some(role) = blocks::role_of(row, &["role"]) else {
            return context.note(format!("{place}: names no role"));
        };
        let said = Some((role, blocks::read(&row["message"]["content"], context)));
        self.0.push(MessageLine { said, created_at: row.time(&["timestamp"]), ..MessageLine::default() });
    }

    fn so_far(&mut self, context: &mut Context<'_>) -> Option<SoFar> {
        let SoFar { same, chat } = self.0.so_far()?;
        Some(SoFar { same, chat: ImportedChat { id: id(context), ..chat } })
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        let id = id(context);
        vec![ImportedChat { id, ..self.0.finish(context) }]
    }
}

/// Cursor names the file after the conversation.
fn id(context: &Context<'_>) -> Option<String> {
    Some(context.file_name.to_owned()).filter(|name| name.len() == 36)
}
