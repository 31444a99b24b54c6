//! Addresses of people: e-mail, and telephone numbers.
//!
//! No e-mail addresses here: `git@github.com:...` and other accounts that are no person's, users and passwords
//! of URLs, names of files such as `icon@2x.png`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use super::projections::Projection;
use super::rules::Weight;
use super::scan::RawMatch;
use crate::domain::redaction::SecretKind;

/// The longest name and host of an address (RFC 5321, section 4.5.3.1).
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 253;

/// E-mail addresses and telephone numbers.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let text = projection.text.as_ref();
    let mut matches = Vec::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        if let Some(range) = email(text, at).filter(|range| range.start >= done) {
            done = range.end;
            matches.push(matched(SecretKind::Email, "E-mail address", range.clone(), text[range].to_lowercase()));
        }
    }
    let Some(phones) = &*PHONES else { return matches };
    for (pattern, check) in phones {
        let mut at = 0;
        while let Some(found) = pattern.captures_at(text.as_bytes(), at) {
            let Some(whole) = found.get(0) else { break };
            let number = found.get(1).unwrap_or(whole).range();
            at = number.end.max(whole.start() + 1);
            // Byte patterns of ASCII end between characters.
            let Some(written) = text.get(number.clone()) else { continue };
            let is_alone = !text[..number.start].ends_with(is_part_of_number)
                && !text[number.end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
            if is_alone && check(written) {
                let value = written.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                matches.push(matched(SecretKind::Phone, "Telephone number", number, value));
            }
        }
    }
    matches
}

fn matched(kind: SecretKind, rule: &'static str, range: Range<usize>, value: String) -> RawMatch {
    RawMatch { kind, rule, weight: Weight::Contact, range, value }
}

/// The address around this `@`.
fn email(text: &str, at: usize) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '=');
    let before = &text[text.floor_char_boundary(at.saturating_sub(LONGEST_NAME * 4))..at];
    let name = &before[before.trim_end_matches(is_name).len()..];
    let name = name.trim_start_matches(['.', '\'', '-', '=', '%', '+']);
    // As in `to=alice@example.com` of a log or an address.
    let name = name.rsplit('=').next().unwrap_or(name);
    let host = &text[at + 1..text.floor_char_boundary((at + 1 + LONGEST_HOST).min(text.len()))];
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let host = host[..host.len() - host.trim_start_matches(is_host).len()].trim_end_matches(['.', '-']);
    let start = at - name.len();
    let end = at + 1 + host.len();
    let is_address = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.ends_with('.')
        && is_domain(host)
        && !is_account(name, &text[end..])
        && !is_in_authority(&text[..start]);
    is_address.then_some(start..end)
}

/// At least two labels, the last one no ending of a file.
fn is_domain(host: &str) -> bool {
    const FILES: [&str; 14] =
        ["png", "jpg", "jpeg", "gif", "webp", "svg", "js", "mjs", "ts", "tsx", "css", "json", "html", "md"];
    let Some((rest, last)) = host.rsplit_once('.') else { return false };
    let is_top = last.chars().count() >= 2 && (last.chars().all(char::is_alphabetic) || last.starts_with("xn--"));
    is_top && !FILES.contains(&last) && rest.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
}

/// Accounts of machines: `git@github.com:owner/repository`, `noreply@...`.
fn is_account(name: &str, after: &str) -> bool {
    let is_path = after
        .strip_prefix(':')
        .is_some_and(|path| path.starts_with(|c: char| c.is_alphabetic() || c == '~' || c == '/'));
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "noreply" | "no-reply" | "do-not-reply" | "donotreply" | "git" | "hg")
        || (is_path && matches!(name.as_str(), "gitlab" | "org-git"))
}

/// Whether an address that begins here belongs to a URL: `https://user:password@host`.
fn is_in_authority(before: &str) -> bool {
    let tail = &before[before.floor_char_boundary(before.len().saturating_sub(256))..];
    let word = tail.rsplit(char::is_whitespace).next().unwrap_or(tail);
    word.rfind("://").is_some_and(|at| !word[at + 3..].contains(['/', '?', '#', '"', '\'', '<', '>', '(', ')']))
}

fn is_part_of_number(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '_' | '.' | ',' | '/' | '-' | '=' | '#' | '&' | '%')
}

type Pattern = (Regex, fn(&str) -> bool);

static PHONES: LazyLock<Option<Vec<Pattern>>> = LazyLock::new(|| {
    let compile = |pattern: &str| RegexBuilder::new(pattern).unicode(false).build().ok();
    Some(vec![
        // ITU-T E.164, and as people write it.
        (compile(r"\+[1-9][0-9]{0,3}(?:[ ./-]?[ ]?\(?[0-9]{1,5}\)?){1,7}")?, is_international),
        // North America's, in the two forms that nothing else has.
        (compile(r"\(?[2-9][0-9]{2}\)[ ]?[2-9][0-9]{2}-[0-9]{4}")?, |_| true),
        (compile(r"(?:1-)?[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}")?, |_| true),
        (
            compile(
                r#"(?i)\b(?:phone|mobile|cell|cellphone|telephone|tel|telefon|telefono|téléphone|handy|mobil|fax|whatsapp|call me (?:at|on))(?:[ _-]?(?:number|no|nr|nummer))?["'.]{0,2}[ \t]{0,3}(?:[:=|]|is|ist)?[ \t]{0,3}["']?(\(?[0-9][0-9 ()/.-]{4,18}[0-9])"#,
            )?,
            is_national,
        ),
    ])
});

/// Calling codes of one and of two digits; all others have three. <https://www.itu.int/pub/T-SP-E.164D>
const SHORT_CODES: [&str; 46] = [
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
    "86", "90", "91", "92", "93", "94", "95", "98",
];
/// What those of three digits begin with.
const LONG_CODES: [&str; 13] = ["21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59"];
const OTHER_LONG_CODES: [&str; 5] = ["67", "68", "69", "85", "96"];

fn is_international(written: &str) -> bool {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let begins = |codes: &[&str]| codes.iter().any(|code| digits.starts_with(code));
    let is_country = match digits.strip_prefix('1') {
        // Area and exchange begin with 2 to 9.
        Some(rest) => rest.len() == 10 && rest.starts_with(|c| c > '1') && rest[3..].starts_with(|c| c > '0'),
        None => {
            begins(&SHORT_CODES)
                || begins(&LONG_CODES)
                || begins(&OTHER_LONG_CODES)
                || begins(&["97", "99", "88", "87"])
        }
    };
    // A year of the far future, and a fraction of a second.
    let groups: Vec<usize> = written.split('-').map(str::len).collect();
    let is_date = matches!(groups.as_slice(), [year, 2, day, ..] if *year >= 5 && *day >= 2);
    let is_fraction = written.matches(['.', ' ', '-', '/', '(']).count() == 1 && written.contains('.');
    is_country && !is_date && !is_fraction && (9..=15).contains(&digits.len()) && !digits.ends_with("000000")
}

fn is_national(written: &str) -> bool {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let has_two_dashes = written.matches('-').count() == 2;
    // 2024-01-31 and 31.01.2024
    let is_date = (written.starts_with("19") || written.starts_with("20")) && has_two_dashes && digits.len() == 8
        || written.matches('.').count() == 2 && digits.len() <= 8;
    let is_address = written.matches('.').count() == 3;
    (7..=13).contains(&digits.len()) && !is_date && !is_address
}
