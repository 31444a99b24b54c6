//! `neptun-share sessions`: the sessions of coding agents on this machine, named for `share`.

use std::path::Path;
use std::time::SystemTime;

use indicatif::BinaryBytes;

use super::Failure;
use super::terminal::{display_path, eprint_line, one_line, print_line};
use super::when::ago;
use crate::cli;
use crate::domain::text::opening_words;
use crate::guard;
use crate::host::agent_sessions::{AgentFolders, AgentSession};

/// Longest title in the list, in characters.
const TITLE_CHARS: usize = 60;

/// How many characters of an id are printed: enough to tell sessions apart.
const ID_CHARS: usize = 8;

/// Prints the sessions.
pub fn run(arguments: &cli::Sessions) -> Result<(), Failure> {
    let homes = AgentFolders::of_this_machine();
    let all = homes.sessions();
    if all.is_empty() {
        return Err(nothing(&homes));
    }
    let count = all.len();
    let limit = if arguments.all { count } else { arguments.limit };
    let now = SystemTime::now();
    for (number, session) in all.into_iter().take(limit).enumerate() {
        let AgentSession { program, id, modified, bytes, title, folder, .. } = session.look();
        let id: String = one_line(&id).chars().take(ID_CHARS).collect();
        let title = title.map_or_else(
            || "(no title)".to_owned(),
            |title| opening_words(&one_line(&guard::masked(&title)), TITLE_CHARS),
        );
        let folder = folder.map(|folder| format!("  {}", one_line(&folder))).unwrap_or_default();
        print_line(format_args!(
            "{:>5}  {id:<8}  {:<14}  {:<11}  {:>10}  {title}{folder}",
            format!("s{}", number + 1),
            ago(modified, now),
            program.title(),
            BinaryBytes(bytes).to_string()
        ))?;
    }
    if count > limit {
        eprint_line(format_args!("{} more; --all lists them. Share one with: neptun-share share s1", count - limit));
    }
    Ok(())
}

/// The session with that name in the list, such as `s1`, or whose id starts with `what`.
pub fn find(homes: &AgentFolders, what: &Path) -> Result<AgentSession, Failure> {
    let name = what.to_string_lossy();
    let mut all = homes.sessions();
    let number = name.strip_prefix('s').and_then(|number| number.parse::<usize>().ok());
    if let Some(at) = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < all.len()) {
        return Ok(all.swap_remove(at).look());
    }
    let mut fitting = all.into_iter().filter(|session| !name.is_empty() && session.id.starts_with(name.as_ref()));
    match (fitting.next(), fitting.next()) {
        (Some(session), None) => Ok(session.look()),
        (Some(_), Some(_)) => Err(Failure::new(format!(
            "several sessions have an id that starts with {}; type more of it",
            display_path(what)
        ))),
        (None, _) => Err(Failure::new(format!(
            "there is no file {}, and no session with that name or id; see all with: neptun-share sessions",
            display_path(what)
        ))),
    }
}

fn nothing(homes: &AgentFolders) -> Failure {
    let places: Vec<String> = homes.places().map(display_path).collect();
    Failure::new(format!("there are no sessions of coding agents in {}", places.join(", ")))
}
