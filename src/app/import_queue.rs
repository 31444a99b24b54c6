//! The queue for uploaded imports. They run one at a time, because each may take as much memory as a long conversation
//! needs. Updates from followers have their own queue, so that they don't wait for a large export.

use std::net::IpAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::growing::{GrowthError, grow_by};
use super::import_job::{ImportJob, ImportJobError};
use super::import_preview::{ImportPreview, PreviewError, preview};
use super::import_report::ImportReport;
use super::sharing::Grown;
use super::worker::Worker;
use crate::base::concurrency_limit::{ConcurrencyLimit, Full};
use crate::base::rate_limit::network;
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::timestamp::Timestamp;
use crate::import::{self, FileFormat, ImportSource, ReadOptions, SourceBytes};
use crate::render::Renderer;
use crate::store::Store;

/// Imports that wait for their turn, of files and of what followers send, and how long. Half of them may be of one network.
const FILES: usize = 16;
const FOLLOWERS: usize = 32;
const TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// Longest conversation in bytes. A command takes longer ones; here others need memory, too: reading one
/// takes four to seven times its length.
const CONVERSATION_BYTES: usize = 24 * 1024 * 1024;

/// A file that somebody sent.
pub struct Upload {
    /// What it is called where it comes from.
    pub name: String,
    /// The file's content.
    pub bytes: SourceBytes,
    /// Its format; recognised where it is `None`.
    pub format: Option<&'static FileFormat>,
    /// Only say what would be done.
    pub is_dry_run: bool,
    /// Who sent it.
    pub client: IpAddr,
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
    /// An empty queue of files.
    pub fn of_files() -> Self {
        Self::new("import", FILES)
    }

    /// An empty queue of what followers send.
    pub fn of_followers() -> Self {
        Self::new("follow", FOLLOWERS)
    }

    fn new(name: &'static str, waiting: usize) -> Self {
        Self {
            turn: ConcurrencyLimit::new(1, waiting),
            thread: Worker::new(name, import::STACK),
            is_stopping: Arc::default(),
        }
    }

    /// Ends the import that runs, and begins no other.
    pub fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Says how an upload would look, when it is its turn; `None` when the server was told to stop.
    pub fn preview(
        &self,
        renderer: &Arc<Renderer>,
        upload: Upload,
    ) -> Result<Option<Result<ImportPreview, PreviewError>>, Full> {
        let Upload { name, bytes, format, client, .. } = upload;
        let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
        let renderer = Arc::clone(renderer);
        let _turn = self.turn.enter_from(Some(network(client)), TIMEOUT)?;
        if self.is_stopping.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Ok(Some(self.thread.run(move || {
            let source = ImportSource::of(name, bytes).map_err(PreviewError::Import)?;
            preview(&source, &options, &renderer)
        })))
    }

    /// Brings a conversation to what an upload has of it, or behind its first messages, when it is its turn; `None` when the
    /// server was told to stop.
    pub fn grow(
        &self,
        store: &Store,
        (owner, chat): (UserId, ChatId),
        upload: Upload,
        behind: Option<(usize, Sha256)>,
    ) -> Result<Option<Result<Grown, GrowthError>>, Full> {
        let Upload { name, bytes, format, client, .. } = upload;
        let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
        let store = store.clone();
        let _turn = self.turn.enter_from(Some(network(client)), TIMEOUT)?;
        if self.is_stopping.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Ok(Some(self.thread.run(move || {
            let source = ImportSource::of(name, bytes).map_err(GrowthError::Import)?;
            grow_by(&store, (owner, chat), &source, &options, behind)
        })))
    }

    /// Imports an upload when it is its turn, and reports what became of it; `Break` when it was stopped.
    /// `None` when it was not begun for that. A shorter report is kept for a while.
    pub fn run(&self, store: &Store, owner: UserId, upload: Upload) -> Result<Option<(Imported, ImportReport)>, Full> {
        let Upload { name, bytes, format, is_dry_run, client } = upload;
        let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
        let (store, stop) = (store.clone(), Arc::clone(&self.is_stopping));
        let _turn = self.turn.enter_from(Some(network(client)), TIMEOUT)?;
        if self.is_stopping.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Ok(Some(self.thread.run(move || {
            let import = ImportJob { store: &store, owner, last: None, title: None, is_dry_run, stop: &stop };
            let (mut report, mut kept) = (ImportReport::new(is_dry_run), ImportReport::to_keep());
            let source = ImportSource::of(name.clone(), bytes).map_err(ImportJobError::Import);
            let done = source.and_then(|source| {
                import.run(&source, &options, &mut |line| {
                    report.add(&line);
                    kept.add(&line);
                })
            });
            if let Err(ImportJobError::Import(error)) = &done {
                kept.note(&error.to_string());
            }
            if !is_dry_run && let Err(error) = kept.keep(&store, owner, &name, Timestamp::now()) {
                tracing::warn!(%error, "the report of an import was not kept");
            }
            (done, report)
        })))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;
    use crate::app::tests::Scene;

    #[test]
    fn a_network_that_sends_many_files_leaves_places_for_those_of_others() {
        let (scene, queue) = (Scene::new(), ImportQueue::of_files());
        let owner = scene.sign_up("ada@example.com").user.id;
        let import = |client: [u8; 4]| {
            let bytes = br#"{"messages": [{"role": "user", "content": "Hello"}]}"#.to_vec().into();
            let upload =
                Upload { name: String::new(), bytes, format: None, is_dry_run: false, client: IpAddr::from(client) };
            queue.run(&scene.store, owner, upload).is_ok()
        };
        let running = queue.turn.enter(Duration::ZERO).expect("a place");
        let (told, tells) = mpsc::channel();
        thread::scope(|scope| {
            for _ in 0..20 {
                let (told, import) = (told.clone(), &import);
                scope.spawn(move || told.send(import([192, 0, 2, 1])).expect("heard"));
            }
            let refused = tells.iter().take(12).filter(|is_done| !is_done).count();
            assert_eq!(refused, 12, "the others wait");
            let bystander = scope.spawn(|| import([192, 0, 2, 2]));
            drop(running);
            assert!(bystander.join().expect("an end"));
            assert!(tells.iter().take(8).all(|is_done| is_done));
        });
    }
}
