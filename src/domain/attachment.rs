//! Files of conversations: bytes that are kept once, however many messages name them.

use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use super::part::Sha256;

/// A file before it is stored.
#[derive(Clone)]
pub struct NewAttachment {
    /// The digest of its bytes.
    pub sha256: Sha256,
    /// What its bytes are.
    pub media_type: String,
    /// Their number.
    pub size: u64,
    /// Where they are to be had.
    pub content: Arc<dyn Content>,
}

/// Bytes that can be read from their beginning, any number of times.
pub trait Content: Send + Sync {
    /// Begins to read them.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;

    /// How many they seem to be, where that is known before they are read: for a progress bar.
    fn size_hint(&self) -> Option<u64> {
        None
    }
}

impl Content for Vec<u8> {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.as_slice()))
    }
}

impl Content for Box<dyn Content> {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        (**self).open()
    }

    fn size_hint(&self) -> Option<u64> {
        (**self).size_hint()
    }
}

// The digest says all about the bytes.
impl PartialEq for NewAttachment {
    fn eq(&self, other: &Self) -> bool {
        self.sha256 == other.sha256 && self.media_type == other.media_type
    }
}

impl Eq for NewAttachment {}

impl fmt::Debug for NewAttachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {} bytes)", self.sha256, self.media_type, self.size)
    }
}

/// A stored file.
#[derive(Clone, Debug)]
pub struct StoredAttachment {
    /// What its bytes are.
    pub media_type: String,
    /// Their number.
    pub size: u64,
}

/// The media type of a picture, of those that pages show; `None` for what is none of them. A drawing
/// (SVG) is not among them: it may hold scripts and load things.
pub fn picture_type(media_type: &str) -> Option<&'static str> {
    ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]
        .into_iter()
        .find(|known| *known == media_type)
}
