//! Asks a server of this kind over HTTP: as a reader does, or as a program that is signed in. What it answers is a stranger's:
//! bounded in size and in time, never followed to another host. Knows no store and no terminal.

mod address;
mod call;
mod network;
mod shared;
mod words;

pub use address::LinkAddress;
pub use call::{Call, CallBody, WORK};
pub use network::{Client, Reply};
pub use shared::{Answer, Keys};
