//! Asks a server of this kind over HTTP. What it answers is a stranger's: bounded in size and in time, and never followed
//! to another host. Knows no store and no terminal.

mod call;
mod network;
mod words;

pub use call::{Call, CallBody};
pub use network::Client;
