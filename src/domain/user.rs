//! People with an account.

use super::email::Email;
use super::id::UserId;
use super::text::ShortText;
use super::timestamp::Timestamp;

/// A registered user. The password's hash is not part of it: the few that need it ask for it.
#[derive(Clone, Debug)]
pub struct User {
    /// The account's id.
    pub id: UserId,
    /// The address that names the account.
    pub primary_email: Email,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Whether they administer the server.
    pub is_admin: bool,
    /// Since when nobody signs in to it, and its links open nothing.
    pub disabled_at: Option<Timestamp>,
    /// When they last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// The name that readers of its links are told.
    pub display_name: Option<ShortText>,
}
