//! Findings that their owner marked as harmless in all conversations: they are published without asking.

use serde::Serialize;

use crate::domain::id::UserId;
use crate::domain::redaction::SecretKind;
use crate::domain::timestamp::Timestamp;
use crate::guard;
use crate::store::{Store, StoreError, harmless_values};

/// A finding that is harmless. Never its value: what it is worth elsewhere, nobody knows.
#[derive(Serialize)]
pub struct HarmlessFinding {
    /// Its name for clients, as in the findings of a check.
    pub id: String,
    /// What it was found as.
    pub kind: SecretKind,
    /// Enough to recognise it.
    pub masked: String,
    /// When it was marked.
    pub created_at: Timestamp,
}

/// Those of somebody, the last marked first.
pub fn list(store: &Store, user: UserId) -> Result<Vec<HarmlessFinding>, StoreError> {
    let values = store.read_one(|db| harmless_values::by_time(db, user))?;
    let finding = |(kind, value, created_at): (SecretKind, String, Timestamp)| HarmlessFinding {
        id: guard::finding_id(kind, &value),
        kind,
        masked: guard::mask(&value),
        created_at,
    };
    Ok(values.into_iter().map(finding).collect())
}

/// Takes the mark of one back; false where there is none with that id.
pub fn forget(store: &Store, user: UserId, id: &str) -> Result<bool, StoreError> {
    store.write(|tx| {
        let mut values = harmless_values::of_user(tx, user)?.into_iter();
        match values.find(|(kind, value)| guard::finding_id(*kind, value) == id) {
            Some((kind, value)) => harmless_values::remove(tx, user, kind, &value),
            None => Ok(false),
        }
    })
}
