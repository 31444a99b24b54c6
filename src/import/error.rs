//! Why nothing could be imported, in sentences for the person who chose the file.

use std::fmt;
use std::io;

use super::splitter::JsonFault;

/// What a text is in which nobody is marked as speaking.
const UNMARKED: &str = "text in which nothing says who speaks, as “## User” or “You:” before each message";

/// Who picked the wrong file needs to know the right one; pages show this apart.
const READABLE: &str = "What can be read: exports of chat programs such as ChatGPT, Claude and Open WebUI, sessions of \
     coding agents, messages of APIs, saved pages of shared conversations, and text that says who speaks.";

/// Nothing of a file could be imported.
#[derive(Debug)]
pub enum ImportError {
    /// It can't be read.
    Unreadable(io::Error),
    /// It begins as a ZIP archive, and goes on as something else.
    DamagedArchive(String),
    /// There is no conversation in it: why.
    NoConversation(FileError),
    /// The receiver of the conversations wants no more.
    Stopped,
}

/// Why no conversation came out of a file.
#[derive(Debug)]
pub enum FileError {
    /// It can't be read.
    Unreadable(io::Error),
    /// It has no content.
    Empty,
    /// Recognised as something else: what it is, with its article.
    Foreign(&'static str),
    /// Text for people in which nobody is marked as speaking.
    Unmarked,
    /// No JSON, or broken off.
    NotJson(JsonFault),
    /// JSON of another kind: what it is, with its article.
    Unrecognised(String),
    /// Conversations, but none that could be read: the sentences that say why, never empty.
    NothingRead(Vec<String>),
    /// The receiver of the conversations wants no more.
    Stopped,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "It can't be read: {error}."),
            Self::Stopped => f.write_str("Stopped."),
            Self::Empty => f.write_str("The file is empty."),
            Self::Foreign(what) => write!(f, "The file is {what}."),
            Self::Unmarked => write!(f, "The file is {UNMARKED}."),
            Self::NotJson(fault) => fault.fmt(f),
            Self::Unrecognised(what) => {
                write!(f, "The file is JSON, but holds no conversation of a known kind: {what}.")
            }
            Self::NothingRead(reasons) => {
                let first: Vec<&str> = reasons.iter().take(3).map(String::as_str).collect();
                write!(f, "No conversation could be read. {}", first.join(" "))?;
                match reasons.len() - first.len() {
                    0 => Ok(()),
                    more => write!(f, " And {more} more."),
                }
            }
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "It can't be read: {error}."),
            Self::DamagedArchive(why) => {
                write!(f, "The ZIP archive is damaged or not complete ({why}). Download it again.")
            }
            Self::NoConversation(why) => write!(f, "{why} {READABLE}"),
            Self::Stopped => f.write_str("Stopped."),
        }
    }
}

impl std::error::Error for ImportError {}
