//! A client for servers of this kind, over HTTP: as a reader, or as a program that is signed in. Answers are untrusted:
//! bounded in size and time, and never followed to another host. Knows no store and no terminal.

mod address;
mod call;
mod network;
mod shared;
mod words;

pub use address::LinkAddress;
pub use call::{Call, CallBody, WORK};
pub use network::{Client, Reply};
pub use shared::{Keys, LinkAnswer};
