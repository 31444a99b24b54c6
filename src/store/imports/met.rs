//! What one import has met so far: two conversations that begin alike stay two, and one that comes again is compared with
//! what it was before.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::ImportOutcome;
use crate::domain::chat::NewChat;
use crate::domain::id::ChatId;
use crate::domain::part::Sha256;

/// Which conversations without a name of their own one import has met, so that two that begin alike
/// stay two.
#[derive(Default)]
pub struct Met {
    nameless: HashMap<Sha256, ChatId>,
    /// What was only looked at: the beginnings of conversations with a name, hashed, as nothing of them
    /// is stored that the next one of that name could be compared with.
    looked_at: HashMap<(&'static str, String), Vec<u64>>,
}

impl Met {
    /// A conversation without a name of its own was found or stored.
    pub fn note(&mut self, new: &NewChat, prefixes: &[Sha256], id: ChatId) {
        let is_nameless = new.source.as_ref().is_some_and(|source| source.id.is_none());
        if let (true, Some(digest)) = (is_nameless, prefixes.last()) {
            self.nameless.insert(*digest, id);
        }
    }

    /// The last one without a name of its own that has these contents.
    pub fn last_nameless(&self, digest: &Sha256) -> Option<ChatId> {
        self.nameless.get(digest).copied()
    }

    /// What would become of a conversation that was looked at before in this import.
    pub fn look_again(&mut self, new: &NewChat, prefixes: &[Sha256]) -> Option<ImportOutcome> {
        let before = self.looked_at.get_mut(&key(new)?)?;
        let same = before.iter().zip(prefixes).take_while(|(before, now)| **before == short(now)).count();
        if same == prefixes.len() {
            return Some(ImportOutcome::Unchanged);
        }
        *before = prefixes.iter().map(short).collect();
        Some(ImportOutcome::Updated(prefixes.len() - same))
    }

    /// It was looked at, and nothing of it was stored.
    pub fn note_look(&mut self, new: &NewChat, prefixes: &[Sha256]) {
        if let Some(key) = key(new) {
            self.looked_at.insert(key, prefixes.iter().map(short).collect());
        }
    }
}

/// By what a conversation with a name of its own is known.
fn key(new: &NewChat) -> Option<(&'static str, String)> {
    let source = new.source.as_ref()?;
    Some((source.format, source.id.clone()?))
}

/// Enough of a digest to tell it from others in one import.
fn short(digest: &Sha256) -> u64 {
    let mut hasher = DefaultHasher::new();
    digest.hash(&mut hasher);
    hasher.finish()
}
