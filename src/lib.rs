//! `neptun-share`: one executable and one SQLite file that put an AI conversation behind a link.

pub mod cli;
pub mod commands;

mod app;
mod base;
mod domain;
mod export;
mod guard;
mod housekeeping;
mod http;
mod import;
mod importer;
mod login_throttle;
mod password;
mod qr;
mod render;
mod server;
mod store;
mod strength;

// The build script's code: its tests run with the others.
#[cfg(test)]
#[path = "../build/mod.rs"]
mod build;
mod host;
