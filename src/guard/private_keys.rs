//! Private keys in PEM, OpenSSH, PGP and PuTTY form, whole or torn: the beginning without an end, and the end
//! without a beginning, with as much of the key as stands beside it. What stands between both marks is a key in
//! whichever way it is written there, unless it reads as text.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::checks::{is_monotone, is_word, is_wordy};
use super::matches::{RawMatch, Weight};
use super::projections::Projection;
use crate::domain::redaction::SecretKind;

/// The longest key, in bytes with all its markup.
const LONGEST: usize = 64 << 10;
/// Fewer characters to the base of 64 in a row are none of a key without its beginning or end.
const SHORTEST_RUN: usize = 16;

// RFC 7468, RFC 4880 (section 6.2), RFC 4716, and PuTTY's appendix C.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"-{2,5} ?(?<begin>BEGIN|END) [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)? ?-{2,5}",
        r"|Private-(?<lines>Lines): ?[0-9]{1,4}|Private-MAC: ?[0-9a-fA-F]{8,128}",
        r"|(?<barrier>\x01)"
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
    let mut matches = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut done = 0;
    for found in marks.captures_iter(text) {
        let Some(mark) = found.get(0).map(|mark| mark.range()) else { continue };
        let is_begin =
            found.name("begin").is_some_and(|word| word.as_str() == "BEGIN") || found.name("lines").is_some();
        let is_end = !is_begin && found.name("barrier").is_none();
        let key = open.take().and_then(|begin| {
            let is_near = is_end && mark.end - begin.start <= LONGEST;
            let whole = is_near.then(|| whole(text, begin.clone(), mark.clone()));
            whole.flatten().or_else(|| beginning(text, begin, mark.start))
        });
        let is_closed = key.as_ref().is_some_and(|key| key.range.end == mark.end);
        matches.extend(key);
        if is_end && !is_closed {
            matches.extend(end(text, done, mark.clone()));
        }
        done = mark.end;
        open = is_begin.then_some(mark);
    }
    matches.extend(open.and_then(|begin| beginning(text, begin, text.len())));
    matches
}

/// The key between these marks.
fn whole(text: &str, begin: Range<usize>, end: Range<usize>) -> Option<RawMatch> {
    let body = text.get(begin.end..end.start)?;
    let mut value = body_of(body);
    if value.is_empty() {
        value = body.chars().filter(|c| is_base64(*c)).collect();
    }
    let value = [&text[begin.clone()], &value, &text[end.clone()]].concat();
    is_coded(body).then(|| matched(begin.start..end.end, value))
}

/// As much of a key as is here, if it is enough to be one.
fn torn(text: &str, range: Range<usize>, body: Range<usize>) -> Option<RawMatch> {
    let is_part = |word: &&str| (is_body(word) && !is_monotone(word)) || longest_run(word).is_some();
    let words = || tokens(&text[body.clone()]).filter(is_part).map(str::len);
    let is_key = words().any(|length| length >= SHORTEST_RUN) || words().sum::<usize>() >= SHORTEST_RUN * 4;
    let value = [&text[range.start..body.start], &body_of(&text[body.clone()]), &text[body.end..range.end]].concat();
    is_key.then(|| matched(range, value))
}

fn matched(range: Range<usize>, value: String) -> RawMatch {
    RawMatch { kind: SecretKind::PrivateKey, rule: "Private key", weight: Weight::Enclosed, range, value }
}

/// The key's own characters, without what its lines begin and end with: on a line shorter than the others, as many
/// words as on those.
fn body_of(text: &str) -> String {
    let mut body = String::new();
    let mut first = 0;
    for line in text.split('\n').filter(|line| !is_header(line)) {
        let words: Vec<&str> = tokens(line).collect();
        let is_long = |word: &&str| longest_run(word).is_some();
        match words.iter().position(is_long) {
            Some(at) => {
                first = at;
                body.extend(words.into_iter().filter_map(longest_run));
            }
            None => body.extend(words.into_iter().skip(first).filter(|word| is_body(word))),
        }
    }
    body
}

/// Whether this is something encoded, and no text that speaks of keys, no program and no placeholder: it stands in
/// long words that nobody speaks, which are a third of all or on every second line, or a third of it are capitals
/// and digits.
fn is_coded(body: &str) -> bool {
    let (mut all, mut long, mut odd) = (0, 0, 0);
    for word in body.split(|c: char| !is_base64(c)).filter(|word| !word.is_empty()) {
        all += word.len();
        if word.len() >= SHORTEST_RUN && !is_wordy(word) && !is_monotone(word) {
            long += word.len();
        }
        let is_capitals = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_capitals && (word.len() <= 2 || !is_monotone(word)) {
            odd += word.bytes().filter(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
        }
    }
    let lines = body.lines().filter(|line| !line.trim().is_empty());
    let (with, without): (Vec<_>, Vec<_>) = lines.partition(|line| longest_run(line).is_some());
    let is_listed = !with.is_empty() && with.len() >= without.len();
    is_listed || (long > 0 && long * 3 >= all) || (all >= SHORTEST_RUN * 4 && odd * 3 >= all)
}

/// What in a word is a line of a key without doubt.
fn longest_run(word: &str) -> Option<&str> {
    let run = word.split(|c: char| !is_base64(c)).max_by_key(|run| run.len())?;
    let has = |what: fn(&u8) -> bool| run.bytes().any(|byte| what(&byte));
    let is_mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    (run.len() >= 2 * SHORTEST_RUN && is_mixed && !is_wordy(run)).then_some(run)
}

/// A key that goes on to no end.
fn beginning(text: &str, begin: Range<usize>, limit: usize) -> Option<RawMatch> {
    let limit = text.floor_char_boundary(limit.min(begin.end + LONGEST));
    let rest = text.get(begin.end..limit)?;
    let mut end = begin.end;
    'lines: for line in rest.split_inclusive('\n') {
        if is_header(line) {
            end += line.len();
            continue;
        }
        for word in line.split_inclusive(char::is_whitespace) {
            let token = core(word);
            if !token.is_empty() && !is_body(token) && longest_run(token).is_none() {
                let run = token.len() - token.trim_start_matches(is_base64).len();
                let start = word.find(token).unwrap_or(0);
                let more = if run >= SHORTEST_RUN && !is_word(&token[..run]) { start + run } else { 0 };
                end += more;
                break 'lines;
            }
            end += word.len();
        }
    }
    let end = without_blanks(text, end).max(begin.end + listed(rest));
    torn(text, begin.start..end, begin.end.min(end)..end)
}

fn without_blanks(text: &str, end: usize) -> usize {
    text[..end].trim_end_matches(|c: char| c.is_whitespace() || is_mark(c)).len()
}

/// A key of which only the end is here, back to the text before it.
fn end(text: &str, from: usize, mark: Range<usize>) -> Option<RawMatch> {
    let from = text.ceil_char_boundary(from.max(mark.start.saturating_sub(LONGEST)));
    let rest = text.get(from..mark.start)?;
    let mut start = mark.start;
    for word in rest.split_inclusive(char::is_whitespace).rev() {
        let token = core(word);
        if !token.is_empty() && !is_body(token) && longest_run(token).is_none() {
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
    let start = (start + blanks).min(from + listed_before(rest));
    torn(text, start..mark.end, start..mark.start)
}

/// How far lines go on of which at least each second one holds a line of a key, whatever else is on them.
fn listed(rest: &str) -> usize {
    let (mut end, mut at, mut misses) = (0, 0, 0);
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        match longest_run(line) {
            Some(run) if number > 0 => (end, misses) = (at + line.find(run).unwrap_or(0) + run.len(), 0),
            None if number == 0 || HEADERS.iter().any(|name| line.contains(name)) => {}
            None if misses == 0 => misses = 1,
            _ => break,
        }
        at += line.len();
    }
    end
}

/// The same for what stands before the end of a key.
fn listed_before(rest: &str) -> usize {
    let (mut start, mut at, mut misses) = (rest.len(), rest.len(), 0);
    let first = usize::from(rest.ends_with('\n'));
    for (number, line) in rest.split_inclusive('\n').rev().enumerate() {
        at -= line.len();
        match longest_run(line) {
            Some(run) => (start, misses) = (at + line.find(run).unwrap_or(0), 0),
            // What is before the mark.
            None if number + first == 0 => {}
            None if misses == 0 => misses = 1,
            None => break,
        }
    }
    start
}

/// The lines of RFC 1421 and of PGP before the key itself.
fn is_header(line: &str) -> bool {
    let line = line.trim_start_matches(is_mark);
    line.starts_with("X-") || HEADERS.iter().any(|name| line.starts_with(name))
}

const HEADERS: [&str; 7] = ["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:", "Charset:", "Subject:"];

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
