//! Accounts: how people sign up, sign in, change their password and leave.

pub use super::account_error::AccountError;
use super::confirmation::{self, Offer};
use super::owner;
use super::passwords::Passwords;
use super::sessions::{self, Browser, OpenedSession};
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::share::PasswordHash;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;

use crate::store::{self, Store, StoreError, Transaction, users};

/// Makes an account and opens a session in it.
pub fn sign_up(
    store: &Store,
    passwords: &Passwords,
    email: &Email,
    password: &PlainPassword,
    browser: &Browser,
    now: Timestamp,
) -> Result<OpenedSession, AccountError> {
    let hash = passwords.hash(password, Some(browser.address))?;
    store.write(|tx| Ok(sessions::open(tx, insert(tx, email, &hash, now)?, browser, now)?))
}

/// What ends with a new password, beside the sessions of whoever was signed in with the old one, and the link that would set
/// another one.
#[derive(Clone, Copy)]
pub struct EndOf<'a> {
    /// The session of the token that goes on.
    pub all_but: Option<&'a store::sessions::TokenDigest>,
    /// Whether the tokens of scripts end, too.
    pub tokens: bool,
}

impl EndOf<'_> {
    fn apply(self, tx: &Transaction<'_>, user: UserId) -> Result<(), StoreError> {
        store::sessions::delete_all_of(tx, user, self.all_but)?;
        // Whoever else has found it would undo what the new password is for.
        store::password_links::delete_of(tx, user)?;
        if self.tokens {
            store::api_tokens::delete_all_of(tx, user)?;
        }
        Ok(())
    }
}

/// Changes the password for whoever knows the present one.
pub fn change_password(
    store: &Store,
    passwords: &Passwords,
    user: UserId,
    offer: &Offer<'_>,
    new: &PlainPassword,
    end: EndOf<'_>,
    now: Timestamp,
) -> Result<(), AccountError> {
    let confirmed = confirmation::by_password(store, passwords, user, offer)?;
    let hash = passwords.hash(new, Some(offer.client))?;
    store.write(|tx| {
        confirmed.still(tx)?;
        users::set_password(tx, user, &hash, now)?;
        Ok(end.apply(tx, user)?)
    })
}

/// Removes an account with everything in it, for whoever knows its password.
pub fn delete(store: &Store, passwords: &Passwords, user: UserId, offer: &Offer<'_>) -> Result<(), AccountError> {
    let confirmed = confirmation::by_password(store, passwords, user, offer)?;
    store.write(|tx| {
        confirmed.still(tx)?;
        delete_in(tx, user).map(drop)
    })
}

/// Removes an account in a transaction of the caller's; false when there is none. The last administrator goes last of all.
pub(super) fn delete_in(tx: &Transaction<'_>, user: UserId) -> Result<bool, AccountError> {
    let is_admin = users::find(tx, user)?.is_some_and(|(user, _)| user.is_admin);
    if is_admin && !users::has_administrator(tx, Some(user))? && users::has_others(tx, user)? {
        return Err(AccountError::LastAdministrator);
    }
    Ok(users::delete(tx, user)?)
}

/// Makes an account for whoever runs the server, who knows whose address it is: what waited for it is theirs. The first
/// one administers the server, beside that of whom no password is known.
pub fn add(
    store: &Store,
    passwords: &Passwords,
    email: &Email,
    password: &PlainPassword,
    now: Timestamp,
) -> Result<User, AccountError> {
    let hash = passwords.hash(password, None)?;
    store.write(|tx| {
        let user = insert(tx, email, &hash, now)?;
        let nobodys = Email::parse(owner::FIRST).map(|email| users::by_email(tx, &email)).transpose()?.flatten();
        if !users::has_administrator(tx, nobodys.map(|(user, _)| user.id))? {
            users::set_admin(tx, user.id, true)?;
        }
        let shares = store::invitations::take_all_for(tx, email)?;
        store::whitelist_entries::insert_invited(tx, &shares, user.id, now)?;
        Ok(user)
    })
}

/// Sets the password of an account, whatever it was: whoever had the old one may be signed in with it.
pub fn reset_password(
    store: &Store,
    passwords: &Passwords,
    user: UserId,
    new: &PlainPassword,
    end: EndOf<'_>,
    now: Timestamp,
) -> Result<(), AccountError> {
    let hash = passwords.hash(new, None)?;
    store.write(|tx| {
        end.apply(tx, user)?;
        if users::set_password(tx, user, &hash, now)? { Ok(()) } else { Err(AccountError::Removed) }
    })
}

/// Removes an account with everything in it; false when there is none.
pub fn remove(store: &Store, user: UserId) -> Result<bool, AccountError> {
    store.write(|tx| delete_in(tx, user))
}

/// Sets the name that readers of somebody's links are told; `None`: they are told none. False when there is no such account.
pub fn set_display_name(store: &Store, user: UserId, name: Option<&ShortText>) -> Result<bool, StoreError> {
    store.write(|tx| users::set_display_name(tx, user, name))
}

/// The account of that number.
pub fn get(store: &Store, user: UserId) -> Result<Option<User>, StoreError> {
    Ok(store.read_one(|db| users::find(db, user))?.map(|(user, _)| user))
}

/// The account of that address, in whatever case.
pub fn find(store: &Store, email: &Email) -> Result<Option<User>, StoreError> {
    Ok(store.read_one(|db| users::by_email(db, email))?.map(|(user, _)| user))
}

/// Everybody, by address.
pub fn list(store: &Store) -> Result<Vec<User>, StoreError> {
    store.read_one(users::all)
}

/// Makes an account in a transaction of the caller's.
pub(super) fn insert(
    tx: &Transaction<'_>,
    email: &Email,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<User, AccountError> {
    users::insert(tx, email, hash, now).map_err(|error| match error {
        StoreError::Conflict => AccountError::Exists,
        other => other.into(),
    })
}
