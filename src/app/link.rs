//! Links from their owner's side: state, people, pausing, renewing, removing.

use std::collections::{BTreeMap, BTreeSet};

use super::access::Rules;
use super::public_view::PublicView;
use super::share_error::ShareError;
use crate::domain::chat::Chat;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, ShareId, UserId};
use crate::domain::link_state::LinkState;
use crate::domain::order::Order;
use crate::domain::redaction::SecretKind;
use crate::domain::share::{Share, ShareChange, ShareColumn, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::listing::{Page, Query, Words};
use crate::store::shares::{self, ListedShare};
use crate::store::visits::{self, Visitor};
use crate::store::{Connection, Store, StoreError, Transaction, chats, invitations, whitelist_entries};

/// A link with the people who may read it.
pub struct Link {
    pub share: Share,
    /// Who may read, where not everybody may.
    pub people: Option<Vec<Email>>,
    /// Who may once they have an account: they are invited.
    pub invited: Vec<Email>,
    /// How many values it redacts, by kind.
    pub redacted: BTreeMap<SecretKind, usize>,
}

/// A link and what its conversation is called.
pub struct NamedLink {
    pub link: Link,
    /// The conversation's name.
    pub chat_name: ShortText,
    /// The model that answered in it.
    pub chat_model: ShortText,
}

impl Link {
    /// That of a share.
    pub fn of(db: &Connection, share: Share) -> Result<Self, StoreError> {
        let (people, invited) = match share.has_whitelist {
            true => {
                let people = whitelist_entries::of_share(db, share.id)?.into_iter().map(|(_, email)| email);
                let invited = invitations::of_share(db, share.id)?.into_iter().map(|invitation| invitation.email);
                (Some(people.collect()), invited.collect())
            }
            false => (None, Vec::new()),
        };
        let redacted = shares::redaction_counts(db, share.id)?;
        Ok(Self { share, people, invited, redacted })
    }

    /// What it is like at that time.
    pub fn state(&self, now: Timestamp) -> LinkState {
        Rules::of_share(&self.share).state(now)
    }

    /// Whether it works at that time.
    pub fn works(&self, now: Timestamp) -> bool {
        self.state(now) == LinkState::Active
    }
}

/// The link of a conversation; `None` for one that has none.
pub fn of_chat(store: &Store, owner: UserId, chat: ChatId) -> Result<Option<Link>, StoreError> {
    store.read(|db| of_chat_in(db, owner, chat))
}

/// The same in a transaction of the caller's.
pub fn of_chat_in(db: &Connection, owner: UserId, chat: ChatId) -> Result<Option<Link>, StoreError> {
    shares::of_chat(db, owner, chat)?.map(|share| Link::of(db, share)).transpose()
}

/// A link with what its readers get, for its owner to look at: no password is asked, no view counted.
pub fn preview(store: &Store, owner: UserId, id: ShareId) -> Result<Option<(Share, PublicView)>, StoreError> {
    store.read(|db| {
        let Some(share) = shares::of_owner(db, owner, id)? else { return Ok(None) };
        let view = PublicView::share(db, &share)?;
        Ok(Some((share, view)))
    })
}

/// Those of an owner's links that a list wants, the number of all of them with it.
pub fn list(
    store: &Store,
    owner: UserId,
    query: &Query<ShareColumn>,
    chat: Option<ChatId>,
    state: Option<LinkState>,
    now: Timestamp,
) -> Result<Page<ListedShare>, StoreError> {
    store.read(|db| shares::page(db, owner, query, chat, state, now))
}

/// All links of an owner, the last changed first.
pub fn list_all(
    store: &Store,
    owner: UserId,
    state: Option<LinkState>,
    now: Timestamp,
) -> Result<Vec<NamedLink>, StoreError> {
    let latest = Order { column: ShareColumn::UpdatedAt, descending: true };
    let query = Query { words: Words::of(""), order: vec![latest], limit: u32::MAX, offset: 0 };
    store.read(|db| {
        let named = |listed: ListedShare| {
            let ListedShare { share, chat_name, chat_model, .. } = listed;
            Ok(NamedLink { link: Link::of(db, share)?, chat_name, chat_model })
        };
        shares::page(db, owner, &query, None, state, now)?.items.into_iter().map(named).collect()
    })
}

/// The conversation behind a link, whoever owns it.
pub fn chat_of(store: &Store, uuid: ShareUuid) -> Result<Option<ChatId>, StoreError> {
    store.read_one(|db| shares::chat_of_link(db, uuid))
}

/// The conversation behind a short link, whoever owns it.
pub fn chat_of_short(store: &Store, slug: &Slug) -> Result<Option<ChatId>, StoreError> {
    Ok(store.read_one(|db| shares::of_slug(db, slug))?.map(|(chat, _)| chat))
}

/// A link of that owner; `None` where it is somebody else's.
pub fn find(store: &Store, owner: UserId, id: ShareId) -> Result<Option<Share>, StoreError> {
    store.read(|db| shares::of_owner(db, owner, id))
}

/// Does something to the links of these conversations in one transaction: to all of them, or to none. `work` gets
/// `None` for one that has no link.
pub fn each<T, E: From<ShareError> + From<StoreError>>(
    store: &Store,
    owner: UserId,
    chats: &[ChatId],
    mut work: impl FnMut(&Transaction<'_>, Chat, Option<Link>) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    store.write(|tx| {
        let with_link = |id: &ChatId| {
            let chat = chats::find(tx, owner, *id)?.ok_or(ShareError::NoSuchChat)?;
            let link = of_chat_in(tx, owner, *id)?;
            work(tx, chat, link)
        };
        chats.iter().map(with_link).collect()
    })
}

/// A link as it is in this transaction.
pub fn find_in(tx: &Transaction<'_>, owner: UserId, id: ShareId) -> Result<Link, ShareError> {
    let share = shares::of_owner(tx, owner, id)?.ok_or(ShareError::NotShared)?;
    Ok(Link::of(tx, share)?)
}

/// Pauses or resumes a link, or changes when it expires, without another look at what it shows: that is what it was.
pub fn change(
    tx: &Transaction<'_>,
    owner: UserId,
    id: ShareId,
    is_shared: Option<bool>,
    expires_at: Option<Option<Timestamp>>,
    now: Timestamp,
) -> Result<Share, ShareError> {
    let share = shares::of_owner(tx, owner, id)?.ok_or(ShareError::NotShared)?;
    let change = ShareChange { is_shared, expires_at, ..ShareChange::default() };
    let settings = change.apply(share.settings.clone())?;
    if settings != share.settings {
        shares::update(tx, &share, &settings, now)?;
    }
    shares::of_owner(tx, owner, id)?.ok_or(ShareError::NotShared)
}

/// The same for several links: for all of them, or for none.
pub fn change_all(
    store: &Store,
    owner: UserId,
    ids: &[ShareId],
    is_shared: Option<bool>,
    expires_at: Option<Option<Timestamp>>,
    now: Timestamp,
) -> Result<Vec<Share>, ShareError> {
    store.write(|tx| ids.iter().map(|id| change(tx, owner, *id, is_shared, expires_at, now)).collect())
}

/// Gives a link a new address; the former one no longer works, and its views are forgotten.
pub fn renew(store: &Store, owner: UserId, id: ShareId, now: Timestamp) -> Result<Share, ShareError> {
    store.write(|tx| renew_in(tx, owner, id, now))
}

/// The same in a transaction of the caller's.
pub fn renew_in(tx: &Transaction<'_>, owner: UserId, id: ShareId, now: Timestamp) -> Result<Share, ShareError> {
    shares::rename(tx, owner, id, now)?.ok_or(ShareError::NotShared)
}

/// Removes a link with all its settings.
pub fn remove(tx: &Transaction<'_>, owner: UserId, id: ShareId) -> Result<(), ShareError> {
    if shares::delete(tx, owner, id)? { Ok(()) } else { Err(ShareError::NotShared) }
}

/// The same for several links: for all of them, or for none.
pub fn remove_all(store: &Store, owner: UserId, ids: &[ShareId]) -> Result<(), ShareError> {
    let ids: BTreeSet<ShareId> = ids.iter().copied().collect();
    store.write(|tx| ids.into_iter().try_for_each(|id| remove(tx, owner, id)))
}

/// Who viewed a link, the latest first.
pub fn visitors(store: &Store, share: ShareId) -> Result<Vec<Visitor>, StoreError> {
    store.read_one(|db| visits::visitors(db, share))
}

/// Deletes the record of who viewed a link. How often it was viewed stays known.
pub fn forget_visitors(store: &Store, share: ShareId) -> Result<(), StoreError> {
    store.write(|tx| visits::forget_visitors(tx, share))
}
