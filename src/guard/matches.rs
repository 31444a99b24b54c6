//! What is found: by a detector in one projection of a text, and in the text itself.

use std::ops::Range;

use crate::domain::redaction::SecretKind;

/// Something found in a projection.
#[derive(Clone, Debug)]
pub struct RawMatch {
    pub kind: SecretKind,
    pub rule: &'static str,
    pub weight: Weight,
    /// Bytes of the projection.
    pub range: Range<usize>,
    /// The secret in the one way in which all its placements are the same.
    pub value: String,
}

/// How sure a match is. The surer one gives an overlap its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// An address or a number of a person.
    Contact,
    /// A name such as `password` stands before it.
    Assigned,
    /// The name of a service, a header or an address stands around it.
    Placed,
    /// It has the form that only such keys have.
    Formed,
    /// It has a beginning and an end of its own.
    Enclosed,
}

/// Something in a text that nobody should publish by accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The kind of secret.
    pub kind: SecretKind,
    /// What it was found as: `Anthropic API key`.
    pub rule: &'static str,
    /// Its bytes in the text, markup within it included.
    pub range: Range<usize>,
    /// It alone: without markup, a card's number without blanks.
    pub value: String,
}

/// One of perhaps several things that were found at one place.
#[derive(Clone, Debug)]
pub struct WeightedMatch {
    pub matched: Match,
    pub weight: Weight,
}
