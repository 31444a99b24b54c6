//! What the commands do: from arguments to exit codes and what a person sees in the terminal.

pub mod chats;
mod clipboard;
pub mod demo;
pub mod export;
mod failure;
pub mod import;
mod link;
pub mod links;
pub mod list;
mod log;
pub mod manual;
mod owner;
mod progress;
mod redaction_prompt;
mod secret;
pub mod serve;
pub mod sessions;
pub mod share;
pub mod terminal;
pub mod unshare;
pub mod user;
mod when;

use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::store::{Store, users};
pub use failure::Failure;

/// The account of that address.
fn account(store: &Store, email: &Email) -> Result<UserId, Failure> {
    match store.read(|db| users::by_email(db, email))? {
        Some((user, _)) => Ok(user.id),
        None => {
            let email = email.as_str();
            Err(Failure::new(format!("there is no account {email}; make it with: neptun-share user add {email}")))
        }
    }
}
