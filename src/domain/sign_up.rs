//! Who may create an account.

/// Whether strangers may create accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Anybody who can reach the server can create one.
    Open,
    /// Whoever a trusted proxy has signed in gets one (`--auth-header`); all others as with `closed`.
    // For who has not been signed in by a proxy it is no other.
    #[serde(rename = "closed")]
    Proxy,
    /// Accounts are created by invitation, or with `neptun-share user add`.
    Closed,
}
