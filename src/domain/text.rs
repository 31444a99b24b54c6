//! Short texts with a bounded length: a chat's name and the name of its model, and lines made from
//! the long texts of others.

use std::fmt;

use serde::Serialize;

/// Why a short text was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum TextError {
    /// Nothing but white space.
    Blank,
    /// More than [`ShortText::MAX_CHARS`] characters.
    TooLong,
    /// A control character, which no one-line text has: a line break would let a name forge a
    /// second line in a terminal or a log.
    ControlCharacter,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("String must contain at least 1 character"),
            Self::TooLong => write!(f, "String must contain at most {} characters", ShortText::MAX_CHARS),
            Self::ControlCharacter => f.write_str("String must not contain control characters"),
        }
    }
}

/// One line of 1 to 255 characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ShortText(String);

impl ShortText {
    /// The longest text, in characters.
    pub const MAX_CHARS: usize = 255;

    /// Takes what a person typed.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let text = raw.trim();
        if text.is_empty() {
            Err(TextError::Blank)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(TextError::TooLong)
        } else if text.chars().any(char::is_control) {
            Err(TextError::ControlCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// Makes the best of another program's text: control characters become blanks, the rest is
    /// cut to length. `None` when nothing visible is left.
    pub fn salvage(raw: &str) -> Option<Self> {
        let line: String =
            raw.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(Self::MAX_CHARS).collect();
        Self::parse(&line).ok()
    }

    /// A text of the program's own, which breaks no rule.
    pub fn fixed(text: &'static str) -> Self {
        debug_assert!(Self::parse(text).is_ok(), "{text:?}");
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text without line breaks and control characters, at most so many characters of it.
pub fn one_line(text: &str, max_chars: usize) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        // Texts can be megabytes long, and lines are short.
        if line.len() > max_chars * 4 {
            break;
        }
    }
    match line.char_indices().nth(max_chars) {
        Some((end, _)) => line[..end].to_owned(),
        None => line,
    }
}

/// The first words of a text, cut between words where that is possible, with an ellipsis.
pub fn opening_words(text: &str, max_chars: usize) -> String {
    let line = one_line(text, max_chars + 1);
    if line.chars().count() <= max_chars {
        return line;
    }
    let cut: String = line.chars().take(max_chars - 1).collect();
    // A language without blanks, or one giant word, is cut anywhere; but a long word behind others may be a secret, of which
    // a piece would not be recognised.
    let words = match cut.rfind(' ') {
        Some(end) if end > cut.len() / 2 || cut[end..].is_ascii() => &cut[..end],
        _ => &cut,
    };
    // After a full stop it would be four dots.
    format!("{}…", words.trim_end_matches(|c: char| c.is_whitespace() || ".,;:".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert!(ShortText::parse(&"ü".repeat(255)).is_ok());
        assert_eq!(ShortText::parse(&"ü".repeat(256)), Err(TextError::TooLong));
    }

    #[test]
    fn blank_and_control_characters_are_refused() {
        assert_eq!(ShortText::parse(" \u{2003} "), Err(TextError::Blank));
        assert_eq!(ShortText::parse("a\0b"), Err(TextError::ControlCharacter));
        assert_eq!(ShortText::parse("a\nb"), Err(TextError::ControlCharacter));
    }

    #[test]
    fn salvage_keeps_what_can_be_kept() {
        let long = format!("two\nlines {}", "x".repeat(300));
        let kept = ShortText::salvage(&long).expect("text");
        assert!(kept.as_str().starts_with("two lines x"));
        assert_eq!(ShortText::salvage("\n\t"), None);
    }

    #[test]
    fn opening_words_end_between_words_where_there_are_any() {
        assert_eq!(opening_words("  two\n words\0", 60), "two words");
        assert_eq!(opening_words("one two three four", 12), "one two…");
        assert_eq!(opening_words("One two. Three four", 12), "One two…");
        assert_eq!(opening_words(&"字".repeat(100), 10), format!("{}…", "字".repeat(9)));
        assert_eq!(opening_words(&format!("a {}", "字".repeat(100)), 10), format!("a {}…", "字".repeat(7)));
        assert_eq!(opening_words("use pat.589bBjJp56oyRSvXZAehd4.8bf4347bec1a82ee", 20), "use…");
    }
}
