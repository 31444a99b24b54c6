//! Reads other programs' files: bytes in, [`NewChat`](crate::domain::chat::NewChat)s out, one at a time, so that a file
//! may be larger than memory. Knows no store and no HTTP.
//!
//! How it works: `source` finds the files; `reader` has `splitter` cut each into the JSON texts of its conversations,
//! and asks the `formats` which of them can read it. The formats are written with the tools in `conversation`.

mod conversation;
mod databases;
mod error;
mod event;
mod file_info;
mod format;
mod formats;
mod growing_session;
mod location;
mod message_lines;
mod reader;
mod sidecars;
mod source;
mod splitter;
#[cfg(test)]
mod tests;

use crate::domain::text::one_line;
pub use conversation::person;
pub use conversation::thinking::thoughts;
pub use databases::{ListedSession, opencode, sessions as database_sessions};
use error::FileError;
pub use error::ImportError;
pub use event::{ImportEvent, LookUp, ReadOptions, Sink, Stop};
pub use format::FileFormat;
pub use formats::continue_dev::UNTITLED;
pub use formats::{FORMATS, named};
pub use growing_session::{GrowingSession, SessionNow};
pub use source::{ImportSource, SourceBytes};

/// The stack, in bytes, that the thread needs on which [`read`] is called: conversations are nested
/// up to a thousand levels deep.
pub const STACK: usize = 64 * 1024 * 1024;

/// How many files without conversations are named.
const MAX_NAMES: usize = 10;
/// How the names of archives end that are not read.
const PACKED: [&str; 8] = [".tar", ".tar.gz", ".tgz", ".tar.zst", ".7z", ".rar", ".bz2", ".xz"];

/// Reads all files of a source, on a thread with a stack of [`STACK`] bytes. An error if none of them contains a
/// conversation.
pub fn read(source: &ImportSource, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let stop = |Stop| ImportError::Stopped;
    for note in &source.notes {
        sink(ImportEvent::Whole { text: note.clone(), is_loss: false }).map_err(stop)?;
    }
    let formats = options.format.map_or(FORMATS, std::slice::from_ref);
    let (mut has_read, mut without, mut failed) = (false, Vec::new(), Vec::new());
    for file in &source.files {
        match reader::read(file, &source.sidecars, formats, formats::WRAPPERS, options, sink) {
            Ok(()) => has_read = true,
            Err(FileError::Stopped) => return Err(ImportError::Stopped),
            Err(FileError::Unreadable(error)) if !file.is_guess => return Err(ImportError::Unreadable(error)),
            Err(error) if !file.is_guess => return Err(ImportError::NoConversation(error)),
            Err(FileError::Unrecognised(_) | FileError::Unmarked | FileError::Empty) => {
                without.push(file.name.as_str())
            }
            Err(error) => failed.push(format!("“{}”: {error}", file.name)),
        }
    }
    let without = some_of(&without);
    if !has_read {
        failed.extend(source.notes.iter().cloned());
        failed.extend(without.map(|names| format!("No conversation in {names}.")));
        if source.files.is_empty() {
            failed.push("There is no JSON file in it, and no text.".to_owned());
            let is_packed = |name: &&str| PACKED.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
            let packed = some_of(&source.sidecars.names().filter(is_packed).collect::<Vec<_>>());
            failed.extend(packed.map(|names| format!("Unpack what is packed in it first: {names}.")));
        }
        return Err(ImportError::NoConversation(FileError::NothingRead(failed)));
    }
    let without = without.map(|names| format!("Left out for lack of conversations: {names}."));
    let failed = failed.into_iter().map(|text| (text, true)).chain(without.map(|text| (text, false)));
    failed.into_iter().try_for_each(|(text, is_loss)| sink(ImportEvent::Whole { text, is_loss }).map_err(stop))
}

/// The first of these names, and the number of the others; `None` if there are none.
fn some_of(names: &[&str]) -> Option<String> {
    let mut text = names.iter().take(MAX_NAMES).map(|name| one_line(name, 200)).collect::<Vec<_>>().join(", ");
    if let more @ 1.. = names.len().saturating_sub(MAX_NAMES) {
        text.push_str(&format!(" and {more} more"));
    }
    (!names.is_empty()).then_some(text)
}
