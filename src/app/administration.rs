//! What administrators can do with other people's accounts. They see numbers, never the contents of a conversation.

use serde_json::{Value, json};

use super::accounts::{self, AccountError};
use crate::domain::email::Email;
use crate::domain::id::{InvitationId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::store::invitations::everybody::{self, OpenInvitation};
use crate::store::listing::Page;
use crate::store::users::overview::{self, Overview};
use crate::store::{Store, StoreError, Transaction, api_tokens, password_links, sessions, users};

/// Whether somebody administers the server.
pub fn is_administrator(store: &Store, user: UserId) -> Result<bool, StoreError> {
    Ok(store.read_one(|db| users::find(db, user))?.is_some_and(|(user, _)| user.is_admin && user.disabled_at.is_none()))
}

/// Some of all accounts, by address, with how much is in each.
pub fn list(store: &Store, limit: u32, offset: u32, now: Timestamp) -> Result<Page<Overview>, StoreError> {
    store.read(|db| overview::list(db, limit, offset, now))
}

/// One account, with how much is in it.
pub fn get(store: &Store, user: UserId, now: Timestamp) -> Result<Option<Overview>, StoreError> {
    store.read(|db| overview::find(db, user, now))
}

/// An account with its numbers as programs are told of it, by the API and by the command line alike; each calls its address in
/// its own way.
pub fn account_json(account: &Overview, address: &str) -> Value {
    let Overview { user, conversations, links, bytes, sessions, tokens } = account;
    json!({
        "id": user.id,
        address: user.primary_email,
        "display_name": user.display_name,
        "is_admin": user.is_admin,
        "is_disabled": user.disabled_at.is_some(),
        "created_at": user.created_at,
        "last_sign_in_at": user.signed_in_at,
        "conversations": conversations,
        "links": links,
        "bytes": bytes,
        "sessions": sessions,
        "tokens": tokens,
    })
}

/// What is to be changed of an account; `None` stays as it is.
#[derive(Clone, Copy, Default)]
pub struct AccountChange {
    /// Whether it is disabled.
    pub is_disabled: Option<bool>,
    /// Whether it administers the server.
    pub is_admin: Option<bool>,
}

/// Changes an account. Of one that is disabled, sessions, tokens and the link for a new password end, and its links open
/// nothing until it is enabled again. Somebody must be left who administers.
pub fn change(
    store: &Store,
    by: Option<UserId>,
    user: UserId,
    change: AccountChange,
    now: Timestamp,
) -> Result<(), AccountError> {
    if change.is_disabled == Some(true) {
        not_own(by, user)?;
    }
    store.write(|tx| {
        let (present, _) = users::find(tx, user)?.ok_or(AccountError::Removed)?;
        let ends = change.is_disabled == Some(true) || change.is_admin == Some(false);
        let administers = present.is_admin && present.disabled_at.is_none();
        if ends && administers && !users::has_administrator(tx, Some(user))? {
            return Err(AccountError::LastAdministrator);
        }
        if let Some(is_admin) = change.is_admin {
            users::set_admin(tx, user, is_admin)?;
        }
        if let Some(is_disabled) = change.is_disabled {
            users::set_disabled(tx, user, is_disabled.then_some(now))?;
            if is_disabled {
                end_all_in(tx, user, true)?;
                password_links::delete_of(tx, user)?;
            }
        }
        Ok(())
    })
}

/// Ends the sessions of an account, and if wished the tokens of its scripts; how many sessions. `None` when there is none of
/// that number.
pub fn end_all(store: &Store, user: UserId, tokens: bool) -> Result<Option<usize>, StoreError> {
    store.write(|tx| match users::find(tx, user)? {
        None => Ok(None),
        Some(_) => Ok(Some(end_all_in(tx, user, tokens)?)),
    })
}

fn end_all_in(tx: &Transaction<'_>, user: UserId, tokens: bool) -> Result<usize, StoreError> {
    if tokens {
        api_tokens::delete_all_of(tx, user)?;
    }
    sessions::delete_all_of(tx, user, None)
}

/// Removes an account with everything in it; false when there is none.
pub fn remove(store: &Store, by: Option<UserId>, user: UserId) -> Result<bool, AccountError> {
    not_own(by, user)?;
    accounts::remove(store, user)
}

/// What asks for the password of who does it to themselves is no way round that: a browser that somebody left signed in is
/// not enough. `by` is `None` for who runs the server at its command line.
pub(super) fn not_own(by: Option<UserId>, user: UserId) -> Result<(), AccountError> {
    if by == Some(user) { Err(AccountError::Own) } else { Ok(()) }
}

/// Everybody's invitations whose links work or for which conversations wait, by address.
pub fn invitations(store: &Store, now: Timestamp) -> Result<Vec<OpenInvitation>, StoreError> {
    store.read_one(|db| everybody::all(db, now))
}

/// Takes an invitation back, whoever made it; false when there is none of that number.
pub fn take_back(store: &Store, id: InvitationId) -> Result<bool, StoreError> {
    store.write(|tx| everybody::delete(tx, id))
}

/// The addresses of those who administer.
pub fn administrators(store: &Store) -> Result<Vec<Email>, StoreError> {
    let all = accounts::list(store)?.into_iter();
    Ok(all.filter(|user| user.is_admin && user.disabled_at.is_none()).map(|user| user.primary_email).collect())
}
