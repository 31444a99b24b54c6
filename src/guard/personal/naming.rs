//! What the words before a number say that it is: `SSN: `, `"phoneNumber": "`, `numéro de téléphone : `.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{identity, ip_addresses, phone_forms, phones};

/// How far before a number its name may begin, in bytes.
const NEAR: usize = 64;
/// Most bytes of blanks and punctuation between a name and what it names.
const WIDEST_GAP: usize = 10;
/// A name has at most so many words.
const LONGEST_NAME: usize = 4;

/// Words between a name and its value that say nothing.
const FILLERS: &str = "no nr num number numbers nummer numero número numéro numer номер code is are was ist lautet es est é è jest on \
    at under unter me us the of value 1 2 home work text";
/// The same in languages that put no blanks between words.
const JOINED_FILLERS: [&str; 9] = ["号码", "號碼", "番号", "번호", "号", "是", "為", "は", "는"];

/// Names of what is nobody's.
pub const OTHERS: &str = "order invoice ticket tracking ref reference timestamp seed serial isbn issn ean upc asin doi part partno pn \
    sku model version release build commit item article product port line case";

/// Every name that something is known by.
static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let forms = identity::all().chain(phone_forms::FORMS).map(|form| form.names);
    let others = [OTHERS, phones::NAMES, ip_addresses::NAMES, ip_addresses::VERSIONS];
    forms.chain(others).flat_map(|names| names.split(' ')).collect()
});

static FILLING: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FILLERS.split(' ').collect());

/// What a number may be called.
pub struct Naming {
    /// The last word before it, the last two as one, and so on, of those that are known; in lower case.
    names: Vec<String>,
}

impl Naming {
    /// Of the number behind this text.
    pub fn of(before: &str) -> Self {
        let mut names = Vec::new();
        let mut name = String::new();
        let mut count = 0;
        for word in words(before) {
            let mut word = word.to_lowercase();
            if count == 0 {
                while let Some(rest) = JOINED_FILLERS.iter().find_map(|filler| word.strip_suffix(filler)) {
                    word.truncate(rest.len());
                }
                if word.is_empty() || FILLING.contains(word.as_str()) {
                    continue;
                }
                // Another number stands before it.
                if word.bytes().all(|byte| byte.is_ascii_digit()) {
                    break;
                }
            }
            name.insert_str(0, &word);
            // Chinese and others put no blanks before a name.
            if !name.is_ascii() || KNOWN.contains(name.as_str()) {
                names.push(name.clone());
            }
            count += 1;
            if count == LONGEST_NAME {
                break;
            }
        }
        Self { names }
    }

    /// Whether it is called one of these, with blanks between. Names are in lower case and have none themselves:
    /// `socialsecurity` also stands for `social_security`, `Social Security` and `socialSecurity`.
    pub fn is_one_of(&self, known: &str) -> bool {
        let is = |name: &String, known: &str| {
            debug_assert!(known.is_empty() || KNOWN.contains(known), "{known}");
            name == known || (!known.is_ascii() && name.ends_with(known))
        };
        !self.names.is_empty() && known.split(' ').any(|known| self.names.iter().any(|name| is(name, known)))
    }
}

/// The words at the end of a text, the last one first, back to where there is too much between two of them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = &text[text.ceil_char_boundary(text.len().saturating_sub(NEAR))..];
    let mut is_last = true;
    std::iter::from_fn(move || {
        let word_end = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        // A name may stand on the line before.
        let gap: usize = rest[word_end.len()..].bytes().map(|b| if b == b'\n' { WIDEST_GAP / 2 } else { 1 }).sum();
        if gap > WIDEST_GAP || word_end.is_empty() {
            return None;
        }
        // Mostly there is another number.
        if std::mem::take(&mut is_last) && matches!(word_end.as_bytes(), [.., b'0'..=b'9', b'0'..=b'9']) {
            return None;
        }
        let mut is_upper = false;
        let mut start = word_end.len();
        for (at, c) in word_end.char_indices().rev() {
            if !c.is_alphanumeric() || (is_upper && c.is_lowercase()) {
                break;
            }
            is_upper = c.is_uppercase();
            start = at;
        }
        rest = &word_end[..start];
        Some(&word_end[start..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_seen_in_sentences_code_and_tables() {
        for before in [
            "SSN: ",
            "ssn=",
            "\"ssn\": \"",
            "my SSN is ",
            "customerSSN = '",
            "| SSN | ",
            "<ssn>",
            "ssn_number: ",
            "SSN\n",
            "Social Security No. ",
            "socialSecurityNumber: ",
            "SOCIAL_SECURITY=",
            "social-security number is **",
            "身份证号码是",
            "SSN (",
            "export SSN=\"",
        ] {
            assert!(Naming::of(before).is_one_of("ssn socialsecurity 身份证"), "{before}");
        }
        for before in
            ["", "session ", "ssn belongs to somebody ", "missn: ", "ssn 4711 x ", "SSN\n\n\n", "ssn                "]
        {
            assert!(!Naming::of(before).is_one_of("ssn"), "{before}");
        }
    }
}
