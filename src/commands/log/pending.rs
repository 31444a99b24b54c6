//! Lines on their way to standard error. A thread of its own writes them, so that one that nobody reads, such as a full
//! pipe, keeps no request waiting.

use std::io::{self, Write as _};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::base::metrics::METRICS;

/// How long a line may wait for others: a call of the system for each costs as much as a request. A program that is
/// killed has lost at most that.
const DELAY: Duration = Duration::from_millis(50);
/// So many bytes do not wait.
const MANY: usize = 64 * 1024;
/// Lines that are kept while nobody takes them, in bytes; more are left out and counted.
const MOST: usize = 1024 * 1024;
/// How long the end of the program waits for them.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// The lines of the log.
pub struct PendingLines {
    state: Mutex<WriterState>,
    changed: Condvar,
}

struct WriterState {
    lines: String,
    left_out: u64,
    /// Whether something is wrong, or there are many: then they are written at once.
    is_urgent: bool,
    is_writing: bool,
    has_writer: bool,
}

impl PendingLines {
    /// None yet, and nobody who writes them.
    pub const fn new() -> Self {
        let state =
            WriterState { lines: String::new(), left_out: 0, is_urgent: false, is_writing: false, has_writer: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Starts the thread that writes them. Where there can be none, there is no log.
    pub fn start(&'static self) {
        let writer = thread::Builder::new().name("log".to_owned()).spawn(|| self.write_for_ever());
        self.lock().has_writer = writer.is_ok();
    }

    /// Adds a line.
    pub fn push(&self, line: &str, is_urgent: bool) {
        let mut state = self.lock();
        if state.lines.len() + line.len() > MOST {
            state.left_out += 1;
            METRICS.log_lines_left_out.add(1);
            return;
        }
        let was_empty = state.lines.is_empty();
        state.lines.push_str(line);
        let was_urgent = state.is_urgent;
        state.is_urgent |= is_urgent || state.lines.len() >= MANY;
        if was_empty || state.is_urgent != was_urgent {
            self.changed.notify_all();
        }
    }

    /// Waits until all are written, for a while.
    pub fn flush(&self) {
        let mut state = self.lock();
        state.is_urgent = true;
        self.changed.notify_all();
        let is_busy = |state: &mut WriterState| state.has_writer && (state.is_writing || !state.lines.is_empty());
        drop(self.changed.wait_timeout_while(state, LAST_WAIT, is_busy));
    }

    fn write_for_ever(&self) {
        let mut batch = String::new();
        loop {
            let mut state = self.lock();
            while state.lines.is_empty() {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            let until = Instant::now() + DELAY;
            while !state.is_urgent {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                (state, _) = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
            }
            std::mem::swap(&mut state.lines, &mut batch);
            let left_out = std::mem::take(&mut state.left_out);
            (state.is_urgent, state.is_writing) = (false, true);
            drop(state);

            // A log that can't be written is no reason to stop, and there is nowhere else to report it.
            let _ = io::stderr().lock().write_all(batch.as_bytes());
            batch.clear();
            self.lock().is_writing = false;
            self.changed.notify_all();
            if left_out > 0 {
                tracing::warn!(lines = left_out, "the log was not read fast enough; lines were left out");
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
