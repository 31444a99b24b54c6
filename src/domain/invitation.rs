//! Invitations of people who have no account yet, and the links that make accounts.

use std::time::Duration;

use serde::Serialize;

use super::email::Email;
use super::id::{InvitationId, ShareId};
use super::timestamp::Timestamp;

/// How long an invitation holds.
pub const LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How long the link holds that makes a database's first account.
pub const SET_UP_LIFETIME: Duration = Duration::from_secs(30 * 60);

/// An invitation, as who made it sees it: without its link, of which only a digest is kept.
#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    /// The invitation's id.
    pub id: InvitationId,
    /// Whose account it makes.
    pub email: Email,
    /// When the present link was made.
    pub created_at: Timestamp,
    /// From when on the link does not work any more.
    pub expires_at: Timestamp,
    /// The shares whose lists they are put on.
    pub share_ids: Vec<ShareId>,
}
