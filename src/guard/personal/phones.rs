//! Telephone numbers: in international form by the plans of all countries, and behind a word that names them.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use super::naming::Naming;
use super::phone_forms::NAMES;
use super::phone_plans::calling_code;
use super::{Place, begins_alone, is_alone, is_in_row, is_word, matched};
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// Longest number as it is written, in bytes.
const LONGEST: usize = 40;
/// Of a number within a country.
const FEWEST_DIGITS: usize = 7;

static PATTERNS: LazyLock<Option<[Regex; 2]>> = LazyLock::new(|| {
    let compile = |pattern: &str| RegexBuilder::new(pattern).unicode(false).build().ok();
    Some([
        // ITU-T E.123, and as people write it.
        compile(r"\A(?:\+|00)[1-9][0-9]{0,14}(?:\)?(?:[ ./-]| [-/] ?)?\(?[0-9]{1,14}\)?){0,7}")?,
        compile(r"\A\(?[0-9](?:[ ()/.-]{0,3}[0-9]){6,14}")?,
    ])
});

/// Those that begin with a plus sign.
pub fn scan(text: &str) -> Vec<RawMatch> {
    let mut matches: Vec<RawMatch> = Vec::new();
    for at in memchr::memchr_iter(b'+', text.as_bytes()) {
        let is_done = matches.last().is_some_and(|last| last.range.end > at);
        if !is_done && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit) {
            matches.extend(international(text, at));
        }
    }
    matches
}

/// The one that begins at this word: with the two zeros that most countries dial before a country's code, or any behind a
/// name.
pub fn national_at(place: &Place<'_>) -> Option<RawMatch> {
    let Place { text, start, .. } = *place;
    let bytes = text.as_bytes();
    if !bytes.get(start)?.is_ascii_digit() || text[..start].ends_with('+') {
        return None;
    }
    if text[start..].starts_with("00")
        && let Some(matched) = international(text, start)
    {
        return Some(matched);
    }
    let start = if text[..start].ends_with('(') { start - 1 } else { start };
    let near = text.as_bytes()[start..].iter().take(LONGEST);
    let near = near.take_while(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'(' | b')' | b'/' | b'.' | b'-'));
    let is_long = near.filter(|byte| byte.is_ascii_digit()).take(FEWEST_DIGITS).count() == FEWEST_DIGITS;
    if !is_long || !begins_alone(text, start) || !place.is_named(NAMES) {
        return None;
    }
    let written = written(text, start, 1)?;
    longest(text, start, written, is_national)
}

/// What may be a number, with more behind it.
fn written(text: &str, start: usize, pattern: usize) -> Option<&str> {
    let patterns = PATTERNS.as_ref()?;
    let near = text.get(start..text.floor_char_boundary((start + LONGEST).min(text.len())))?;
    near.get(..patterns.get(pattern)?.find(near.as_bytes())?.end())
}

/// The longest beginning that is a number, up to the end of one of its groups.
fn longest(text: &str, start: usize, written: &str, check: fn(&str) -> bool) -> Option<RawMatch> {
    let mut written = written;
    loop {
        let range = start..start + written.len();
        if check(written) && is_alone(text, &range) {
            let value = written.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            return Some(matched(SecretKind::Phone, "Telephone number", range, value));
        }
        let end = written.rfind([' ', '.', '/', '-', '('])?;
        written = written[..end].trim_end_matches([' ', '.', '/', '-', '(']);
    }
}

fn international(text: &str, start: usize) -> Option<RawMatch> {
    let is_begun = |c: char| is_word(c) || matches!(c, '+' | '.' | '-' | '&' | '%' | '#');
    // `+49` behind `%2B` is read once that is resolved.
    if text[..start].ends_with(is_begun) {
        return None;
    }
    let written = written(text, start, 0)?;
    let matched = longest(text, start, written, is_international)?;
    let written = &text[matched.range.clone()];
    let is_zeros = written.starts_with("00");
    // Two zeros and groups behind them are a number of another kind where more of them stand beside, and added lines
    // begin with a plus sign.
    let is_added = || text[..start].is_empty() || text[..start].ends_with('\n');
    let goes_on = || {
        text[matched.range.end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_row =
        || if is_zeros { is_in_row(text, &matched.range) } else { written.contains(' ') && goes_on() && is_added() };
    // `+1.4155552671`, as registries of domains write it, is a fraction elsewhere; `+397 740.75` is money.
    let is_fraction = || {
        let (whole, fraction) = written.split_once('.').unwrap_or((written, "."));
        !fraction.contains('.') && (fraction.len() <= 2 || !whole.contains([' ', '/', '-', '(']))
    };
    let is_plain = is_zeros && !written.contains([' ', '-', '/']);
    let is_other = is_plain || is_row() || is_fraction();
    (!is_other || Naming::of(&text[..start]).is_one_of(NAMES)).then_some(matched)
}

fn is_international(written: &str) -> bool {
    let written = written.strip_prefix("00").or_else(|| written.strip_prefix('+')).unwrap_or(written);
    let groups: Vec<usize> =
        written.split([' ', '.', '/', '-', '(', ')']).map(str::len).filter(|len| *len > 0).collect();
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    // A year, month and day, and the columns of a table.
    let is_date =
        matches!(groups.as_slice(), [4, 2, 2, ..]) && (written.starts_with("19") || written.starts_with("20"));
    let is_table = groups.len() > 7;
    let has_code = calling_code(&digits).is_some_and(|code| groups.first().is_some_and(|first| *first >= code));
    has_code && !is_date && !is_table && (8..=15).contains(&digits.len()) && !digits.ends_with("000000")
}

fn is_national(written: &str) -> bool {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let dots = written.matches('.').count();
    // 2024-01-31 and 31.01.2024
    let is_date = (written.starts_with("19") || written.starts_with("20"))
        && written.matches('-').count() == 2
        && digits.len() == 8
        || dots == 2 && digits.len() <= 8;
    let is_balanced = written.matches('(').count() == written.matches(')').count();
    (FEWEST_DIGITS..=13).contains(&digits.len()) && !is_date && dots != 3 && is_balanced && !digits.ends_with("000000")
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    fn phones(text: &str) -> Vec<String> {
        let phones = found(text).into_iter().filter(|(kind, _)| *kind == SecretKind::Phone);
        phones.map(|(_, value)| value.replace('+', "")).collect()
    }

    #[test]
    fn numbers_in_international_form_are_found() {
        for number in [
            "+7 912 345-67-89",
            "+7 (912) 345-67-89",
            "+380 44 123-45-67",
            "+375 29 123-45-67",
            "+998 90 123-45-67",
            "+49 30 12-34-56",
            "+33 1-23-45-67-89",
            "+49 (0)30 901820-15",
            "+4930901820",
            "+1.415.555.2671",
            "+1 (415) 555-2671",
            "+44 20 7946 0018",
            "+47 22 12 34 56",
            "+353-1-234-5678",
            "+852 2345 6789",
            "0049 30 901820",
            "0033 6 12 34 56 78",
        ] {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            for text in
                [format!("Call {number} now"), format!("a,{number},b"), format!("tel:{number}."), format!("({number})")]
            {
                assert_eq!(phones(&text), [digits.as_str()], "{text}");
            }
        }
    }

    #[test]
    fn numbers_in_the_form_of_their_country_are_found() {
        for number in [
            "(415) 555-2671",
            "415-555-2671",
            "415.555.2671",
            "1-415-555-2671",
            "020 7946 0018",
            "0161 496 0000",
            "07911 123456",
            "(020) 7946 0018",
            "06 12 34 56 78",
            "06.12.34.56.78",
            "030 901820",
            "030/9018200",
            "0171/1234567",
            "(030) 901820",
            "0171-1234567",
            "612 34 56 78",
            "044 668 18 00",
            "06-12345678",
            "02 9374 4000",
            "0412 345 678",
            "03-1234-5678",
            "090-1234-5678",
            "010-1234-5678",
            "138 1234 5678",
            "138-1234-5678",
            "8 (912) 345-67-89",
            "8-912-345-67-89",
            "(495) 123-45-67",
            "(11) 91234-5678",
            "0532 123 45 67",
            "044 123-45-67",
        ] {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(phones(&format!("Call {number} now")), [digits.as_str()], "{number}");
        }
    }

    #[test]
    fn any_number_is_found_beside_its_name() {
        for (text, digits) in [
            ("tel. 13812345678", "13812345678"),
            ("\"phoneNumber\": \"0612345678\"", "0612345678"),
            ("mobile no: 98765 43210", "9876543210"),
            ("Handynummer ist 01711234567", "01711234567"),
            ("телефон: 345-67-89", "3456789"),
            ("我的手机号是13812345678", "13812345678"),
            ("my cell is 555 2671 233", "5552671233"),
            ("Registrant Phone: +1.4155552671", "14155552671"),
        ] {
            assert_eq!(phones(text), [digits], "{text}");
        }
        for text in
            ["phone 2024-01-31", "mobile 31.01.2024", "tel 192.168.178.21", "telemetry 1234567", "phone app 12345678"]
        {
            assert_eq!(phones(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn rows_and_columns_of_numbers_are_none() {
        for text in [
            "07 15 31 27 04\n17 15 31 27 04\n22 31 38 40 44\n03 15 31 27 44",
            "a 0171 234567 x\nb 1171 234567 y\nc 0071 234568 z",
            "0027754 032773 052651 061642 002762 041735 012200",
            "@@ -1 +1 @@\n+41 22 33 44 55 66 77 88 99 10",
            "12 012-20240131 012 20240131 12 20240131",
            "+397 740.75 kr, +1 234 567.89",
            "07 15 31 27 04 be, de 07 15 31 27 04 fe 1d",
        ] {
            assert_eq!(phones(text), Vec::<String>::new(), "{text}");
        }
        for text in [
            "a 0171 234567\nb 0172 345678\nc 0160 987654",
            "Ada 0171 234567\nBob 0172 345678\nEve 0160 987654\n1234 0000000",
            "+49 30 901820, 12\n+49 30 901821\t12\n+49 30 901822;12",
            "numéro de 07 15 31 27 04\nou 06 15 31 27 04 de 8 à 18 h\n01 15 31 27 04",
        ] {
            assert_eq!(phones(text).len(), 3, "{text} {:?}", phones(text));
        }
    }
}
