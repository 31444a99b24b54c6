//! What can go wrong with the database, as far as callers act on it.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a transaction failed.
#[derive(Debug)]
pub enum StoreError {
    /// The database was locked for longer than the timeout, or too many writers are waiting.
    Busy,
    /// The disk is full; nothing of the transaction was kept.
    DiskFull,
    /// The file, or the disk that it is on, can't be written to.
    ReadOnly,
    /// The file was removed or replaced while it was open.
    Gone,
    /// SQLite found the file damaged.
    Damaged,
    /// A row with this unique value exists.
    Conflict,
    /// A bug, or a damaged file.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// Where SQLite looks: <https://sqlite.org/tempfiles.html>, 5.
const NO_TEMPORARY_FOLDER: &str = "there is no folder for temporary files: none of $TMPDIR, /var/tmp, /tmp and the present \
                                   folder can be written to; make one of them writable, or set TMPDIR";

/// The database itself was opened before, so that it is these two mostly.
const NO_FILES_BESIDE: &str = "SQLite can't open it, or the two files that it makes beside it (-wal and -shm) also to read: \
                               the folder has to be writable";

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{
            SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_GETTEMPPATH,
            SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE,
        };
        if let rusqlite::Error::SqliteFailure(cause, _) = &error {
            match (cause.code, cause.extended_code) {
                (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => return Self::Busy,
                // The second: there was no room for the index of the write-ahead log.
                (ErrorCode::DiskFull, _) | (_, SQLITE_IOERR_SHMSIZE) => return Self::DiskFull,
                (_, SQLITE_IOERR_GETTEMPPATH) => return Self::Internal(NO_TEMPORARY_FOLDER.into()),
                // The others: the kernel made the disk read-only while the files were open, or the disk fails.
                (ErrorCode::ReadOnly, _) | (_, SQLITE_IOERR_WRITE | SQLITE_IOERR_FSYNC | SQLITE_IOERR_TRUNCATE) => {
                    return Self::ReadOnly;
                }
                (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => return Self::Damaged,
                // A file, mostly the write-ahead log, was cut under those who have it open.
                (_, SQLITE_IOERR_SHORT_READ) => return Self::Damaged,
                (_, SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY) => return Self::Conflict,
                _ => {}
            }
        }
        Self::Internal(Box::new(error))
    }
}

impl From<r2d2::Error> for StoreError {
    /// All connections of the pool stayed in use for longer than its timeout.
    fn from(_: r2d2::Error) -> Self {
        Self::Busy
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("the database is in use by another program; try again"),
            Self::DiskFull => f.write_str("the disk that holds the database is full"),
            Self::ReadOnly => f.write_str("the database, or the disk that it is on, can't be written to"),
            Self::Gone => f.write_str(
                "the database file was removed or replaced while it was in use; put it back, or restart the server",
            ),
            Self::Damaged => f.write_str(
                "the database is damaged; see what is wrong with `neptun-share check`, and put a backup back with \
                 `neptun-share restore FILE`",
            ),
            Self::Conflict => f.write_str("it already exists"),
            Self::Internal(cause) => write!(f, "the database failed: {cause}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// Why a file can't be used as the database.
#[derive(Debug)]
pub enum OpenError {
    /// There is none.
    Missing(PathBuf),
    /// It is not an SQLite database, or it belongs to another program.
    Foreign(PathBuf),
    /// It was written by a later version of this program.
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema's number.
        found: i64,
        /// The highest number this program knows.
        known: i64,
    },
    /// It can't be created, read or written.
    Unusable {
        /// The file.
        path: PathBuf,
        /// The error of the operating system or SQLite.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl OpenError {
    /// SQLite can't use the file.
    pub fn unusable(path: &Path, error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) {
            return Self::Unusable { path: path.to_owned(), cause: NO_FILES_BESIDE.into() };
        }
        let cause = match error.into() {
            StoreError::Internal(cause) => cause,
            known => known.into(),
        };
        Self::Unusable { path: path.to_owned(), cause }
    }

    /// Whether what was read of the file is damaged.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Unusable { cause, .. } if matches!(cause.downcast_ref(), Some(StoreError::Damaged)))
    }

    /// The same of a file of another name.
    pub fn of_file(self, path: &Path) -> Self {
        let path = path.to_owned();
        match self {
            Self::Missing(_) => Self::Missing(path),
            Self::Foreign(_) => Self::Foreign(path),
            Self::Newer { found, known, .. } => Self::Newer { path, found, known },
            Self::Unusable { cause, .. } => Self::Unusable { path, cause },
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "there is no database {}", path.display()),
            Self::Foreign(path) => write!(
                f,
                "{} is not a neptun-share database; it was left untouched. Name another file with --database",
                path.display()
            ),
            Self::Newer { path, found, known } => write!(
                f,
                "{} was written by a later version of neptun-share (schema {found}, this one knows {known}); it was left \
                 untouched. Use that version, or name another file with --database",
                path.display()
            ),
            Self::Unusable { path, cause } => write!(f, "cannot use the database {}: {cause}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}
