//! Messages that are chosen by their positions in a conversation, from 1.

use std::ops::RangeInclusive;

/// Which messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessagePositions {
    /// All of them, also later ones.
    All,
    /// All up to this one.
    UpTo(usize),
    /// Those within these ranges.
    Within(Vec<RangeInclusive<usize>>),
}

impl MessagePositions {
    /// Whether the message at that position is chosen.
    pub fn contain(&self, position: usize) -> bool {
        match self {
            Self::All => true,
            Self::UpTo(last) => position <= *last,
            Self::Within(ranges) => ranges.iter().any(|range| range.contains(&position)),
        }
    }

    /// The highest position that is named.
    pub fn highest(&self) -> Option<usize> {
        match self {
            Self::All => None,
            Self::UpTo(last) => Some(*last),
            Self::Within(ranges) => ranges.iter().map(|range| *range.end()).max(),
        }
    }
}
