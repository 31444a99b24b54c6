//! Databases that agents keep their sessions in. They may be in use, and are never written to.

pub mod opencode;
mod read_only;

/// How an SQLite database begins.
pub const BEGINNING: &[u8] = b"SQLite format 3\0";
