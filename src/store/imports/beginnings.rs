//! What a conversation begins with, as digests: two sides that have each a part of one tell by them what the other one has.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::value::RawValue;
use sha2::{Digest, Sha256 as Hasher};

use crate::base::byte_cache::ByteSize;
use crate::domain::message::NewMessage;
use crate::domain::part::Sha256;
use crate::store::{StoreError, messages};

/// The digests of a conversation's first 0, 1, 2, ... messages, from each of which one may go on.
pub struct Beginnings(Vec<Hasher>);

impl Beginnings {
    /// Those of a conversation that has no messages yet.
    pub fn none() -> Self {
        Self(vec![Hasher::new()])
    }

    /// Those of a conversation with the same first messages, so many, and then these.
    pub fn then(&self, kept: usize, messages: &[NewMessage]) -> Result<Self, StoreError> {
        let mut beginnings: Vec<Hasher> = self.0.iter().take(kept + 1).cloned().collect();
        let mut hasher = beginnings.last().cloned().unwrap_or_default();
        hash_all(&mut hasher, messages, |hasher| beginnings.push(hasher.clone()))?;
        Ok(Self(beginnings))
    }

    /// The number of messages.
    pub const fn count(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// The digest of the first so many messages.
    pub fn digest(&self, count: usize) -> Option<Sha256> {
        self.0.get(count).map(|hasher| Sha256::new(hasher.clone().finalize().into()))
    }

    /// How many of their first messages are the same.
    pub fn common(&self, other: &Self) -> usize {
        let most = self.count().min(other.count());
        // What begins alike is alike up to some message, and from there on not.
        let (mut same, mut end) = (0, most + 1);
        while end - same > 1 {
            let middle = usize::midpoint(same, end);
            if self.digest(middle) == other.digest(middle) { same = middle } else { end = middle }
        }
        same
    }
}

/// From behind so many of the last messages one may go on without hashing all that is before.
const RESUMED: usize = 32;

/// The digests of a conversation's first 0, 1, 2, ... messages, up to all of them.
#[derive(Clone)]
pub(super) struct Prefixes {
    pub(super) digests: Vec<Sha256>,
    /// What the last of them are made of, the last one last; never empty.
    hashers: VecDeque<Hasher>,
}

impl ByteSize for Arc<Prefixes> {
    fn byte_size(&self) -> usize {
        self.digests.len() * size_of::<Sha256>() + self.hashers.len() * size_of::<Hasher>()
    }
}

impl Prefixes {
    /// Of no messages yet.
    pub(super) fn new() -> Self {
        let hasher = Hasher::new();
        Self { digests: vec![Sha256::new(hasher.clone().finalize().into())], hashers: [hasher].into() }
    }

    /// Adds a message that is stored.
    pub(super) fn add(&mut self, role: &str, content: &str, parts: Option<&str>) {
        let mut hasher = self.hashers.back().cloned().unwrap_or_default();
        hash(&mut hasher, role, content, parts);
        self.push(hasher);
    }

    /// Adds messages.
    pub(super) fn add_all(&mut self, messages: &[NewMessage]) -> Result<(), StoreError> {
        let mut hasher = self.hashers.back().cloned().unwrap_or_default();
        hash_all(&mut hasher, messages, |hasher| self.push(hasher.clone()))
    }

    /// Those of the first so many messages; `None` where one can't go on from there, or there are not so many.
    pub(super) fn up_to(&self, count: usize) -> Option<Self> {
        let behind = self.digests.len().checked_sub(count + 1)?;
        let hashers = self.hashers.len().checked_sub(behind).filter(|left| *left > 0)?;
        Some(Self {
            digests: self.digests.iter().take(count + 1).copied().collect(),
            hashers: self.hashers.iter().take(hashers).cloned().collect(),
        })
    }

    fn push(&mut self, hasher: Hasher) {
        self.digests.push(Sha256::new(hasher.clone().finalize().into()));
        if self.hashers.len() == RESUMED {
            self.hashers.pop_front();
        }
        self.hashers.push_back(hasher);
    }
}

/// Adds a message.
fn hash(hasher: &mut Hasher, role: &str, content: &str, parts: Option<&str>) {
    for field in [role, content, parts.unwrap_or_default()] {
        hasher.update((field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
}

/// Adds messages; `each` sees what has become of it behind each one.
fn hash_all(hasher: &mut Hasher, messages: &[NewMessage], mut each: impl FnMut(&Hasher)) -> Result<(), StoreError> {
    for message in messages {
        let parts = messages::parts_json(&message.parts)?;
        hash(hasher, message.role.as_str(), &message.content, parts.as_deref().map(RawValue::get));
        each(hasher);
    }
    Ok(())
}

/// Those of all these messages.
pub(super) fn prefixes(messages: &[NewMessage]) -> Result<Vec<Sha256>, StoreError> {
    let mut prefixes = Prefixes::new();
    prefixes.add_all(messages)?;
    Ok(prefixes.digests)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Role;

    fn said(texts: &[&str]) -> Vec<NewMessage> {
        texts.iter().map(|text| NewMessage::new(Role::User, (*text).to_owned())).collect()
    }

    #[test]
    fn a_beginning_is_known_by_its_digest_however_it_came_about() {
        let whole = Beginnings::none().then(0, &said(&["a", "b", "c"])).expect("hashed");
        let grown = Beginnings::none().then(0, &said(&["a", "x"])).expect("hashed");
        let grown = grown.then(1, &said(&["b", "c"])).expect("hashed");
        assert_eq!((whole.count(), whole.digest(3)), (3, grown.digest(3)));
        assert_eq!((whole.common(&grown), whole.digest(4)), (3, None));

        let other = whole.then(2, &said(&["x", "y", "z"])).expect("hashed");
        assert_eq!((whole.common(&other), other.common(&whole)), (2, 2));
        assert_eq!(whole.common(&Beginnings::none()), 0);
    }

    #[test]
    fn one_may_go_on_behind_any_of_the_last_messages() {
        let texts: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut whole = Prefixes::new();
        whole.add_all(&said(&texts)).expect("hashed");
        for count in 0..=51 {
            let Some(mut prefixes) = whole.up_to(count) else {
                assert!(count <= 50 - RESUMED || count == 51, "{count}");
                continue;
            };
            assert_eq!(prefixes.digests, whole.digests[..=count]);
            prefixes.add_all(&said(&texts[count..])).expect("hashed");
            assert_eq!(prefixes.digests, whole.digests, "{count}");
            assert!(whole.up_to(count).expect("again").up_to(count).is_some());
        }
    }
}
