//! What is found in a folder or an archive.

/// The files in a folder or an archive.
pub struct FoundFiles<C> {
    /// Their paths within, and their contents.
    pub files: Vec<(String, C)>,
    /// What was left out, in full sentences.
    pub notes: Vec<String>,
}
