//! Backups: where they go, what they are named, how many are kept, and when one is due.

mod schedule;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::base::file_names::{folder_of, with_ending};
use crate::domain::timestamp::Timestamp;
use crate::store::copies::{self, CopyError};
use crate::unix::files::public_permissions;

pub use schedule::{Plan, Schedule};

/// Around the time in the name of a backup in a folder.
const NAME: (&str, &str) = ("neptun-share-", ".db");

/// Added to the database's name: where the last backup is noted.
const NOTE: &str = "-backup";

/// An unfinished backup that is older than this is nobody's any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Another process may make a backup at the same moment, under the name of one of the next seconds.
const AT_THE_SAME_TIME: Duration = Duration::from_secs(60);

/// A backup that was made.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
pub struct Backup {
    /// When it was made.
    pub made_at: String,
    /// The backup's file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
}

/// How a copy is made: in a process that has the database open elsewhere, or in one that has not.
pub type Copy = fn(&Path, &Path, bool) -> Result<u64, CopyError>;

/// Makes a backup: in a folder under a name of its own, or as the file that is named. `keep` is how many stay in a
/// folder; `None`: all.
pub fn make(
    copy: Copy,
    database: &Path,
    to: &Path,
    keep: Option<usize>,
    replaces: bool,
    now: Timestamp,
) -> Result<Backup, CopyError> {
    let (file, bytes) = if to.is_dir() {
        remove_abandoned(to);
        // Two at the same moment have names of different seconds.
        let mut made = Err(CopyError::Exists(to.to_owned()));
        for second in 0..10 {
            let file = to.join(name(now.plus(Duration::from_secs(second))));
            if file.exists() {
                continue;
            }
            made = copy(database, &file, false).map(|bytes| (file, bytes));
            if !matches!(made, Err(CopyError::Exists(_))) {
                break;
            }
        }
        made?
    } else {
        (to.to_owned(), copy(database, to, replaces)?)
    };
    let file = std::path::absolute(&file).unwrap_or(file);
    let backup = Backup { made_at: now.to_string(), file, bytes };
    if let Err(error) = note(database, &backup) {
        tracing::warn!(%error, "the backup was made, but not noted");
    }
    if let (Some(keep), true) = (keep, to.is_dir()) {
        remove_old(to, keep, now).map_err(|error| CopyError::Failed(to.to_owned(), error.into()))?;
    }
    Ok(backup)
}

/// The last backup that was made of a database, as far as is known.
pub fn last(database: &Path) -> Option<Backup> {
    serde_json::from_slice(&fs::read(note_file(database)).ok()?).ok()
}

/// `20261129-113000` of a time, for names of files.
pub fn compact(time: Timestamp) -> String {
    let text = time.to_string().replace(['-', ':'], "");
    text.chars().take("20261129T113000".len()).map(|c| if c == 'T' { '-' } else { c }).collect()
}

fn name(time: Timestamp) -> String {
    format!("{}{}{}", NAME.0, compact(time), NAME.1)
}

/// When the backup of this name was made; `None` for a file that is none.
fn time_of(name: &str) -> Option<Timestamp> {
    let digits = name.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
    let (date, time) = digits.split_once('-').filter(|(date, time)| date.len() == 8 && time.len() == 6)?;
    let part = |text: &str, range| text.get::<std::ops::Range<usize>>(range).map(str::to_owned);
    let (year, month, day) = (part(date, 0..4)?, part(date, 4..6)?, part(date, 6..8)?);
    let (hour, minute, second) = (part(time, 0..2)?, part(time, 2..4)?, part(time, 4..6)?);
    Timestamp::from_rfc3339(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"))
}

/// The backups in a folder, oldest first.
fn in_folder(folder: &Path) -> io::Result<Vec<(Timestamp, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(time) = entry.file_name().to_str().and_then(time_of).filter(|_| entry.path().is_file()) {
            found.push((time, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// Removes all but so many, the oldest first. Those of the future were made before somebody set the clock back: first of
/// all these, or else the one that was just made would go.
fn remove_old(folder: &Path, keep: usize, now: Timestamp) -> io::Result<()> {
    let mut found = in_folder(folder)?;
    let latest = now.plus(AT_THE_SAME_TIME);
    found.sort_by_key(|(time, _)| (*time <= latest, *time));
    let surplus = found.len().saturating_sub(keep);
    found.into_iter().take(surplus).try_for_each(|(_, file)| fs::remove_file(file))
}

/// Removes what was left by a process that was killed while it made a backup.
fn remove_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_draft = entry.file_name().to_str().is_some_and(copies::is_draft);
        let age = entry.metadata().and_then(|file| file.modified()).map(|time| SystemTime::now().duration_since(time));
        if is_draft && age.is_ok_and(|age| age.is_ok_and(|age| age > ABANDONED)) {
            // If it can't be removed, there is less room, and the backup says so.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Notes a backup where other commands find it. Not in the database: that may be what is lost.
fn note(database: &Path, backup: &Backup) -> io::Result<()> {
    let file = note_file(database);
    let draft = tempfile::Builder::new().permissions(public_permissions()).tempfile_in(folder_of(&file))?;
    serde_json::to_writer(draft.as_file(), backup)?;
    draft.persist(file)?;
    Ok(())
}

fn note_file(database: &Path) -> PathBuf {
    with_ending(&fs::canonicalize(database).unwrap_or_else(|_| database.to_owned()), NOTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_rfc3339(text).expect("a time")
    }

    #[test]
    fn a_backup_is_called_by_its_time_in_utc() {
        let time = at("2026-11-29T11:30:00Z");
        assert_eq!(name(time), "neptun-share-20261129-113000.db");
        assert_eq!(time_of(&name(time)), Some(time));
        for other in
            ["neptun-share.db", "neptun-share-20261129.db", "neptun-share-2026112-1113000.db", "x-20261129-113000.db"]
        {
            assert_eq!(time_of(other), None, "{other}");
        }
        assert_eq!(time_of("neptun-share-20261399-113000.db"), None);
    }

    #[test]
    fn of_a_folder_the_oldest_go_and_other_files_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        drop(Store::open(&database).expect("made"));
        let backups = folder.path().join("backups");
        fs::create_dir(&backups).expect("made");
        fs::write(backups.join("neptun-share-notes.db"), "mine").expect("written");
        let now = at("2026-11-29T11:30:00Z");
        for day in 0..4 {
            let now = now.plus(Duration::from_secs(day * 86_400));
            let made = make(copies::make, &database, &backups, Some(2), false, now).expect("made");
            assert_eq!(last(&database), Some(made));
        }
        // At the same second as the last.
        let now = now.plus(Duration::from_secs(3 * 86_400));
        make(copies::make, &database, &backups, Some(2), false, now).expect("made");
        let mut names: Vec<_> =
            fs::read_dir(&backups).expect("a folder").map(|file| file.expect("a file").file_name()).collect();
        names.sort();
        assert_eq!(
            names,
            ["neptun-share-20261202-113000.db", "neptun-share-20261202-113001.db", "neptun-share-notes.db"]
        );
    }
}
