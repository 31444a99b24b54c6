//! Tells whether anything was committed to the database, by any process, at the cost of one `pread`.
//!
//! The guarantee: while [`ChangeSign::read`] returns the same value, no commit has become visible. It compares what
//! SQLite itself compares: the header of the WAL index in the `-shm` file, with a change counter, the last frame,
//! checksums and salts, which change with each commit, each restart of the log and each recovery
//! (<https://sqlite.org/walformat.html#the_wal_index_header>). Whoever caches something from the database has to read
//! the sign first: what is then read is of that state or a later one.

use std::fs::{self, File};
use std::path::Path;

use crate::unix::files::read_exact_at;

/// The two copies of the header at the beginning of the file.
const COPY: usize = 48;
/// A flag in it: whether it holds anything.
const IS_INITIALIZED: usize = 12;

/// A state of the database, to be compared with another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ChangeState([u8; COPY]);

/// Reads that state; a clone reads from the same file.
#[derive(Clone, Copy)]
pub struct ChangeSign(Option<&'static File>);

impl ChangeSign {
    /// That of a database with connections that will stay open. Without a WAL index there is no sign, and every state
    /// is a new one.
    pub fn of(database: &Path) -> Self {
        let index = fs::canonicalize(database).and_then(|path| {
            let mut name = path.into_os_string();
            name.push("-shm");
            File::open(name)
        });
        // Never closed: with any descriptor of the file, POSIX takes all of the process's locks on it away, SQLite's
        // too (fcntl(2); https://sqlite.org/src/artifact/os_unix.c, "POSIX advisory locks").
        Self(index.ok().map(|file| &*Box::leak(Box::new(file))))
    }

    /// The present state; `None` where it can't be told, or while it changes.
    pub fn read(self) -> Option<ChangeState> {
        let mut copies = [0; 2 * COPY];
        read_exact_at(self.0?, &mut copies, 0).ok()?;
        let (first, second) = copies.split_at(COPY);
        (first == second && first[IS_INITIALIZED] == 1).then(|| first.try_into().map(ChangeState).ok())?
    }
}
