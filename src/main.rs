//! `neptun-share`: one executable and one SQLite file that put an AI conversation behind a link.

mod access;
mod cli;
mod commands;
mod domain;
mod export;
mod gate;
mod guesses;
mod http;
mod import;
mod importer;
mod json;
mod network;
mod password;
mod presence;
mod render;
mod server;
mod sessions;
mod store;

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
