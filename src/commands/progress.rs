//! The progress of long work: a bar on a terminal, nothing elsewhere.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Time between two updates. An import that is shorter than the first shows no bar.
const PAUSE: Duration = Duration::from_millis(200);

const KNOWN: &str =
    "{bar:24} {percent:>3} %, {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left";
const COUNTED: &str = "{bar:24} {percent:>3} %, {human_pos} of {human_len} messages, {eta} left";
const UNKNOWN: &str = "{spinner} {binary_bytes}, {binary_bytes_per_sec}";

/// A bar that follows a count of bytes until it is dropped.
pub struct Progress(Option<DrawnBar>);

struct DrawnBar {
    bar: ProgressBar,
    is_done: Arc<AtomicBool>,
    drawing: Option<JoinHandle<()>>,
}

impl Progress {
    /// Follows `read` up to `total` bytes, or without an end where the total is unknown.
    pub fn follow(total: Option<u64>, read: Arc<AtomicU64>) -> Self {
        match total {
            Some(total) => Self::draw(ProgressBar::new(total), KNOWN, read),
            None => Self::draw(ProgressBar::no_length(), UNKNOWN, read),
        }
    }

    /// Follows the number of messages that are `done`.
    pub fn count(total: u64, done: Arc<AtomicU64>) -> Self {
        Self::draw(ProgressBar::new(total), COUNTED, done)
    }

    fn draw(bar: ProgressBar, template: &str, done: Arc<AtomicU64>) -> Self {
        if !io::stderr().is_terminal() {
            return Self(None);
        }
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        let is_done = Arc::new(AtomicBool::new(false));
        let drawing = thread::spawn({
            let (bar, is_done) = (bar.clone(), Arc::clone(&is_done));
            move || {
                thread::park_timeout(PAUSE);
                while !is_done.load(Ordering::Acquire) {
                    bar.set_position(done.load(Ordering::Relaxed));
                    bar.tick();
                    thread::park_timeout(PAUSE);
                }
            }
        });
        Self(Some(DrawnBar { bar, is_done, drawing: Some(drawing) }))
    }

    /// Does `work` that prints, with the bar out of the way.
    pub fn beside<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(drawn) => drawn.bar.suspend(work),
            None => work(),
        }
    }
}

impl Drop for DrawnBar {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Release);
        if let Some(drawing) = self.drawing.take() {
            drawing.thread().unpark();
            // It only draws.
            let _ = drawing.join();
        }
        self.bar.finish_and_clear();
    }
}
