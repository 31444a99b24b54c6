//! The people who may read a link for named people: those with an account, and those who are invited.

use super::share_error::ShareError;
use super::{invitations, link, link_word};
use crate::domain::email::Email;
use crate::domain::id::{ChatId, ShareId, UserId, WhitelistEntryId};
use crate::domain::invitation::Invitation;
use crate::domain::secret::Secret;
use crate::domain::timestamp::Timestamp;
use crate::domain::whitelist::WhitelistEntry;
use crate::store::whitelist_entries::Reader;
use crate::store::{self, Store, StoreError, Transaction, shares, users, whitelist_entries};

/// Somebody without an account who is named on a link.
pub struct InvitedReader {
    /// By which they make one.
    pub invitation: Invitation,
    /// That of the invitation's link, where the link is new.
    pub secret: Option<Secret>,
}

/// Those on the list of a link, and those who are invited to it.
pub fn list(store: &Store, share: ShareId) -> Result<(Vec<Reader>, Vec<Invitation>), StoreError> {
    store.read(|db| Ok((whitelist_entries::readers(db, share)?, store::invitations::of_share(db, share)?)))
}

/// Names people on a link: who has an account is on its list, everybody else is invited to it.
pub fn name(
    tx: &Transaction<'_>,
    owner: UserId,
    share: ShareId,
    emails: &[Email],
    now: Timestamp,
) -> Result<Vec<InvitedReader>, ShareError> {
    let mut invited: Vec<InvitedReader> = Vec::new();
    if emails.is_empty() {
        return Ok(invited);
    }
    whitelist_entries::insert_all(tx, share, owner, emails, now)?;
    for email in emails {
        let is_met = invited.iter().any(|other| other.invitation.email.key() == email.key());
        if is_met || users::by_email(tx, email)?.is_some() {
            continue;
        }
        let named = invitations::name_in(tx, owner, email, share, now);
        let (invitation, secret) = named.map_err(|error| ShareError::NotInvited(email.clone(), error))?;
        invited.push(InvitedReader { invitation, secret });
    }
    Ok(invited)
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
    store.write(|tx| {
        let listed = whitelist_entries::of_share(tx, share)?.into_iter().find(|(listed, _)| listed.id == entry);
        let Some((_, email)) = listed else { return Ok(false) };
        Ok(remove_in(tx, share, &[email])?.is_none())
    })
}

/// Takes these people off a link: off its list, and out of the invitation that names it, by which they would come back.
/// The first of them who is on neither; `None` if there is none, and all are gone.
pub fn remove_in<'a>(
    tx: &Transaction<'_>,
    share: ShareId,
    emails: &'a [Email],
) -> Result<Option<&'a Email>, StoreError> {
    let (listed, invited) = (whitelist_entries::of_share(tx, share)?, store::invitations::of_share(tx, share)?);
    for email in emails {
        let entry = listed.iter().find(|(_, listed)| listed.key() == email.key());
        let invitation = invited.iter().find(|invitation| invitation.email.key() == email.key());
        if entry.is_none() && invitation.is_none() {
            return Ok(Some(email));
        }
        if let Some((entry, _)) = entry {
            whitelist_entries::delete(tx, share, entry.id)?;
        }
        if let Some(invitation) = invitation {
            store::invitations::remove_share(tx, invitation.id, share)?;
        }
    }
    Ok(None)
}

/// Removes the list: whoever has the link may read it. Nobody comes by an older invitation on a list that is made later.
pub fn clear(store: &Store, owner: UserId, share: ShareId) -> Result<(), ShareError> {
    store.write(|tx| clear_in(tx, owner, share))
}

/// The same in a transaction of the caller's.
pub fn clear_in(tx: &Transaction<'_>, owner: UserId, share: ShareId) -> Result<(), ShareError> {
    whitelist_entries::delete_all(tx, share)?;
    store::invitations::remove_share_from_all(tx, share)?;
    link_word::check(&link::find_in(tx, owner, share)?.share)
}
