//! Putting a copy in the place of the database, which is kept beside it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, fcntl_lock};
use tempfile::NamedTempFile;

use super::{CopyError, check, draft, finish, folder_of};
use crate::store::OpenError;
use crate::store::open;

/// What SQLite keeps beside a database: the latest changes, and an index of them.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// Makes the copy the database. The former one is kept, under its name with `ending` behind it; where it is. Stale
/// companions go with it: SQLite would apply the changes in them to the copy, and ruin it.
pub fn put_back(copy: &Path, database: &Path, ending: &str) -> Result<Option<PathBuf>, CopyError> {
    // A link stays a link, to what is restored.
    let database = &fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let identity = |path: &Path| fs::metadata(path).map(|file| (file.dev(), file.ino())).ok();
    if identity(copy).is_some() && identity(copy) == identity(database) {
        return Err(CopyError::Same(copy.to_owned()));
    }
    open::require_ours(copy)?;
    let folder = folder_of(database);
    fs::create_dir_all(folder).map_err(CopyError::of(folder))?;
    let held = hold(database)?;
    let draft = draft(folder)?;
    fill(&draft, copy)?;
    check(&draft, copy)?;
    give_to_owner(&draft, held.as_ref(), folder).map_err(CopyError::of(database))?;

    draft.as_file().sync_all().map_err(CopyError::of(database))?;
    let former = held.is_some().then(|| with_ending(database, ending));
    for companion in COMPANIONS {
        let stale = with_ending(database, companion);
        // Nothing of the former file may be lost: its latest changes may be in there.
        let kept = with_ending(former.as_deref().unwrap_or(&with_ending(database, ending)), companion);
        rename_if_there(&stale, &kept).map_err(CopyError::of(&stale))?;
    }
    if let Some(former) = &former {
        fs::rename(database, former).map_err(CopyError::of(database))?;
    }
    finish(draft, database, folder, false)?;
    Ok(former)
}

/// The database, locked for all other processes; `None` where there is none. While somebody has a database open, they
/// have a lock on the file, whatever is in it.
fn hold(database: &Path) -> Result<Option<File>, CopyError> {
    let file = match OpenOptions::new().read(true).write(true).open(database) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(CopyError::of(database)(error)),
    };
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(CopyError::InUse(database.to_owned())),
        Err(error) => Err(CopyError::of(database)(io::Error::from(error))),
    }
}

/// Fills a draft with a copy, including the changes that lie beside it, and makes one file of them.
fn fill(draft: &NamedTempFile, copy: &Path) -> Result<(), CopyError> {
    duplicate(copy, draft.as_file()).map_err(CopyError::of(copy))?;
    let (changes, beside) = (with_ending(copy, "-wal"), with_ending(draft.path(), "-wal"));
    if changes.exists() {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        options.open(beside).and_then(|file| duplicate(&changes, &file)).map_err(CopyError::of(&changes))?;
    }
    let whole = open::existing(draft.path()).and_then(|connection| {
        connection.pragma_update(None, "journal_mode", "delete").map_err(|error| OpenError::unusable(copy, error))
    });
    for companion in COMPANIONS {
        // Gone already, unless something failed.
        let _ = fs::remove_file(with_ending(draft.path(), companion));
    }
    whole.map_err(|error| CopyError::Unusable(error.of_file(copy)))
}

fn duplicate(from: &Path, mut to: &File) -> io::Result<()> {
    io::copy(&mut File::open(from)?, &mut to).map(|_| ())
}

/// Root restores for a service that has a user of its own.
fn give_to_owner(draft: &NamedTempFile, former: Option<&File>, folder: &Path) -> io::Result<()> {
    let wanted = match former {
        Some(file) => file.metadata()?,
        None => fs::metadata(folder)?,
    };
    let present = draft.as_file().metadata()?;
    let is_ours = (wanted.uid(), wanted.gid()) == (present.uid(), present.gid());
    // A folder may belong to somebody else who lets us write there.
    if is_ours || former.is_none() && present.uid() != 0 {
        return Ok(());
    }
    fchown(draft.as_file(), Some(wanted.uid()), Some(wanted.gid()))
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}
