//! People with an account.

use super::email::Email;
use super::id::UserId;
use super::timestamp::Timestamp;

/// A registered user. The password's hash is not part of it: the few that need it ask for it.
#[derive(Clone, Debug)]
pub struct User {
    /// Its number.
    pub id: UserId,
    /// The address that names the account.
    pub primary_email: Email,
    /// When the account was made.
    pub created_at: Timestamp,
}
