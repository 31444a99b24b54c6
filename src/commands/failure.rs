//! How commands fail.

use std::fmt;
use std::process::ExitCode;

use crate::cli::NoHome;
use crate::gate::Full;
use crate::store::shares::ChangeError;
use crate::store::{OpenError, StoreError};

/// As a shell reports a program that Ctrl-C ended: 128 and the signal's number.
const INTERRUPTED: u8 = 130;

/// Why a command failed: one sentence that says what to do next.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// Fails with that sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }

    /// Ended by Ctrl-C before all was done.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: INTERRUPTED }
    }

    /// What the program ends with.
    pub fn code(&self) -> ExitCode {
        self.code.into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<NoHome> for Failure {
    fn from(_: NoHome) -> Self {
        Self::new("there is no home folder to keep the database in; name a file with --database")
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<ChangeError> for Failure {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Store(error) => error.into(),
            ChangeError::NoSuchChat => Self::new("the chat was removed meanwhile"),
            ChangeError::NoSuchMessage(id) => Self::new(format!("the chat has no message {}", id.get())),
            ChangeError::PasswordMissing => Self::new("the share has no password to ask for; set one with --password"),
        }
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        Self::new(format!("the system gives no random numbers: {error}"))
    }
}

impl From<Full> for Failure {
    fn from(_: Full) -> Self {
        Self::new("too busy to hash a password; try again")
    }
}
