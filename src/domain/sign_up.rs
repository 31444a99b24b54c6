//! Who may make an account.

/// Whether strangers may make accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Anybody who reaches the server may.
    Open,
    /// Only with an invitation, or by `neptun-share user add`.
    Closed,
}
