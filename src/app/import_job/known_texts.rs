//! Texts that an import need not read again, because it is known what is stored of them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::chat::{ChatSource, NewChat};
use crate::domain::id::UserId;
use crate::import::LookUp;
use crate::store::{Store, imports};

/// What is known when an import begins, less what it has read since: that may have become another conversation.
pub struct KnownTexts {
    store: Store,
    owner: UserId,
    /// Which conversations were read, by what their source calls them.
    read: Arc<Mutex<HashSet<u64>>>,
}

impl KnownTexts {
    /// What is known of that account's conversations.
    pub fn new(store: &Store, owner: UserId) -> Self {
        Self { store: store.clone(), owner, read: Arc::default() }
    }

    /// By the digest of a text.
    pub fn look_up(&self) -> Arc<LookUp> {
        let (store, owner, read) = (self.store.clone(), self.owner, Arc::clone(&self.read));
        Arc::new(move |text| {
            // Where that can't be asked, it is read.
            let known = store.read_one(|db| imports::known_text(db, owner, text)).ok().flatten()?;
            let read = read.lock().unwrap_or_else(PoisonError::into_inner);
            (!read.contains(&key(&known.format, &known.source_id))).then_some(known)
        })
    }

    /// A conversation was read.
    pub fn note(&self, chat: &NewChat) {
        if let Some(ChatSource { format, id: Some(id), .. }) = &chat.source {
            self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(key(format, id));
        }
    }
}

/// Enough of a name to tell it from others in one import: of two that are taken for one, both are read.
fn key(format: &str, id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (format, id).hash(&mut hasher);
    hasher.finish()
}
