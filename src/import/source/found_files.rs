//! What is found in a folder or an archive.

use crate::domain::attachment::Content;

/// The files in a folder or an archive.
#[derive(Default)]
pub struct FoundFiles {
    /// Their paths within, and their contents.
    pub files: Vec<(String, Box<dyn Content>)>,
    /// What was left out, in full sentences.
    pub notes: Vec<String>,
}
