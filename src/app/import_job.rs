//! Imports: what `import/` reads, put into the store, with a report of what became of each
//! conversation. Commands and the API do it this one way.

mod known_texts;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use crate::domain::chat::{KnownText, NewChat};
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::{Sha256, digests};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::import::{self, ImportError, ImportEvent, ImportSource, ReadOptions, Stop};
use crate::store::imports::{ImportOutcome, Met};
use crate::store::{Store, StoreError, imports};
use known_texts::KnownTexts;

/// A transaction takes conversations until they have so many bytes together, or are so many: short
/// enough that others get their turn at the database in between.
const BATCH_BYTES: usize = 4 * 1024 * 1024;
const BATCH_EVENTS: usize = 500;

/// What to do with what is read.
pub struct ImportJob<'a> {
    /// The database to import into.
    pub store: &'a Store,
    /// Whose it will be.
    pub owner: UserId,
    /// Only the last so many messages of each conversation, as conversations of their own.
    pub last: Option<usize>,
    /// A name for the conversations, whatever they are called in their source.
    pub title: Option<ShortText>,
    /// Only say what would be done.
    pub is_dry_run: bool,
    /// Set from outside to end early: what was reported by then is stored.
    pub stop: &'a AtomicBool,
}

/// A line of the report. It is given out when what it says is in the database.
#[derive(Debug)]
pub enum ReportLine {
    /// What follows is of this file.
    File {
        /// Its name within the archive or folder, or its own.
        name: String,
        /// The name of its format.
        format: &'static str,
    },
    /// A conversation.
    Chat {
        /// Its number; `None` when nothing was stored.
        id: Option<ChatId>,
        /// What became of it.
        outcome: ImportOutcome,
        /// What it is called in its source.
        name: ShortText,
        /// The number of its messages.
        messages: usize,
        /// What was left out of it or kept as it is: half sentences that begin with the place.
        notes: Vec<String>,
    },
    /// A conversation that could not be read.
    Skipped {
        /// Where, and its title if there is one.
        label: String,
        /// Half a sentence that says why.
        reason: String,
    },
    /// A remark about the file: a sentence.
    Note(String),
    /// One about all that is read, or about a file of it, which it names.
    Whole {
        text: String,
        /// There may have been more conversations in the file.
        is_loss: bool,
    },
}

/// Why an import failed. What was reported before is stored.
#[derive(Debug)]
pub enum ImportJobError {
    /// The files.
    Import(ImportError),
    /// The database.
    Store(StoreError),
}

impl From<StoreError> for ImportJobError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A conversation's number, unless nothing was stored, and what became of it.
type Taken = (Option<ChatId>, ImportOutcome);

/// Events on their way to one transaction.
#[derive(Default)]
struct EventBatch {
    events: Vec<ImportEvent>,
    bytes: usize,
}

impl ImportJob<'_> {
    /// Imports a source, and reports. `Break` when it was stopped from outside.
    pub fn run(
        &self,
        source: &ImportSource,
        options: &ReadOptions,
        report: &mut (dyn FnMut(ReportLine) + Send),
    ) -> Result<ControlFlow<()>, ImportJobError> {
        // Without a buffer: one batch is read while another is written, and no more are in memory.
        let (sender, receiver) = mpsc::sync_channel::<EventBatch>(0);
        thread::scope(|scope| {
            let writing = scope.spawn(move || {
                let mut met = Met::default();
                // When it fails, the reader's next batch finds nobody, and that ends, too.
                receiver.into_iter().try_for_each(|batch| self.write(batch, &mut met, report))
            });
            // Here and not there: reading takes the memory, and glibc keeps what a thread has used for
            // that thread. A caller who imports again and again on one thread uses it again.
            let read = self.read(source, options, sender);
            writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            match read {
                Ok(()) => Ok(ControlFlow::Continue(())),
                Err(ImportError::Stopped) => Ok(ControlFlow::Break(())),
                Err(error) => Err(ImportJobError::Import(error)),
            }
        })
    }

    fn read(
        &self,
        source: &ImportSource,
        options: &ReadOptions,
        sender: mpsc::SyncSender<EventBatch>,
    ) -> Result<(), ImportError> {
        let mut batch = EventBatch::default();
        // Of a part, or under another name, it is another conversation.
        let is_plain = self.last.is_none() && self.title.is_none() && !self.is_dry_run;
        let known = is_plain.then(|| KnownTexts::new(self.store, self.owner));
        let options = ReadOptions { known: known.as_ref().map(KnownTexts::look_up), ..options.clone() };
        let read = import::read(source, &options, &mut |event| {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Stop);
            }
            if let (Some(known), ImportEvent::Chat { chat, .. }) = (&known, &event) {
                known.note(chat);
            }
            batch.bytes += weight(&event);
            batch.events.push(event);
            if batch.bytes >= BATCH_BYTES || batch.events.len() >= BATCH_EVENTS {
                sender.send(std::mem::take(&mut batch)).map_err(|_| Stop)?;
            }
            Ok(())
        });
        // Also what came before a fault.
        sender.send(batch).map_err(|_| ImportError::Stopped)?;
        read
    }

    fn write(
        &self,
        batch: EventBatch,
        met: &mut Met,
        report: &mut (dyn FnMut(ReportLine) + Send),
    ) -> Result<(), StoreError> {
        let events = batch.events;
        let lines = if self.is_dry_run {
            self.store.read(|db| {
                let mut look = |chat: &NewChat| imports::look(db, self.owner, chat, met).map(|outcome| (None, outcome));
                events.into_iter().map(|event| self.line(event, &mut look)).collect::<Result<Vec<_>, StoreError>>()
            })
        } else {
            self.store.write(|tx| {
                let now = Timestamp::now();
                let mut put = |chat: &NewChat| {
                    imports::put(tx, self.owner, chat, met, now).map(|(id, outcome)| (Some(id), outcome))
                };
                events.into_iter().map(|event| self.line(event, &mut put)).collect::<Result<Vec<_>, StoreError>>()
            })
        }?;
        lines.into_iter().for_each(report);
        Ok(())
    }

    fn line(
        &self,
        event: ImportEvent,
        take: &mut dyn FnMut(&NewChat) -> Result<Taken, StoreError>,
    ) -> Result<ReportLine, StoreError> {
        Ok(match event {
            ImportEvent::File { name, format } => ReportLine::File { name, format },
            ImportEvent::Skipped { label, reason } => ReportLine::Skipped { label, reason },
            ImportEvent::Note(text) => ReportLine::Note(text),
            ImportEvent::Whole { text, is_loss } => ReportLine::Whole { text, is_loss },
            ImportEvent::Known(KnownText { chat, name, messages, .. }) => ReportLine::Chat {
                id: Some(chat),
                outcome: ImportOutcome::Unchanged,
                name,
                messages,
                notes: Vec::new(),
            },
            ImportEvent::Chat { chat, notes } => {
                let chat = cut(*chat, self.title.as_ref(), self.last);
                let (id, outcome) = take(&chat)?;
                ReportLine::Chat { id, outcome, name: chat.name, messages: chat.messages.len(), notes }
            }
        })
    }
}

/// The part of a conversation that is wanted, under the name that is wanted.
pub fn cut(mut chat: NewChat, title: Option<&ShortText>, last: Option<usize>) -> NewChat {
    if let Some(title) = title {
        chat.name = title.clone();
    }
    if let Some(last) = last {
        chat.messages.drain(..chat.messages.len().saturating_sub(last));
        let named: HashSet<Sha256> = chat.messages.iter().flat_map(|message| digests(&message.parts)).collect();
        chat.attachments.retain(|file| named.contains(&file.sha256));
        // Another conversation than the whole one.
        if let Some(id) = chat.source.as_mut().and_then(|source| source.id.as_mut()) {
            id.push_str(&format!("#last-{last}"));
        }
    }
    chat
}

/// How many bytes an event takes, roughly, in memory or on its way to the database.
fn weight(event: &ImportEvent) -> usize {
    match event {
        ImportEvent::Chat { chat, .. } => {
            let texts: usize = chat.messages.iter().map(|message| message.content.len() + 200).sum();
            let files: u64 = chat.attachments.iter().map(|file| file.size).sum();
            texts + usize::try_from(files).unwrap_or(usize::MAX / 2) + 500
        }
        _ => 500,
    }
}
