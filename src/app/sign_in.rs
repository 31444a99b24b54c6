//! How people sign in. Each way has a file, which establishes the person's e-mail address; whether the account with
//! that address may sign in is decided here, for all ways.

pub mod by_password;
pub mod by_proxy;

use super::accounts::AccountError;
use crate::domain::user::User;

/// That nobody has disabled the account.
fn require_enabled(user: &User) -> Result<(), AccountError> {
    if user.disabled_at.is_some() { Err(AccountError::Disabled) } else { Ok(()) }
}
