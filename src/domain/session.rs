//! Sign-ins, as the one who signed in sees them.

use std::time::Duration;

use serde::Serialize;

use super::id::SessionId;
use super::timestamp::Timestamp;

/// How long a session holds after it was last used.
pub const LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How long a session holds at most, however much it is used (OWASP ASVS 5, 7.3.2).
pub const LONGEST: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// A session that is not over.
#[derive(Clone, Debug, Serialize)]
pub struct SignIn {
    /// The session's id.
    pub id: SessionId,
    /// The browser and system, as `Firefox on Windows`; empty where that is not known.
    pub client: String,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the day: use prolongs it, at most once a day.
    pub last_used_at: Timestamp,
    /// Until when it holds if it is not used.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_current: bool,
}
