//! The first administrator's account, created with a link that the server prints when it starts. With open sign-up,
//! people who sign up do not become administrators, not even the first.

use super::Unavailable;
use super::accounts::{self, AccountError};
use super::sessions::{self, Browser, OpenedSession};
use crate::app::passwords::Passwords;
use crate::domain::email::Email;
use crate::domain::invitation::SET_UP_LIFETIME;
use crate::domain::password::PlainPassword;
use crate::domain::secret::{Digest, Secret};
use crate::domain::timestamp::Timestamp;

use crate::store::{Store, StoreError, invitations, users};

/// The secret of a new link, which voids those that were made before; `None` when somebody administers the server.
pub fn renew_link(store: &Store, now: Timestamp) -> Result<Option<Secret>, Unavailable> {
    // Nothing is written where there is nothing to do: a server also starts where the disk is full or read-only.
    if store.read_one(|db| users::has_administrator(db, None))? {
        return Ok(None);
    }
    let secret = Secret::random()?;
    let is_made = store.write(|tx| invitations::set_up::renew(tx, &secret.digest(), now, now.plus(SET_UP_LIFETIME)))?;
    Ok(is_made.then_some(secret))
}

/// Until when a link works; `None` when it does not. Uses nothing up.
pub fn look(store: &Store, link: &Digest, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    store.read(
        |db| if users::has_administrator(db, None)? { Ok(None) } else { invitations::set_up::find(db, link, now) },
    )
}

/// Whether anybody has an account.
pub fn is_done(store: &Store) -> Result<bool, StoreError> {
    store.read_one(users::exist)
}

/// Makes the account by its link, which is used up, and opens a session in it.
pub fn create(
    store: &Store,
    passwords: &Passwords,
    link: &Digest,
    email: &Email,
    password: &PlainPassword,
    browser: &Browser,
    now: Timestamp,
) -> Result<OpenedSession, AccountError> {
    // Before anything is computed for somebody who made a link up; what counts is decided below.
    store.read_one(|db| invitations::set_up::find(db, link, now))?.ok_or(AccountError::NoSuchSetUpLink)?;
    let hash = passwords.hash(password, Some(browser.address))?;
    store.write(|tx| {
        if !invitations::set_up::take(tx, link, now)? {
            return Err(AccountError::NoSuchSetUpLink);
        }
        if users::has_administrator(tx, None)? {
            return Err(AccountError::IsSetUp);
        }
        let user = accounts::insert(tx, email, &hash, now)?;
        users::set_admin(tx, user.id, true)?;
        Ok(sessions::open(tx, user, browser, now)?)
    })
}
