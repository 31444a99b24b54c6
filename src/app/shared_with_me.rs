//! What others share with somebody by name.

use super::access::Rules;
use super::public_view::PublicView;
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::link_state::LinkState;
use crate::domain::share::ShareUuid;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::listing::Page;
use crate::store::shares::{self, SharedWith};
use crate::store::{Connection, Store, StoreError};

/// A conversation that somebody else shares.
pub struct SharedConversation {
    /// The link's name.
    pub uuid: ShareUuid,
    /// What its readers see it called; `None` where the link does not work.
    pub name: Option<ShortText>,
    /// The owner's address.
    pub owner: Email,
    /// The name that they chose.
    pub owner_name: Option<ShortText>,
    /// Since when.
    pub since: Timestamp,
    /// When they last opened it.
    pub opened_at: Option<Timestamp>,
}

/// What others share with somebody, the latest first.
pub fn list(
    store: &Store,
    reader: UserId,
    limit: u32,
    offset: u32,
    now: Timestamp,
) -> Result<Page<SharedConversation>, StoreError> {
    store.read(|db| {
        let Page { items, total, is_estimate } = shares::shared_with(db, reader, limit, offset)?;
        let items = items.into_iter().map(|shared| conversation(db, shared, now)).collect::<Result<_, StoreError>>()?;
        Ok(Page { items, total, is_estimate })
    })
}

fn conversation(db: &Connection, shared: SharedWith, now: Timestamp) -> Result<SharedConversation, StoreError> {
    let SharedWith { share, owner, owner_name, owner_is_disabled, since, opened_at } = shared;
    let name = match Rules::of_share(&share).state(now) {
        LinkState::Active if owner_is_disabled => None,
        LinkState::Active => Some(PublicView::share(db, &share)?.chat(db)?.name),
        // The owner may have ended it because of what it is called.
        LinkState::Paused | LinkState::Expired | LinkState::UsedUp => None,
    };
    Ok(SharedConversation { uuid: share.uuid, name, owner, owner_name, since, opened_at })
}
