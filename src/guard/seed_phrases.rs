//! Seed phrases of wallets: 12 to 24 words of the list of BIP 39, the last of which holds a checksum. The
//! list stands beside this file, as the proposal gives it.
//! <https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki>

use std::ops::Range;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use super::matches::{RawMatch, Weight};
use super::projections::Projection;
use crate::domain::redaction::SecretKind;

/// Sorted; a word's place is its eleven bits.
const LIST: &str = include_str!("bip39-english.txt");
const SHORTEST: usize = 12;
const LONGEST: usize = 24;

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| LIST.split_ascii_whitespace().collect());

/// The seed phrases in this text.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let text = projection.text.as_ref();
    let mut matches = Vec::new();
    let mut row: Vec<Range<usize>> = Vec::new();
    // Sentences hardly ever have twelve words in a row of the list's lengths: only such are looked up.
    for word in words(text) {
        if row.last().is_some_and(|last| !is_apart(&text[last.end..word.start])) {
            matches.extend(phrase(text, &row));
            row.clear();
        }
        if (3..=8).contains(&word.len()) {
            row.push(word);
        } else {
            matches.extend(phrase(text, &row));
            row.clear();
        }
    }
    matches.extend(phrase(text, &row));
    matches
}

/// Runs of letters.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at += bytes[at..].iter().position(u8::is_ascii_alphabetic)?;
        let start = at;
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        Some(start..at)
    })
}

/// Blanks, ends of lines, commas and quotes, and the numbers of a list.
fn is_apart(between: &str) -> bool {
    between.len() <= 12
        && between
            .bytes()
            .all(|byte| byte.is_ascii_whitespace() || byte.is_ascii_digit() || b".,;:\"')-|>".contains(&byte))
}

/// The first phrase with a right checksum in a row of words.
fn phrase(text: &str, row: &[Range<usize>]) -> Option<RawMatch> {
    if row.len() < SHORTEST {
        return None;
    }
    let place = |word: &Range<usize>| {
        let lower = text.as_bytes()[word.clone()].iter().map(u8::to_ascii_lowercase);
        WORDS.binary_search_by(|listed| listed.bytes().cmp(lower.clone())).ok()
    };
    let places: Vec<Option<usize>> = row.iter().map(place).collect();
    let mut start = 0;
    places.split(Option::is_none).find_map(|listed| {
        let from = start;
        start += listed.len() + 1;
        let listed: Vec<usize> = listed.iter().copied().flatten().collect();
        let words = (0..listed.len()).find_map(|first| Some(from + first..from + first + length(&listed[first..])?))?;
        let words = row.get(words)?;
        let lower: Vec<_> = words.iter().map(|word| text[word.clone()].to_ascii_lowercase()).collect();
        Some(RawMatch {
            kind: SecretKind::PrivateKey,
            rule: "Seed phrase",
            weight: Weight::Enclosed,
            range: words.first()?.start..words.last()?.end,
            value: lower.join(" "),
        })
    })
}

/// How many of these words, from the first on, are a phrase.
fn length(words: &[usize]) -> Option<usize> {
    let longest = &words[..words.len().min(LONGEST)];
    // What is not varied as a whole is not in part.
    if longest.len() < SHORTEST || !is_varied(longest) {
        return None;
    }
    let mut lengths = (SHORTEST..=longest.len()).rev().filter(|length| length % 3 == 0);
    lengths.find(|length| is_varied(&words[..*length]) && is_checked(&words[..*length]))
}

/// Not the same few words over and over, as in programs.
fn is_varied(words: &[usize]) -> bool {
    words.iter().enumerate().filter(|(at, word)| !words[..*at].contains(word)).take(8).count() == 8
}

/// Whether the last bits are the beginning of the digest of the others: one for each three words.
fn is_checked(words: &[usize]) -> bool {
    let mut bytes = Vec::with_capacity(LONGEST * 11 / 8);
    let (mut bits, mut count) = (0, 0);
    for word in words {
        bits = bits << 11 | word;
        count += 11;
        while count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    bytes.push((bits << (8 - count) & 0xFF) as u8);
    let check = words.len() / 3;
    let digest = Sha256::digest(&bytes[..check * 4]);
    (bytes[check * 4] ^ digest[0]) >> (8 - check) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        scan(&Projection::of(text)).into_iter().map(|found| text[found.range].to_owned()).collect()
    }

    #[test]
    fn phrases_are_told_by_their_checksum() {
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        let long = "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor \
                    acoustic avoid letter advice cage absurd amount doctor acoustic bless";
        assert_eq!(LIST.split_ascii_whitespace().count(), 2048);
        assert!(LIST.split_ascii_whitespace().is_sorted());
        assert_eq!(found(&format!("My seed is: {phrase}. Keep it!")), [phrase]);
        assert_eq!(found(long), [long]);
        let listed: Vec<_> = phrase.split(' ').enumerate().map(|(at, word)| format!("{}. {word}", at + 1)).collect();
        assert_eq!(found(&listed.join("\n")).len(), 1);
        assert!(found(&phrase.replace("yellow", "zoo")).is_empty());
        assert!(found(&"legal winner thank ".repeat(40).replace("legal", "lawful")).is_empty());
    }
}
