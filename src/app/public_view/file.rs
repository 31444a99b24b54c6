//! Files of a conversation as its readers get them.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use serde_json::value::RawValue;
use sha2::Digest;

use super::PublicView;
use crate::base::piece_reader::PieceReader;
use crate::domain::attachment::StoredAttachment;
use crate::domain::message::Message;
use crate::domain::part::{self, AttachmentKind, Part, Sha256};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::text::ShortText;
use crate::guard::{FileOutcome, LARGEST_FILE, Redactor};
use crate::store::attachments::{self, CHUNK};
use crate::store::{Connection, Store, StoreError};

/// A file to be read.
pub struct PublicFile {
    /// What its bytes are, and their number.
    pub attachment: StoredAttachment,
    sha256: Sha256,
    /// Its bytes, where they are not those that are stored.
    redacted: Option<Arc<[u8]>>,
    /// By which its readers get it.
    view: PublicView,
}

impl PublicFile {
    /// One that the view has; its bytes are given where they are not those that are stored.
    pub fn new(view: &PublicView, sha256: Sha256, attachment: StoredAttachment, redacted: Option<Arc<[u8]>>) -> Self {
        Self { attachment, sha256, redacted, view: view.clone() }
    }

    /// The digest of its bytes, as they are to be read.
    pub fn digest(&self) -> Sha256 {
        match &self.redacted {
            None => self.sha256,
            Some(bytes) => Sha256::new(sha2::Sha256::digest(bytes).into()),
        }
    }

    /// Its bytes, read piece by piece. No connection to the database is held between them.
    pub fn into_reader(mut self, store: &Store) -> impl Read + Send + use<> {
        let store = store.clone();
        // None behind the last piece, or when the file was removed: then fewer bytes come than were announced, and the
        // connection breaks off.
        PieceReader::new((0..).map_while(move |number| {
            let chunk = store.read(|db| self.chunk(db, number));
            chunk.map_err(|error| io::Error::other(error.to_string())).transpose()
        }))
    }

    /// A piece of it, the first one 0; `None` behind the last one, or when the file is gone. An error when readers don't get
    /// it any more, or get another one.
    pub fn chunk(&mut self, connection: &Connection, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let present = self.view.present(connection)?;
        if !present.shows_the_same_as(&self.view) {
            if present.file(connection, self.sha256)?.is_none_or(|file| file.digest() != self.digest()) {
                return Err(StoreError::Internal("the file was left out while it was read".into()));
            }
            self.view = present;
        }
        let Some(bytes) = &self.redacted else { return attachments::chunk(connection, self.sha256, number) };
        let at = usize::try_from(number.saturating_mul(CHUNK)).unwrap_or(usize::MAX);
        let size = usize::try_from(CHUNK).unwrap_or(usize::MAX);
        Ok(bytes.get(at..).and_then(|rest| rest.chunks(size).next()).map(<[u8]>::to_vec))
    }
}

/// Leaves out what a share does not show, and remembers what that means for files.
pub struct ViewRedactor {
    /// The redactor of this view.
    pub inner: Redactor,
    /// A digest of what is left out.
    pub redactions: [u8; 32],
    seen: Mutex<HashMap<Sha256, Seen>>,
}

/// What readers are told of a file, and its bytes where they are not those that are stored.
type FileForReaders = (StoredAttachment, Option<Arc<[u8]>>);

/// What redaction does to a file.
#[derive(Clone, Copy)]
enum Seen {
    /// It leaves the file as it is.
    Same,
    /// It has so many bytes when that is done.
    Changed(u64),
    /// It is not for readers.
    Withheld(SecretKind),
}

impl ViewRedactor {
    /// For a share that leaves this out.
    pub fn new(redactions: &Redactions) -> Self {
        let mut digest = sha2::Sha256::new();
        let kinds = redactions.kinds.iter().map(|kind| (kind.name(), ""));
        let finds = redactions.findings.iter().map(|(kind, text)| (kind.name(), text.as_str()));
        let words = redactions.words.iter().map(|word| ("word", word.as_str()));
        let harmless = redactions.harmless.iter().map(|(kind, text)| (kind.name(), text.as_str()));
        for (kind, text) in kinds.chain(finds).chain(words).chain([("harmless", "")]).chain(harmless) {
            digest.update(format!("{kind}:{}:{text}", text.len()));
        }
        Self { inner: Redactor::new(redactions), redactions: digest.finalize().into(), seen: Mutex::default() }
    }

    /// Leaves it out of a name.
    pub fn short(&self, text: &mut ShortText) {
        if let Some(redacted) = self.inner.text(text.as_str()) {
            // Nothing can be left of it: a label stands where something was.
            *text = ShortText::salvage(&redacted).unwrap_or(ShortText::fixed("[redacted]"));
        }
    }

    /// What readers are told of a file; `None` for one that is not for them.
    pub fn attachment(
        &self,
        connection: &Connection,
        sha256: Sha256,
        attachment: StoredAttachment,
    ) -> Result<Option<StoredAttachment>, StoreError> {
        Ok(match self.seen(connection, sha256, &attachment)? {
            Seen::Same => Some(attachment),
            Seen::Changed(size) => Some(StoredAttachment { size, ..attachment }),
            Seen::Withheld(_) => None,
        })
    }

    /// A file as readers get it; `None` for one that is not for them.
    pub fn file(
        &self,
        connection: &Connection,
        sha256: Sha256,
        attachment: StoredAttachment,
    ) -> Result<Option<FileForReaders>, StoreError> {
        Ok(match self.seen(connection, sha256, &attachment)? {
            Seen::Same => Some((attachment, None)),
            Seen::Withheld(_) => None,
            Seen::Changed(_) => {
                let redacted = self.bytes(sha256, || match self.look(connection, sha256, &attachment)? {
                    FileOutcome::Changed(bytes) => Ok(Some(bytes)),
                    // What it was a moment ago it is not any more: then rather nothing.
                    FileOutcome::Same | FileOutcome::Withheld(_) => Ok(None),
                })?;
                redacted.map(|bytes| (StoredAttachment { size: bytes.len() as u64, ..attachment }, Some(bytes)))
            }
        })
    }

    /// Says in a message's parts what became of its files.
    pub fn update_files(&self, connection: &Connection, message: &mut Message) -> Result<(), StoreError> {
        let Some(Ok(Value::Array(values))) =
            message.parts.as_deref().map(|parts| crate::base::json::parse(parts.get().as_bytes()))
        else {
            return Ok(());
        };
        let mut parts: Vec<Part> = values.iter().filter_map(Part::read).collect();
        let mut has_changed = false;
        for part in &mut parts {
            let Part::Attachment(file) = part else { continue };
            let Some(sha256) = file.sha256 else { continue };
            let Some(attachment) = attachments::by_digest(connection, sha256)? else { continue };
            match self.seen(connection, sha256, &attachment)? {
                Seen::Same => {}
                Seen::Changed(size) => {
                    file.size = Some(size);
                    has_changed = true;
                }
                Seen::Withheld(kind) => {
                    let name = Some(format!("[redacted: {}]", kind.label()));
                    *file = part::Attachment { kind: AttachmentKind::File, name, ..part::Attachment::default() };
                    has_changed = true;
                }
            }
        }
        if has_changed {
            let parts: Box<RawValue> =
                serde_json::value::to_raw_value(&parts).map_err(|error| StoreError::Internal(error.into()))?;
            message.parts = Some(parts);
        }
        Ok(())
    }

    fn seen(&self, connection: &Connection, sha256: Sha256, attachment: &StoredAttachment) -> Result<Seen, StoreError> {
        let known = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&sha256).copied();
        if let Some(known) = known {
            return Ok(known);
        }
        let seen = match self.look(connection, sha256, attachment)? {
            FileOutcome::Same => Seen::Same,
            FileOutcome::Changed(bytes) => Seen::Changed(bytes.len() as u64),
            FileOutcome::Withheld(kind) => Seen::Withheld(kind),
        };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(sha256, seen);
        Ok(seen)
    }

    fn look(
        &self,
        connection: &Connection,
        sha256: Sha256,
        attachment: &StoredAttachment,
    ) -> Result<FileOutcome, StoreError> {
        if attachment.size > LARGEST_FILE {
            let is_withheld = self.inner.withholds_unsearched(sha256);
            return Ok(if is_withheld { FileOutcome::Withheld(SecretKind::UnsearchedFile) } else { FileOutcome::Same });
        }
        let bytes = attachments::bytes(connection, sha256)?;
        Ok(self.inner.file(&attachment.media_type, &bytes))
    }
}
