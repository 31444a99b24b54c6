//! Secrets told by a name: `password: X`, in every way in which people and programs write a name and its value. First a
//! word for a secret is found; then the name that contains it, what leads from there to a value, and the value itself
//! are each judged on their own, whatever the language.

mod blocks;
mod bodies;
mod chosen;
mod cursor;
mod grammar;
mod lists;
mod names;
mod opening;
mod operators;
mod sentences;
mod services;
mod statements;
mod structured;
mod tables;
mod usual;
mod values;
mod vocabulary;

use std::ops::Range;

use self::names::{Name, NameKind};
use self::opening::Found;
use self::values::{Candidate, Notation};
use super::matches::{RawMatch, Weight};
use super::projections::Projection;
use super::prose::is_strong;
use crate::domain::redaction::SecretKind;

/// The names of services to look for.
pub fn services() -> impl Iterator<Item = &'static str> {
    services::NAMES.split_ascii_whitespace()
}

pub use self::names::NameKind as WordKind;
pub use self::vocabulary::words;

/// The search of one projection.
pub struct NamedScan<'a> {
    projection: &'a Projection<'a>,
    /// The end of the last name that was looked at: `api_key` has two words.
    done: usize,
    /// The end of the last value that the name of a service led to.
    served: usize,
    /// The rows of the last table.
    table: Range<usize>,
    /// What a service's key could be.
    ahead: services::Ahead,
    /// Where the last name was that was looked at, and how many stand before it without a blank or a quote between.
    last: usize,
    crowd: usize,
}

/// So many names are looked at in what has no blank and no quote: what stands behind each of them is read, and the
/// same text would be read for all.
const MOST_IN_ONE: usize = 256;

impl<'a> NamedScan<'a> {
    pub const fn new(projection: &'a Projection<'a>) -> Self {
        Self { projection, done: 0, served: 0, table: 0..0, ahead: services::Ahead::new(), last: 0, crowd: 0 }
    }

    /// What the word that stands there names.
    pub fn word(&mut self, word: Range<usize>, kind: NameKind) -> Vec<RawMatch> {
        let text = self.projection.text.as_ref();
        let Some(name) = names::name_at(text, word, kind) else { return Vec::new() };
        if name.range.end <= self.done || self.is_crowded(name.range.end) {
            return Vec::new();
        }
        let direct = grammar::value(text, &name).and_then(|found| self.matched(&name, &scheme(text, &name, found)));
        let mut matches: Vec<_> = match direct {
            Some(found) => vec![found],
            None => match structured::value(text, &name)
                .or_else(|| bodies::value(text, &name))
                .or_else(|| blocks::value(text, &name))
            {
                Some(found) => self.matched(&name, &found).into_iter().collect(),
                None => self.column(&name),
            },
        };
        let other = match matches.as_slice() {
            [] => sentences::later(text, &name).or_else(|| sentences::before(text, &name)),
            [old] => sentences::changed(text, old.range.clone()),
            _ => None,
        };
        matches.extend(other.and_then(|found| self.matched(&name, &found)));
        let kind = if kind == NameKind::Vague { NameKind::Secret } else { kind };
        for item in lists::items(text, &name, kind) {
            let is_new = matches.iter().all(|found| found.range.end <= item.range.start);
            matches.extend(self.matched(&Name { kind, ..name.clone() }, &item).filter(|_| is_new));
        }
        if !matches.is_empty() {
            self.done = name.range.end;
        }
        matches
    }

    /// What stands below a name that is the head of a column, or in the rows behind a list of columns. Lines of one table are no heads of another.
    fn column(&mut self, name: &Name) -> Vec<RawMatch> {
        if self.table.contains(&name.range.start) {
            return Vec::new();
        }
        let text = self.projection.text.as_ref();
        let mut cells = tables::column(text, name);
        if cells.is_empty() {
            cells = statements::inserted(text, name);
        }
        if cells.is_empty() {
            cells = tables::copied(text, name);
        }
        if let (Some(first), Some(last)) = (cells.first(), cells.last()) {
            // From the end of the head's line: a row may hold names before the first cell.
            let head = text[..first.range.start].rfind('\n').unwrap_or(first.range.start);
            self.table = head..last.range.end;
        }
        cells.iter().filter_map(|cell| self.matched(name, cell)).collect()
    }

    /// Whether too many names stand in the text around this one that nothing divides.
    fn is_crowded(&mut self, at: usize) -> bool {
        if at > self.last {
            let between = &self.projection.text.as_bytes()[self.last..at];
            let divides = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`');
            self.crowd = if between.iter().any(divides) { 0 } else { self.crowd + 1 };
            self.last = at;
        }
        self.crowd > MOST_IN_ONE
    }

    /// What stands behind the name of a service that stands there.
    pub fn service(&mut self, name: Range<usize>) -> Option<RawMatch> {
        let text = self.projection.text.as_ref();
        if name.start < self.served || !self.ahead.is_near(text, name.end) || self.is_crowded(name.end) {
            return None;
        }
        let found = services::value(text, name)?;
        if self.projection.seams(found.range.clone()).next().is_some() {
            return None;
        }
        self.served = found.range.end;
        let value = text.get(found.range.clone())?.to_owned();
        let kind = if found.is_token { SecretKind::AccessToken } else { SecretKind::ApiKey };
        Some(RawMatch { kind, rule: "Key of a service", weight: Weight::Placed, range: found.range, value })
    }

    fn matched(&self, name: &Name, found: &Found) -> Option<RawMatch> {
        let value = self.projection.text.get(found.range.clone())?;
        let candidate = Candidate {
            value,
            kind: name.kind,
            notation: found.notation,
            is_clear: name.is_clear,
            is_last: name.is_last,
        };
        let is_password = name.kind == NameKind::Password && name.is_last && is_strong(value);
        let is_sure = !found.is_loose || found.notation == Notation::Quoted || is_very_random(value) || is_password;
        // What is left of `auth[2]` without brackets.
        let is_index = |at: usize| self.projection.text[at..found.range.end].bytes().all(|byte| byte.is_ascii_digit());
        let is_item = found.notation != Notation::Quoted && self.projection.seams(found.range.clone()).any(is_index);
        if !is_sure || is_item || !candidate.is_secret() {
            return None;
        }
        let (kind, rule) = match name.kind {
            NameKind::Password => (SecretKind::Password, "Password"),
            NameKind::Token | NameKind::Header => (SecretKind::AccessToken, "Token"),
            NameKind::Secret | NameKind::Vague => (SecretKind::ApiKey, "Secret"),
        };
        Some(RawMatch { kind, rule, weight: Weight::Assigned, range: found.range.clone(), value: value.to_owned() })
    }
}

/// The token behind the scheme of a header: `Authorization: Token X`.
fn scheme(text: &str, name: &Name, found: Found) -> Found {
    let value = text.get(found.range.clone()).unwrap_or_default();
    let is_word = value.len() <= 20 && value.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    let rest = text.get(found.range.end..).unwrap_or_default();
    if name.kind != NameKind::Header || !is_word || !rest.starts_with(' ') {
        return found;
    }
    let start = found.range.end + rest.len() - rest.trim_start_matches([' ', '"', '\'', '=']).len();
    let is_inner = |c: char| c.is_ascii_alphanumeric() || "_+/.~=-:".contains(c);
    let token = text[start..].find(|c| !is_inner(c)).unwrap_or(text.len() - start);
    Found { range: start..start + token.min(512), notation: Notation::Quoted, is_loose: false }
}

/// So random that it needs little around it.
fn is_very_random(value: &str) -> bool {
    value.len() >= 20
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
