//! The real executable on a port that the system chose, and a small HTTP client that shows exactly what is sent.

pub mod cli_sandbox;
pub mod client;
pub mod forms;
pub mod people;
pub mod process;
pub mod relay;
pub mod secrets;
pub mod server;

pub use cli_sandbox::CliSandbox;
pub use client::{Connection, Response};
pub use people::{Person, world};
pub use server::Server;

/// Waits until something is so; a test that waits in vain fails with `what` it waited for.
#[track_caller]
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + client::TIMEOUT;
    while !is_so() {
        assert!(std::time::Instant::now() < deadline, "in vain: {what}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
