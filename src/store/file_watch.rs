//! Notices when the file is removed, replaced or damaged while connections to it are open. SQLite would carry on with
//! the old file, and everything written would be lost in the end.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{OpenError, Store, StoreError, inspection, open};
use crate::base::file_names::with_ending;
use crate::unix::files;

/// How often it is looked.
const PERIOD: Duration = Duration::from_secs(2);

/// So many times in a row a file has to look wrong before all of it is read.
const STRANGE_FOR: u32 = 2;
/// And after so many more, once again.
const LOOKS_BETWEEN: u32 = 60;

/// Up to this size a file is checked before a server starts; a larger one while it serves.
const CHECKED_AT_START: u64 = 256 * 1024 * 1024;

const SOUND: u8 = 0;
const GONE: u8 = 1;
const DAMAGED: u8 = 2;

/// How a file is, as far as is known.
pub struct FileHealth {
    state: AtomicU8,
    /// The database and what SQLite keeps beside it, each with its device and number there.
    files: Vec<(PathBuf, (u64, u64))>,
}

impl FileHealth {
    /// Of a database that is open, and was `identity` before it was opened.
    pub fn of(path: &Path, identity: Option<(u64, u64)>) -> Self {
        let beside = ["-wal", "-shm"].map(|ending| with_ending(path, ending));
        let beside = beside.into_iter().map(|path| (identity_of(&path), path));
        let files = [(identity, path.to_owned())].into_iter().chain(beside);
        let files = files.filter_map(|(identity, path)| identity.map(|identity| (path, identity))).collect();
        Self { state: AtomicU8::new(SOUND), files }
    }

    /// Whether what is read is what is stored.
    pub fn may_read(&self) -> Result<(), StoreError> {
        if self.state.load(Ordering::Relaxed) == GONE { Err(StoreError::Gone) } else { Ok(()) }
    }

    /// Whether what is written will be there.
    pub fn may_write(&self) -> Result<(), StoreError> {
        match self.state.load(Ordering::Relaxed) {
            SOUND => Ok(()),
            GONE => Err(StoreError::Gone),
            _ => Err(StoreError::Damaged),
        }
    }

    /// Somebody met a damaged part.
    pub fn found_damaged(&self) {
        if self.state.swap(DAMAGED, Ordering::Relaxed) != DAMAGED {
            tracing::error!("{}", StoreError::Damaged);
        }
    }

    /// Looks; a file that was put back is as good as before. Whether the file itself looks as it should.
    fn look(&self, database: &File) -> bool {
        let is_there = self.files.iter().all(|(path, identity)| identity_of(path) == Some(*identity));
        let before = self.state.load(Ordering::Relaxed);
        if !is_there {
            self.state.store(GONE, Ordering::Relaxed);
            if before != GONE {
                tracing::error!("{}", StoreError::Gone);
            }
        } else if before == GONE {
            self.state.store(SOUND, Ordering::Relaxed);
            tracing::info!("the database file is back");
        }
        !is_there || !is_cut_or_overwritten(database)
    }
}

/// The file's device, and its number there.
pub fn identity_of(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|about| files::identity(&about))
}

/// How the file begins, where that is a database of ours.
fn header_of(database: &File) -> Option<[u8; 100]> {
    let mut header = [0; 100];
    files::read_exact_at(database, &mut header, 0).ok()?;
    open::is_ours(&header).then_some(header)
}

/// Whether the file begins with something else than our database, or is shorter than it says
/// (<https://sqlite.org/fileformat.html>, 1.3). The latter is also so for a while when it grows: what is missing is in the
/// write-ahead log then.
fn is_cut_or_overwritten(database: &File) -> bool {
    let Some(header) = header_of(database) else { return true };
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        page => u64::from(page),
    };
    let pages = u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    database.metadata().is_ok_and(|file| file.len() < pages * page)
}

/// The thread that looks, until this is dropped.
pub struct FileWatch {
    _stop: mpsc::Sender<()>,
}

impl FileWatch {
    /// Refuses a damaged file, and watches a sound one. For a process that has the database open once: the file that is
    /// looked at is closed with the watch, and with it the system drops SQLite's locks on it.
    pub fn start(store: &Store) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| StoreError::Internal(error.into());
        let file = File::open(store.path()).map_err(failed)?;
        let is_small = file.metadata().map_err(failed)?.len() <= CHECKED_AT_START;
        if is_small && !is_sound(store)? {
            return Err(StoreError::Damaged);
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let (store, health) = (store.clone(), Arc::clone(&store.health));
        let watch = move || {
            if !is_small && is_sound(&store).is_ok_and(|is_sound| !is_sound) {
                health.found_damaged();
            }
            let mut strange = 0;
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                strange = if health.look(&file) { 0 } else { strange + 1 };
                if strange % LOOKS_BETWEEN == STRANGE_FOR
                    && (header_of(&file).is_none() || !is_sound_anew(store.path()))
                {
                    health.found_damaged();
                }
            }
        };
        thread::Builder::new().name("file-watch".to_owned()).spawn(watch).map_err(failed)?;
        Ok(Self { _stop: stop })
    }
}

/// The same with a connection that has kept nothing of the file in memory. Not for an empty file: SQLite would take that for a
/// new database, and remove the write-ahead log.
fn is_sound_anew(path: &Path) -> bool {
    match open::existing(path) {
        Ok(connection) => inspection::quick(&connection).unwrap_or(true),
        Err(OpenError::Unusable { cause, .. }) => !matches!(cause.downcast_ref(), Some(StoreError::Damaged)),
        // Of another kind: it was replaced, which shows otherwise.
        Err(_) => true,
    }
}

/// Without what takes the longest: comparing indexes with their tables.
fn is_sound(store: &Store) -> Result<bool, StoreError> {
    store.read(inspection::quick)
}
