//! What is found while files are read, and how to read them.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::format::FileFormat;
use crate::domain::chat::{KnownText, NewChat};
use crate::domain::part::Sha256;

/// Longest conversation in bytes, as written in its file, unless configured otherwise.
pub const CONVERSATION_BYTES: usize = 64 * 1024 * 1024;

/// Tells of which conversation here a text is what is stored, by its digest.
pub type LookUp = dyn Fn(Sha256) -> Option<KnownText> + Send + Sync;

/// How to read.
#[derive(Clone)]
pub struct ReadOptions {
    /// Take everything for this format, whatever it looks like.
    pub format: Option<&'static FileFormat>,
    /// Longest conversation in bytes.
    pub conversation_bytes: usize,
    /// The name of a conversation without a title and without words of a person to make one from, unless
    /// its file has a better name.
    pub fallback_name: String,
    /// Counts the bytes that were read.
    pub progress: Arc<AtomicU64>,
    /// What it knows is not read again.
    pub known: Option<Arc<LookUp>>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            conversation_bytes: CONVERSATION_BYTES,
            fallback_name: "Conversation".to_owned(),
            progress: Arc::default(),
            known: None,
        }
    }
}

/// What is found, in the order of the files and within them.
#[derive(Debug)]
pub enum ImportEvent {
    /// A file that holds conversations begins; what follows is from it.
    File {
        /// Its name within the archive or folder, or its own.
        name: String,
        /// The format of its first conversation.
        format: &'static str,
    },
    /// A conversation.
    Chat {
        chat: Box<NewChat>,
        /// What was left out of it or changed: half sentences that begin with the place.
        notes: Vec<String>,
    },
    /// A conversation that was not read: it is here already, as it is.
    Known(KnownText),
    /// A conversation that could not be read.
    Skipped {
        /// Where it is, and its title if there is one.
        label: String,
        /// Half a sentence that says why.
        reason: String,
    },
    /// A sentence about the file.
    Note(String),
    /// A sentence about all that is read, or about a file of it, which it names.
    Whole {
        text: String,
        /// There may have been more conversations in the file.
        is_loss: bool,
    },
}

/// The receiver of the conversations wants no more.
#[derive(Debug)]
pub struct Stop;

/// Takes what is found.
pub type Sink<'a> = dyn FnMut(ImportEvent) -> Result<(), Stop> + 'a;
