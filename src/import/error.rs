//! Why nothing could be imported, in sentences for the person who chose the file.

use std::fmt;
use std::io;

use super::format::FORMATS;

/// Nothing of a file could be imported.
#[derive(Debug)]
pub enum ImportError {
    /// It can't be read.
    Unreadable(io::Error),
    /// It has no content.
    Empty,
    /// A ZIP archive that is none inside.
    DamagedArchive(String),
    /// Recognised as something else: what it is, with its article.
    Foreign(&'static str),
    /// No JSON, or broken off.
    NotJson(JsonFault),
    /// JSON of another kind: what it is, with its article.
    Unrecognised(String),
    /// Conversations, but none that could be read: the sentences that say why, never empty.
    NothingRead(Vec<String>),
    /// Whoever takes the conversations wants no more.
    Stopped,
}

/// Where a text stops to be JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonFault {
    line: usize,
    column: usize,
    /// What is wrong there; `None` when the text just ends.
    problem: Option<String>,
}

impl JsonFault {
    pub(super) fn new(line: usize, column: usize, problem: Option<&str>) -> Self {
        Self { line, column, problem: problem.map(str::to_owned) }
    }
}

/// The parser's complaint about one text without its position, which is worth little there.
pub(super) fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if error.is_eof() {
        "it breaks off".to_owned()
    } else if text.starts_with("recursion limit") {
        "it is nested too deeply".to_owned()
    } else {
        text.split(" at line ").next().unwrap_or_default().to_owned()
    }
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, problem } = self;
        match problem {
            None => write!(f, "The file breaks off at line {line}, column {column}: it is not complete."),
            Some(problem) => write!(f, "The file is not JSON at line {line}, column {column}: {problem}."),
        }
    }
}

const READABLE: &str = "What can be read:";

/// What can be read, said in each error: who picked the wrong file needs to know the right one.
fn readable(f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, " {READABLE} ")?;
    for (number, format) in FORMATS.iter().enumerate() {
        f.write_str(if number == 0 { "" } else { ", " })?;
        f.write_str(format.title)?;
    }
    f.write_str(".")
}

impl ImportError {
    /// The same without the list of what can be read, for one file among several.
    pub fn in_short(&self) -> String {
        let text = self.to_string();
        text.split(READABLE).next().unwrap_or_default().trim_end().to_owned()
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => return write!(f, "It can't be read: {error}."),
            Self::Empty => f.write_str("The file is empty.")?,
            Self::DamagedArchive(why) => {
                return write!(f, "The ZIP archive is damaged or not complete ({why}). Download it again.");
            }
            Self::Foreign(what) => write!(f, "The file is {what}.")?,
            Self::NotJson(fault) => fault.fmt(f)?,
            Self::Unrecognised(what) => {
                write!(f, "The file is JSON, but holds no conversation of a known kind: {what}.")?;
            }
            Self::NothingRead(reasons) => {
                f.write_str("No conversation could be read.")?;
                for reason in reasons.iter().take(3) {
                    write!(f, " {reason}")?;
                }
                match reasons.len().saturating_sub(3) {
                    0 => {}
                    more => write!(f, " And {more} more.")?,
                }
            }
            Self::Stopped => return f.write_str("Stopped."),
        }
        readable(f)
    }
}

impl std::error::Error for ImportError {}
