//! The commands: from arguments to exit codes and what a person sees in the terminal.

pub mod agent;
pub mod backup;
pub mod chats;
pub mod check;
mod clipboard;
mod columns;
pub mod continuing;
mod counted;
pub mod demo;
pub mod draw_diagram;
pub mod export;
mod failure;
pub mod import;
mod invited;
mod link;
pub mod links;
pub mod list;
mod log;
pub mod login;
pub mod manual;
pub mod mcp;
mod owner;
mod place;
mod progress;
mod redaction_prompt;
mod remote;
pub mod search;
mod secret;
pub mod serve;
mod serving;
pub mod sessions;
pub mod share;
pub mod status;
pub mod terminal;
#[cfg(test)]
mod tests;
pub mod unshare;
pub mod user;
mod when;

use std::path::Path;

use crate::app::accounts;
use crate::base::file_names::folder_of;
use crate::cli::Data;
use crate::domain::email::Email;
use crate::domain::id::UserId;
pub use crate::render::diagram::process::draw_with_this_program as draw_diagrams;
use crate::store::{OpenError, Store};
pub use failure::Failure;
pub use log::flush as flush_log;

/// Printed with links if no server is running.
const NOT_SERVED: &str = "No server is running on this database. To make the links work: neptun-share serve";

/// Printed with a link for creating an account or a password if nobody else can reach the server.
const ONLY_HERE: &str =
    "It works on this machine only; for others, start the server with the address that they use: --public-url.";

/// The database, for a command that adds nothing to it. A missing one is not created: the command fails if the file
/// was named, and otherwise works on an empty database.
fn open_present(data: &Data) -> Result<Store, Failure> {
    let path = data.path()?;
    match data.named() {
        _ if is_present(&path)? => Ok(Store::open(&path)?),
        None => Ok(Store::unnamed()?),
        Some(named) => Err(Failure::new(format!("there is no database {}", terminal::display_path(named)))),
    }
}

/// Whether there is a database. One in a folder that is closed to us is not missing.
fn is_present(database: &Path) -> Result<bool, Failure> {
    let unusable = |error| OpenError::Unusable { path: database.to_owned(), cause: Box::new(error) };
    Ok(database.try_exists().map_err(unusable)?)
}

/// The folder in which a file is to be written, which has to exist.
fn require_folder(file: &Path) -> Result<&Path, Failure> {
    let folder = folder_of(file);
    if !folder.is_dir() {
        let (file, folder) = (terminal::display_path(file), terminal::display_path(folder));
        return Err(Failure::new(format!("cannot write {file}: there is no folder {folder}")));
    }
    Ok(folder)
}

/// The account with this address.
fn account(store: &Store, email: &Email) -> Result<UserId, Failure> {
    let found = accounts::find(store, email)?;
    found.map(|user| user.id).ok_or_else(|| no_such_account(email))
}

fn no_such_account(email: &Email) -> Failure {
    let email = email.as_str();
    Failure::new(format!("there is no account {email}; create it with: neptun-share user add {email}"))
}
