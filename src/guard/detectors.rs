//! Everything that searches for secrets in one projection of a text.

use super::matches::RawMatch;
use super::projections::Projection;
use super::scan;
use super::{personal, private_keys};

/// What has a form of its own, or a name before it.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let mut matches = scan::scan(projection);
    matches.extend(personal::scan(projection));
    matches
}

/// The same, and private keys, which are looked for only where escapes are resolved.
pub fn scan_decoded(projection: &Projection<'_>) -> Vec<RawMatch> {
    let mut matches = scan(projection);
    matches.extend(private_keys::scan(projection));
    matches
}
