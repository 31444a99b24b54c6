//! A cache that is bounded by the bytes that it keeps.

use std::hash::Hash;

use foldhash::fast::RandomState;
use quick_cache::Weighter;
use quick_cache::sync::{Cache, DefaultLifecycle};

use super::shared_bytes::SharedBytes;

/// What an entry takes beside its value, in bytes.
const OVERHEAD: u64 = 128;

/// A value that knows how much memory it takes.
pub trait ByteSize {
    /// Roughly, in bytes.
    fn byte_size(&self) -> usize;
}

impl ByteSize for SharedBytes {
    fn byte_size(&self) -> usize {
        self.len()
    }
}

/// Counts bytes.
#[derive(Clone)]
pub struct ByteWeighter;

impl<K, V: ByteSize> Weighter<K, V> for ByteWeighter {
    fn weight(&self, _: &K, value: &V) -> u64 {
        value.byte_size() as u64 + OVERHEAD
    }
}

/// The cache.
pub type ByteCache<K, V> = Cache<K, V, ByteWeighter, RandomState>;

/// An empty one that will keep at most `memory` bytes, in entries of some `typical` bytes.
pub fn byte_cache<K: Hash + Eq, V: ByteSize + Clone>(memory: u64, typical: u64) -> ByteCache<K, V> {
    let expected = usize::try_from(memory / typical).unwrap_or(usize::MAX);
    Cache::with(expected, memory, ByteWeighter, RandomState::default(), DefaultLifecycle::default())
}
