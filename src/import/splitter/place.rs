//! Places in a file, as remarks and reports name them.

/// Where a text stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The nth of the file's texts.
    Number(usize),
    /// On this line.
    Line(usize),
    /// The file is this one text.
    Only,
}

impl Place {
    /// How a report names the place: by its line, or as a numbered `noun`.
    pub fn label(self, noun: &str) -> String {
        match self {
            Self::Number(number) => format!("{noun} {number}"),
            Self::Line(number) => format!("Line {number}"),
            Self::Only => format!("The {}", noun.to_lowercase()),
        }
    }

    /// The same at the beginning of a remark about a conversation.
    pub fn within(self, noun: &str) -> String {
        self.label(noun).to_lowercase()
    }
}
