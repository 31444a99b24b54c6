//! A file's content as what is in it, where it is packed.

use std::io::{self, Read};

use crate::base::unpacked;
use crate::domain::attachment::Content;

/// How a packed file's name ends.
pub const ENDINGS: [&str; 2] = [".gz", ".zst"];

/// A file inflates to this many times its size at most, and to [`FREE`] in any case: sessions repeat themselves, and
/// shrink to a hundredth.
const MAX_RATIO: u64 = 200;
const FREE: u64 = 64 * 1024 * 1024;
/// What a stream inflates to, at most.
const MAX_STREAM: u64 = 16 * 1024 * 1024 * 1024;

/// A file's content, unpacked as it is read.
pub struct Unpacked<C>(pub C);

impl<C: Content> Content for Unpacked<C> {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let most = self.0.size_hint().map_or(MAX_STREAM, |size| FREE.saturating_add(size.saturating_mul(MAX_RATIO)));
        unpacked::reader(self.0.open()?, most)
    }

    fn size_hint(&self) -> Option<u64> {
        self.0.size_hint()
    }
}
