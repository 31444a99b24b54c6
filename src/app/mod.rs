//! What the program does, one file per subject. Each use case is a function that decides what is allowed and opens the
//! transactions. Knows neither HTTP nor the terminal.

pub mod access;
mod account_error;
pub mod accounts;
pub mod administration;
pub mod backups;
pub mod caller;
pub mod cleanup;
pub mod confirmation;
pub mod conversation_stream;
pub mod conversations;
pub mod devices;
pub mod export;
pub mod following;
pub mod growing;
pub mod harmless;
pub mod import_job;
pub mod import_preview;
pub mod import_queue;
pub mod import_report;
pub mod invitations;
pub mod link;
mod link_word;
pub mod messages;
pub mod opencode_session;
pub mod outgoing;
pub mod owner;
pub mod password_links;
pub mod password_strength;
pub mod passwords;
pub mod people;
pub mod public_view;
pub mod readers;
pub mod scan;
pub mod search;
pub mod server_state;
pub mod session_sync;
pub mod sessions;
pub mod set_up;
mod share_error;
pub mod share_json;
pub mod shared_with_me;
pub mod sharing;
pub mod sign_in;
#[cfg(test)]
mod tests;
pub mod tokens;
mod worker;

use crate::base::concurrency_limit::Full;
use crate::store::StoreError;

/// Why something that is allowed failed.
#[derive(Debug)]
pub enum Unavailable {
    /// The database failed.
    Store(StoreError),
    /// The system provides no random numbers.
    NoRandomness(getrandom::Error),
    /// Too many are waiting already.
    Busy,
}

impl From<StoreError> for Unavailable {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<getrandom::Error> for Unavailable {
    fn from(error: getrandom::Error) -> Self {
        Self::NoRandomness(error)
    }
}

impl From<Full> for Unavailable {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}
