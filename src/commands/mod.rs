//! What the commands do: from arguments to exit codes and what a person sees in the terminal.

pub mod demo;
pub mod import;
mod log;
mod secret;
pub mod serve;
pub mod user;

use std::fmt;
use std::io::{self, Write};

use crate::domain::email::Email;
use crate::domain::id::UserId;
use crate::gate::Full;
use crate::store::{OpenError, Store, StoreError, users};

/// Why a command failed: one sentence that says what to do next.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// Fails with that sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        Self(format!("the system gives no random numbers: {error}"))
    }
}

impl From<Full> for Failure {
    fn from(_: Full) -> Self {
        Self::new("too busy to hash a password; try again")
    }
}

/// Prints a line on standard output. That nobody reads it any more (`| head`) is no failure.
fn say(line: impl fmt::Display) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

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
