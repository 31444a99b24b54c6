//! Whether what stands behind a name is its secret, and not where a program takes it from, its type, or what
//! is said about it.

use super::super::checks::{entropy, is_monotone, is_placeholder, is_wordy};
use super::super::prose::{is_sentence, is_words};
use super::chosen::{is_made_of_placeholder, is_marked};
use super::names::NameKind;
use super::usual::is_usual;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notation {
    /// In a sentence, or bare in a program.
    Bare,
    /// Between quotes, or as the text of an element.
    Quoted,
    /// In a line of settings that holds nothing else: `DB_PASSWORD=letmein`.
    Setting,
}

/// A value, and what its name and place say about it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub value: &'a str,
    pub kind: NameKind,
    pub notation: Notation,
    /// The name can hardly mean something else.
    pub is_clear: bool,
    /// The name ends in the word of secrets.
    pub is_last: bool,
}

impl Candidate<'_> {
    /// Whether it is a secret.
    pub fn is_secret(&self) -> bool {
        let value = self.value;
        if value.contains('\u{1}') || is_taken_from(value) || is_type(value) || is_number(value) || is_sentence(value) {
            return false;
        }
        match self.kind {
            NameKind::Password => (is_password(value) && !self.is_variable()) || self.is_plain_password(),
            _ => self.is_random(),
        }
    }

    /// `password2`, as programs call the second of two.
    fn is_variable(&self) -> bool {
        let word = self.value.trim_end_matches(|c: char| c.is_ascii_digit());
        self.notation == Notation::Bare && self.value.len() <= word.len() + 1 && is_usual(&word.to_ascii_lowercase())
    }

    /// A password of letters alone, which counts where nothing but a password can stand.
    fn is_plain_password(&self) -> bool {
        let is_word = |c: char| c.is_alphabetic() || matches!(c, '-' | '_');
        if self.notation == Notation::Bare || !self.value.chars().all(is_word) {
            return false;
        }
        let lower = self.value.to_lowercase();
        let has_no_secret = is_usual(&lower)
            || ["password", "passwd", "pwd"].iter().any(|word| lower.contains(word) && lower.len() > 10);
        let capitals = self.value.chars().skip(1).filter(|c| c.is_uppercase()).count();
        let is_shouted = !self.value.contains(char::is_lowercase);
        let is_long_enough = match self.notation {
            Notation::Bare => false,
            Notation::Quoted => {
                let is_label = self.value.contains(['_', '-']);
                self.is_last && self.value.is_ascii() && lower.len() >= 6 && capitals == 0 && !is_label
            }
            Notation::Setting => lower.len() >= 4 && capitals < 4 && !(is_shouted && self.value.contains('_')),
        };
        is_long_enough && lower.len() <= 40 && !has_no_secret && !is_placeholder(self.value)
    }

    /// Random, or hardly anything else behind such a name.
    fn is_random(&self) -> bool {
        let value = self.value;
        let is_exact = self.notation > Notation::Bare;
        let body = value.trim_end_matches('=');
        let is_template = value.split_once('{').is_some_and(|(_, rest)| {
            let inner = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | '_'));
            inner.len() < rest.len() && inner.starts_with('}')
        });
        let has_symbols = body.bytes().any(|byte| !(byte.is_ascii_alphanumeric() || b"_+/.~=-:".contains(&byte)));
        let is_constant = value.contains('_') && !value.bytes().any(|byte| byte.is_ascii_lowercase());
        let is_address =
            value.contains("//") || value.contains("..") || (!is_exact && value.starts_with(['/', '.', '-', '=', '+']));
        if is_placeholder(value)
            || is_monotone(value)
            || is_constant
            || is_template
            || is_address
            || (kinds_of_symbols(value) < 3 && (is_wordy(value) || is_words(value)))
        {
            return false;
        }
        let shortest = match (self.kind, is_exact) {
            (NameKind::Vague, _) => 16,
            (_, true) if self.is_clear => 10,
            _ => 12,
        };
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        let is_mixed = has_digit || is_scrambled(value);
        let is_readable = has_symbols && !(is_exact && (has_digit || value.len() >= 20));
        let bar = if self.is_clear { 2.5 } else { 3.2 };
        let is_vague = self.kind == NameKind::Vague && (is_identity(value) || value.contains(['.', ':', '/']));
        value.len() >= shortest && is_mixed && !is_readable && !is_vague && entropy(value) >= bar
    }
}

/// How many different marks there are in it.
fn kinds_of_symbols(value: &str) -> u32 {
    let marks = value.bytes().filter(u8::is_ascii_punctuation);
    marks.fold(0_u128, |seen, byte| seen | 1 << byte).count_ones()
}

/// Letters in a disorder that no words have.
fn is_scrambled(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let switches = bytes
        .windows(2)
        .filter(|pair| pair.iter().all(is_letter) && pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase())
        .count();
    let vowels = bytes.iter().filter(|byte| b"aeiouyAEIOUY".contains(byte)).count();
    bytes.len() >= 16 && (switches * 3 >= bytes.len() || vowels * 5 < bytes.len()) && entropy(value) >= 3.3
}

/// UUIDs, and digests by their lengths: behind `key` they mostly name something.
fn is_identity(value: &str) -> bool {
    let is_hex = value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_hex && matches!(value.len(), 32 | 36 | 40 | 64 | 128)
}

/// Digits or symbols among the letters, and none of a program.
fn is_password(value: &str) -> bool {
    let has = |what: fn(char) -> bool| value.chars().any(what);
    let is_symbol = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | ':' | '/' | '\\');
    let is_code = value.contains(['.', ':', '_', '/']) && is_wordy(value)
        || value.contains("::")
        || value.starts_with(['/', '\\', '.', '-', '=', '*', '^', '|', '~', '?', '!', ',', ';']);
    let is_numeric = value.len() >= 6 && value.chars().all(|c| c.is_ascii_digit());
    let inner = value.trim_end_matches(['!', '?', '*', ':', '.', ',', ';', '…']);
    let is_label = !has(|c| c.is_ascii_digit()) && inner.chars().all(char::is_alphabetic);
    let is_mixed = (has(|c| c.is_ascii_digit()) || value.chars().any(is_symbol)) && has(char::is_alphabetic);
    (is_numeric || (is_mixed && !is_label))
        && (is_marked(value) || (!is_placeholder(value) || is_made_of_placeholder(value)) && !is_code)
}

/// What programs and settings write where the value is taken from elsewhere.
fn is_taken_from(value: &str) -> bool {
    const SOURCES: [&str; 12] = [
        "process.env",
        "os.environ",
        "getenv",
        "secrets.",
        "vars.",
        "env.",
        "ENV[",
        "config.",
        "settings.",
        "self.",
        "this.",
        "arn:aws",
    ];
    let is_source = |pair: &[u8]| matches!(pair, b"${" | b"{{" | b"$(" | b"=>" | b"->" | b"&&");
    // Of patterns.
    let is_class = |three: &[u8]| matches!(three, b"a-z" | b"A-Z" | b"0-9");
    value.as_bytes().windows(2).any(is_source)
        || value.as_bytes().windows(3).any(is_class)
        || SOURCES.iter().any(|source| value.starts_with(source))
        || value.starts_with("::")
        || value.starts_with("http://")
        || value.starts_with("https://")
}

/// `2048u32`, `0x0B95`: no password that somebody chose, and no token.
fn is_number(value: &str) -> bool {
    if !value.starts_with(|c: char| c.is_ascii_digit() || "uifcs_UIFCS".contains(c)) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let is_suffix = |text: &str| {
        [
            "", "8", "16", "32", "64", "u", "l", "ul", "ull", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64",
            "usize", "f32", "f64", "px", "ms", "kb", "mb",
        ]
        .contains(&text.trim_start_matches("uint").trim_start_matches("int"))
    };
    let is_typed = lower
        .strip_prefix(['u', 'i', 'f', 'c', 's'])
        .is_some_and(|bits| ["8", "16", "32", "64", "128", "size"].contains(&bits));
    if is_typed {
        return true;
    }
    if let Some(hex) = lower.strip_prefix("0x") {
        let digits = hex.bytes().take_while(u8::is_ascii_hexdigit).count();
        return digits <= 16;
    }
    // `1.2.840.113549.1.9.16`, which names a kind of thing.
    if lower.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && lower.matches('.').count() > 2 {
        return true;
    }
    let rest = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    rest.len() < lower.len() && !rest.is_empty() && is_suffix(rest)
}

fn is_type(value: &str) -> bool {
    const TYPES: [&str; 16] = [
        "varchar", "nvarchar", "string", "char", "text", "uint", "int", "float", "bytes", "http", "sha", "md5",
        "bcrypt", "base64", "utf", "argon2",
    ];
    let lower = value.get(..8).unwrap_or(value).to_ascii_lowercase();
    TYPES.iter().any(|name| lower.starts_with(name)) && !is_scrambled(value)
}
