//! Remembers where conversations on readers' pages can be continued, so that new messages of a long one can be sent
//! without the rest. It covers what this process has sent; otherwise readers get the whole page. Memory is bounded.

use std::sync::Arc;

use crate::base::byte_cache::{ByteCache, ByteSize, byte_cache};
use crate::domain::share::ShareUuid;
use crate::render::Checkpoint;
use crate::store::shares::{FoundShare, History};

/// Memory for all of them together, in bytes: a session in which thousands of steps changed files takes half a megabyte.
const MEMORY: u64 = 8 * 1024 * 1024;

/// Those of the links and revisions that were sent last; a clone holds the same.
#[derive(Clone)]
pub struct Checkpoints(Arc<ByteCache<(ShareUuid, i64), Sent>>);

#[derive(Clone)]
struct Sent {
    history: History,
    checkpoint: Arc<Checkpoint>,
}

impl ByteSize for Sent {
    fn byte_size(&self) -> usize {
        size_of::<Self>() + self.checkpoint.byte_size()
    }
}

impl Checkpoints {
    /// Nothing was sent yet.
    pub fn new() -> Self {
        Self(Arc::new(byte_cache(MEMORY, 64 * 1024)))
    }

    /// Where what is found goes on for whom has that revision of it; `None` where that is not known, or more has changed.
    pub fn get(&self, found: &FoundShare, revision: i64) -> Option<Arc<Checkpoint>> {
        let sent = self.0.get(&(found.uuid, revision))?;
        (sent.history == found.history).then_some(sent.checkpoint)
    }

    /// Keeps where a revision can be gone on with, which was read while its history was that.
    pub fn insert(&self, link: ShareUuid, revision: i64, history: History, checkpoint: Checkpoint) {
        self.0.insert((link, revision), Sent { history, checkpoint: Arc::new(checkpoint) });
    }
}
