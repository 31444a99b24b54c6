//! What the words before a number say that it is: `SSN: `, `"phoneNumber": "`, `numéro de téléphone : `.

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

/// What a number may be called.
pub struct Naming {
    /// The last word before it, the last two as one, and so on; in lower case.
    names: Vec<String>,
}

impl Naming {
    /// Of the number behind this text.
    pub fn of(before: &str) -> Self {
        // Mostly there is another number, or nothing near.
        let near = before
            .as_bytes()
            .iter()
            .rev()
            .take(WIDEST_GAP + 1)
            .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
        let last = near.map(|gap| &before.as_bytes()[..before.len() - gap]);
        if last.is_none_or(|last| matches!(last, [.., b'0'..=b'9', b'0'..=b'9'])) {
            return Self { names: Vec::new() };
        }
        let mut words = words(&before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..]);
        while let Some(word) = words.last_mut() {
            if let Some(rest) = JOINED_FILLERS.iter().find_map(|filler| word.strip_suffix(filler)) {
                *word = rest.to_owned();
            } else if word.is_empty() || FILLERS.split(' ').any(|filler| filler == word) {
                words.pop();
            } else {
                break;
            }
        }
        // Another number stands before it.
        if words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
            words.clear();
        }
        let names = (1..=words.len().min(LONGEST_NAME)).map(|count| words[words.len() - count..].concat());
        Self { names: names.collect() }
    }

    /// Whether it is called one of these, with blanks between. Names are in lower case and have none themselves:
    /// `socialsecurity` also stands for `social_security`, `Social Security` and `socialSecurity`.
    pub fn is_one_of(&self, known: &str) -> bool {
        let is = |name: &String, known: &str| name == known || (!known.is_ascii() && name.ends_with(known));
        !self.names.is_empty() && known.split(' ').any(|known| self.names.iter().any(|name| is(name, known)))
    }
}

/// The words at the end of a text, in lower case, back to where there is too much between two of them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut gap = 0;
    let mut is_lower = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            // A name may stand on the line before.
            gap += if c == '\n' { WIDEST_GAP / 2 } else { c.len_utf8() };
            continue;
        }
        if gap > 0 || (is_lower && c.is_uppercase()) {
            words.push(std::mem::take(&mut word));
            if gap > WIDEST_GAP {
                words.clear();
            }
        }
        gap = 0;
        is_lower = c.is_lowercase();
        word.extend(c.to_lowercase());
    }
    words.push(word);
    if gap > WIDEST_GAP {
        words.clear();
    }
    words
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
            assert!(Naming::of(before).is_one_of("ssn socialsecurity customerssn 身份证"), "{before}");
        }
        for before in
            ["", "session ", "ssn belongs to somebody ", "missn: ", "ssn 4711 x ", "SSN\n\n\n", "ssn                "]
        {
            assert!(!Naming::of(before).is_one_of("ssn"), "{before}");
        }
    }
}
