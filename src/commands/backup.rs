//! `neptun-share backup` and `restore BACKUP`: the whole database.

use std::path::Path;

use super::terminal::{display_path, print_line};
use super::{Failure, require_folder};
use crate::app::backups;
use crate::cli::{Backup, Data};
use crate::domain::timestamp::Timestamp;
use crate::host::lock_file;
use crate::render::words::size;
use crate::store::OpenError;
use crate::store::copies::{self, CopyError};

/// Makes a backup.
pub fn run(arguments: &Backup) -> Result<(), Failure> {
    let (database, to) = (arguments.data.path()?, &arguments.to);
    let is_folder = to.is_dir();
    if arguments.keep.is_some() && !is_folder {
        return Err(Failure::new(format!("{} is not a folder; --keep is for a folder", display_path(to))));
    }
    if arguments.force && is_folder {
        return Err(Failure::new("--force is for a file; in a folder each backup has a name of its own"));
    }
    if to.exists() && !is_folder {
        may_replace(&database, to, arguments.force)?;
    } else if !is_folder {
        require_folder(to)?;
    }

    let made = backups::make(copies::make, &database, to, arguments.keep, arguments.force, Timestamp::now())?;

    print_line(format_args!("backed up to {} ({})", display_path(&made.file), size(made.bytes)))
}

/// Only a backup is overwritten, and only by who says so.
fn may_replace(database: &Path, to: &Path, force: bool) -> Result<(), Failure> {
    let same =
        |one: &Path, other: &Path| one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|it| one == it));
    if same(database, to) {
        return Err(CopyError::Same(to.to_owned()).into());
    }
    if !force {
        return Err(Failure::new(format!("{} already exists; overwrite it with --force", display_path(to))));
    }
    if lock_file::find(to).is_some() {
        return Err(CopyError::InUse(to.to_owned()).into());
    }
    copies::require_backup(to).map_err(|_| {
        Failure::new(format!("{} is not a backup of neptun-share; it was left untouched", display_path(to)))
    })
}

/// Puts a backup in the place of the database.
pub fn restore(backup: &Path, data: &Data) -> Result<(), Failure> {
    let database = data.path()?;
    if let Some(server) = lock_file::find(&database) {
        return Err(Failure::new(format!(
            "a server is running on {} (at {}); stop it first. Nothing was changed",
            display_path(&database),
            server.listen
        )));
    }
    if lock_file::find(backup).is_some() {
        return Err(Failure::new(format!(
            "a server is running on {}, so it is not a backup; make one with: neptun-share backup FILE",
            display_path(backup)
        )));
    }

    let ending = format!("-before-{}", backups::compact(Timestamp::now()));
    let former = copies::put_back(backup, &database, &ending).map_err(|error| match error {
        CopyError::Unusable(OpenError::Foreign(path)) => {
            Failure::new(format!("{} is not a backup of neptun-share; nothing was changed", display_path(&path)))
        }
        CopyError::Unusable(OpenError::Newer { path, .. }) => Failure::new(format!(
            "{} was made by a later version of neptun-share; use that version. Nothing was changed",
            display_path(&path)
        )),
        error => Failure::new(format!("{error}. Nothing was changed")),
    })?;

    print_line(format_args!("restored {} from {}", display_path(&database), display_path(backup)))?;
    if let Some(former) = &former {
        print_line(format_args!("the former database is {}", display_path(former)))?;
    }
    print_line("links, passwords and lists of people are as they were at that time; see: neptun-share link list")
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        Self::new(error.to_string())
    }
}
