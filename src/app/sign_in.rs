//! How people sign in. Each way is a file: it establishes whose address it is, by whatever proves that; whether the account
//! of that address may come in is decided here, for all of them.

pub mod by_password;
pub mod by_proxy;

use super::accounts::AccountError;
use crate::domain::user::User;

/// That nobody has disabled the account.
fn require_enabled(user: &User) -> Result<(), AccountError> {
    if user.disabled_at.is_some() { Err(AccountError::Disabled) } else { Ok(()) }
}
