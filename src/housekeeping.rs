//! Forgets what is over, once a minute while a server runs.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::domain::timestamp::Timestamp;
use crate::store::{Store, housekeeping};

const PERIOD: Duration = Duration::from_secs(60);

/// The thread that does it, until this is dropped.
pub struct Housekeeping {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Housekeeping {
    /// Begins at once. That there is no thread for it is no reason not to serve: what is over does not
    /// work, also while it is kept.
    pub fn start(store: Store) -> Self {
        let (stop, stopped) = mpsc::channel();
        let keep = move || {
            loop {
                let pause = match store.write(|tx| housekeeping::run(tx, Timestamp::now())) {
                    Ok(has_more) if has_more => Duration::ZERO,
                    Ok(_) => PERIOD,
                    Err(error) => {
                        tracing::warn!(%error, "what is over was not forgotten; trying again in a minute");
                        PERIOD
                    }
                };
                if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        };
        match thread::Builder::new().name("housekeeping".to_owned()).spawn(keep) {
            Ok(thread) => Self { stop: Some(stop), thread: Some(thread) },
            Err(error) => {
                tracing::warn!(%error, "what is over will not be forgotten");
                Self { stop: None, thread: None }
            }
        }
    }
}

impl Drop for Housekeeping {
    /// Waits for what it is doing.
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
