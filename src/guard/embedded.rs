//! Texts within addresses: `data:text/plain;base64,...` is searched as what it decodes to. Pictures and
//! other files within addresses are not.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::checks::decoded;
use super::detectors;
use super::projections::Projection;
use super::scan::{self, RawMatch};

/// What is decoded of one text, in bytes.
const MOST: usize = 1 << 20;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i-u)data:(?:text/|application/(?:json|xml|javascript|yaml|x-yaml|toml|sql))[\w.+-]{0,40}(?:;[\w.=-]{1,40}){0,4};base64,").ok()
});

/// What the texts hold, each at the place of its whole text.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let text = projection.text.as_bytes();
    let Some(address) = ADDRESS.as_ref().filter(|_| memchr::memmem::find(text, b"base64,").is_some()) else {
        return Vec::new();
    };
    let mut left = MOST;
    let mut matches = Vec::new();
    for found in address.find_iter(text) {
        let length = text[found.end()..].iter().take_while(|byte| scan::is_key(**byte)).count();
        let place = found.end()..found.end() + length;
        let Some(rest) = left.checked_sub(length) else { break };
        left = rest;
        matches.extend(inside(projection, place));
    }
    matches
}

fn inside(projection: &Projection<'_>, place: Range<usize>) -> Vec<RawMatch> {
    let bytes = projection.text.get(place.clone()).map(|text| text.trim_end_matches(['.', '~'])).and_then(decoded);
    let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { return Vec::new() };
    let matches = detectors::scan_decoded(&Projection::of(&text));
    matches.into_iter().map(|matched| RawMatch { range: place.clone(), ..matched }).collect()
}
