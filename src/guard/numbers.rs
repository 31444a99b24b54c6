//! Numbers of payment cards and of bank accounts: both have check digits, lengths and groups.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use super::checks::{luhn, mod97};
use super::projections::Projection;
use super::rules::Weight;
use super::scan::RawMatch;
use crate::domain::redaction::SecretKind;

static PATTERNS: LazyLock<Option<(Regex, Regex)>> = LazyLock::new(|| {
    let compile = |pattern: &str| RegexBuilder::new(pattern).unicode(false).build().ok();
    Some((compile(r"[0-9](?:[ -]?[0-9]){12,18}")?, compile(r"[A-Za-z]{2}[0-9]{2}[ -]?[0-9A-Za-z]{4}")?))
});

/// Cards and accounts.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let Some((card, account)) = &*PATTERNS else { return Vec::new() };
    let text = projection.text.as_bytes();
    let mut matches = Vec::new();
    let mut at = 0;
    while let Some(found) = card.find_at(text, at) {
        // Of a longer run of digits, no part is a card.
        let run = text[found.end()..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = found.end() + run;
        match number(projection, found.range()) {
            Some(value) if run == 0 => {
                matches.push(matched(SecretKind::CardNumber, "Card number", found.range(), value))
            }
            // Another number may stand right before it.
            _ => at = next_number(text, found.range()).unwrap_or(at),
        }
    }
    let mut at = 0;
    while let Some(found) = account.find_at(text, at) {
        at = found.start() + 1;
        if !text[..found.start()].last().is_some_and(u8::is_ascii_alphanumeric)
            && let Some((range, value)) = iban(text, found.start())
        {
            at = range.end;
            matches.push(matched(SecretKind::BankAccount, "IBAN", range, value));
        }
    }
    matches
}

fn matched(kind: SecretKind, rule: &'static str, range: Range<usize>, value: String) -> RawMatch {
    RawMatch { kind, rule, weight: Weight::Placed, range, value }
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
    if is_in_fours && is_row(&text[..range.start], after) {
        return None;
    }
    let is_written_so = if is_grouped {
        is_joined || is_in_groups(written, digits.len())
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

/// Country and length. <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 \
    EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 \
    KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 \
    PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

/// The account that begins here, without its blanks.
fn iban(text: &[u8], start: usize) -> Option<(Range<usize>, String)> {
    let country = std::str::from_utf8(text.get(start..start + 2)?).ok()?.to_ascii_uppercase();
    let length: usize =
        LENGTHS.split_ascii_whitespace().find_map(|entry| entry.strip_prefix(&country))?.parse().ok()?;
    let mut account = String::with_capacity(length);
    let mut at = start;
    while account.len() < length {
        match *text.get(at)? {
            byte if byte.is_ascii_alphanumeric() => account.push(char::from(byte.to_ascii_uppercase())),
            b' ' | b'-' if text[at - 1].is_ascii_alphanumeric() => {}
            _ => return None,
        }
        at += 1;
    }
    let is_end = !text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    (is_end && mod97(&account)).then_some((start..at, account))
}
