//! Replaces the database with a copy, and keeps the old file next to it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{CopyError, check, draft, finish};
use crate::base::file_names::{folder_of, with_ending};
use crate::store::file_watch::identity_of;
use crate::store::{OpenError, open};
use crate::unix::files::{give_to_owner_of, identity, lock_as_sqlite_does, private};

/// What SQLite keeps beside a database: the latest changes, and an index of them.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// Makes the copy the database. The former one is kept, under its name with `ending` behind it; where it is. Stale
/// companions go with it: SQLite would apply the changes in them to the copy, and ruin it.
pub fn put_back(copy: &Path, database: &Path, ending: &str) -> Result<Option<PathBuf>, CopyError> {
    // A link stays a link, to what is restored.
    let database = &fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    if identity_of(copy).is_some_and(|copy| identity_of(database) == Some(copy)) {
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
    let former = unused(database, ending);
    // Nothing of the former file may be lost: its latest changes may be beside it.
    let moves = ["-wal", "-shm", ""].map(|part| (with_ending(database, part), with_ending(&former, part)));
    set_aside(&moves).map_err(CopyError::of(database))?;
    finish(draft, database, folder, false).inspect_err(|_| {
        // Unless it is only not sure that it has reached the disk, or somebody else has made a database meanwhile.
        if !database.exists() {
            put_back_again(&moves);
        }
    })?;
    Ok(held.is_some().then_some(former))
}

/// The file's name with this ending, or one like it under which nothing is kept yet: two copies may be put back within
/// a second.
fn unused(database: &Path, ending: &str) -> PathBuf {
    let names = (1..).map(|number| match number {
        1 => with_ending(database, ending),
        _ => with_ending(database, &format!("{ending}-{number}")),
    });
    let is_free = |name: &PathBuf| ["", "-wal", "-shm"].iter().all(|part| !with_ending(name, part).exists());
    names.into_iter().find(is_free).unwrap_or_else(|| with_ending(database, ending))
}

/// Renames all of these that are there, or none.
fn set_aside(moves: &[(PathBuf, PathBuf)]) -> io::Result<()> {
    for (number, (from, to)) in moves.iter().enumerate() {
        match fs::rename(from, to) {
            Err(error) if error.kind() != ErrorKind::NotFound || from.exists() => {
                put_back_again(moves.get(..number).unwrap_or_default());
                return Err(error);
            }
            _ => {}
        }
    }
    Ok(())
}

fn put_back_again(moves: &[(PathBuf, PathBuf)]) {
    for (from, to) in moves.iter().rev().filter(|(_, to)| to.exists()) {
        if let Err(error) = fs::rename(to, from) {
            tracing::error!(%error, "{} is now called {}", from.display(), to.display());
        }
    }
}

/// The database, locked for all other processes; `None` where there is none. While somebody has a database open, they
/// have a lock on the file, whatever is in it.
fn hold(database: &Path) -> Result<Option<File>, CopyError> {
    let file = match OpenOptions::new().read(true).write(true).open(database) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(CopyError::of(database)(error)),
    };
    if !lock_as_sqlite_does(&file).map_err(CopyError::of(database))? {
        return Err(CopyError::InUse(database.to_owned()));
    }
    // Somebody else may have put a copy in its place before it was locked.
    if file.metadata().ok().map(|about| identity(&about)) != identity_of(database) {
        return Err(CopyError::InUse(database.to_owned()));
    }
    Ok(Some(file))
}

/// Fills a draft with a copy, including the changes that lie beside it, and makes one file of them.
fn fill(draft: &NamedTempFile, copy: &Path) -> Result<(), CopyError> {
    duplicate(copy, draft.as_file()).map_err(CopyError::of(copy))?;
    let (changes, beside) = (with_ending(copy, "-wal"), with_ending(draft.path(), "-wal"));
    if changes.exists() {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options)
            .open(beside)
            .and_then(|file| duplicate(&changes, &file))
            .map_err(CopyError::of(&changes))?;
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
    // A folder may belong to somebody else who lets us write there.
    give_to_owner_of(draft.as_file(), &wanted, former.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_set_aside_together_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["db-wal", "db"] {
            fs::write(at(name), name).expect("written");
        }
        let moves = |to: &str| ["-wal", "-shm", ""].map(|part| (at(&format!("db{part}")), at(&format!("{to}{part}"))));
        let mut broken = moves("kept");
        broken[2].1 = at("no/such/folder");
        assert!(set_aside(&broken).is_err());
        assert!(at("db-wal").exists() && at("db").exists() && !at("kept-wal").exists());
        set_aside(&moves("kept")).expect("set aside");
        assert!(at("kept-wal").exists() && at("kept").exists() && !at("db").exists());
    }

    #[test]
    fn what_was_set_aside_in_the_same_second_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("db");
        assert_eq!(unused(&database, "-before"), folder.path().join("db-before"));
        fs::write(folder.path().join("db-before"), "the first").expect("written");
        fs::write(folder.path().join("db-before-2-wal"), "its changes").expect("written");
        assert_eq!(unused(&database, "-before"), folder.path().join("db-before-3"));
    }
}
