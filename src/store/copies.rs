//! Copies of the database file: made while others write, checked before anybody relies on them, and restored.

mod restore;

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

pub use restore::put_back;

use super::error::OpenError;
use super::{inspection, open};
use crate::base::file_names::folder_of;

/// How a copy is called until it is whole.
const DRAFT: (&str, &str) = (".neptun-share-", ".partial");

/// Why a copy was not made or not put back.
#[derive(Debug)]
pub enum CopyError {
    /// There is no database of ours, or a newer one.
    Unusable(OpenError),
    /// There already is a file of that name.
    Exists(PathBuf),
    /// The copy is the database itself.
    Same(PathBuf),
    /// Another process has this database open.
    InUse(PathBuf),
    /// The file is damaged: what SQLite says of it.
    Damaged(PathBuf, Vec<String>),
    /// The operating system or SQLite failed with this file.
    Failed(PathBuf, Box<dyn Error + Send + Sync>),
}

impl From<OpenError> for CopyError {
    fn from(error: OpenError) -> Self {
        Self::Unusable(error)
    }
}

impl CopyError {
    fn of<E: Into<Box<dyn Error + Send + Sync>>>(path: &Path) -> impl FnOnce(E) -> Self {
        move |cause| Self::Failed(path.to_owned(), cause.into())
    }

    fn sqlite(path: &Path) -> impl FnOnce(rusqlite::Error) -> Self {
        move |cause| Self::Unusable(OpenError::unusable(path, cause))
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable(error) => error.fmt(f),
            Self::Exists(path) => write!(f, "{} already exists", path.display()),
            Self::Same(path) => write!(f, "{} is the database itself", path.display()),
            Self::InUse(path) => {
                write!(f, "{} is in use by a server or another command; stop it first", path.display())
            }
            Self::Damaged(path, findings) => write!(f, "{} is damaged: {}", path.display(), findings.join("; ")),
            Self::Failed(path, cause) => write!(f, "{}: {cause}", path.display()),
        }
    }
}

impl Error for CopyError {}

/// Writes the whole database, as it is at one moment, to a new file that only its owner can read; its size in bytes.
/// Others may write meanwhile. For a process that has the database open nowhere else.
pub fn make(database: &Path, to: &Path, replaces: bool) -> Result<u64, CopyError> {
    open::require_ours(database)?;
    make_beside_others(database, to, replaces)
}

/// The same in a process that has the database open. Opens it through SQLite only: when a process closes a file, the
/// system drops all locks that the process has on it (<https://sqlite.org/howtocorrupt.html>, 2.2).
pub fn make_beside_others(database: &Path, to: &Path, replaces: bool) -> Result<u64, CopyError> {
    let source = open::existing(database)?;
    // SQLite would take a relative name such as `file:x` for something else.
    let folder = fs::canonicalize(folder_of(to)).map_err(CopyError::of(folder_of(to)))?;
    let draft = draft(&folder)?;
    let name = draft.path().to_str().ok_or("its name is not UTF-8").map_err(CopyError::of(to))?;
    // Not the backup API: that starts over whenever somebody writes, and on a busy server does not end.
    source.execute("vacuum into ?1", [name]).map_err(CopyError::sqlite(to))?;
    check(&draft, to)?;
    finish(draft, to, &folder, replaces)
}

/// Refuses what is no database of ours.
pub fn require_backup(file: &Path) -> Result<(), OpenError> {
    open::require_ours(file)
}

/// An unfinished file, which is gone if it is never finished.
fn draft(folder: &Path) -> Result<NamedTempFile, CopyError> {
    tempfile::Builder::new().prefix(DRAFT.0).suffix(DRAFT.1).tempfile_in(folder).map_err(CopyError::of(folder))
}

/// Whether SQLite finds nothing wrong; `named` is what the file is called in the error.
fn check(draft: &NamedTempFile, named: &Path) -> Result<(), CopyError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(draft.path(), flags).map_err(CopyError::sqlite(named))?;
    let findings = inspection::damage(&connection).map_err(CopyError::of(named))?;
    if findings.is_empty() { Ok(()) } else { Err(CopyError::Damaged(named.to_owned(), findings)) }
}

/// Gives a draft its name, once all of it is on the disk.
fn finish(draft: NamedTempFile, to: &Path, folder: &Path, replaces: bool) -> Result<u64, CopyError> {
    draft.as_file().sync_all().map_err(CopyError::of(to))?;
    let size = draft.as_file().metadata().map_err(CopyError::of(to))?.len();
    let named = if replaces { draft.persist(to) } else { draft.persist_noclobber(to) };
    named.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => CopyError::Exists(to.to_owned()),
        _ => CopyError::Failed(to.to_owned(), error.error.into()),
    })?;
    sync_folder(folder)?;
    Ok(size)
}

fn sync_folder(folder: &Path) -> Result<(), CopyError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(CopyError::of(folder))
}

/// Whether this is the name of a draft.
pub fn is_draft(name: &str) -> bool {
    name.starts_with(DRAFT.0) && name.ends_with(DRAFT.1)
}
