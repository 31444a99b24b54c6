//! Messages and files without what a share leaves out, kept in bounded memory: to search one takes much
//! longer than to read it, and every reader of the share would wait for that.

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{Censor, StoreError};
use crate::domain::message::Message;
use crate::domain::part::Sha256 as FileDigest;

/// Memory for all messages, and for all files, in bytes.
const MEMORY: u64 = 16 * 1024 * 1024;
/// The number of messages that the cache makes room for to begin with.
const EXPECTED: usize = 1024;

static KEPT: LazyLock<Cache<Key, Arc<Redacted>, Bytes>> =
    LazyLock::new(|| Cache::with_weighter(EXPECTED, MEMORY, Bytes));

static FILES: LazyLock<Cache<([u8; 32], FileDigest), Option<Arc<[u8]>>, FileBytes>> =
    LazyLock::new(|| Cache::with_weighter(EXPECTED, MEMORY, FileBytes));

/// A digest of the redactions, the message and its neighbours.
type Key = [u8; 32];

struct Redacted {
    content: String,
    parts: Option<Box<RawValue>>,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Arc<Redacted>> for Bytes {
    fn weight(&self, _: &Key, redacted: &Arc<Redacted>) -> u64 {
        let parts = redacted.parts.as_ref().map_or(0, |parts| parts.get().len());
        (redacted.content.len() + parts) as u64 + 128
    }
}

#[derive(Clone)]
struct FileBytes;

impl Weighter<([u8; 32], FileDigest), Option<Arc<[u8]>>> for FileBytes {
    fn weight(&self, _: &([u8; 32], FileDigest), bytes: &Option<Arc<[u8]>>) -> u64 {
        bytes.as_ref().map_or(0, |bytes| bytes.len()) as u64 + 128
    }
}

impl Censor {
    /// Takes out of a message what is left out. `before` and `behind` are the messages around it.
    pub fn message(&self, message: &mut Message, before: Option<&str>, behind: Option<&str>) {
        let redact = || {
            let mut message = message.clone();
            self.redactor.message(&mut message, before, behind);
            Ok::<_, Infallible>(Arc::new(Redacted { content: message.content, parts: message.parts }))
        };
        // Who comes at the same time waits for the one that does it.
        let Ok(kept) = KEPT.get_or_insert_with(&self.key(message, before, behind), redact);
        message.content.clone_from(&kept.content);
        message.parts.clone_from(&kept.parts);
    }

    /// A file's bytes without what is left out, as `redact` makes them.
    pub fn bytes(
        &self,
        sha256: FileDigest,
        redact: impl FnOnce() -> Result<Option<Vec<u8>>, StoreError>,
    ) -> Result<Option<Arc<[u8]>>, StoreError> {
        FILES.get_or_insert_with(&(self.redactions, sha256), || Ok(redact()?.map(Arc::from)))
    }

    fn key(&self, message: &Message, before: Option<&str>, behind: Option<&str>) -> Key {
        let mut digest = Sha256::new_with_prefix(self.redactions);
        let parts = message.parts.as_deref().map(RawValue::get);
        for text in [Some(message.content.as_str()), parts, before, behind] {
            digest.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
            digest.update(text.unwrap_or_default());
        }
        digest.finalize().into()
    }
}
