//! Personal data and payment numbers: addresses, telephone and identity numbers, cards, accounts, home folders, names
//! that programs print. Each finder looks only where its first sign is, so that a text is read once for everything that
//! begins with a digit.

mod accounts;
mod cards;
mod check_digits;
mod email;
mod form;
mod home_folders;
mod iban;
mod identity;
mod ip_addresses;
mod naming;
mod number_form;
mod phone_forms;
mod phone_plans;
mod phones;
mod user_names;

use std::cell::OnceCell;
use std::ops::Range;

use naming::Naming;

use super::matches::{RawMatch, Weight};
use super::projections::Projection;
use crate::domain::redaction::SecretKind;

/// What may begin at a word with a digit among its first characters. The first that does is it.
const AT_NUMBERS: [fn(&Place<'_>) -> Option<RawMatch>; 4] = [iban::at, ip_addresses::at, form::at, phones::national_at];

/// The longest beginning of letters of a number: an Italian tax code has six.
const LONGEST_LEAD: usize = 6;

/// All of it.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let text = projection.text.as_ref();
    let mut matches = cards::scan(projection);
    let mut phones = phones::scan(text).into_iter().peekable();
    let mut done = 0;
    for start in numbers(text.as_bytes()) {
        // The groups of a number with a plus sign are none of their own.
        while let Some(phone) = phones.next_if(|phone| phone.range.start <= start) {
            done = done.max(phone.range.end);
            matches.push(phone);
        }
        let place = Place { text, start, naming: OnceCell::new() };
        if start >= done
            && let Some(matched) = AT_NUMBERS.iter().find_map(|finder| finder(&place))
        {
            done = matched.range.end;
            matches.push(matched);
        }
    }
    matches.extend(phones);
    matches.extend(email::scan(text));
    matches.extend(home_folders::scan(text));
    matches.extend(user_names::scan(text));
    matches.extend(accounts::scan(text));
    matches
}

/// Where a number may begin.
struct Place<'a> {
    text: &'a str,
    start: usize,
    naming: OnceCell<Naming>,
}

impl Place<'_> {
    /// Whether one of these names stands before it.
    fn is_named(&self, names: &str) -> bool {
        self.naming.get_or_init(|| Naming::of(&self.text[..self.start])).is_one_of(names)
    }
}

fn matched(kind: SecretKind, rule: &'static str, range: Range<usize>, value: String) -> RawMatch {
    RawMatch { kind, rule, weight: Weight::Contact, range, value }
}

/// Where words begin that have a digit near their beginning, and the two letters that stand alone before one:
/// `AB 12 34 56 C`.
fn numbers(text: &[u8]) -> impl Iterator<Item = usize> {
    let mut at = 0;
    let mut waiting = None;
    std::iter::from_fn(move || {
        if let Some(start) = waiting.take() {
            return Some(start);
        }
        loop {
            let digit = at + text.get(at..)?.iter().position(u8::is_ascii_digit)?;
            let letters = |end: usize| {
                text[..end].iter().rev().take(LONGEST_LEAD + 1).take_while(|byte| byte.is_ascii_alphabetic()).count()
            };
            let lead = letters(digit);
            at = digit + text[digit..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let start = digit - lead;
            if lead > LONGEST_LEAD {
                continue;
            }
            if lead == 0 && text[..start].last() == Some(&b' ') && letters(start - 1) == 2 {
                waiting = Some(start);
                return Some(start - 3);
            }
            return Some(start);
        }
    })
}

/// Whether a number that begins and ends here is no part of a longer word, number, path or version.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let mut after = text[range.end..].chars();
    let goes_on = match after.next() {
        Some(c) if is_word(c) => true,
        Some('.' | '-' | '/' | '@' | '\\') => after.next().is_some_and(is_word),
        Some(',' | ':' | '%') => after.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    !goes_on && begins_alone(text, range.start)
}

/// The same of its beginning.
fn begins_alone(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    !match before.next() {
        Some(c) if is_word(c) || c == '+' => true,
        Some('.' | '-' | '/' | '#' | '$' | '%' | '@' | '\\' | '~') => before.next().is_some_and(is_word),
        Some(',' | ':') => before.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// Chinese, Japanese and Korean have no blanks between words and numbers.
fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && c < '\u{2E80}') || c == '_'
}

/// Whether more numbers stand beside it, with blanks between, as in a table of them, or more groups of hexadecimal digits
/// as long as its own.
fn is_in_row(text: &str, range: &Range<usize>) -> bool {
    let is_group = |byte: &u8| byte.is_ascii_alphanumeric();
    let (before, rest) = text.as_bytes().split_at(range.start);
    let (number, after) = rest.split_at(range.len());
    is_beside_number(before.iter().rev().copied(), number.iter().take_while(|byte| is_group(byte)).count())
        || is_beside_number(after.iter().copied(), number.iter().rev().take_while(|byte| is_group(byte)).count())
}

/// Whether a digit comes next behind blanks, or a group of that length. Letters alone are a word unless one more group
/// follows.
fn is_beside_number(bytes: impl Iterator<Item = u8>, length: usize) -> bool {
    const WIDEST_GAP: usize = 4;
    let mut bytes = bytes.peekable();
    for is_next in [true, false] {
        let gap = std::iter::from_fn(|| bytes.next_if(|byte| b" \t,;|".contains(byte))).take(WIDEST_GAP).count();
        if gap == 0 {
            return false;
        }
        if is_next && bytes.peek().is_some_and(u8::is_ascii_digit) {
            return true;
        }
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let word: Vec<u8> = std::iter::from_fn(|| bytes.next_if(is_word)).take(length + 1).collect();
        if length < 2 || word.len() != length || !word.iter().all(u8::is_ascii_hexdigit) {
            return false;
        }
        if word.iter().any(u8::is_ascii_digit) {
            return true;
        }
    }
    true
}

/// Whether others stand at the same place of at least two lines above and below, as in a table.
fn is_in_column(text: &str, range: &Range<usize>, is_other: impl Fn(&str) -> bool) -> bool {
    const NEAR: usize = 512;
    const LINES: usize = 4;
    let before = &text[text.ceil_char_boundary(range.start.saturating_sub(NEAR))..range.start];
    let after = &text[range.end..text.floor_char_boundary((range.end + NEAR).min(text.len()))];
    let lead = before.rsplit('\n').next().unwrap_or(before);
    if lead.len() == before.len() && range.start > NEAR {
        return false;
    }
    let lines = before.rsplit('\n').skip(1).take(LINES).chain(after.split('\n').skip(1).take(LINES));
    let cells = lines.filter_map(|line| line.get(lead.len()..lead.len() + range.len()));
    cells.filter(|cell| is_other(cell)).take(2).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text: kinds and values.
    pub fn found(text: &str) -> Vec<(SecretKind, String)> {
        scan(&Projection::of(text)).into_iter().map(|matched| (matched.kind, matched.value)).collect()
    }

    #[test]
    fn numbers_begin_where_words_with_digits_do() {
        let starts: Vec<usize> = numbers(b"a1 bcdefghi1 AB 12 34 x-9").collect();
        assert_eq!(starts, [0, 13, 16, 19, 24]);
    }
}
