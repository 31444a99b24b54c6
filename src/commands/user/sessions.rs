//! Where people are signed in.

use crate::app::sessions;
use crate::commands::columns::{Cell, print_rows};
use crate::commands::terminal::{counted, print_line};
use crate::commands::{Failure, account};
use crate::domain::email::Email;
use crate::domain::session::SignIn;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// Shows somebody's sessions: number, browser and system, since when, when last used.
pub fn list(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    let sessions = sessions::list(store, id, None, Timestamp::now())?;
    let row = |session: SignIn| {
        let client = if session.client.is_empty() { "unknown".to_owned() } else { session.client };
        let (since, last) = (Cell::Time(Some(session.created_at)), Cell::Time(Some(session.last_used_at)));
        [Cell::Number(session.id.get()), Cell::Text(client), since, last]
    };
    let rows: Vec<_> = sessions.into_iter().map(row).collect();
    print_rows(["no.", "browser", "since", "last used"], &rows, &format!("{} is signed in nowhere.", email.as_str()))
}

/// Ends them all.
pub fn end(store: &Store, email: &Email) -> Result<(), Failure> {
    let id = account(store, email)?;
    let ended = sessions::end_all(store, id, None)?;
    print_line(format_args!("ended {} of {}", counted(ended, "session"), email.as_str()))
}
