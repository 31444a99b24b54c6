//! `neptun-share agent`: what is added to coding agents' settings, and what these additions run.

mod finished;
pub mod sharing;

use std::env;
use std::path::Path;

use super::Failure;
use super::terminal::{display_path, eprint_line, print_line};
use crate::cli::{AgentAction, AgentSettings, InstallAgent};
use crate::host::agent_setup::{Extra, Piece, Places, SetupAgent, State, pieces};

/// What an agent can get, the command first.
const ALL: [Option<Extra>; 3] = [None, Some(Extra::Mcp), Some(Extra::Import)];

/// Runs a subcommand of `agent`.
pub fn run(arguments: &AgentSettings) -> Result<(), Failure> {
    match &arguments.action {
        AgentAction::Install(wanted) => install(wanted, &places()?),
        AgentAction::Uninstall(which) => uninstall(which.agent, &places()?),
        AgentAction::Status => status(&places()?),
        AgentAction::Share(wanted) => sharing::run(&arguments.data, wanted),
        AgentAction::Finished(session) => finished::run(&arguments.data, session),
    }
}

fn places() -> Result<Places, Failure> {
    Places::of_this_machine()
        .ok_or_else(|| Failure::new("there is no home folder in which an agent could have settings"))
}

/// Adds all that is wanted, or, where a piece can't be added, nothing.
fn install(wanted: &InstallAgent, places: &Places) -> Result<(), Failure> {
    let agent = wanted.agent;
    let extras = [Some(None), wanted.mcp.then_some(Some(Extra::Mcp)), wanted.import.then_some(Some(Extra::Import))];
    let mut all: Vec<Piece> = Vec::new();
    for extra in extras.into_iter().flatten() {
        let own = pieces(agent, extra, places);
        if own.is_empty() {
            return Err(Failure::new(format!(
                "{} has no hook for finished sessions; nothing was added",
                agent.title()
            )));
        }
        all.extend(own);
    }
    if let Some((piece, why)) = all.iter().find_map(|piece| match piece.state() {
        State::Other(why) => Some((piece, why)),
        _ => None,
    }) {
        return Err(refused(piece, &why, "nothing was added"));
    }
    for piece in &all {
        let was_there = piece.state() == State::Present;
        piece.add().map_err(|why| refused(piece, &why, "not all was added"))?;
        let done = if was_there { "was there" } else { "added" };
        print_line(format_args!("{done}: {}, {}", piece.what, display_path(&piece.path)))?;
    }
    eprint_line(format_args!(
        "In {}, {} shares the current session. Restart it to use the command.",
        agent.title(),
        agent.command()
    ));
    if !is_on_path() {
        eprint_line("neptun-share is not on your PATH, but the agent calls it by its name; put it there.");
    }
    Ok(())
}

fn uninstall(agent: SetupAgent, places: &Places) -> Result<(), Failure> {
    let all = ALL.into_iter().flat_map(|extra| pieces(agent, extra, places));
    let (mut removed, mut kept) = (0, Vec::new());
    for piece in all {
        match piece.state() {
            State::Absent => continue,
            State::Present => {}
            State::Other(_) if !is_ours(&piece) => continue,
            State::Other(why) => {
                kept.push(refused(&piece, &why, "it was left").to_string());
                continue;
            }
        }
        match piece.remove() {
            Ok(()) => {
                removed += 1;
                print_line(format_args!("removed: {}, {}", piece.what, display_path(&piece.path)))?;
            }
            Err(why) => kept.push(refused(&piece, &why, "it was left").to_string()),
        }
    }
    if !kept.is_empty() {
        return Err(Failure::new(kept.join("\n")));
    }
    if removed == 0 {
        eprint_line(format_args!("Nothing of neptun-share's is in the settings of {}.", agent.title()));
    }
    Ok(())
}

/// Whether what is there in place of a piece speaks of this program: somebody has changed it.
fn is_ours(piece: &Piece) -> bool {
    std::fs::read_to_string(&piece.path).is_ok_and(|text| text.contains("neptun-share"))
}

fn status(places: &Places) -> Result<(), Failure> {
    for agent in SetupAgent::ALL {
        print_line(agent.title())?;
        for piece in ALL.into_iter().flat_map(|extra| pieces(agent, extra, places)) {
            let path = display_path(&piece.path);
            print_line(match piece.state() {
                State::Present => format!("  added      {}: {path}", piece.what),
                State::Absent => format!("  not added  {}", piece.what),
                State::Other(why) => format!("  not added  {}: {path}: {why}", piece.what),
            })?;
        }
    }
    Ok(())
}

fn refused(piece: &Piece, why: &str, outcome: &str) -> Failure {
    Failure::new(format!("{}: {why}; {outcome}", display_path(&piece.path)))
}

fn is_on_path() -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(Path::new("neptun-share")).is_file())
}
