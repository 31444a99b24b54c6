//! Tokens with which scripts act for somebody, and how far they reach.

use std::time::Duration;

use serde::Serialize;

use super::id::TokenId;
use super::text::ShortText;
use super::timestamp::Timestamp;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a token holds where nobody says.
pub const USUAL_LIFETIME: Duration = DAY.saturating_mul(90);

/// How long a token holds at most: a year, and a day for whoever counts in leap years.
pub const LONGEST_LIFETIME: Duration = DAY.saturating_mul(366);

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Read what the account has.
    Read,
    /// Also change it.
    Write,
    /// Only publish running sessions, at addresses that contain the token: OpenCode's own `/share`.
    Publish,
}

impl Scope {
    /// Reads the word for it.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            "publish" => Some(Self::Publish),
            _ => None,
        }
    }

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Publish => "publish",
        }
    }
}

/// A token, without its secret, which is shown once and kept nowhere.
#[derive(Clone, Debug, Serialize)]
pub struct ApiToken {
    /// The token's id.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: ShortText,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it does not hold any more.
    pub expires_at: Timestamp,
    /// When it was last used, to the hour; `None` when it never was.
    pub last_used_at: Option<Timestamp>,
}

/// Whether a token that is made now may hold until then.
pub fn may_expire_at(expires_at: Timestamp, now: Timestamp) -> bool {
    now < expires_at && expires_at <= now.plus(LONGEST_LIFETIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_a_while_and_not_for_ever() {
        let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").expect("a time");
        let in_days = |days: u32| now.plus(DAY * days);
        assert!(may_expire_at(in_days(1), now) && may_expire_at(in_days(366), now));
        assert!(!may_expire_at(now, now) && !may_expire_at(in_days(367), now));
    }
}
