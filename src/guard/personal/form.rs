//! Numbers by how they are written. Each kind of number is a row of a table: its pictures, the words that name it, and its
//! check digits. In a picture `0` is a digit, `A` a letter, `*` either of them; every other character is itself.

use std::sync::LazyLock;

use super::naming::OTHERS;
use super::number_form::Form;
use super::{Place, identity, is_alone, is_in_column, is_in_row, matched, phone_forms};
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// One picture of a form.
struct Picture {
    text: &'static [u8],
    form: &'static Form,
    is_named: bool,
}

/// Pictures by the length of their first word, and by what stands behind it.
static PICTURES: LazyLock<[[Vec<Picture>; BEHIND.len() + 1]; LONGEST_WORD + 1]> = LazyLock::new(|| {
    let mut pictures = [const { [const { Vec::new() }; BEHIND.len() + 1] }; LONGEST_WORD + 1];
    for form in identity::all().chain(phone_forms::FORMS) {
        let alone = form.alone.iter().map(|text| (text, false));
        for (text, is_named) in alone.chain(form.named.iter().map(|text| (text, true))) {
            let text = text.as_bytes();
            let length = first_word(text).min(LONGEST_WORD);
            pictures[length][behind(text, length)].push(Picture { text, form, is_named });
        }
    }
    pictures
});

/// What stands behind the first word of pictures that have more than one.
const BEHIND: [u8; 6] = *b" -./()";

/// Which of them stands there; behind all of them if none does.
fn behind(text: &[u8], length: usize) -> usize {
    let byte = text.get(length);
    BEHIND.iter().position(|behind| Some(behind) == byte).unwrap_or(BEHIND.len())
}

/// Of all pictures, in characters: Mexico's CURP.
const LONGEST_WORD: usize = 18;

fn first_word(text: &[u8]) -> usize {
    text.iter().take(LONGEST_WORD + 1).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'*').count()
}

/// The number that begins at this word, or at the parenthesis before it.
pub fn at(place: &Place<'_>) -> Option<RawMatch> {
    let bytes = place.text.as_bytes();
    let start = place.start;
    let bracketed = || start.checked_sub(1).filter(|at| bytes[*at] == b'(').and_then(|at| of_length(place, at, 0));
    bracketed().or_else(|| of_length(place, start, first_word(&bytes[start..])))
}

fn of_length(place: &Place<'_>, start: usize, length: usize) -> Option<RawMatch> {
    let text = place.text;
    let bytes = &text.as_bytes()[start..];
    let pictures = PICTURES.get(length)?;
    let (longer, ending) = (&pictures[behind(bytes, length)], &pictures[BEHIND.len()]);
    let pictures = if std::ptr::eq(longer, ending) { &[] } else { longer.as_slice() };
    pictures.iter().chain(ending).find_map(|picture| {
        let form = picture.form;
        if !fits(picture.text, bytes) {
            return None;
        }
        let range = start..start + picture.text.len();
        if !is_alone(text, &range) {
            return None;
        }
        // The words before it cost most, and are looked at last.
        let number = number_of(text.get(range.clone())?);
        if is_monotone(&number) || !(form.check)(&number) {
            return None;
        }
        let is_written_so = || !text.as_bytes()[range.clone()].iter().any(u8::is_ascii_lowercase);
        let is_another = |written: &str| fits(picture.text, written.as_bytes()) && !(form.check)(&number_of(written));
        let is_column = || form.kind == SecretKind::Phone && is_in_column(text, &range, is_another);
        let is_in_row = || (picture.text.contains(&b' ') && is_in_row(text, &range)) || is_column();
        let is_meant = place.is_named(form.names)
            || (!picture.is_named && is_written_so() && !place.is_named(OTHERS) && !is_in_row());
        is_meant.then(|| matched(form.kind, form.name, range, number))
    })
}

/// Its letters and digits, in upper case.
fn number_of(written: &str) -> String {
    written.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn fits(picture: &[u8], text: &[u8]) -> bool {
    picture.len() <= text.len()
        && picture.iter().zip(text).all(|(drawn, byte)| match drawn {
            b'0' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_alphabetic(),
            b'*' => byte.is_ascii_alphanumeric(),
            drawn => drawn == byte,
        })
}

/// `000-00-0000` and `111 111 111`: nobody's number.
fn is_monotone(number: &str) -> bool {
    let mut digits = number.bytes().filter(u8::is_ascii_digit);
    let first = digits.next();
    digits.all(|digit| Some(digit) == first)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rows_are_well_formed() {
        let mut names = BTreeSet::new();
        for form in identity::all().chain(phone_forms::FORMS) {
            assert!(names.insert(form.name), "{}", form.name);
            assert!(form.named.is_empty() || !form.names.is_empty(), "{}", form.name);
            assert!(form.names.split(' ').all(|name| name.to_lowercase() == name), "{}", form.name);
        }
    }
}
