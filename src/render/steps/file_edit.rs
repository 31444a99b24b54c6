//! A change of a file by an agent, however it was written.

use std::borrow::Cow;

use crate::render::diff::Hunk;

/// A file that a call changed.
#[derive(Debug)]
pub struct FileEdit<'a> {
    /// What the agent calls it.
    pub path: Cow<'a, str>,
    /// What became of it.
    pub how: How,
    /// What is different in it, as far as the call tells.
    pub hunks: Vec<Hunk<'a>>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Changed,
    Created,
    Deleted,
}

impl<'a> FileEdit<'a> {
    /// Nothing of it is told yet.
    pub fn new(path: &'a str, how: How) -> Self {
        Self { path: Cow::Borrowed(path), how, hunks: Vec::new() }
    }
}
