//! Through a proxy in front of the server, which has signed somebody in and sends their address with each request. No
//! session is opened: whoever signs out at the proxy is signed out here.

use std::time::Duration;

use super::require_enabled;
use crate::app::accounts::{self, AccountError};
use crate::app::owner;
use crate::app::passwords::Passwords;
use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::domain::sign_up::SignUp;
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;
use crate::store::{Store, StoreError, invitations, users, whitelist_entries};

/// So often it is noted that they are signed in: not every request is to write.
const NOTE_AFTER: Duration = Duration::from_secs(60 * 60);

/// The account of an address that a trusted proxy names. Where there is none, one is made if the server lets its proxy do
/// so, or if the address is invited; what waited for it is theirs, as the proxy knows whose it is. `Removed` where there is
/// none.
pub fn enter(
    store: &Store,
    passwords: &Passwords,
    email: &Email,
    sign_up: SignUp,
    now: Timestamp,
) -> Result<User, AccountError> {
    let found = match store.read_one(|db| users::by_email(db, email))? {
        Some((user, _)) => user,
        None if sign_up != SignUp::Closed || is_invited(store, email, now)? => make(store, passwords, email, now)?,
        None => return Err(AccountError::Removed),
    };
    require_enabled(&found)?;
    if found.signed_in_at.is_none_or(|last| last.plus(NOTE_AFTER) <= now) {
        let noted: Result<(), StoreError> = store.write(|tx| users::note_sign_in(tx, found.id, now));
        if let Err(error) = noted {
            // No reason to keep them out.
            tracing::warn!(%error, "a sign-in was not noted");
        }
    }
    Ok(found)
}

/// Whether somebody whom the proxy named before is still let in: nothing names them again while they listen.
pub fn is_let_in(store: &Store, user: UserId) -> Result<bool, StoreError> {
    Ok(accounts::get(store, user)?.is_some_and(|user| require_enabled(&user).is_ok()))
}

fn is_invited(store: &Store, email: &Email, now: Timestamp) -> Result<bool, StoreError> {
    store.read_one(|db| invitations::exist_for(db, email, now))
}

/// Nobody knows the password of the account: they come in by the proxy.
fn make(store: &Store, passwords: &Passwords, email: &Email, now: Timestamp) -> Result<User, AccountError> {
    let hash = owner::unknown_password(passwords)?;
    store.write(|tx| {
        // Two requests of one browser come at the same moment.
        let user = match users::by_email(tx, email)? {
            Some((user, _)) => user,
            None => accounts::insert(tx, email, &hash, now)?,
        };
        let shares = invitations::take_all_for(tx, email)?;
        whitelist_entries::insert_invited(tx, &shares, user.id, now)?;
        Ok(user)
    })
}
