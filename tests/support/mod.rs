//! The real executable on a port that the system chose, and a small HTTP client that shows what
//! is on the wire.

#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]

pub mod client;
pub mod people;
pub mod server;

pub use client::{Connection, Response};
pub use people::{Person, world};
pub use server::Server;
