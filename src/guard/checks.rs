//! What tells a secret from what only looks like one: checksums where there are any, and else how random
//! it is.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Shannon's entropy of the bytes, in bits for each.
pub fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value.bytes() {
        counts[usize::from(byte)] += 1;
    }
    let total = value.len() as f64;
    let share = |count: u32| f64::from(count) / total;
    counts.into_iter().filter(|count| *count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

/// Whether somebody is to put a secret here: `YOUR_API_KEY`, `xxxxxxxx`, `<token>`, `${TOKEN}`, `****`.
pub fn is_placeholder(value: &str) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words = [
            "your",
            "xxxx",
            "placeholder",
            "redacted",
            "changeme",
            "change-me",
            "change_me",
            "replace",
            "insert",
            "dummy",
            "****",
            "....",
            "…",
            "••",
            "example_key",
            "foobar",
            "0000000000",
            "my-secret",
            "my_secret",
        ];
        AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
    });
    // What is put behind such a word may be real all the same.
    let is_real = |end: usize| {
        let rest = value[end..].trim_start_matches(['_', '-', '.', ' ']);
        let words = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        rest.len() >= 16 && rest.bytes().any(|byte| byte.is_ascii_digit()) && !is_wordy(words) && entropy(rest) >= 3.5
    };
    let is_word = |words: &AhoCorasick| {
        words
            .find(value)
            .is_some_and(|word| !(WORDS_BEFORE_REAL.contains(&&value[word.range()]) && is_real(word.end())))
    };
    value.starts_with(['<', '$', '{', '%', '[', '(', '#', '&', '@'])
        || is_monotone(value)
        || WORDS.as_ref().is_some_and(is_word)
}

/// Words that stand for something else, or are left before what was put in their place.
const WORDS_BEFORE_REAL: [&str; 8] = ["your", "Your", "YOUR", "dummy", "replace", "insert", "my_secret", "my-secret"];

/// Few different characters for its length: no random text.
pub fn is_monotone(value: &str) -> bool {
    let mut seen = [false; 256];
    value.bytes().for_each(|byte| seen[usize::from(byte)] = true);
    let distinct = seen.into_iter().filter(|seen| *seen).count();
    distinct <= 2 || (value.len() >= 16 && distinct < 6)
}

/// Random enough for what a service gave out: no words, and no placeholder.
pub fn is_random(value: &str) -> bool {
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    has_digit
        && !is_placeholder(value)
        && !is_wordy(value)
        && entropy(value) >= if value.len() < 24 { 2.9 } else { 3.1 }
}

/// Made of words and short numbers: `my-app-secret-2`, `accessTokenUrl`, `Ed25519PrivateKey`.
pub fn is_wordy(value: &str) -> bool {
    let mut pieces = value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.all(|piece| {
        let mut groups = piece.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
        let are_words = groups.by_ref().take(3).all(|group| match group.first() {
            Some(first) if first.is_ascii_digit() => group.len() <= 5,
            _ => group.len() <= 4 || is_pronounceable(group),
        });
        are_words && groups.next().is_none()
    })
}

/// One or more words in lower case, upper case or camel case, none of them without a vowel.
fn is_pronounceable(letters: &[u8]) -> bool {
    let is_one_case = letters.iter().all(u8::is_ascii_lowercase) || letters.iter().all(u8::is_ascii_uppercase);
    let humps = letters.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let is_vowel = |byte: u8| matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let longest_without = letters.split(|byte| is_vowel(*byte)).map(<[u8]>::len).max().unwrap_or(0);
    (is_one_case || humps * 4 <= letters.len()) && longest_without <= 4
}

/// A word, or several with hyphens: what stands behind a key, and is no part of it.
pub fn is_word(text: &str) -> bool {
    let mut words = text.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).split(['-', '.', '/', '\'']);
    text.len() <= 24
        && words.all(|word| {
            let rest = word.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(word);
            let is_number = word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            is_number
                || rest.bytes().all(|byte| byte.is_ascii_lowercase())
                || word.bytes().all(|byte| byte.is_ascii_uppercase())
        })
}

/// The check digit of payment cards (ISO/IEC 7812-1).
pub fn luhn(digits: &str) -> bool {
    let value = |(at, digit): (usize, u8)| {
        let digit = u32::from(digit.wrapping_sub(b'0'));
        match (at % 2, digit) {
            (0, digit) => digit,
            (_, 9) => 9,
            (_, digit) => digit * 2 % 9,
        }
    };
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.bytes().rev().enumerate().map(value).sum::<u32>().is_multiple_of(10)
}

/// The check digits of bank accounts (ISO 13616), of a number without blanks.
pub fn mod97(account: &str) -> bool {
    let (Some(country), Some(rest)) = (account.get(..4), account.get(4..)) else { return false };
    let mut remainder = 0_u32;
    for c in rest.chars().chain(country.chars()) {
        let Some(digit) = c.to_digit(36) else { return false };
        remainder = (remainder * if digit < 10 { 10 } else { 100 } + digit) % 97;
    }
    remainder == 1
}

/// Tokens of GitHub and npm end in the CRC-32 of what is random in them, as six digits to the base of 62.
/// <https://github.blog/engineering/behind-githubs-new-authentication-token-formats/>
pub fn crc32_base62(token: &str) -> bool {
    let body = token.split_once('_').map_or(token, |(_, body)| body);
    let Some((random, check)) = body.len().checked_sub(6).and_then(|at| body.split_at_checked(at)) else {
        return false;
    };
    base62(crc32fast::hash(random.as_bytes())) == check
}

/// Six digits: 0-9, A-Z, a-z.
pub fn base62(mut number: u32) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % 62) as usize];
        number /= 62;
    }
    digits.into_iter().map(char::from).collect()
}

/// Whether the checksum is right, or the token is random: a typing mistake does not make it harmless.
pub fn is_checked_token(token: &str) -> bool {
    crc32_base62(token) || is_random_key(token)
}

/// For keys with a beginning that says what they are.
pub fn is_random_key(key: &str) -> bool {
    let body = key.get(key.len().min(4)..).unwrap_or(key);
    !is_placeholder(body) && !is_wordy(body) && entropy(body) >= 2.5
}

/// Base64 of either alphabet, with or without padding.
pub fn decoded(base64: &str) -> Option<Vec<u8>> {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let text: String = base64
        .chars()
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    GeneralPurpose::new(&base64::alphabet::STANDARD, lenient).decode(text).ok()
}

/// Whether a JWT's header says that it is one (RFC 7519, section 5).
pub fn is_jwt(token: &str) -> bool {
    let header = token.split('.').next().and_then(decoded);
    header.is_some_and(|header| {
        let header = String::from_utf8_lossy(&header);
        header.starts_with('{') && ["\"alg\"", "\"enc\"", "\"typ\"", "\"kid\""].iter().any(|name| header.contains(name))
    })
}

/// A name and a password, as HTTP sends them (RFC 7617).
pub fn is_basic(credentials: &str) -> bool {
    decoded(credentials).and_then(|bytes| String::from_utf8(bytes).ok()).is_some_and(|text| {
        text.split_once(':').is_some_and(|(_, password)| password.len() > 2 && !is_placeholder(password))
            && !text.contains(|c: char| c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_checked() {
        assert!(luhn("4242424242424242") && luhn("378282246310005") && !luhn("4242424242424243"));
        assert!(mod97("DE89370400440532013000") && mod97("GB82WEST12345698765432") && !mod97("DE88370400440532013000"));
        // The example of GitHub's announcement.
        assert!(crc32_base62(&format!("{}{}", "ghp_", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17")));
        assert!(!crc32_base62(&format!("{}{}", "ghp_", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18")));
    }

    #[test]
    fn words_are_not_random() {
        for value in [
            "my-app-secret-2",
            "accessTokenUrl",
            "YOUR_API_KEY",
            "xxxxxxxxxxxxxxxx1",
            "password123",
            "deadbeef",
            "${TOKEN1}",
        ] {
            assert!(!is_random(value), "{value}");
        }
        for value in ["f3k9Zq81LmPw02Xc", "9f86d081884c7d659a2feaa0c55ad015", "wJalrXUtnFEMI/K7MDENG/bPxRfiCY9k"] {
            assert!(is_random(value), "{value}");
        }
    }
}
