//! The arithmetic of check digits.

/// The digits of a number, without what stands between them.
pub fn digits(number: &str) -> Vec<u32> {
    number.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The sum of digits, each times its weight.
pub fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// Whether the last digit is what the weighted sum of the others leaves to 11, with 10 written as 0.
pub fn mod11(digits: &[u32], weights: &[u32]) -> bool {
    let Some((check, rest)) = digits.split_last() else { return false };
    rest.len() == weights.len() && (11 - weighted(rest, weights) % 11) % 11 % 10 == *check
}

/// Whether the last digit is the weighted sum of the others, modulo 11, with 10 written as 0.
pub fn sum11(digits: &[u32], weights: &[u32]) -> bool {
    let Some((check, rest)) = digits.split_last() else { return false };
    rest.len() == weights.len() && weighted(rest, weights) % 11 % 10 == *check
}

/// ISO/IEC 7064, MOD 11,10.
pub fn mod11_10(digits: &[u32]) -> bool {
    let Some((check, rest)) = digits.split_last() else { return false };
    let product = rest.iter().fold(10, |product, digit| match (digit + product) % 10 {
        0 => 20 % 11,
        sum => sum * 2 % 11,
    });
    (11 - product) % 10 == *check
}

/// ISO/IEC 7064, MOD 11-2, with `X` for ten.
pub fn mod11_2(number: &str) -> bool {
    let value = |c: char| if c == 'X' { Some(10) } else { c.to_digit(10) };
    let sum = number.chars().try_fold(0, |sum, c| Some((sum * 2 + value(c)?) % 11));
    sum == Some(1)
}

/// Verhoeff's, in the dihedral group of a pentagon.
pub fn verhoeff(digits: &[u32]) -> bool {
    const SHIFT: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let product = |a: usize, b: usize| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let place = |(at, digit): (usize, &u32)| (0..at % 8).fold(*digit as usize, |digit, _| SHIFT[digit]);
    digits.iter().rev().enumerate().map(place).fold(0, product) == 0
}

/// The remainder of a long number.
pub fn remainder(digits: &[u32], by: u32) -> u32 {
    digits.iter().fold(0, |rest, digit| (rest * 10 + digit) % by)
}

/// Whether two digits each can be a month and a day.
pub fn is_date(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The number that some of the digits make.
pub fn number(digits: &[u32]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + digit)
}
