//! Redacted messages and files, cached in bounded memory: redacting one takes much longer than reading it, and every
//! reader of the link would have to wait for it.

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::ViewRedactor;
use crate::base::byte_cache::{ByteCache, ByteSize, byte_cache};
use crate::domain::message::Message;
use crate::domain::part::Sha256 as FileDigest;
use crate::store::StoreError;

/// Memory for all messages, and for all files, in bytes.
const MEMORY: u64 = 8 * 1024 * 1024;

/// By a digest of the redactions, the message and its neighbours.
static MESSAGES: LazyLock<ByteCache<[u8; 32], Arc<RedactedMessage>>> = LazyLock::new(|| byte_cache(MEMORY, 16 * 1024));

/// By digests of the redactions and of the file.
static FILES: LazyLock<ByteCache<([u8; 32], FileDigest), RedactedFile>> =
    LazyLock::new(|| byte_cache(MEMORY, 16 * 1024));

struct RedactedMessage {
    content: String,
    parts: Option<Box<RawValue>>,
}

impl ByteSize for Arc<RedactedMessage> {
    fn byte_size(&self) -> usize {
        self.content.len() + self.parts.as_ref().map_or(0, |parts| parts.get().len())
    }
}

/// The bytes of a file; `None` for one that is not for readers.
type RedactedFile = Option<Arc<[u8]>>;

impl ByteSize for RedactedFile {
    fn byte_size(&self) -> usize {
        self.as_ref().map_or(0, |bytes| bytes.len())
    }
}

impl ViewRedactor {
    /// Takes out of a message what is left out. `before` and `behind` are the messages around it.
    pub fn message(&self, message: &mut Message, before: Option<&str>, behind: Option<&str>) {
        let redact = || {
            let mut message = message.clone();
            self.inner.message(&mut message, before, behind);
            Ok::<_, Infallible>(Arc::new(RedactedMessage { content: message.content, parts: message.parts }))
        };
        // Who comes at the same time waits for the one that does it.
        let Ok(kept) = MESSAGES.get_or_insert_with(&self.key(message, before, behind), redact);
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

    fn key(&self, message: &Message, before: Option<&str>, behind: Option<&str>) -> [u8; 32] {
        let mut digest = Sha256::new_with_prefix(self.redactions);
        let parts = message.parts.as_deref().map(RawValue::get);
        for text in [Some(message.content.as_str()), parts, before, behind] {
            digest.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
            digest.update(text.unwrap_or_default());
        }
        digest.finalize().into()
    }
}
