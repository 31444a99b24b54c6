//! What a server counts of its work. One for the process: each part adds to its own, and whoever shows them reads all.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper bounds of the classes of time that requests are counted in, in microseconds.
pub const BOUNDS: [u64; 8] = [1000, 5000, 25_000, 100_000, 500_000, 2_000_000, 10_000_000, 60_000_000];

/// All that is counted.
pub static METRICS: Metrics = Metrics {
    answers: [const { Counter::new() }; 5],
    faster: [const { Counter::new() }; BOUNDS.len()],
    micros: Counter::new(),
    connections: Counter::new(),
    open_connections: Counter::new(),
    refused_connections: Counter::new(),
    log_lines_left_out: Counter::new(),
    failed_sign_ins: Counter::new(),
    failed_backups: Counter::new(),
};

/// A number that grows, or of what comes and goes.
pub struct Counter(AtomicU64);

impl Counter {
    const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// So many more.
    pub fn add(&self, number: u64) {
        self.0.fetch_add(number, Ordering::Relaxed);
    }

    /// One less.
    pub fn remove_one(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// The number.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is counted.
pub struct Metrics {
    /// Answers by the hundreds of their status, from 1.
    pub answers: [Counter; 5],
    /// Of those, how many took at most the time of [`BOUNDS`], and longer than that of the class before.
    pub faster: [Counter; BOUNDS.len()],
    /// The time that all answers took, in microseconds.
    pub micros: Counter,
    /// Connections that were accepted.
    pub connections: Counter,
    /// Those that are open.
    pub open_connections: Counter,
    /// Those that were turned away.
    pub refused_connections: Counter,
    /// Lines of the log that nobody took.
    pub log_lines_left_out: Counter,
    /// Wrong passwords of accounts and links.
    pub failed_sign_ins: Counter,
    /// Backups of the schedule that failed.
    pub failed_backups: Counter,
}

impl Metrics {
    /// An answer was ready after that time.
    pub fn answered(&self, status: u16, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        if let Some(counter) = self.answers.get(usize::from((status / 100).clamp(1, 5)) - 1) {
            counter.add(1);
        }
        if let Some(counter) = BOUNDS.iter().position(|bound| micros <= *bound).and_then(|class| self.faster.get(class))
        {
            counter.add(1);
        }
        self.micros.add(micros);
    }
}
