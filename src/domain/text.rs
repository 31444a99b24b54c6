//! Short texts with a bounded length: a chat's name and the name of its model.

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
            Self::Blank => f.write_str("String must contain at least 1 character(s)"),
            Self::TooLong => write!(f, "String must contain at most {} character(s)", ShortText::MAX_CHARS),
            Self::ControlCharacter => f.write_str("String must not contain control characters"),
        }
    }
}

/// One line of 1 to 255 characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
}
