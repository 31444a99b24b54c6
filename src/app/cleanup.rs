//! Removes what has expired or was deleted, from every table, and returns its disk space: once a minute while a server
//! runs.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::conversations::UNDO;
use super::import_report::KEPT_FOR;
use crate::domain::timestamp::Timestamp;
use crate::store::{
    Store, StoreError, api_tokens, chats, import_reports, invitations, password_links, sessions, space, visits,
};

const PERIOD: Duration = Duration::from_secs(60);

/// Forgets what has expired. Each of these is to be quick when there is nothing to do, and to leave the rest
/// for the next time when there is much: then this is true, and others get their turn before it is called
/// again.
pub fn run(store: &Store, now: Timestamp) -> Result<bool, StoreError> {
    store.write(|tx| {
        sessions::delete_expired(tx, now)?;
        api_tokens::delete_expired(tx, now)?;
        invitations::delete_expired(tx, now)?;
        password_links::delete_expired(tx, now)?;
        visits::forget_expired(tx, now)?;
        import_reports::delete_until(tx, now.minus(KEPT_FOR))?;
        chats::delete_for_good(tx, now.minus(UNDO))
    })
}

/// A step of what is to be done; whether there is more. Room is given back when nothing is left to forget.
fn step(store: &Store) -> Result<bool, StoreError> {
    let has_more = run(store, Timestamp::now())? || store.write(|tx| space::give_back(tx))?;
    if !has_more {
        space::fold_log(store)?;
    }
    Ok(has_more)
}

/// The thread that does it, until this is dropped.
pub struct Cleanup {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Cleanup {
    /// Begins at once. That there is no thread for it is no reason not to serve: what has
    /// expired does not work, also while it is kept.
    pub fn start(store: Store) -> Self {
        let (stop, stopped) = mpsc::channel();
        let keep = move || {
            loop {
                let pause = match step(&store) {
                    Ok(has_more) if has_more => Duration::ZERO,
                    Ok(_) => PERIOD,
                    Err(error) => {
                        tracing::warn!(%error, "expired data was not removed; trying again in a minute");
                        PERIOD
                    }
                };
                if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        match thread::Builder::new().name("cleanup".to_owned()).spawn(keep) {
            Ok(thread) => Self { stop: Some(stop), thread: Some(thread) },
            Err(error) => {
                tracing::warn!(%error, "expired data will not be removed");
                Self { stop: None, thread: None }
            }
        }
    }
}

impl Drop for Cleanup {
    /// Waits for what it is doing.
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
