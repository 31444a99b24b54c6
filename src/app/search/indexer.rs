//! Fills the search index: a little just before each search, larger amounts on a background thread of the server.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::store::search::{self, Behind};
use crate::store::{Store, StoreError};

/// So many messages are put into the index before a search; more would keep it waiting.
const AT_ONCE: u64 = 1000;

/// How often the thread looks whether there is something to do.
const PERIOD: Duration = Duration::from_secs(5);

/// From so many messages on the log tells of it.
const TOLD: u64 = 10_000;

/// Puts what is missing into the index if it is not much; how far it is then.
pub fn catch_up(store: &Store) -> Result<Behind, StoreError> {
    let mut behind = store.read_one(search::behind)?;
    while !behind.is_nothing() && behind.missing() <= AT_ONCE {
        let before = behind;
        behind = step(store)?;
        if behind == before {
            break;
        }
    }
    Ok(behind)
}

/// Puts all that is missing into the index, and says how far it is, until `go_on` is false. What is there stays there.
pub fn fill(store: &Store, mut go_on: impl FnMut(Behind) -> bool) -> Result<(), StoreError> {
    let mut behind = store.read_one(search::behind)?;
    while !behind.is_nothing() && go_on(behind) {
        let before = behind;
        behind = step(store)?;
        if behind == before {
            break;
        }
    }
    Ok(())
}

fn step(store: &Store) -> Result<Behind, StoreError> {
    // Taken apart before others have to wait for it.
    let batch = store.read(search::next)?;
    store.write(|tx| {
        search::put(tx, batch.as_ref())?;
        search::behind(tx)
    })
}

/// The thread that does it, until this is dropped.
pub struct Indexer {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Indexer {
    /// Begins at once. Without it the search finds what was stored before, and says so.
    pub fn start(store: Store) -> Self {
        let (stop, stopped) = mpsc::channel();
        let work = move || {
            loop {
                if let Err(error) = run(&store, &stopped) {
                    tracing::warn!(%error, "the search's index was not filled; trying again in a moment");
                }
                if stopped.recv_timeout(PERIOD) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        match thread::Builder::new().name("indexer".to_owned()).spawn(work) {
            Ok(thread) => Self { stop: Some(stop), thread: Some(thread) },
            Err(error) => {
                tracing::warn!(%error, "the search's index will not be filled");
                Self { stop: None, thread: None }
            }
        }
    }
}

/// Fills the index where a search would not do it by itself; also when something was deleted, which is to leave no trace.
fn run(store: &Store, stopped: &mpsc::Receiver<()>) -> Result<(), StoreError> {
    let behind = store.read_one(search::behind)?;
    if behind.missing() <= AT_ONCE && !behind.has_changes {
        return Ok(());
    }
    let mut told = None;
    fill(store, |behind| {
        let percent = behind.done.saturating_mul(100) / behind.total.max(1);
        if behind.missing() > TOLD && told.is_none_or(|told| percent >= told + 10) {
            tracing::info!(done = behind.done, of = behind.total, "filling the search's index");
            told = Some(percent);
        }
        stopped.recv_timeout(Duration::ZERO) == Err(RecvTimeoutError::Timeout)
    })?;
    if told.is_some() && store.read_one(search::behind)?.missing() == 0 {
        tracing::info!("the search's index is complete");
    }
    Ok(())
}

impl Drop for Indexer {
    /// Waits for the batch that it is at.
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
