//! Where people are signed in.

use crate::app::sessions;
use crate::commands::terminal::{counted, print_line};
use crate::commands::{Failure, account};
use crate::domain::email::Email;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Shows somebody's sessions: number, browser and system, since when, when last used.
pub fn list(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    for session in sessions::list(store, id, None, Timestamp::now())? {
        let client = if session.client.is_empty() { "unknown" } else { &session.client };
        let (number, since, last) = (session.id.get(), session.created_at, session.last_used_at);
        print_line(format_args!("{number}\t{client}\t{since}\t{last}"))?;
    }
    Ok(())
}

/// Ends them all.
pub fn end(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    let ended = sessions::end_all(store, id, None)?;
    print_line(format_args!("ended {} of {}", counted(ended, "session"), email.as_str()))
}
