//! Conversations out of other programs' files: bytes in, [`NewChat`]s out, one at a time, so that a
//! file may be larger than memory. Knows no store and no HTTP.
//!
//! The way: `source` finds the files, `splitter` cuts each into the JSON texts of its
//! conversations, `format` recognises them, a file in `formats` reads each to a `draft`.

mod context;
mod decode;
mod document;
mod draft;
mod error;
mod fields;
mod format;
mod formats;
mod markdown;
mod source;
mod splitter;
#[cfg(test)]
mod tests;
mod weighed;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::domain::chat::NewChat;
use crate::domain::text::one_line;
pub use error::ImportError;
pub use format::{FORMATS, Format, named};
pub use source::{Bytes, Source};

/// Longest conversation in bytes, as it stands in its file, unless said otherwise.
pub const CONVERSATION_BYTES: usize = 64 * 1024 * 1024;

/// The stack, in bytes, that the thread needs on which [`read`] is called: conversations are nested
/// up to a thousand levels deep.
pub const STACK: usize = 64 * 1024 * 1024;

/// Names of files without conversations that are told.
const MOST_NAMES: usize = 10;

/// How to read.
pub struct Options {
    /// Take everything for this format, whatever it looks like.
    pub format: Option<&'static Format>,
    /// Longest conversation in bytes.
    pub conversation_bytes: usize,
    /// What a conversation is called that has no title and no words of a person to make one from,
    /// where its file has no better name.
    pub fallback_name: String,
    /// Counts the bytes that were read.
    pub progress: Arc<AtomicU64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            conversation_bytes: CONVERSATION_BYTES,
            fallback_name: "Conversation".to_owned(),
            progress: Arc::default(),
        }
    }
}

/// What is found, in the order of the files and within them.
#[derive(Debug)]
pub enum Event {
    /// A file that holds conversations begins; what follows is of it.
    File {
        /// Its name within the archive or folder, or its own.
        name: String,
        /// The format of its first conversation.
        format: &'static str,
    },
    /// A conversation.
    Chat {
        /// It.
        chat: Box<NewChat>,
        /// What was left out of it or changed: half sentences that begin with the place.
        notes: Vec<String>,
    },
    /// A conversation that could not be read.
    Skipped {
        /// Where, and its title if there is one.
        label: String,
        /// Half a sentence that says why.
        reason: String,
    },
    /// A remark about a file or the whole: a sentence.
    Note(String),
}

/// Whoever takes the conversations wants no more.
#[derive(Debug)]
pub struct Stop;

/// Takes what is found.
pub type Sink<'a> = dyn FnMut(Event) -> Result<(), Stop> + 'a;

/// Reads all files of a source, on a thread with a stack of [`STACK`] bytes. An error when no
/// conversation was found in any of them.
pub fn read(source: &Source, options: &Options, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let stop = |Stop| ImportError::Stopped;
    for note in &source.notes {
        sink(Event::Note(note.clone())).map_err(stop)?;
    }
    let (mut has_read, mut without, mut failed) = (false, Vec::new(), Vec::new());
    for document in &source.documents {
        match document::read(document, &source.shelf, options, sink) {
            Ok(()) => has_read = true,
            Err(ImportError::Stopped) => return Err(ImportError::Stopped),
            Err(error) if !document.is_guess => return Err(error),
            Err(ImportError::Unrecognised(_) | ImportError::Empty) => without.push(document.name.as_str()),
            Err(error) => failed.push(format!("“{}”: {}", document.name, error.in_short())),
        }
    }
    let without = some_of(&without);
    if !has_read {
        failed.extend(source.notes.iter().cloned());
        failed.extend(without.map(|names| format!("In {names} is no conversation.")));
        failed.extend(source.documents.is_empty().then(|| "There is no JSON file in it.".to_owned()));
        return Err(ImportError::NothingRead(failed));
    }
    for note in failed {
        sink(Event::Note(note)).map_err(stop)?;
    }
    if let Some(names) = without {
        sink(Event::Note(format!("Left out, because no conversation is in it: {names}."))).map_err(stop)?;
    }
    Ok(())
}

/// The first of these names and the number of the others; `None` when there are none.
fn some_of(names: &[&str]) -> Option<String> {
    let mut text = names.iter().take(MOST_NAMES).map(|name| one_line(name, 200)).collect::<Vec<_>>().join(", ");
    if let more @ 1.. = names.len().saturating_sub(MOST_NAMES) {
        text.push_str(&format!(" and {more} more"));
    }
    (!names.is_empty()).then_some(text)
}
