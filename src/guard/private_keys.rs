//! Private keys in PEM, OpenSSH, PGP and PuTTY form, whole or torn: the beginning without an end, and the end
//! without a beginning, with as much of the key as stands beside it.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::checks::is_word;
use super::projections::Projection;
use super::rules::Weight;
use super::scan::RawMatch;
use crate::domain::redaction::SecretKind;

/// The longest key, in bytes with all its markup.
const LONGEST: usize = 64 << 10;
/// Fewer characters to the base of 64 in a row are none of a key without its beginning or end.
const SHORTEST_RUN: usize = 16;

// RFC 7468, RFC 4880 (section 6.2), RFC 4716, and PuTTY's appendix C.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"-{2,5} ?(?<begin>BEGIN|END) [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)? ?-{2,5}",
        r"|Private-(?<lines>Lines): ?[0-9]{1,4}|Private-MAC: ?[0-9a-fA-F]{8,128}"
    ))
    .ok()
});

/// Keys of which this text has at least an end.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let text = projection.text.as_ref();
    let has_mark = |mark: &[u8]| memmem::find(text.as_bytes(), mark).is_some();
    let Some(marks) = MARKS.as_ref().filter(|_| has_mark(b"PRIVATE KEY") || has_mark(b"Private-")) else {
        return Vec::new();
    };
    let mut ranges = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut done = 0;
    for found in marks.captures_iter(text) {
        let Some(mark) = found.get(0).map(|mark| mark.range()) else { continue };
        let is_begin =
            found.name("begin").is_some_and(|word| word.as_str() == "BEGIN") || found.name("lines").is_some();
        let whole = match (&open, is_begin) {
            (Some(begin), false) if mark.end - begin.start <= LONGEST => Some(begin.start..mark.end),
            (Some(begin), _) => beginning(text, begin.clone(), mark.start),
            (None, _) => None,
        };
        let is_closed = whole.as_ref().is_some_and(|range| range.end == mark.end);
        ranges.extend(whole);
        if !is_begin && !is_closed {
            ranges.extend(end(text, done, mark.clone()));
        }
        done = mark.end;
        open = is_begin.then_some(mark);
    }
    ranges.extend(open.and_then(|begin| beginning(text, begin, text.len())));
    ranges.into_iter().filter_map(|range| matched(text, range, marks)).collect()
}

fn matched(text: &str, range: Range<usize>, marks: &Regex) -> Option<RawMatch> {
    let key = text.get(range.clone())?;
    let mut value = String::new();
    let (mut longest, mut length) = (0, 0);
    let mut at = 0;
    let marks = marks.find_iter(key).map(|mark| mark.range());
    for mark in marks.chain(std::iter::once(key.len()..key.len())) {
        for token in tokens(&key[at..mark.start]).filter(|token| is_body(token)) {
            longest = longest.max(token.len());
            length += token.len();
            value.push_str(token);
        }
        value.push_str(&key[mark.clone()]);
        at = mark.end;
    }
    let is_key = longest >= SHORTEST_RUN || length >= SHORTEST_RUN * 4;
    is_key.then_some(RawMatch {
        kind: SecretKind::PrivateKey,
        rule: "Private key",
        weight: Weight::Enclosed,
        range,
        value,
    })
}

/// A key that goes on to no end.
fn beginning(text: &str, begin: Range<usize>, limit: usize) -> Option<Range<usize>> {
    let limit = text.floor_char_boundary(limit.min(begin.end + LONGEST));
    let rest = text.get(begin.end..limit)?;
    let mut end = begin.end;
    for line in rest.split_inclusive('\n') {
        if is_header(line) {
            end += line.len();
            continue;
        }
        for word in line.split_inclusive(char::is_whitespace) {
            let token = core(word);
            if !token.is_empty() && !is_body(token) {
                let run = token.len() - token.trim_start_matches(is_base64).len();
                let start = word.find(token).unwrap_or(0);
                let more = if run >= SHORTEST_RUN && !is_word(&token[..run]) { start + run } else { 0 };
                return Some(begin.start..without_blanks(text, end + more));
            }
            end += word.len();
        }
    }
    Some(begin.start..without_blanks(text, end))
}

fn without_blanks(text: &str, end: usize) -> usize {
    text[..end].trim_end_matches(|c: char| c.is_whitespace() || is_mark(c)).len()
}

/// A key of which only the end is here, back to the text before it.
fn end(text: &str, from: usize, mark: Range<usize>) -> Option<Range<usize>> {
    let from = text.ceil_char_boundary(from.max(mark.start.saturating_sub(LONGEST)));
    let rest = text.get(from..mark.start)?;
    let mut start = mark.start;
    for word in rest.split_inclusive(char::is_whitespace).rev() {
        let token = core(word);
        if !token.is_empty() && !is_body(token) {
            let run = token.len() - token.trim_end_matches(is_base64).len();
            let tail = &token[token.len() - run..];
            if run >= SHORTEST_RUN && !is_word(tail) {
                let after = word.len() - word.rfind(token).map_or(word.len(), |at| at + token.len());
                start -= run + after;
            }
            break;
        }
        start -= word.len();
    }
    let blanks = text[start..mark.start].len() - text[start..mark.start].trim_start().len();
    Some(start + blanks..mark.end)
}

/// The lines of RFC 1421 and of PGP before the key itself.
fn is_header(line: &str) -> bool {
    let line = line.trim_start_matches(is_mark);
    ["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:", "Charset:", "Subject:", "X-"]
        .iter()
        .any(|name| line.starts_with(name))
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.split('\n').filter(|line| !is_header(line));
    lines.flat_map(|line| line.split_whitespace().map(core)).filter(|token| !token.is_empty())
}

/// A word without the marks of quotes, lists, frames, JSON and differences around it.
fn core(word: &str) -> &str {
    word.trim_matches(is_mark)
}

fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '>' | '|' | '*' | '`' | '"' | '\'' | ',' | ';' | '-' | '#' | '\\' | '(' | ')' | '\u{2500}'..='\u{257F}'
        )
}

/// Whether a word is a line of a key.
fn is_body(token: &str) -> bool {
    token.chars().all(is_base64) && (token.len() >= 40 || !is_word(token.trim_matches(['+', '/', '='])))
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')
}
