//! Several secrets behind one name: `api_keys: ["X", "Y"]`, a list in YAML, `API_KEYS=X,Y`.

use std::ops::Range;

use super::super::prose::is_strong;
use super::cursor::Cursor;
use super::names::{Name, NameKind};
use super::opening::Found;
use super::usual::is_usual;
use super::values::Notation;

/// The items that are read, and the longest of them, in bytes.
const MOST_ITEMS: usize = 50;
const LONGEST: usize = 300;

/// Passwords that many people chose, and that stand in each list of such.
const WELL_KNOWN: [&str; 12] = [
    "123456",
    "12345678",
    "password",
    "password1",
    "password123",
    "qwerty",
    "qwerty123",
    "letmein",
    "abc123",
    "iloveyou",
    "111111",
    "admin",
];

/// The items behind a name in the plural; of passwords only those that are hardly anything else.
pub fn items(text: &str, name: &Name, kind: NameKind) -> Vec<Found> {
    let word = &text[name.range.clone()];
    if !name.is_last || (word.is_ascii() && !word.ends_with(['s', 'S'])) {
        return Vec::new();
    }
    let mut cursor = Cursor::new(text, name.range.end);
    cursor.skip(2, |byte| matches!(byte, b'"' | b'\''));
    let is_tight = cursor.byte() == b'=';
    cursor.blanks();
    if cursor.eat_one(&[":=", "=>", ":", "：", "=", "are ", "sind "]).is_none() && !cursor.rest().starts_with('\n') {
        return Vec::new();
    }
    cursor.blanks();
    let is_env = is_tight && !text[name.range.clone()].bytes().any(|byte| byte.is_ascii_lowercase());
    let is_quoted = matches!(cursor.byte(), b'[' | b'(' | b'{');
    let ranges = match cursor.byte() {
        b'[' | b'(' | b'{' => bracketed(cursor),
        b'\n' | b'\r' if kind == NameKind::Password => [dashed(cursor), lines(cursor)].concat(),
        b'\n' | b'\r' => dashed(cursor),
        _ if is_env => divided(cursor),
        _ if kind == NameKind::Password => inline(&cursor),
        _ => Vec::new(),
    };
    // With the usual ones among them it is a list of what others chose.
    let is_wordlist = ranges.iter().any(|range| WELL_KNOWN.contains(&&text[range.clone()]));
    let is_chosen = |value: &str| is_quoted && !is_wordlist && is_chosen(value);
    let is_wanted = |range: &Range<usize>| {
        let value = &text[range.clone()];
        kind != NameKind::Password || is_strong(value) || is_chosen(value)
    };
    let found = |range| Found { range, notation: Notation::Quoted, is_loose: false };
    ranges.into_iter().filter(is_wanted).map(found).collect()
}

/// Whether somebody chose it as a password: a word with digits, and no name of one.
fn is_chosen(value: &str) -> bool {
    let word = value.trim_end_matches(|c: char| c.is_ascii_digit());
    (8..=64).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && value.len() > word.len()
        && word.len() >= 5
        && !is_usual(&word.to_ascii_lowercase())
}

/// Texts between quotes up to the closing bracket; in a list of pairs the second ones.
fn bracketed(mut cursor: Cursor<'_>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    cursor.at += 1;
    while ranges.len() < MOST_ITEMS {
        cursor.skip(80, |byte| byte.is_ascii_whitespace() || byte == b',');
        // `ada: "X"`
        let bare = cursor.at;
        if cursor.skip(40, |byte| byte.is_ascii_alphanumeric() || byte == b'_') > 0 {
            cursor.skip(4, |byte| matches!(byte, b' ' | b':' | b'=' | b'>'));
            if bare == cursor.at {
                break;
            }
        }
        let Some(quote) = cursor.eat_one(&["\\\"", "\"", "'", "`"]) else { break };
        let start = cursor.at;
        let stop = quote.as_bytes()[0];
        cursor.skip(LONGEST, |byte| byte != stop && byte != b'\n' && byte != 1);
        ranges.push(start..cursor.at);
        if !cursor.eat(quote) {
            break;
        }
        // What stands before a colon is the name of what follows.
        let end = cursor.at;
        cursor.blanks();
        if cursor.eat_one(&[":", "=>"]).is_some() {
            ranges.pop();
        } else {
            cursor.at = end;
        }
    }
    ranges
}

/// What stands on the rest of a line, with commas, slashes or words between.
fn inline(cursor: &Cursor<'_>) -> Vec<Range<usize>> {
    let rest = cursor.rest();
    let line = rest[..rest.floor_char_boundary(LONGEST)].lines().next().unwrap_or_default();
    let words = line
        .split([' ', ',', ';', '\u{3001}', '\u{ff0c}'])
        .map(|word| word.trim_matches(['"', '\'', '`', '*', '.', '(', ')']));
    let ranges = words.filter(|word| !word.is_empty()).map(|word| {
        let at = word.as_ptr() as usize - cursor.text.as_ptr() as usize;
        at..at + word.len()
    });
    ranges.take(MOST_ITEMS).collect()
}

/// Lines that end in an item: `admin: X`, `1. X`.
fn lines(mut cursor: Cursor<'_>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    cursor.eat("\r");
    cursor.eat("\n");
    let rest = cursor.rest();
    let lines = rest.split('\n').map(str::trim).enumerate().skip_while(|(at, line)| *at < 2 && line.is_empty());
    for (_, line) in lines.take(MOST_ITEMS).take_while(|(_, line)| !line.is_empty() && line.len() <= LONGEST) {
        let value = line.rsplit([' ', '\t']).next().unwrap_or_default().trim_matches(['"', '\'', '`', '*', ',']);
        let is_short = line.split_whitespace().nth(4).is_none();
        if is_short && !value.is_empty() {
            let at = value.as_ptr() as usize - cursor.text.as_ptr() as usize;
            ranges.push(at..at + value.len());
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
