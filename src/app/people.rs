//! The people who may read a link that is for named people.

use super::sharing::ShareError;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, ShareId, UserId, WhitelistEntryId};
use crate::domain::timestamp::Timestamp;
use crate::domain::whitelist::WhitelistEntry;
use crate::store::{Store, StoreError, shares, whitelist_entries};

/// Those on the list of a link, with their addresses.
pub fn list(store: &Store, share: ShareId) -> Result<Vec<(WhitelistEntry, Email)>, StoreError> {
    store.read(|db| whitelist_entries::of_share(db, share))
}

/// Puts the owner and those of these addresses that have an account on the list; their entries, made now or before.
pub fn add(
    store: &Store,
    owner: UserId,
    chat: ChatId,
    share: ShareId,
    emails: &[Email],
    now: Timestamp,
) -> Result<Vec<WhitelistEntry>, ShareError> {
    store.write(|tx| {
        if !shares::exists(tx, owner, chat, share)? {
            return Err(ShareError::NotShared);
        }
        Ok(whitelist_entries::insert_all(tx, share, owner, emails, now)?)
    })
}

/// Takes somebody off the list; false when there is no such entry.
pub fn remove(store: &Store, share: ShareId, entry: WhitelistEntryId) -> Result<bool, StoreError> {
    store.write(|tx| whitelist_entries::delete(tx, share, entry))
}

/// Removes the list: whoever has the link may read it.
pub fn clear(store: &Store, share: ShareId) -> Result<(), StoreError> {
    store.write(|tx| whitelist_entries::delete_all(tx, share))
}
