//! Why the pages can't be built.

use std::fmt;
use std::path::Path;

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    place: String,
    message: String,
}

impl Fault {
    /// Something in a line of a source file; lines count from 1.
    pub fn at(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { place: format!("assets/{file}:{line}"), message: message.into() }
    }

    /// A file that can't be read or written.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        Self { place: path.display().to_string(), message: error.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.message)
    }
}
