//! Why an account was not made, changed or entered.

use super::Unavailable;
use super::passwords::Refused;
use crate::base::rate_limit::RateExceeded;

/// Why nothing came of it.
#[derive(Debug)]
pub enum AccountError {
    /// The address has an account.
    Exists,
    /// There is no such account any more.
    Removed,
    /// The password is wrong; at sign-in, or there is no such account.
    WrongPassword,
    /// The link that would make the first account was used, has expired or never was one.
    NoSuchSetUpLink,
    /// There is an account already, so that none is the first.
    IsSetUp,
    /// The invitation was used, has expired or never was one.
    NoSuchInvitation,
    /// The link that sets a password was used, has expired or never was one.
    NoSuchPasswordLink,
    /// Whoever administers the server has disabled it.
    Disabled,
    /// Nobody else administers the server.
    LastAdministrator,
    /// An administrator does it to their own account, which asks for the password.
    Own,
    /// Too many wrong passwords came from there.
    TooManyGuesses(RateExceeded),
    /// Something failed.
    Failed(Unavailable),
}

impl<E: Into<Unavailable>> From<E> for AccountError {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refused> for AccountError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Busy => Self::Failed(Unavailable::Busy),
            Refused::TooManyGuesses(exceeded) => Self::TooManyGuesses(exceeded),
        }
    }
}
