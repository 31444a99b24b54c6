//! What is shared if nothing is named: what comes through a pipe, or the session that a person chooses.

use std::path::PathBuf;
use std::time::SystemTime;

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::cli::{Cli, Share};
use crate::commands::Failure;
use crate::commands::terminal::{Dialog, eprint_line, one_line};
use crate::commands::when::ago;
use crate::domain::text::opening_words;
use crate::guard;
use crate::host::agent_sessions::AgentFolders;
use crate::unix::{files, processes};

/// Sessions that are offered.
const MOST_OFFERED: usize = 9;

/// Longest title of one, in characters.
const TITLE_CHARS: usize = 60;

/// What the arguments name; otherwise what is to be named in its place.
pub fn what(arguments: &Share) -> Result<Option<PathBuf>, Failure> {
    if arguments.what.is_some() || arguments.here || arguments.chat.is_some() {
        return Ok(arguments.what.clone());
    }
    if is_piped() {
        eprint_line("Reading the conversation from standard input.");
        return Ok(Some("-".into()));
    }
    match Dialog::open(false) {
        Some(mut terminal) => pick(&mut terminal).map(Some),
        None => unnamed(),
    }
}

/// Asks which session of a coding agent.
fn pick(terminal: &mut Dialog) -> Result<PathBuf, Failure> {
    let sessions = AgentFolders::of_this_machine().sessions();
    if sessions.is_empty() {
        unnamed();
    }
    let now = SystemTime::now();
    terminal.print("The newest sessions of coding agents on this machine:\n")?;
    for (number, session) in (1..=MOST_OFFERED).zip(sessions) {
        let session = session.look();
        let title = session.title.map_or_else(|| "(no title)".to_owned(), |title| guard::masked(&title));
        terminal.print(&format!(
            "  s{number}  {:<14}  {:<11}  {}\n",
            ago(session.modified, now),
            session.program.title(),
            opening_words(&one_line(&title), TITLE_CHARS)
        ))?;
    }
    let question = "Which one? [Enter] s1, or another; or a file, or a number of `list`; [q]uit: ";
    match terminal.ask(question)?.as_deref().map(str::trim) {
        Some("") => Ok("s1".into()),
        None | Some("q" | "quit") => Err(Failure::new("nothing was shared")),
        Some(named) => Ok(named.into()),
    }
}

/// Whether something comes through standard input: a pipe, or a file. From other places nothing may ever come.
fn is_piped() -> bool {
    processes::about_standard_input().is_ok_and(|about| files::is_pipe(&about) || about.is_file())
}

/// Leaves as every command does of which an argument is missing.
fn unnamed() -> ! {
    let mut program = Cli::command();
    // With the names by which it is called.
    program.build();
    let message = "name what to share: a file, `-` for standard input, a conversation's number in `list`, or a coding agent's \
                   session such as s1 (neptun-share sessions)";
    let error = match program.find_subcommand_mut("share") {
        Some(share) => share.error(ErrorKind::MissingRequiredArgument, message),
        None => program.error(ErrorKind::MissingRequiredArgument, message),
    };
    error.exit()
}
