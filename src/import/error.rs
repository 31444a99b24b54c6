//! Why nothing could be imported, in sentences for the person who chose the file.

use std::fmt;
use std::io;

use super::splitter::JsonFault;

/// Nothing of a file could be imported.
#[derive(Debug)]
pub enum ImportError {
    /// It can't be read.
    Unreadable(io::Error),
    /// It begins as a ZIP archive, and goes on as something else.
    DamagedArchive(String),
    /// There is no conversation in it: why, and the titles of the formats that can be read, because who
    /// picked the wrong file needs to know the right one.
    NoConversation(FileError, Vec<&'static str>),
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
            Self::NoConversation(why, titles) => write!(f, "{why} What can be read: {}.", titles.join(", ")),
            Self::Stopped => f.write_str("Stopped."),
        }
    }
}

impl std::error::Error for ImportError {}
