//! Several secrets behind one name: `api_keys: ["X", "Y"]`, a list in YAML, `API_KEYS=X,Y`.

use std::ops::Range;

use super::super::prose::is_strong;
use super::cursor::Cursor;
use super::names::{Name, NameKind};
use super::opening::Found;
use super::values::Notation;

/// The items that are read, and the longest of them, in bytes.
const MOST_ITEMS: usize = 50;
const LONGEST: usize = 300;

/// The items behind a name in the plural; of passwords only those that are hardly anything else.
pub fn items(text: &str, name: &Name, kind: NameKind) -> Vec<Found> {
    if !name.is_last || !text[name.range.clone()].ends_with(['s', 'S']) {
        return Vec::new();
    }
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.skip(2, |byte| matches!(byte, b'"' | b'\''));
    let is_tight = cursor.byte() == b'=';
    cursor.blanks();
    if cursor.eat_one(&[":=", "=>", ":", "="]).is_none() {
        return Vec::new();
    }
    cursor.blanks();
    let is_env = is_tight && !text[name.range.clone()].bytes().any(|byte| byte.is_ascii_lowercase());
    let ranges = match cursor.byte() {
        b'[' | b'(' | b'{' => bracketed(cursor),
        b'\n' | b'\r' => dashed(cursor),
        _ if is_env => divided(cursor),
        _ => Vec::new(),
    };
    let is_wanted = |range: &Range<usize>| kind != NameKind::Password || is_strong(&text[range.clone()]);
    let found = |range| Found { range, notation: Notation::Quoted, is_loose: false };
    ranges.into_iter().filter(is_wanted).map(found).collect()
}

/// Texts between quotes up to the closing bracket.
fn bracketed(mut cursor: Cursor<'_>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    cursor.at += 1;
    while ranges.len() < MOST_ITEMS {
        cursor.skip(80, |byte| byte.is_ascii_whitespace() || byte == b',');
        let Some(quote) = cursor.eat_one(&["\\\"", "\"", "'", "`"]) else { break };
        let start = cursor.at;
        let stop = quote.as_bytes()[0];
        cursor.skip(LONGEST, |byte| byte != stop && byte != b'\n' && byte != 1);
        ranges.push(start..cursor.at);
        if !cursor.eat(quote) {
            break;
        }
    }
    ranges
}

/// Lines that begin with a dash and hold nothing but an item.
fn dashed(mut cursor: Cursor<'_>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    cursor.eat("\r");
    while ranges.len() < MOST_ITEMS && cursor.eat("\n") {
        cursor.blanks();
        if !cursor.eat("- ") {
            break;
        }
        cursor.skip(2, |byte| matches!(byte, b' ' | b'"' | b'\''));
        let start = cursor.at;
        cursor.skip(LONGEST, |byte| !byte.is_ascii_whitespace() && byte != b'"' && byte != 1);
        let end = start + cursor.text[start..cursor.at].trim_end_matches('\'').len();
        cursor.skip(4, |byte| matches!(byte, b'"' | b'\'' | b' ' | b'\r'));
        if cursor.text[start..end].ends_with(':') || !matches!(cursor.byte(), b'\n') {
            break;
        }
        ranges.push(start..end);
    }
    ranges
}

/// Items with commas between, in the line of a variable.
fn divided(mut cursor: Cursor<'_>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    cursor.skip(1, |byte| matches!(byte, b'"' | b'\''));
    while ranges.len() < MOST_ITEMS {
        let start = cursor.at;
        cursor.skip(LONGEST, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'"' | b'\'' | 1));
        ranges.push(start..cursor.at);
        if !cursor.eat(",") {
            break;
        }
    }
    ranges
}
