//! Confirms that somebody is the account's owner, before anything that gives others access or ends the account: a
//! browser that was left signed in is not enough.

use std::net::IpAddr;

use super::account_error::AccountError;
use super::caller::Caller;
use crate::app::passwords::Passwords;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;
use crate::store::{Store, Transaction, users};

/// What somebody offers as the password of their account.
pub struct Offer<'a> {
    /// `None` for one that is too long to be any password.
    pub password: Option<&'a PlainPassword>,
    /// Where it comes from.
    pub client: IpAddr,
}

/// An account whose owner has confirmed something.
pub struct Confirmed {
    user: UserId,
    /// What their password was verified against.
    against: Option<PasswordHash>,
}

impl Confirmed {
    /// Whose account it is.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// That the account is there, and the password which was verified is still its own: asked in the transaction that acts on it.
    pub fn still(&self, tx: &Transaction<'_>) -> Result<(), AccountError> {
        let (_, present) = users::find(tx, self.user)?.ok_or(AccountError::Removed)?;
        let is_same = self.against.as_ref().is_none_or(|against| present == *against);
        if is_same { Ok(()) } else { Err(AccountError::WrongPassword) }
    }
}

/// Whether that one has a password to confirm with. Whom a proxy has signed in needs none here, and may know none.
pub const fn takes_password(by: &Caller) -> bool {
    !matches!(by, Caller::Proxied(_))
}

/// Confirms by the password of an account.
pub fn by_password(
    store: &Store,
    passwords: &Passwords,
    user: UserId,
    offer: &Offer<'_>,
) -> Result<Confirmed, AccountError> {
    let account = store.read(|db| users::find(db, user))?;
    let (account, hash) = account.ok_or(AccountError::Removed)?;
    // No connection to the database is held meanwhile.
    let is_right = passwords.verify_account(&account.primary_email, offer.client, Some(&hash), offer.password)?;
    if is_right { Ok(Confirmed { user, against: Some(hash) }) } else { Err(AccountError::WrongPassword) }
}

/// Confirms for who asks: by their password, where they have one.
pub fn of(store: &Store, passwords: &Passwords, by: &Caller, offer: &Offer<'_>) -> Result<Confirmed, AccountError> {
    if takes_password(by) {
        by_password(store, passwords, by.user_id(), offer)
    } else {
        Ok(Confirmed { user: by.user_id(), against: None })
    }
}
