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

/// A CIF: the letter of a firm's form, seven digits, and a digit or a letter.
pub fn is_firm(id: &str) -> bool {
    let digits = digits(id.get(1..8).unwrap_or_default());
    let double = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let sum: u32 = digits.iter().enumerate().map(|(at, digit)| if at % 2 == 0 { double(*digit) } else { *digit }).sum();
    let check = (10 - sum % 10) % 10;
    let last = id.chars().last();
    digits.len() == 7
        && id.starts_with(|c: char| "ABCDEFGHJNPQRSUVW".contains(c))
        && (last == char::from_digit(check, 10) || last == "JABCDEFGHI".chars().nth(check as usize))
}
