//! Where a file ceases to be JSON.

use std::fmt;

/// Where a text ceases to be JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonFault {
    line: usize,
    column: usize,
    /// What is wrong there; `None` when the text just ends.
    problem: Option<String>,
}

impl JsonFault {
    /// At that line and column, from 1.
    pub fn new((line, column): (usize, usize), problem: Option<&str>) -> Self {
        Self { line, column, problem: problem.map(str::to_owned) }
    }
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, problem } = self;
        match problem {
            None => write!(f, "The file ends unexpectedly at line {line}, column {column}: it is not complete."),
            Some(problem) => write!(f, "The file is not JSON at line {line}, column {column}: {problem}."),
        }
    }
}
