//! Places in a file, as notes and reports name them.

use std::fmt;

/// Where a JSON text is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// The nth of the file's texts.
    Number(usize),
    /// On this line.
    Line(usize),
    /// The file is this one text.
    Only,
}

impl Location {
    /// How a report names the place: by its line, or as a numbered `noun`.
    pub fn label(self, noun: &str) -> String {
        match self {
            Self::Number(number) => format!("{noun} {number}"),
            Self::Line(number) => format!("Line {number}"),
            Self::Only => format!("The {}", noun.to_lowercase()),
        }
    }
}

/// The place of a part of a conversation, at the beginning of a note about it.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "message {number}"),
            Self::Line(number) => write!(f, "line {number}"),
            Self::Only => f.write_str("the message"),
        }
    }
}
