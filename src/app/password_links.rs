//! Links with which somebody who has forgotten their password can choose a new one, once. Only whoever runs the server
//! can make them.

use std::time::Duration;

use super::Unavailable;
use super::accounts::AccountError;
use super::administration::not_own;
use super::passwords::Passwords;
use super::sessions::{self, Browser, OpenedSession};
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::password::PlainPassword;
use crate::domain::secret::{Digest, Secret};
use crate::domain::timestamp::Timestamp;
use crate::store::{self, Store, StoreError, password_links, users};

/// How long one works.
pub const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// A link that was made.
pub struct NewLink {
    /// Whose password it sets.
    pub email: Email,
    /// Its secret, which is told this once.
    pub secret: Secret,
    /// From when on it does not work any more.
    pub expires_at: Timestamp,
}

/// Makes the link of an account, which voids the one before. The password stays what it is until the link is used.
pub fn make(store: &Store, by: Option<UserId>, user: UserId, now: Timestamp) -> Result<NewLink, AccountError> {
    not_own(by, user)?;
    let (secret, expires_at) = (Secret::random().map_err(Unavailable::from)?, now.plus(LIFETIME));
    store.write(|tx| {
        let (user, _) = users::find(tx, user)?.ok_or(AccountError::Removed)?;
        if user.disabled_at.is_some() {
            return Err(AccountError::Disabled);
        }
        password_links::renew(tx, user.id, &secret.digest(), now, expires_at)?;
        Ok(NewLink { email: user.primary_email, secret, expires_at })
    })
}

/// Whose password a link sets, and until when. Uses nothing up.
pub fn look(store: &Store, link: &Digest, now: Timestamp) -> Result<Option<(Email, Timestamp)>, StoreError> {
    let found = store.read(|db| password_links::find(db, link, now))?;
    Ok(found.map(|(user, expires_at)| (user.primary_email, expires_at)))
}

/// Sets the password by a link, which is used up, ends all sessions of the account, and opens one. Tokens of scripts stay:
/// they belong to whom the account belongs.
pub fn follow(
    store: &Store,
    passwords: &Passwords,
    link: &Digest,
    password: &PlainPassword,
    browser: &Browser,
    now: Timestamp,
) -> Result<OpenedSession, AccountError> {
    // Before anything is computed for somebody who made a link up; what counts is decided below.
    look(store, link, now)?.ok_or(AccountError::NoSuchPasswordLink)?;
    let hash = passwords.hash(password, Some(browser.address))?;
    store.write(|tx| {
        let (user, _) = password_links::find(tx, link, now)?.ok_or(AccountError::NoSuchPasswordLink)?;
        password_links::delete_of(tx, user.id)?;
        users::set_password(tx, user.id, &hash, now)?;
        store::sessions::delete_all_of(tx, user.id, None)?;
        Ok(sessions::open(tx, user, browser, now)?)
    })
}
