//! Sessions: where people are signed in.

use std::net::IpAddr;
use std::time::Duration;

use super::Unavailable;
use crate::domain::id::{SessionId, UserId};
use crate::domain::secret::{Digest, Secret};
use crate::domain::session::{LIFETIME, LONGEST, SignIn};
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;
use crate::store::sessions::{self, NewSession, Session};
use crate::store::{Store, StoreError, Transaction, users};

/// Use prolongs a session when so much of its time has passed: a write a day, not one a request.
const PROLONG_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Where somebody signs in.
pub struct Browser {
    /// The browser and system, in at most 80 characters.
    pub client: String,
    /// Where the call comes from.
    pub address: IpAddr,
    /// The digest of the session token that it had.
    pub former: Option<Digest>,
}

/// A session that was opened.
pub struct OpenedSession {
    /// Who is signed in.
    pub user: User,
    /// The token, which the browser keeps.
    pub token: Secret,
}

/// Opens a session and ends the one that the browser had: it forgets that one's token, and whoever may
/// have planted it is signed in nowhere by that.
pub fn open(tx: &Transaction<'_>, user: User, browser: &Browser, now: Timestamp) -> Result<OpenedSession, Unavailable> {
    let token = Secret::random()?;
    if let Some(former) = &browser.former {
        sessions::delete(tx, former, now)?;
    }
    let new =
        NewSession { token: &token.digest(), user: user.id, client: &browser.client, expires_at: now.plus(LIFETIME) };
    sessions::insert(tx, &new, now)?;
    users::note_sign_in(tx, user.id, now)?;
    Ok(OpenedSession { user, token })
}

/// The valid session of that token.
pub fn find(store: &Store, token: &Digest, now: Timestamp) -> Result<Option<Session>, StoreError> {
    store.read_one(|db| sessions::find(db, token, now))
}

/// Somebody's valid sessions, the one that was used last first; that of the token `current` is marked.
pub fn list(store: &Store, user: UserId, current: Option<&Digest>, now: Timestamp) -> Result<Vec<SignIn>, StoreError> {
    store.read_one(|db| sessions::of_user(db, user, current, now))
}

/// Whether a session that is used is to hold longer by that.
pub fn is_to_be_prolonged(session: &Session, now: Timestamp) -> bool {
    session.expires_at <= now.plus(LIFETIME - PROLONG_AFTER) && session.expires_at < session.created_at.plus(LONGEST)
}

/// Lets a session hold as long as a new one, but no longer than any may; false when it has ended.
pub fn prolong(store: &Store, token: &Digest, now: Timestamp) -> Result<bool, StoreError> {
    store.write(|tx| sessions::prolong(tx, token, now.plus(LIFETIME)))
}

/// Ends the session of a token; false when there is none.
pub fn end(store: &Store, token: &Digest, now: Timestamp) -> Result<bool, StoreError> {
    store.write(|tx| sessions::delete(tx, token, now))
}

/// Ends one of somebody's sessions; false when they have none of that number.
pub fn end_one(store: &Store, user: UserId, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
    store.write(|tx| sessions::delete_of(tx, user, id, now))
}

/// Ends all of somebody's sessions but that of the token `kept`; how many.
pub fn end_all(store: &Store, user: UserId, kept: Option<&Digest>) -> Result<usize, StoreError> {
    store.write(|tx| sessions::delete_all_of(tx, user, kept))
}
