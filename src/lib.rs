//! `neptun-share`: one executable and one SQLite file that put an AI conversation behind a link.

pub mod cli;
pub mod commands;

mod app;
mod base;
mod client;
mod domain;
#[cfg(any(fuzzing, test))]
pub mod fuzzing;
mod guard;
mod handover;
mod host;
mod http;
mod import;
mod login_throttle;
mod qr;
mod render;
mod server;
mod store;
#[cfg(test)]
mod structure;
mod unix;

// The build script's code, so that its tests run with the others.
#[cfg(test)]
#[path = "../build/mod.rs"]
mod build;
