//! The program's entry: runs the named command and sets the exit code.

use std::process::ExitCode;

use clap::Parser;
use neptun_share::cli::{Cli, Command};
use neptun_share::commands::{self, Failure};

/// Gives memory that is free again back to the system, however many threads took it.
#[cfg(all(target_os = "linux", feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let outcome = run();
    commands::flush_log();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            commands::terminal::eprint_line(format_args!("neptun-share: {failure}"));
            failure.code()
        }
    }
}

fn run() -> Result<(), Failure> {
    commands::draw_diagrams();
    match Cli::parse().command {
        Command::Share(arguments) => commands::share::run(arguments),
        Command::Sessions(arguments) => commands::sessions::run(&arguments),
        Command::List(arguments) => commands::list::run(&arguments),
        Command::Search(arguments) => commands::search::run(&arguments),
        Command::Unshare(arguments) => commands::unshare::run(&arguments),
        Command::Link(arguments) => commands::links::run(&arguments),
        Command::Rename(arguments) => commands::chats::rename(&arguments),
        Command::Delete(arguments) => commands::chats::delete(&arguments),
        Command::Restore(arguments) => commands::chats::restore(&arguments),
        Command::Export(arguments) => commands::export::run(&arguments),
        Command::Continue(arguments) => commands::continuing::run(&arguments),
        Command::Agent(arguments) => commands::agent::run(&arguments),
        Command::Mcp(arguments) => commands::mcp::run(&arguments),
        Command::Import(arguments) => commands::import::run(&arguments),
        Command::Login(arguments) => commands::login::login(&arguments),
        Command::Logout(arguments) => commands::login::logout(&arguments),
        Command::Servers(arguments) => commands::login::servers(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Backup(arguments) => commands::backup::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Status(arguments) => commands::status::run(&arguments),
        Command::DrawDiagram => commands::draw_diagram::run(),
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::User(arguments) => commands::user::run(&arguments),
        Command::Completions(arguments) => commands::manual::completions(&arguments),
        Command::Man(arguments) => commands::manual::pages(&arguments),
    }
}
