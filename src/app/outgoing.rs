//! A published conversation on its way to another server: what its readers get, and nothing else, in pieces small
//! enough to be sent again if one is lost. Only what the other side does not have yet is sent.

use std::collections::HashSet;
use std::io::{self, Seek};

use super::Unavailable;
use super::export::{ExportReader, ExportSource};
use super::growing::{GrowthError, read_one};
use super::link;
use crate::domain::chat::NewChat;
use crate::domain::id::{MessageId, ShareId, UserId};
use crate::domain::part::{Part, Sha256, digests};
use crate::domain::text::ShortText;
use crate::import::{self, ImportSource, ReadOptions, SourceBytes};
use crate::store::imports::Beginnings;
use crate::store::{Store, StoreError};

/// A piece has no further message once it has so many bytes. A server takes three times that at once.
const PIECE: u64 = 8 * 1024 * 1024;

/// So many messages before the first that is another one may be redacted otherwise, as something may begin in them.
const NEIGHBOURS: usize = 2;

/// So often in a row it is begun anew.
const SURPRISES: u32 = 3;

/// Why nothing can be sent.
#[derive(Debug)]
pub enum OutgoingError {
    /// The conversation that is sent is gone.
    Gone,
    /// A file can't be written or read.
    File(io::Error),
    /// What was written is not read back.
    Unreadable,
    /// The database.
    Unavailable(Unavailable),
}

impl From<StoreError> for OutgoingError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<io::Error> for OutgoingError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// A conversation that is sent, and how much of it has arrived.
pub struct Outgoing {
    store: Store,
    owner: UserId,
    share: ShareId,
    source_id: Option<String>,
    current: Option<Current>,
    arrived: Arrived,
    /// So many of its first messages are what they were when `arrived` was noted.
    same: usize,
    /// How often in a row the other side turned out to have something else.
    surprises: u32,
}

/// What readers get of it now.
struct Current {
    ids: Vec<MessageId>,
    beginnings: Beginnings,
    /// The bytes of each message, from that one on.
    sizes: (usize, Vec<u64>),
    name: ShortText,
    redactions: Option<[u8; 32]>,
}

/// What the other side has of it.
struct Arrived {
    beginnings: Beginnings,
    name: Option<ShortText>,
    redactions: Option<[u8; 32]>,
}

/// Some messages in a row, as a file that `import` reads.
pub struct Parcel {
    /// The file, which has no name.
    pub content: SourceBytes,
    /// Its length in bytes.
    pub length: u64,
    /// How many messages stand before them, and the digest of these.
    pub behind: (usize, Sha256),
    /// How many messages there are up to their last.
    pub end: usize,
}

impl Outgoing {
    /// Nothing of it was sent. `share` is its link here, which says what readers get; `source_id` is by what the other side
    /// knows it again.
    pub fn new(store: Store, (owner, share): (UserId, ShareId), source_id: Option<String>) -> Self {
        let arrived = Arrived { beginnings: Beginnings::none(), name: None, redactions: None };
        Self { store, owner, share, source_id, current: None, arrived, same: 0, surprises: 0 }
    }

    /// It is another one now, but for its first so many messages.
    pub fn changed(&mut self, kept: usize) {
        self.same = self.same.min(kept);
        self.current = None;
    }

    /// The next piece that has to be sent; `None` when all of it is there.
    pub fn next_parcel(&mut self) -> Result<Option<Parcel>, OutgoingError> {
        let current = match self.current.take() {
            Some(current) => current,
            None => self.look()?,
        };
        let parcel = self.parcel(&current)?;
        self.current = Some(current);
        if parcel.is_none() {
            self.surprises = 0;
        }
        Ok(parcel)
    }

    /// That piece is there.
    pub fn arrived(&mut self, parcel: &Parcel) -> Result<(), OutgoingError> {
        if let Some(current) = &self.current {
            self.arrived = Arrived {
                beginnings: current.beginnings.then(parcel.end, &[])?,
                name: Some(current.name.clone()),
                redactions: current.redactions,
            };
            self.same = parcel.end;
        }
        Ok(())
    }

    /// What is there is not what was thought: all of it has to be sent again. False when that is so again and again.
    pub fn start_over(&mut self) -> bool {
        self.arrived = Arrived { beginnings: Beginnings::none(), name: None, redactions: None };
        self.changed(0);
        self.surprises += 1;
        self.surprises <= SURPRISES
    }

    /// Works out what readers get: read anew from where something may be other than what has arrived.
    fn look(&self) -> Result<Current, OutgoingError> {
        let (_, view) = link::preview(&self.store, self.owner, self.share)?.ok_or(OutgoingError::Gone)?;
        let redactions = view.redactions_digest();
        let ids = self.store.read_one(|db| view.ids(db))?;
        let known = if redactions == self.arrived.redactions { self.same } else { 0 };
        let from = known.min(self.arrived.beginnings.count()).min(ids.len()).saturating_sub(NEIGHBOURS);
        let (content, _) = self.write(&ids, from, ids.len())?;
        let new = read(content)?;
        let beginnings = self.arrived.beginnings.then(from, &new.messages)?;
        Ok(Current { ids, beginnings, sizes: (from, sizes(&new)), name: new.name, redactions })
    }

    fn parcel(&self, current: &Current) -> Result<Option<Parcel>, OutgoingError> {
        let count = current.beginnings.count();
        let common = current.beginnings.common(&self.arrived.beginnings);
        let is_all = common == count && count == self.arrived.beginnings.count();
        if count == 0 || is_all && self.arrived.name.as_ref() == Some(&current.name) {
            return Ok(None);
        }
        let kept = common.min(count - 1);
        let (first, sizes) = &current.sizes;
        let mut taken = 0;
        let sizes = sizes.iter().skip(kept.saturating_sub(*first)).take_while(|size| {
            let has_room = taken == 0 || taken + **size <= PIECE;
            taken += **size;
            has_room
        });
        let end = (kept + sizes.count()).clamp(kept + 1, count);
        let (content, length) = self.write(&current.ids, kept, end)?;
        let digest = current.beginnings.digest(kept).ok_or(OutgoingError::Unreadable)?;
        Ok(Some(Parcel { content, length, behind: (kept, digest), end }))
    }

    /// Writes the messages from `from` up to `end`, and the files that they name.
    fn write(&self, ids: &[MessageId], from: usize, end: usize) -> Result<(SourceBytes, u64), OutgoingError> {
        let (_, view) = link::preview(&self.store, self.owner, self.share)?.ok_or(OutgoingError::Gone)?;
        let mut source = self.store.read(|db| ExportSource::read(db, view))?;
        source.source_id.clone_from(&self.source_id);
        let before = from.checked_sub(1).and_then(|before| ids.get(before)).copied();
        let last = end.checked_sub(1).and_then(|last| ids.get(last)).copied();
        let mut reader = ExportReader::json(&self.store, source, before, last)?;
        let mut file = tempfile::tempfile()?;
        let length = io::copy(&mut reader, &mut file)?;
        file.rewind()?;
        Ok((file.into(), length))
    }
}

/// As the other side reads it.
fn read(content: SourceBytes) -> Result<NewChat, OutgoingError> {
    let source = ImportSource::of(String::new(), content).map_err(|_| OutgoingError::Unreadable)?;
    let format = import::named("neptun-share");
    let options = ReadOptions { format, conversation_bytes: usize::MAX, ..ReadOptions::default() };
    read_one(&source, &options).map_err(|error| match error {
        GrowthError::Import(import::ImportError::Unreadable(error)) => OutgoingError::File(error),
        _ => OutgoingError::Unreadable,
    })
}

/// About how many bytes each message takes in the file, with the files that it is the first to name.
fn sizes(chat: &NewChat) -> Vec<u64> {
    let mut named = HashSet::new();
    let file = |digest: Sha256| chat.attachments.iter().find(|file| file.sha256 == digest).map_or(0, |file| file.size);
    let mut size = |parts: &[Part], content: &str| {
        let texts = serde_json::to_vec(parts).map_or(0, |parts| parts.len()) + content.len() + 200;
        let files: u64 = digests(parts).filter(|digest| named.insert(*digest)).map(file).sum();
        texts as u64 + files / 3 * 4
    };
    chat.messages.iter().map(|message| size(&message.parts, &message.content)).collect()
}
