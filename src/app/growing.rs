//! Brings a stored conversation that has gone on to the state in a file. Doing it again changes nothing.

use super::sharing::{AcceptedFindings, Came, Grown, ShareError, grow};
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::timestamp::Timestamp;
use crate::import::{self, ImportError, ImportEvent, ImportSource, ReadOptions, Stop};
use crate::store::Store;

/// Why nothing was taken.
#[derive(Debug)]
pub enum GrowthError {
    /// The file can't be read.
    Import(ImportError),
    /// It holds not one conversation, but so many.
    NotOne(usize),
    /// The conversation.
    Share(ShareError),
}

/// Reads the one conversation of a source.
pub fn read_one(source: &ImportSource, options: &ReadOptions) -> Result<NewChat, GrowthError> {
    let (mut count, mut found) = (0, None);
    let read = import::read(source, options, &mut |event| {
        let ImportEvent::Chat { chat, .. } = event else { return Ok(()) };
        count += 1;
        found = Some(*chat);
        if count > 1 { Err(Stop) } else { Ok(()) }
    });
    match read {
        Ok(()) | Err(ImportError::Stopped) => found.filter(|_| count == 1).ok_or(GrowthError::NotOne(count)),
        Err(error) => Err(GrowthError::Import(error)),
    }
}

/// Brings a conversation to what a source has of it, or has behind its first messages, of which the number and the digest
/// are given. What its owner's program sends it has searched: what the link does not redact is published.
pub fn grow_by(
    store: &Store,
    about: (UserId, ChatId),
    source: &ImportSource,
    options: &ReadOptions,
    behind: Option<(usize, Sha256)>,
) -> Result<Grown, GrowthError> {
    let new = read_one(source, options)?;
    let came = behind.map_or(Came::Whole(None), |(kept, digest)| Came::Behind(kept, digest));
    grow(store, about, (&new, came), &AcceptedFindings::Any, Timestamp::now()).map_err(GrowthError::Share)
}
