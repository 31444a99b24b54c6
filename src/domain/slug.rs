//! The name in a short link: random, or the owner's own word. The two can't collide, because random names begin with a
//! capital letter.

use std::iter::repeat_with;

use serde::Serialize;
use uuid::Uuid;

/// The letters of base58: none of 0, O, I and l, which look alike.
const LETTERS: &[u8; 58] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";

/// As many of them give 69 bits.
const LENGTH: usize = 12;

/// What would look like the server's own words.
const RESERVED: &[&str] = &[
    "about",
    "account",
    "admin",
    "administrator",
    "api",
    "app",
    "assets",
    "docs",
    "help",
    "index",
    "invitation",
    "invite",
    "legal",
    "login",
    "logout",
    "me",
    "new",
    "null",
    "official",
    "password",
    "preview",
    "privacy",
    "register",
    "robots",
    "root",
    "security",
    "set-up",
    "settings",
    "setup",
    "share",
    "shared",
    "shares",
    "sign-in",
    "sign-out",
    "sign-up",
    "signin",
    "signup",
    "static",
    "status",
    "support",
    "system",
    "terms",
    "undefined",
    "verify",
    "www",
];

/// The name in a short link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

/// Why something is no word for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWord {
    /// It is too short, too long, or has other letters.
    Form,
    /// It is kept for the server.
    Reserved,
}

impl NoWord {
    /// What is expected instead.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Form => "expected 3 to 64 of a-z, 0-9 and -",
            Self::Reserved => "this word is reserved; choose another",
        }
    }
}

impl Slug {
    /// A new, unguessable one.
    pub fn random() -> Self {
        // The last seven bytes of a version 4 UUID are random throughout (RFC 9562, 5.4).
        let bytes = repeat_with(|| Uuid::new_v4().into_bytes()).flat_map(|bytes| bytes.into_iter().skip(9));
        let letters = bytes.filter_map(|byte| LETTERS.get(usize::from(byte & 63)).copied().map(char::from));
        Self(letters.skip_while(|letter| !letter.is_ascii_uppercase()).take(LENGTH).collect())
    }

    /// An owner's own word.
    pub fn word(text: &str) -> Result<Self, NoWord> {
        let is_of_words = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(3..=64).contains(&text.len()) || !text.bytes().all(is_of_words) {
            return Err(NoWord::Form);
        }
        if RESERVED.contains(&text) { Err(NoWord::Reserved) } else { Ok(Self(text.to_owned())) }
    }

    /// What a link names; a word in any case, as people type it.
    pub fn parse(text: &str) -> Option<Self> {
        let is_random = text.len() == LENGTH
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| LETTERS.contains(&byte));
        if is_random { Some(Self(text.to_owned())) } else { Self::word(&text.to_ascii_lowercase()).ok() }
    }

    /// As it stands in a link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn random_ones_are_never_words_and_never_alike() {
        let slugs: Vec<Slug> = repeat_with(Slug::random).take(2000).collect();
        assert_eq!(slugs.iter().map(Slug::as_str).collect::<BTreeSet<_>>().len(), slugs.len());
        for slug in &slugs {
            assert_eq!(Slug::parse(slug.as_str()).as_ref(), Some(slug));
            assert!(slug.as_str().len() == LENGTH && Slug::word(slug.as_str()).is_err(), "{slug:?}");
        }
        // Each letter has its turn.
        let letters: BTreeSet<char> = slugs.iter().flat_map(|slug| slug.as_str().chars()).collect();
        assert_eq!(letters.len(), LETTERS.len());
    }

    #[test]
    fn a_word_has_three_to_sixty_four_plain_letters() {
        for word in ["abc", "offsite-2026", "a-b", "123", &"x".repeat(64), "abcdefghjkmn"] {
            assert_eq!(Slug::word(word).expect("a word").as_str(), word);
        }
        let long = "x".repeat(65);
        for wrong in ["", "ab", &long, "Offsite", "off site", "off_site", "caf\u{e9}", "a/b", "a.b", "off\n", "../../x"]
        {
            assert_eq!(Slug::word(wrong), Err(NoWord::Form), "{wrong:?}");
        }
        assert_eq!(Slug::word("admin"), Err(NoWord::Reserved));
        assert!(RESERVED.iter().all(|word| word.len() == 2 || Slug::word(word) == Err(NoWord::Reserved)));
    }

    #[test]
    fn a_word_is_found_in_any_case_and_a_random_one_in_its_own() {
        assert_eq!(Slug::parse("OffSite").expect("a word").as_str(), "offsite");
        assert_eq!(Slug::parse("Q7hTz4mWkR2b").expect("a slug").as_str(), "Q7hTz4mWkR2b");
        assert!(Slug::parse("%00").is_none() && Slug::parse("").is_none());
    }
}
