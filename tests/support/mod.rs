//! The real executable on a port that the system chose, and a small HTTP client that shows what
//! is on the wire.

#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]

pub mod client;
pub mod desk;
pub mod forms;
pub mod people;
pub mod process;
pub mod secrets;
pub mod server;

pub use client::{Connection, Response};
pub use desk::Desk;
pub use people::{Person, world};
pub use process::Process;
pub use server::Server;

/// Waits until something is so; a test that waits in vain fails with `what` it waited for.
#[track_caller]
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + client::PATIENCE;
    while !is_so() {
        assert!(std::time::Instant::now() < deadline, "in vain: {what}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
