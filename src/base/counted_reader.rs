//! A reader that tells how far it is.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A reader that adds to a count of what was read, for whoever shows the progress.
pub struct CountedReader<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R> CountedReader<R> {
    /// Counts in `count`.
    pub const fn new(inner: R, count: Arc<AtomicU64>) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for CountedReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
