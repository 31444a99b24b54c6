//! How people tell a secret in a sentence: what it is for, the verb that leads to it, and what stands before its name.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::prose::is_strong;
use super::cursor::{Cursor, begins, line_start};
use super::is_very_random;
use super::names::{Name, NameKind, WordSet, is_in, set};
use super::opening::Found;
use super::values::Notation;

/// Words that lead to a value, of several that begin alike the longest first.
const VERBS: [&str; 58] = [
    "has been changed to",
    "has been reset to",
    "has been set to",
    "was changed to",
    "was reset to",
    "was set to",
    "changed from",
    "is set to",
    "is now",
    "changed to",
    "reset to",
    "set to",
    "will be",
    "should be",
    "equals",
    "is",
    "ist",
    "lautet",
    "lyder",
    "are",
    "was",
    "es",
    "est",
    "é",
    "è",
    "jest",
    "from",
    "to",
    "und",
    "war",
    "er",
    "är",
    "on",
    "je",
    "este",
    "yra",
    "adalah",
    "là",
    "це",
    "это",
    "является",
    "е",
    "είναι",
    "היא",
    "הוא",
    "هي",
    "هو",
    "是",
    "为",
    "為",
    "は",
    "는",
    "은",
    "का",
    "है",
    "คือ",
    "-string",
    "or",
];

/// The same of options that take the value of what was named before.
const OPTIONS: [&str; 3] = ["--body", "-b", "--value"];

/// What a value that stands before its name is: `X is the password`, `use X as password`.
static BACKWARD: WordSet = LazyLock::new(|| {
    set(
        "is that's it's as was for ist als für war est comme pour es como para è come per é is my son jest jako er är som on je jako это як как",
    )
});

/// Goes over `'s `, as in "the password's X".
pub fn possessive(cursor: &mut Cursor<'_>) -> bool {
    cursor.eat_one(&["'s ", "\u{2019}s "]).is_some()
}

/// The end of ` for the staging server` or ` (staging)` between a name and its verb.
pub fn purpose(cursor: &Cursor<'_>) -> Option<usize> {
    const LEADS: [&str; 28] = [
        "for ", "FOR ", "of ", "to ", "on ", "in ", "at ", "für ", "von ", "auf ", "bei ", "zum ", "im ", "de ",
        "del ", "da ", "do ", "en ", "pour ", "sur ", "per ", "su ", "dla ", "na ", "voor ", "till ", "для ", "от ",
    ];
    const ENDS: [&str; 15] = [
        ": ",
        " is ",
        " ist ",
        " lautet ",
        " = ",
        " es ",
        " est ",
        " é ",
        " è ",
        " är ",
        " er ",
        " jest ",
        " \u{2014} ",
        " \u{2013} ",
        " - ",
    ];
    let rest = cursor.rest().strip_prefix(' ')?;
    if rest.starts_with('(') {
        let end = rest.bytes().take(48).take_while(|byte| *byte != b'\n').position(|byte| byte == b')')? + 1;
        let is_led = [":", " :", " =", " is ", " - "].iter().any(|mark| rest[end..].starts_with(mark));
        return is_led.then_some(cursor.at + 1 + end);
    }
    let lead = LEADS.iter().find(|lead| begins(rest, lead))?;
    let stop = |c: char| matches!(c, '\n' | '\u{1}' | ';' | '(' | '{' | '"' | '<');
    let most = rest.floor_char_boundary(rest.len().min(48));
    let phrase = &rest[lead.len()..most];
    let phrase = &phrase[..phrase.find(stop).unwrap_or(phrase.len())];
    let end = ENDS.iter().filter_map(|end| phrase.find(end)).min()?;
    Some(cursor.at + 1 + lead.len() + end)
}

/// Goes over what leads to a value.
pub fn verb(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    let rest = cursor.rest();
    let found = VERBS.into_iter().chain(OPTIONS).find(|verb| {
        let next = rest.get(verb.len()..).and_then(|rest| rest.chars().next());
        // Where a script divides no words, the value may follow at once.
        let is_undivided = verb.chars().next_back().is_some_and(|c| c >= '\u{900}');
        begins(rest, verb) && (is_undivided || matches!(next, Some(' ' | '\t' | ':' | '：')))
    })?;
    cursor.at += found.len();
    Some(found)
}

/// What stands before its name: `Use X as the password`.
pub fn before(text: &str, name: &Name) -> Option<Found> {
    if !name.is_clear || !name.is_last || name.kind == NameKind::Header {
        return None;
    }
    text[..name.range.start].ends_with(' ').then_some(())?;
    let start = line_start(text, name.range.start)?;
    let start = text.ceil_char_boundary(start.max(name.range.start.saturating_sub(160)));
    let mut words = text[start..name.range.start].split_ascii_whitespace().rev();
    // Articles and the like stand between.
    words.by_ref().take(5).find(|word| is_in(&BACKWARD, word.trim_start_matches('(')))?;
    let marks = ['"', '\'', '`', '*', '(', ')', '\u{201c}', '\u{201d}', '\u{201e}', ',', ':'];
    let value = words.next()?.trim_matches(marks);
    let is_secret = match name.kind {
        NameKind::Password => is_strong(value),
        _ => is_very_random(value) && value.bytes().any(|byte| byte.is_ascii_uppercase()),
    };
    let at = value.as_ptr() as usize - text.as_ptr() as usize;
    is_secret.then(|| Found { range: at..at + value.len(), notation: Notation::Quoted, is_loose: false })
}

/// What a sentence comes to after some words about it: `The password you gave me, X, is wrong`, `密码改成了X`.
pub fn later(text: &str, name: &Name) -> Option<Found> {
    const FAR: usize = 80;
    // A name of its own, and none in a program.
    let is_word =
        text[..name.range.start].chars().next_back().is_none_or(|c| !c.is_ascii() || " \n\t\"'`*>#(-".contains(c));
    let is_short = name.range.len() <= 4 && text[name.range.clone()].is_ascii();
    if !name.is_clear || !name.is_last || !is_word || is_short || name.kind == NameKind::Header {
        return None;
    }
    let rest = &text[name.range.end..text.floor_char_boundary(text.len().min(name.range.end + FAR + 128))];
    let lead = &rest[..rest.floor_char_boundary(rest.len().min(FAR))];
    let is_between = |c: char| c.is_alphabetic() || " ,:：，、'’\"“”«»`*(—–-".contains(c);
    // The value's first digit, and from there back to where its word begins.
    let digit = lead.find(|c: char| !is_between(c))?;
    let is_value = |c: char| c.is_ascii_graphic() && !"\"'`*(,".contains(c);
    let start = lead[..digit].trim_end_matches(is_value).len();
    let value = &rest[start..];
    let value = &value[..value.find(|c: char| !is_value(c)).unwrap_or(value.len())];
    let value = value.trim_end_matches(['.', ';', ':', ')', '?']);
    let is_secret = match name.kind {
        NameKind::Password => is_strong(value),
        _ => value.len() >= 20 && is_strong(value) && is_very_random(value),
    };
    let range = name.range.end + start..name.range.end + start + value.len();
    is_secret.then_some(Found { range, notation: Notation::Quoted, is_loose: false })
}

/// The new one behind the old one: ` to Y` of "changed from X to Y".
pub fn changed(text: &str, old: Range<usize>) -> Option<Found> {
    let before = text[..old.start].trim_end_matches(['"', '\'', '`', ' ', '*']);
    let mut cursor = Cursor::new(text, old.end);
    cursor.skip(3, |byte| matches!(byte, b'"' | b'\'' | b'`' | b'*'));
    let is_new = before.ends_with(" from") && cursor.eat_one(&[" to ", " into ", " -> "]).is_some();
    cursor.skip(3, |byte| matches!(byte, b'"' | b'\'' | b'`' | b'*'));
    let start = cursor.at;
    cursor.skip(128, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | 1));
    let value = text[start..cursor.at].trim_end_matches(['.', ',', ';', '*', ')']);
    (is_new && !value.is_empty()).then(|| Found {
        range: start..start + value.len(),
        notation: Notation::Bare,
        is_loose: false,
    })
}
