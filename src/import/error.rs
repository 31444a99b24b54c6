//! Why nothing could be imported, in sentences for the person who chose the file.

use std::fmt;

/// What can be read, said in each error: who picked the wrong file needs to know the right one.
const READABLE: &str = "Import the conversations.json of a ChatGPT export, or JSON with `messages` \
    (each with `role` and `content`, as the OpenAI and Anthropic APIs take them), also with one conversation a line.";

/// Nothing of a file could be imported.
#[derive(Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It has no content.
    Empty,
    /// A ZIP archive, which an export is as downloaded.
    Zip,
    /// Recognised as something else: what it is, with its article.
    Foreign(&'static str),
    /// No JSON, or broken off.
    NotJson(JsonFault),
    /// JSON of another kind: what it is, with its article.
    Unrecognised(String),
    /// Conversations, but none that could be read: the sentences that say why, never empty.
    NothingRead(Vec<String>),
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
    pub(super) fn of(error: &serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column(), problem: (!error.is_eof()).then(|| problem(error)) }
    }
}

/// The parser's complaint without its position, which is worth saying only for a whole file.
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

impl ImportError {
    /// The line of the report about a file that is read only up to a fault.
    pub(super) fn stopped_note(fault: &JsonFault) -> String {
        format!("{fault} Only what comes before was read.")
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

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "The file is empty. {READABLE}"),
            Self::Zip => f.write_str(
                "The file is a ZIP archive. Unpack it and import the conversations.json that is inside \
                 (or, one by one, conversations-000.json and its siblings).",
            ),
            Self::Foreign(what) => write!(f, "The file is {what}. {READABLE}"),
            Self::NotJson(fault) => write!(f, "{fault} {READABLE}"),
            Self::Unrecognised(what) => {
                write!(f, "The file is JSON, but holds no conversation of a known kind: {what}. {READABLE}")
            }
            Self::NothingRead(reasons) => {
                f.write_str("No conversation of the file could be read.")?;
                for reason in reasons.iter().take(3) {
                    write!(f, " {reason}")?;
                }
                match reasons.len().saturating_sub(3) {
                    0 => Ok(()),
                    more => write!(f, " And {more} more."),
                }
            }
        }
    }
}

impl std::error::Error for ImportError {}
