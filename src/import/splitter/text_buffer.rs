//! A text while it is read: its bytes, as long as they are not too many.

use crate::import::location::Location;

/// A text, or where one was that is too long.
pub enum JsonText {
    /// One text.
    Whole(Location, Vec<u8>),
    /// More bytes than the limit; they were skipped.
    TooLong(Location),
}

/// A text under construction.
#[derive(Clone)]
pub struct TextBuffer {
    pub bytes: Vec<u8>,
    /// How many bytes it has, also those that were not kept.
    pub length: usize,
    limit: usize,
}

impl TextBuffer {
    pub const fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), length: 0, limit }
    }

    /// A text of `length` bytes that begins with these.
    pub const fn of(bytes: Vec<u8>, length: usize, limit: usize) -> Self {
        Self { bytes, length, limit }
    }

    pub fn push(&mut self, bytes: &[u8]) {
        self.length += bytes.len();
        if self.is_too_long() {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    pub const fn is_too_long(&self) -> bool {
        self.length > self.limit
    }

    pub fn into_text(self, place: Location) -> JsonText {
        if self.is_too_long() { JsonText::TooLong(place) } else { JsonText::Whole(place, self.bytes) }
    }
}
