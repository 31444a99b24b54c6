//! The report of an import, as the API tells it. Its counts are complete; its lists end somewhere, or
//! an upload of a million conversations without messages would be answered at twice its size.

use serde::Serialize;

use crate::app::import_job::ReportLine;
use crate::domain::id::ChatId;
use crate::domain::text::ShortText;
use crate::store::imports::ImportOutcome;

/// Files and conversations that are listed.
const MOST_ENTRIES: usize = 10_000;

/// Remarks that are listed, those of conversations included.
const MOST_NOTES: usize = 1000;

/// Characters of a text that is not of our own making.
const MOST_CHARS: usize = 500;

/// What became of an upload.
#[derive(Default, Serialize)]
pub struct ImportReport {
    is_dry_run: bool,
    imported: usize,
    updated: usize,
    unchanged: usize,
    changed_here: usize,
    skipped: usize,
    files: Vec<ReportedFile>,
    notes: Vec<String>,
    /// Something is counted that is not listed.
    truncated: bool,
    #[serde(skip)]
    room: Room,
}

#[derive(Serialize)]
struct ReportedFile {
    name: String,
    format: &'static str,
    conversations: Vec<ReportedConversation>,
}

#[derive(Serialize)]
struct ReportedConversation {
    /// `None` when nothing is stored.
    chat_id: Option<ChatId>,
    /// What it is called in its source, or where it stands there.
    name: String,
    outcome: &'static str,
    messages: usize,
    /// How many of them were not here before.
    new_messages: usize,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    notes: Vec<String>,
}

/// How much more can be listed.
struct Room {
    entries: usize,
    notes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { entries: MOST_ENTRIES, notes: MOST_NOTES }
    }
}

impl ImportReport {
    /// Of an import that only says what it would do, or of one that does it.
    pub fn new(is_dry_run: bool) -> Self {
        Self { is_dry_run, ..Self::default() }
    }

    /// Whether it says nothing.
    pub const fn is_empty(&self) -> bool {
        self.files.is_empty() && self.notes.is_empty()
    }

    /// One more line.
    pub fn add(&mut self, line: ReportLine) {
        match line {
            ReportLine::File { name, format } => {
                if self.has_room(|room| &mut room.entries) {
                    self.files.push(ReportedFile { name: cut(name), format, conversations: Vec::new() });
                }
            }
            ReportLine::Chat { id, outcome, name, messages, notes } => {
                self.add_chat(id, outcome, &name, messages, notes)
            }
            ReportLine::Skipped { label, reason } => {
                self.skipped += 1;
                let entry = ReportedConversation {
                    chat_id: None,
                    name: cut(label),
                    outcome: "skipped",
                    messages: 0,
                    new_messages: 0,
                    reason: Some(cut(reason)),
                    notes: Vec::new(),
                };
                self.list(entry);
            }
            ReportLine::Note(text) | ReportLine::Whole { text, .. } => {
                if self.has_room(|room| &mut room.notes) {
                    self.notes.push(cut(text));
                }
            }
        }
    }

    fn add_chat(
        &mut self,
        chat_id: Option<ChatId>,
        outcome: ImportOutcome,
        name: &ShortText,
        messages: usize,
        mut notes: Vec<String>,
    ) {
        let (count, outcome, new_messages) = match outcome {
            ImportOutcome::New => (&mut self.imported, "imported", messages),
            ImportOutcome::Updated(more) => (&mut self.updated, "updated", more),
            ImportOutcome::Unchanged => (&mut self.unchanged, "unchanged", 0),
            ImportOutcome::ChangedHere => (&mut self.changed_here, "changed_here", 0),
        };
        *count += 1;
        notes.retain(|_| self.has_room(|room| &mut room.notes));
        let notes = notes.into_iter().map(cut).collect();
        let name = name.as_str().to_owned();
        self.list(ReportedConversation { chat_id, name, outcome, messages, new_messages, reason: None, notes });
    }

    fn list(&mut self, conversation: ReportedConversation) {
        // Once a file was left out there is no room for its conversations either.
        if self.has_room(|room| &mut room.entries)
            && let Some(file) = self.files.last_mut()
        {
            file.conversations.push(conversation);
        }
    }

    /// Whether one more can be listed, which then takes its room.
    fn has_room(&mut self, of: fn(&mut Room) -> &mut usize) -> bool {
        let left = of(&mut self.room);
        let has_room = *left > 0;
        *left = left.saturating_sub(1);
        self.truncated |= !has_room;
        has_room
    }
}

fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARS) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chat(number: i64) -> ReportLine {
        let name = ShortText::parse("A chat").expect("a name");
        let id = Some(ChatId::new(number));
        ReportLine::Chat { id, outcome: ImportOutcome::Updated(2), name, messages: 5, notes: vec!["a note".to_owned()] }
    }

    #[test]
    fn what_is_not_listed_is_still_counted() {
        let mut report = ImportReport::new(false);
        report.add(ReportLine::File { name: "x".repeat(1000), format: "messages" });
        for number in 0..20_000 {
            report.add(chat(number));
        }
        report.add(ReportLine::Skipped { label: "Conversation 7".to_owned(), reason: "it is broken".to_owned() });
        report.add(ReportLine::File { name: "another".to_owned(), format: "messages" });
        let report = json!(report);
        assert_eq!(
            (&report["updated"], &report["skipped"], &report["truncated"]),
            (&json!(20_000), &json!(1), &json!(true))
        );
        let files = report["files"].as_array().expect("files");
        assert_eq!(files.len(), 1);
        assert_eq!(files[0]["name"].as_str().expect("a name").chars().count(), MOST_CHARS + 1);
        let listed = files[0]["conversations"].as_array().expect("conversations");
        assert_eq!(listed.len(), MOST_ENTRIES - 1);
        assert_eq!(
            listed[0],
            json!({
                "chat_id": 0, "name": "A chat", "outcome": "updated", "messages": 5, "new_messages": 2,
                "notes": ["a note"],
            })
        );
        assert_eq!(listed[MOST_NOTES]["notes"], json!([]));
    }
}
