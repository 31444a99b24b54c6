//! What the words before a number say that it is: `SSN: `, `"phoneNumber": "`, `numéro de téléphone : `.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{identity, ip_addresses, phone_forms};

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

/// Each name that something is known by, with the lists in which it is.
static KNOWN: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let forms = identity::all().chain(phone_forms::FORMS).map(|form| form.names);
    let others = [OTHERS, phone_forms::NAMES, ip_addresses::NAMES, ip_addresses::VERSIONS];
    let mut known: HashMap<_, Vec<_>> = HashMap::new();
    for list in forms.chain(others) {
        list.split(' ').filter(|name| !name.is_empty()).for_each(|name| known.entry(name).or_default().push(list));
    }
    known
});

static FILLING: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FILLERS.split(' ').collect());

/// What a number may be called.
pub struct Naming {
    /// The lists that have the last word before it, the last two as one, or so on.
    lists: Vec<&'static str>,
}

impl Naming {
    /// Of the number behind this text.
    pub fn of(before: &str) -> Self {
        let mut lists = Vec::new();
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
            lists.extend(KNOWN.get(name.as_str()).into_iter().flatten());
            if !name.is_ascii() {
                // Chinese and others put no blanks before a name.
                let ending = KNOWN.iter().filter(|(known, _)| !known.is_ascii() && name.ends_with(**known));
                lists.extend(ending.flat_map(|(_, lists)| lists));
            }
            count += 1;
            if count == LONGEST_NAME {
                break;
            }
        }
        Self { lists }
    }

    /// Whether one of the names in this list stands before it. They are in lower case, and without blanks themselves:
    /// `socialsecurity` also stands for `social_security`, `Social Security` and `socialSecurity`.
    pub fn is_one_of(&self, list: &str) -> bool {
        self.lists.contains(&list)
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

    fn ssn() -> &'static str {
        let form = identity::all().find(|form| form.names.starts_with("ssn "));
        form.map_or("", |form| form.names)
    }

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
            "SSN (",
            "export SSN=\"",
        ] {
            assert!(Naming::of(before).is_one_of(ssn()), "{before}");
        }
        for before in
            ["", "session ", "ssn belongs to somebody ", "missn: ", "ssn 4711 x ", "SSN\n\n\n", "ssn                "]
        {
            assert!(!Naming::of(before).is_one_of(ssn()), "{before}");
        }
    }
}
