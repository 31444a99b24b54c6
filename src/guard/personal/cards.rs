//! Numbers of payment cards, by their beginnings, lengths, groups and check digit.

use std::ops::Range;

use crate::domain::redaction::SecretKind;
use crate::guard::checks::luhn;
use crate::guard::matches::{RawMatch, Weight};
use crate::guard::projections::Projection;

/// Fewest and most digits of a card's number.
const FEWEST_DIGITS: usize = 13;
const MOST_DIGITS: usize = 19;

/// All cards.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let text = projection.text.as_bytes();
    let mut matches = Vec::new();
    let mut at = 0;
    while let Some(range) = digits_from(text, at) {
        // Of a longer run of digits, no part is a card.
        let run = text[range.end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = range.end + run;
        match number(projection, range.clone()) {
            Some(value) if run == 0 => {
                let (kind, rule) = (SecretKind::CardNumber, "Card number");
                matches.push(RawMatch { kind, rule, weight: Weight::Placed, range, value });
            }
            // Another number may stand right before it.
            _ => at = next_number(text, range).unwrap_or(at),
        }
    }
    matches
}

/// The next digits that are as many as a card has, with at most a blank or a hyphen between two of them.
fn digits_from(text: &[u8], mut at: usize) -> Option<Range<usize>> {
    loop {
        let start = at + text.get(at..)?.iter().position(u8::is_ascii_digit)?;
        let mut count = 0;
        at = start;
        while count < MOST_DIGITS {
            let gap = usize::from(count > 0 && matches!(text.get(at), Some(b' ' | b'-')));
            if !text.get(at + gap).is_some_and(u8::is_ascii_digit) {
                break;
            }
            at += gap + 1;
            count += 1;
        }
        if count >= FEWEST_DIGITS {
            return Some(start..at);
        }
    }
}

/// Where the digits go on behind the first group.
fn next_number(text: &[u8], range: Range<usize>) -> Option<usize> {
    let gap = text[range.clone()].iter().position(|byte| !byte.is_ascii_digit())?;
    Some(range.start + gap + 1)
}

/// The digits of a card's number.
fn number(projection: &Projection<'_>, range: Range<usize>) -> Option<String> {
    let text = projection.text.as_ref();
    let written = text.get(range.clone())?;
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let before = text[..range.start].chars().next_back();
    let after = &text[range.end..];
    let is_alone = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '/' | ',' | '#' | '$'))
        && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        // Not the first half of a fraction, an address or a range.
        && !after.trim_start_matches(['.', ',', '-', '/']).starts_with(|c: char| c.is_ascii_digit());
    let is_grouped = written.contains([' ', '-']);
    let is_joined = projection.seams(range.clone()).next().is_some();
    let is_in_fours = written.split([' ', '-']).all(|group| group.len() == 4);
    let is_list = is_in_fours && (counts_up(written) || is_row(&text[..range.start], after));
    if is_list || is_column(projection, range.clone()) {
        return None;
    }
    let is_written_so = if is_grouped {
        // Over the end of a line two groups are one.
        let mut groups = written.split([' ', '-']).rev().skip(1);
        (is_joined && groups.all(|group| group.len() >= 4)) || is_in_groups(written, digits.len())
    } else {
        digits.len() <= 16 && !is_named_otherwise(&text[..range.start])
    };
    (is_alone && is_written_so && is_issued(&digits) && luhn(&digits)).then_some(digits)
}

/// Groups of four, or as on cards of 14 and 15 digits; all of them put apart in one way.
fn is_in_groups(written: &str, digits: usize) -> bool {
    if written.contains(' ') && written.contains('-') {
        return false;
    }
    let groups: Vec<usize> = written.split([' ', '-']).map(str::len).collect();
    match (digits, groups.as_slice()) {
        (14, [4, 6, 4]) | (15, [4, 6, 5]) => true,
        (_, [start @ .., last]) => *last <= 4 && start.iter().all(|group| *group == 4),
        _ => false,
    }
}

/// Whether it is the numbers of lines, one below the other, that came together when what stood between was left out.
fn is_column(projection: &Projection<'_>, range: Range<usize>) -> bool {
    let ends: Vec<usize> =
        [range.start].into_iter().chain(projection.seams(range.clone())).chain([range.end]).collect();
    let pieces = ends.windows(2).filter_map(|ends| projection.text.get(ends[0]..ends[1]));
    let numbers: Vec<u64> = pieces.filter_map(|piece| piece.trim_matches([' ', '-']).parse().ok()).collect();
    numbers.len() > 2 && numbers.len() + 1 == ends.len() && numbers.is_sorted_by(|a, b| a < b)
}

/// Whether each group is the number behind the one before it: lines' numbers, on one line in a title.
fn counts_up(written: &str) -> bool {
    let numbers: Vec<u64> = written.split([' ', '-']).filter_map(|group| group.parse().ok()).collect();
    numbers.len() > 2 && numbers.windows(2).all(|pair| pair[0] + 1 == pair[1])
}

/// Whether more groups of four stand beside it on its line, as in a table of numbers. One may be a card's last days.
fn is_row(before: &str, after: &str) -> bool {
    let is_group = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let near = |text: &str| text.floor_char_boundary(16);
    let before = &before[before.ceil_char_boundary(before.len().saturating_sub(16))..];
    let words = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .rsplit([' ', '-'])
        .filter(|word| !word.is_empty())
        .take_while(is_group)
        .take(2)
        .count();
    let after =
        after[..near(after)].split('\n').next().unwrap_or_default().split([' ', '-']).filter(|word| !word.is_empty());
    words + after.take_while(is_group).take(2).count() >= 2
}

/// Whether the words before it call it a number of another kind.
fn is_named_otherwise(before: &str) -> bool {
    const NAMES: [&str; 13] = [
        "order",
        "invoice",
        "ticket",
        "tracking",
        "id",
        "ref",
        "reference",
        "timestamp",
        "seed",
        "serial",
        "isbn",
        "ean",
        "commit",
    ];
    let tail = &before[before.floor_char_boundary(before.len().saturating_sub(32))..];
    let line = tail.rsplit('\n').next().unwrap_or(tail).to_ascii_lowercase();
    line.split(|c: char| !c.is_ascii_alphanumeric())
        .rev()
        .filter(|word| !word.is_empty())
        .take(3)
        .any(|word| NAMES.contains(&word))
}

/// Beginnings and lengths that card companies use. <https://en.wikipedia.org/wiki/Payment_card_number>
fn is_issued(digits: &str) -> bool {
    let first = |length: usize| digits.get(..length).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    let length = digits.len();
    match first(4) {
        4000..5000 => matches!(length, 13 | 16 | 19),
        5100..5600 | 2221..2721 => length == 16,
        3400..3500 | 3700..3800 => length == 15,
        3000..3060 | 3095..3100 | 3600..3700 | 3800..4000 => (14..=19).contains(&length) && length != 15,
        3528..3590 => (16..=19).contains(&length),
        6011 | 6440..6600 | 6200..6300 => (16..=19).contains(&length),
        5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..6764 => (13..=19).contains(&length),
        _ => false,
    }
}
