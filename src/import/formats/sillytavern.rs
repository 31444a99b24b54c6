//! SillyTavern's chats: a line about the chat, then one for each message. Of a message's swipes the
//! chosen one is its text.

mod date;
mod files;

use std::collections::HashSet;

use crate::domain::text::one_line;
use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Role, Value, thinking, tools,
};
use crate::import::format::RowCollector;

/// What newer versions write where the names were.
const UNUSED: &str = "unused";

/// Whether this is the first line or one of a message.
pub fn recognises_row(row: &Value) -> bool {
    is_header(row) || row.has("mes") && row.any(&["is_user", "send_date"]).is_some() && row.has("name")
}

fn is_header(row: &Value) -> bool {
    let has_names = row["user_name"].is_string() && row["character_name"].is_string();
    !row.has("mes") && (has_names || row["chat_metadata"].is_object())
}

/// A chat's lines.
#[derive(Default)]
pub struct CharacterChat {
    chat: ImportedChat,
    /// Who says each message, where it is a character.
    speakers: Vec<Option<String>>,
}

impl RowCollector for CharacterChat {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if is_header(row) {
            self.chat.title = row.string("character_name").filter(|name| name != UNUSED);
            self.chat.id = row["chat_metadata"].string("integrity");
            self.chat.created_at = date::time(row, &["create_date"]);
            return;
        }
        let extra = &row["extra"];
        self.chat.model = extra.string("model").or(self.chat.model.take());
        let created_at = date::time(row, &["send_date"]);
        let invocations = extra.list("tool_invocations");
        if !invocations.is_empty() {
            // The text says the same again, as JSON.
            let (calls, results): (Vec<Part>, Vec<Part>) = invocations.iter().map(tool).unzip();
            self.put(ImportedMessage::new(Role::Assistant, calls, created_at), None);
            self.put(ImportedMessage::new(Role::Tool, results, created_at), None);
            return;
        }
        let Some(text) = text(row) else { return self.put(context.kept(place, row, created_at), None) };
        let role = match (row["is_system"] == true, row["is_user"] == true) {
            (true, _) => Role::System,
            (false, true) => Role::User,
            (false, false) => Role::Assistant,
        };
        let mut parts: Vec<Part> = extra.text("reasoning").map(Part::reasoning).into_iter().collect();
        // Before the speaker's name is put there.
        parts.extend(thinking::parts(text));
        parts.extend(files::read(extra, context));
        let speaker = row.string("name").filter(|_| role == Role::Assistant);
        self.put(ImportedMessage::new(role, parts, created_at).said_by(extra.string("model")), speaker);
    }

    fn ends_before(&self, row: &Value) -> bool {
        is_header(row) && !self.chat.messages.is_empty()
    }

    fn finish(mut self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        let characters: HashSet<&String> = self.speakers.iter().flatten().collect();
        if characters.len() > 1 {
            self.name_speakers();
        } else if self.chat.title.is_none() {
            self.chat.title = characters.into_iter().next().cloned();
        }
        vec![self.chat]
    }
}

impl CharacterChat {
    fn put(&mut self, message: ImportedMessage, speaker: Option<String>) {
        self.chat.messages.push(message);
        self.speakers.push(speaker);
    }

    /// Where several characters speak, one must see who.
    fn name_speakers(&mut self) {
        for (message, speaker) in self.chat.messages.iter_mut().zip(&self.speakers) {
            let Some(name) = speaker.as_ref().map(|speaker| one_line(speaker, 100)) else { continue };
            let words = message.parts.iter_mut().find_map(|part| match part {
                Part::Text { text } => Some(text),
                _ => None,
            });
            match words {
                Some(text) => *text = format!("{name}: {text}"),
                None => message.parts.insert(0, Part::text(format!("{name}:"))),
            }
        }
    }
}

/// The text, or else the chosen swipe.
fn text(row: &Value) -> Option<&str> {
    let chosen = row["swipe_id"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    row["mes"].as_str().or_else(|| row["swipes"][chosen].as_str())
}

/// A tool's call and its result.
fn tool(invocation: &Value) -> (Part, Part) {
    let id = invocation.text("id");
    let input = tools::input(&invocation["parameters"]);
    let call = tools::call(id, invocation.any_text(&["name", "displayName"]), input);
    (call, tools::result(id, None, tools::block_output(&invocation["result"]), false))
}
