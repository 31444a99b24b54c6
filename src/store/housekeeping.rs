//! What is forgotten by and by, in whichever table: the one place that says so.

use rusqlite::Transaction;

use super::{StoreError, api_tokens, chats, invitations, sessions, visits};
use crate::domain::timestamp::Timestamp;

/// Forgets what is over. Called once a minute while a server runs, so each of these is to be quick
/// when there is nothing to do, and to leave the rest for the next time when there is much: then it
/// says true, and others get their turn before it is called again.
pub fn run(tx: &Transaction<'_>, now: Timestamp) -> Result<bool, StoreError> {
    sessions::delete_expired(tx, now)?;
    api_tokens::delete_expired(tx, now)?;
    invitations::delete_expired(tx, now)?;
    visits::forget_expired(tx, now)?;
    chats::delete_for_good(tx, now.minus(chats::UNDO))
}
