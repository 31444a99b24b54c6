//! Imports of uploads, one at a time: each may take as much memory as a long conversation needs.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::import_job::{ImportJob, ImportJobError, ReportLine};
use super::worker::Worker;
use crate::base::concurrency_limit::{ConcurrencyLimit, Full};
use crate::domain::id::UserId;
use crate::import::{self, FileFormat, ImportSource, ReadOptions, SharedBytes};
use crate::store::Store;

/// Imports that wait for their turn, and how long.
const QUEUE: usize = 8;
const TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// Longest conversation in bytes. A command takes longer ones; here others need memory, too: reading one
/// takes four to seven times its length.
const CONVERSATION_BYTES: usize = 24 * 1024 * 1024;

/// A file that somebody sent.
pub struct Upload {
    /// What it is called where it comes from.
    pub name: String,
    /// What is in it.
    pub bytes: SharedBytes,
    /// Its format; recognised where it is `None`.
    pub format: Option<&'static FileFormat>,
    /// Only say what would be done.
    pub is_dry_run: bool,
}

/// How an import ended; `Break` when it was stopped.
type Imported = Result<ControlFlow<()>, ImportJobError>;

/// Who waits, and where it is done.
pub struct ImportQueue {
    turn: ConcurrencyLimit,
    thread: Worker,
    /// Set when the server was told to stop.
    is_stopping: Arc<AtomicBool>,
}

impl ImportQueue {
    /// An empty queue.
    pub fn new() -> Self {
        Self {
            turn: ConcurrencyLimit::new(1, QUEUE),
            thread: Worker::new("import", import::STACK),
            is_stopping: Arc::default(),
        }
    }

    /// Ends the import that runs, and begins no other.
    pub fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Imports an upload when it is its turn, and adds each line to the report; `Break` when it was stopped.
    /// `None` when it was not begun for that.
    pub fn run<R: Send + 'static>(
        &self,
        store: &Store,
        owner: UserId,
        upload: Upload,
        mut report: R,
        add: fn(&mut R, ReportLine),
    ) -> Result<Option<(Imported, R)>, Full> {
        let Upload { name, bytes, format, is_dry_run } = upload;
        let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
        let (store, stop) = (store.clone(), Arc::clone(&self.is_stopping));
        let _turn = self.turn.enter(TIMEOUT)?;
        if self.is_stopping.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Ok(Some(self.thread.run(move || {
            let import = ImportJob { store: &store, owner, last: None, title: None, is_dry_run, stop: &stop };
            let source = ImportSource::of(name, bytes).map_err(ImportJobError::Import);
            let done = source.and_then(|source| import.run(&source, &options, &mut |line| add(&mut report, line)));
            (done, report)
        })))
    }
}
