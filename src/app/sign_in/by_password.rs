//! With the account's password: opens a session, which the browser keeps.

use super::require_enabled;
use crate::app::accounts::AccountError;
use crate::app::confirmation::Offer;
use crate::app::passwords::Passwords;
use crate::app::sessions::{self, Browser, OpenedSession};
use crate::domain::email::Email;
use crate::domain::timestamp::Timestamp;
use crate::store::{Store, users};

/// Opens a session for whoever knows the account's password.
pub fn enter(
    store: &Store,
    passwords: &Passwords,
    email: &Email,
    offer: &Offer<'_>,
    browser: &Browser,
    now: Timestamp,
) -> Result<OpenedSession, AccountError> {
    let account = store.read(|db| users::by_email(db, email))?;
    // No connection to the database is held meanwhile. Where there is no account it takes the same time.
    let hash = account.as_ref().map(|(_, hash)| hash);
    let is_right = passwords.verify_account(email, offer.client, hash, offer.password)?;
    let (user, hash) = account.filter(|_| is_right).ok_or(AccountError::WrongPassword)?;
    store.write(|tx| {
        // A password that was changed meanwhile opens no session any more, nor does a removed account.
        match users::find(tx, user.id)? {
            Some((user, present)) if present == hash => {
                require_enabled(&user)?;
                Ok(sessions::open(tx, user, browser, now)?)
            }
            _ => Err(AccountError::WrongPassword),
        }
    })
}
