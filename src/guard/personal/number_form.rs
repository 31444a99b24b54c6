//! How a kind of number is written: a row of the tables of numbers.

use crate::domain::redaction::SecretKind;

/// How one kind of number is written.
pub struct Form {
    /// What it is found as: `Social security number (US)`.
    pub name: &'static str,
    pub kind: SecretKind,
    /// Pictures that nothing else has, or that its check digits tell from others.
    pub alone: &'static [&'static str],
    /// Pictures that count only where one of the names stands before them.
    pub named: &'static [&'static str],
    /// With blanks between; in lower case, and without blanks themselves.
    pub names: &'static str,
    /// Whether letters and digits, in upper case and with nothing between, make such a number.
    pub check: fn(&str) -> bool,
}
