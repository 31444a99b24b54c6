//! Invitations: links with which people create their own accounts and find what is shared with them.

use super::Unavailable;
use super::accounts::{self, AccountError};
use super::sessions::{self, Browser, OpenedSession};
use crate::app::passwords::Passwords;
use crate::domain::email::Email;
use crate::domain::id::{InvitationId, ShareId, UserId};
use crate::domain::invitation::{Invitation, LIFETIME};
use crate::domain::password::PlainPassword;
use crate::domain::secret::{Digest, Secret};
use crate::domain::timestamp::Timestamp;

use crate::store::invitations::{self, Invited};
use crate::store::{Store, StoreError, Transaction, users, whitelist_entries};

/// Why nobody was invited.
#[derive(Debug)]
pub enum InviteError {
    /// The address has an account.
    HasAccount,
    /// One of the shares is none of the inviter's.
    NoSuchShare,
    /// Something failed.
    Failed(Unavailable),
}

impl<E: Into<Unavailable>> From<E> for InviteError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// Invites the owner of an address, to the lists of these shares among others; the secret of the link is
/// shown this once. It voids the link that the same inviter made for them before, and keeps the shares of
/// that one.
pub fn invite(
    store: &Store,
    inviter: UserId,
    email: &Email,
    shares: &[ShareId],
    now: Timestamp,
) -> Result<(Invitation, Secret), InviteError> {
    store.write(|tx| invite_in(tx, inviter, email, shares, now))
}

/// The same in a transaction of the caller's.
pub fn invite_in(
    tx: &Transaction<'_>,
    inviter: UserId,
    email: &Email,
    shares: &[ShareId],
    now: Timestamp,
) -> Result<(Invitation, Secret), InviteError> {
    if users::by_email(tx, email)?.is_some() {
        return Err(InviteError::HasAccount);
    }
    let (secret, expires_at) = (Secret::random()?, now.plus(LIFETIME));
    let id = invitations::insert(tx, inviter, email, &secret.digest(), now, expires_at)?;
    for share in shares {
        if !invitations::add_share(tx, id, inviter, *share)? {
            return Err(InviteError::NoSuchShare);
        }
    }
    let share_ids = invitations::shares_of(tx, id)?;
    Ok((Invitation { id, email: email.clone(), created_at: now, expires_at, share_ids }, secret))
}

/// Names a share in the invitation of an address. Where the inviter has made none, or its link has expired, a new one is
/// made, whose secret is shown this once: a link that somebody has got already goes on working.
pub fn name_in(
    tx: &Transaction<'_>,
    inviter: UserId,
    email: &Email,
    share: ShareId,
    now: Timestamp,
) -> Result<(Invitation, Option<Secret>), InviteError> {
    let Some(present) = invitations::of_address(tx, inviter, email, now)? else {
        let (invitation, secret) = invite_in(tx, inviter, email, &[share], now)?;
        return Ok((invitation, Some(secret)));
    };
    if !invitations::add_share(tx, present.id, inviter, share)? {
        return Err(InviteError::NoSuchShare);
    }
    let share_ids = invitations::shares_of(tx, present.id)?;
    Ok((Invitation { share_ids, ..present }, None))
}

/// The invitations that somebody made and that still hold, or for which conversations wait, the newest first.
pub fn list(store: &Store, inviter: UserId, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
    store.read(|db| invitations::of_inviter(db, inviter, now))
}

/// What a link invites to. Uses nothing up.
pub fn look(store: &Store, link: &Digest, now: Timestamp) -> Result<Option<Invited>, StoreError> {
    store.read_one(|db| invitations::find_invited(db, link, now))
}

/// Makes the account of somebody who is invited, puts it on the lists of the invitation, and opens a
/// session in it. The link is used up, also by somebody who has got an account meanwhile: they are put on
/// the lists, and are told to sign in as whom they are already ([`AccountError::Exists`]).
pub fn accept(
    store: &Store,
    passwords: &Passwords,
    link: &Digest,
    password: &PlainPassword,
    browser: &Browser,
    now: Timestamp,
) -> Result<OpenedSession, AccountError> {
    // Before anything is computed for somebody who made a link up; what counts is decided below.
    look(store, link, now)?.ok_or(AccountError::NoSuchInvitation)?;
    let hash = passwords.hash(password, Some(browser.address))?;
    let opened = store.write(|tx| {
        let (email, shares) = invitations::take_invitation(tx, link, now)?.ok_or(AccountError::NoSuchInvitation)?;
        if let Some((user, _)) = users::by_email(tx, &email)? {
            whitelist_entries::insert_invited(tx, &shares, user.id, now)?;
            return Ok::<_, AccountError>(None);
        }
        let user = accounts::insert(tx, &email, &hash, now)?;
        whitelist_entries::insert_invited(tx, &shares, user.id, now)?;
        Ok(Some(sessions::open(tx, user, browser, now)?))
    })?;
    opened.ok_or(AccountError::Exists)
}

/// Takes an invitation of somebody's back; false when they made none of that number.
pub fn take_back(store: &Store, inviter: UserId, id: InvitationId) -> Result<bool, StoreError> {
    store.write(|tx| invitations::delete(tx, inviter, id))
}

/// Takes the invitations of an address back, whoever made them; how many.
pub fn take_back_all(store: &Store, email: &Email) -> Result<usize, StoreError> {
    store.write(|tx| invitations::delete_all_for(tx, email))
}
