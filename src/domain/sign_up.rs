//! Who may create an account.

/// Whether strangers may create accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Anybody who reaches the server can create one.
    Open,
    /// Accounts are created by invitation, or with `neptun-share user add`.
    Closed,
}
