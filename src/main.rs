//! `neptun-share`: one executable and one SQLite file that put an AI conversation behind a link.

mod access;
mod cli;
mod commands;
mod domain;
mod export;
mod gate;
mod guard;
mod guesses;
mod housekeeping;
mod http;
mod import;
mod importer;
mod json;
mod network;
mod password;
mod presence;
mod qr;
mod render;
mod secret;
mod server;
mod sessions;
mod store;
mod strength;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            commands::terminal::remark(format_args!("neptun-share: {failure}"));
            failure.code()
        }
    }
}
