//! What tells a password from the other words of a sentence.

use super::checks::{entropy, is_placeholder, is_wordy};

/// What hardly anybody writes but as a password: letters, digits and a mark, or letters of both cases and digits in a
/// disorder that no words have.
pub fn is_strong(value: &str) -> bool {
    let has = |what: fn(&u8) -> bool| value.as_bytes().iter().any(what);
    let inner = value.trim_end_matches(['!', '?', '*']);
    let is_cased = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    let has_mark = inner.contains(['!', '$', '^', '&', '%', '*']) || (is_cased && inner.contains(['#', '@', '?']));
    (8..=64).contains(&value.len())
        && value.is_ascii()
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !value.contains(['/', '\\', '(', ')', '{', '}', '<', '>', '[', ']', '=', '|', ';', ',', ':', '"', '\''])
        && !(value.contains('.') && !(is_cased && has_mark))
        && !(value.contains('@') && value.rsplit('@').next().is_some_and(|host| host.contains('.')))
        && (has_mark || (is_cased && is_mingled(inner) && !is_wordy(value) && !is_words(value)))
        && !is_placeholder(value)
        && !value.starts_with("0x")
        && entropy(value) >= 2.5
}

/// Letters of both cases and digits that change about as often as in what is random, which names don't:
/// `PBKDF2WithHmacSHA256`.
fn is_mingled(value: &str) -> bool {
    let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
    let changes = value.as_bytes().windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    value.bytes().all(|byte| byte.is_ascii_alphanumeric()) && changes * 20 >= value.len() * 9
}

/// A sentence in a script that divides no words, as applications show it.
pub fn is_sentence(value: &str) -> bool {
    value.chars().filter(|c| is_undivided(*c)).count() >= 3
}

/// A letter of Thai, Chinese, Japanese or Korean.
pub const fn is_undivided(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Names of programs, whatever joins their words: `SSECustomerKeyMD5`, `crypto_kx_client`.
pub fn is_words(value: &str) -> bool {
    let (mut words, mut letters, mut numbers, mut short) = (0, 0, 0, 0);
    for piece in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()) {
        let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_uppercase());
        let same = |a: &u8, b: &u8| class(*a) == class(*b) || (a.is_ascii_uppercase() && b.is_ascii_lowercase());
        for part in piece.as_bytes().chunk_by(same) {
            let is_acronym = part.len() <= 5 && part.iter().all(u8::is_ascii_uppercase);
            let is_vowel = |byte: &u8| b"aeiouyAEIOUY".contains(byte);
            let longest = part.split(is_vowel).map(<[u8]>::len).max().unwrap_or(0);
            if part[0].is_ascii_digit() {
                numbers += 1;
                if part.len() > 4 || numbers > 2 {
                    return false;
                }
            } else if !is_acronym {
                if longest > 4 || (part.len() >= 3 && longest == part.len()) {
                    return false;
                }
                words += 1;
                letters += part.len();
                short += usize::from(part.len() < 3);
            }
        }
    }
    words > 0 && letters * 10 >= words * 33 && short * 4 <= words && letters * 2 >= value.len()
}
