//! The letters and digits with which Spain checks the numbers of people and of firms.

use super::super::check_digits::{digits, number};

/// A DNI or NIE. In a NIE the first letter stands for a digit.
pub fn is_person(id: &str) -> bool {
    let (body, letter) = id.split_at(id.len() - 1);
    let first = match body.chars().next() {
        Some('X') => "0",
        Some('Y') => "1",
        Some('Z') => "2",
        Some(c) if c.is_ascii_digit() => "",
        _ => return false,
    };
    let digits = digits(&[first, body].concat());
    let check = b"TRWAGMYFPDXBNJZSQVHLCKE".get((number(&digits) % 23) as usize);
    digits.len() == 8 && letter.as_bytes().first() == check
}
