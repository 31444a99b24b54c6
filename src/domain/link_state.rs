//! The state of a link, for its owner.

use serde::Serialize;

/// What a link is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It works.
    Active,
    /// Its owner switched it off.
    Paused,
    /// Its expiry is past.
    Expired,
    /// Its view limit is reached.
    UsedUp,
}

impl LinkState {
    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "active" => Self::Active,
            "paused" => Self::Paused,
            "expired" => Self::Expired,
            "used_up" => Self::UsedUp,
            _ => return None,
        })
    }
}
