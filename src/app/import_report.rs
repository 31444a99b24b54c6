//! The report of an import, for the API and for storing. Its counts are complete, but its lists are bounded: otherwise
//! an upload of a million empty conversations would be answered with twice its size.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::import_job::ReportLine;
use crate::domain::id::{ChatId, UserId};
use crate::domain::text::{ShortText, one_line};
use crate::domain::timestamp::Timestamp;
use crate::store::imports::ImportOutcome;
use crate::store::{Store, StoreError, import_reports};

/// How long a report is kept.
pub const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How many reports are kept of one person.
pub const MOST_KEPT: u32 = 20;

/// What became of an import.
#[derive(Default, Serialize, Deserialize)]
pub struct ImportReport {
    /// Nothing was stored.
    pub is_dry_run: bool,
    /// New conversations.
    pub imported: usize,
    /// Those that were there and have changed in their source.
    pub updated: usize,
    /// Those that were there as they are.
    pub unchanged: usize,
    /// Those that were changed both here and in their source, and left alone.
    pub changed_here: usize,
    /// Those that could not be read.
    pub skipped: usize,
    /// The files, with their conversations.
    pub files: Vec<ReportedFile>,
    /// Remarks, in sentences.
    pub notes: Vec<String>,
    /// Something is counted that is not listed.
    pub truncated: bool,
    #[serde(skip)]
    room: Room,
}

/// A file with conversations.
#[derive(Serialize, Deserialize)]
pub struct ReportedFile {
    /// The file's name.
    pub name: String,
    /// The name of its format.
    pub format: String,
    /// What became of its conversations.
    pub conversations: Vec<ReportedConversation>,
}

/// What became of a conversation.
#[derive(Serialize, Deserialize)]
pub struct ReportedConversation {
    /// `None` when nothing is stored.
    pub chat_id: Option<ChatId>,
    /// What it is called in its source, or where it stands there.
    pub name: String,
    /// What became of it.
    pub outcome: ReportedOutcome,
    /// The number of its messages.
    pub messages: usize,
    /// How many of them were not here before.
    pub new_messages: usize,
    /// Why it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was left out of it.
    pub notes: Vec<String>,
}

/// What became of a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportedOutcome {
    /// It is new.
    Imported,
    /// There is more of it, or another title.
    Updated,
    /// It was there as it is.
    Unchanged,
    /// It was changed both here and in its source, and left alone.
    ChangedHere,
    /// It could not be read.
    Skipped,
}

/// A report that was kept.
#[derive(Serialize)]
pub struct KeptReport {
    /// The report's id.
    pub id: i64,
    /// What was imported.
    pub name: ShortText,
    /// When the import ended.
    pub created_at: Timestamp,
    /// What became of it.
    pub report: ImportReport,
}

/// How much more can be listed.
struct Room {
    entries: usize,
    /// Remarks, those of conversations included.
    notes: usize,
    /// Characters of a text that is not of our own making.
    chars: usize,
    /// Conversations that were there already are listed, too.
    lists_unchanged: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self { entries: 10_000, notes: 1000, chars: 500, lists_unchanged: true }
    }
}

impl ImportReport {
    /// Of an import that only says what it would do, or of one that does it.
    pub fn new(is_dry_run: bool) -> Self {
        Self { is_dry_run, ..Self::default() }
    }

    /// One to be kept, which is shorter: some hundred kilobytes at most.
    pub fn to_keep() -> Self {
        Self { room: Room { entries: 500, notes: 200, chars: 300, lists_unchanged: false }, ..Self::default() }
    }

    /// Keeps it for a while, as that of what is called so.
    pub fn keep(&self, store: &Store, owner: UserId, name: &str, now: Timestamp) -> Result<(), StoreError> {
        let name = ShortText::salvage(&one_line(name, ShortText::MAX_CHARS)).unwrap_or(ShortText::fixed("Import"));
        let json = serde_json::to_string(self).map_err(|error| StoreError::Internal(error.into()))?;
        store.write(|tx| import_reports::insert(tx, owner, &name, &json, MOST_KEPT, now))
    }

    /// Whether it says nothing.
    pub const fn is_empty(&self) -> bool {
        self.files.is_empty() && self.notes.is_empty()
    }

    /// One more line.
    pub fn add(&mut self, line: &ReportLine) {
        match line {
            ReportLine::File { name, format } => {
                if self.has_room(|room| &mut room.entries) {
                    let (name, format) = (self.cut(name), (*format).to_owned());
                    self.files.push(ReportedFile { name, format, conversations: Vec::new() });
                }
            }
            ReportLine::Chat { id, outcome, name, messages, notes } => {
                self.add_chat(*id, *outcome, name, *messages, notes);
            }
            ReportLine::Skipped { label, reason } => {
                self.skipped += 1;
                let entry = ReportedConversation {
                    chat_id: None,
                    name: self.cut(label),
                    outcome: ReportedOutcome::Skipped,
                    messages: 0,
                    new_messages: 0,
                    reason: Some(self.cut(reason)),
                    notes: Vec::new(),
                };
                self.list(entry);
            }
            ReportLine::Note(text) | ReportLine::Whole { text, .. } => self.note(text),
        }
    }

    /// A remark, in a sentence.
    pub fn note(&mut self, text: &str) {
        if self.has_room(|room| &mut room.notes) {
            self.notes.push(self.cut(text));
        }
    }

    fn add_chat(
        &mut self,
        chat_id: Option<ChatId>,
        outcome: ImportOutcome,
        name: &ShortText,
        messages: usize,
        notes: &[String],
    ) {
        let (count, outcome, new_messages) = match outcome {
            ImportOutcome::New => (&mut self.imported, ReportedOutcome::Imported, messages),
            ImportOutcome::Updated(more) => (&mut self.updated, ReportedOutcome::Updated, more),
            ImportOutcome::Renamed => (&mut self.updated, ReportedOutcome::Updated, 0),
            ImportOutcome::Unchanged => (&mut self.unchanged, ReportedOutcome::Unchanged, 0),
            ImportOutcome::ChangedHere => (&mut self.changed_here, ReportedOutcome::ChangedHere, 0),
        };
        *count += 1;
        if outcome == ReportedOutcome::Unchanged && !self.room.lists_unchanged {
            return;
        }
        let notes = notes.iter().filter(|_| self.has_room(|room| &mut room.notes)).cloned().collect::<Vec<_>>();
        let notes = notes.iter().map(|note| self.cut(note)).collect();
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

    fn cut(&self, text: &str) -> String {
        match text.char_indices().nth(self.room.chars) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
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

/// The reports that are kept of somebody, the newest first, at most so many.
pub fn kept(store: &Store, owner: UserId, most: u32) -> Result<Vec<KeptReport>, StoreError> {
    let rows = store.read_one(|db| import_reports::of_user(db, owner, most))?;
    let read = |(id, name, json, created_at): import_reports::StoredReport| {
        let report = serde_json::from_str(&json).ok()?;
        Some(KeptReport { id, name, created_at, report })
    };
    // One in a form of another version is not worth an error.
    Ok(rows.into_iter().filter_map(read).collect())
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
        report.add(&ReportLine::File { name: "x".repeat(1000), format: "messages" });
        for number in 0..20_000 {
            report.add(&chat(number));
        }
        report.add(&ReportLine::Skipped { label: "Conversation 7".to_owned(), reason: "it is broken".to_owned() });
        report.add(&ReportLine::File { name: "another".to_owned(), format: "messages" });
        let report = json!(report);
        assert_eq!(
            (&report["updated"], &report["skipped"], &report["truncated"]),
            (&json!(20_000), &json!(1), &json!(true))
        );
        let files = report["files"].as_array().expect("files");
        assert_eq!(files.len(), 1);
        assert_eq!(files[0]["name"].as_str().expect("a name").chars().count(), 501);
        let listed = files[0]["conversations"].as_array().expect("conversations");
        assert_eq!(listed.len(), 9999);
        assert_eq!(
            listed[0],
            json!({
                "chat_id": 0, "name": "A chat", "outcome": "updated", "messages": 5, "new_messages": 2,
                "notes": ["a note"],
            })
        );
        assert_eq!(listed[1000]["notes"], json!([]));
    }
}
