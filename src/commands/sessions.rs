//! `neptun-share sessions`: the sessions of coding agents on this machine, named for `share`.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use serde::Serialize;

use super::Failure;
use super::import::{CONVERSATION_BYTES, not_fetched, with_room};
use super::terminal::{counted, display_path, eprint_line, one_line, print_json, print_line};
use super::when::ago;
use crate::cli;
use crate::domain::text::opening_words;
use crate::domain::timestamp::Timestamp;
use crate::guard;
use crate::host::agent_sessions::{AgentFolders, AgentSession};
use crate::import::{self, ImportEvent, ReadOptions};

/// Longest title in the list, in characters.
const TITLE_CHARS: usize = 60;

/// How many characters of an id are printed: enough to tell sessions apart.
const ID_CHARS: usize = 8;

/// What is read to count messages, in bytes: of one session, and of all that are listed. It takes as long as to import
/// them, so that what is longer, and what comes behind that, has no count.
const COUNTED_OF_ONE: u64 = 64 * 1024 * 1024;
const COUNTED_OF_ALL: u64 = 256 * 1024 * 1024;

/// A session in the list.
#[derive(Serialize)]
struct ListedSession {
    /// What `share` knows it by.
    name: String,
    id: String,
    agent: &'static str,
    title: Option<String>,
    folder: Option<String>,
    modified_at: Option<Timestamp>,
    messages: Option<usize>,
    path: PathBuf,
}

/// Prints the sessions.
pub fn run(arguments: &cli::Sessions) -> Result<(), Failure> {
    let homes = AgentFolders::of_this_machine();
    let all = homes.sessions();
    if all.is_empty() && !arguments.json {
        return Err(nothing(&homes));
    }
    let here = arguments.here.then(current_folder).transpose()?;
    let mut chosen: Vec<(usize, AgentSession)> = (1..).zip(all).collect();
    if let Some(here) = &here {
        chosen.retain(|(_, session)| session.is_below(here));
    }
    if chosen.is_empty() && !arguments.json {
        return Err(nothing_here());
    }
    let count = chosen.len();
    let limit = if arguments.all { count } else { arguments.limit };
    chosen.truncate(limit);
    with_room(|| print(chosen, arguments.json)).flatten()?;
    if count > limit && !arguments.json {
        eprint_line(format_args!("{} more; --all lists them. Share one with: neptun-share share s1", count - limit));
    }
    Ok(())
}

/// Prints these, each with its number among all.
fn print(chosen: Vec<(usize, AgentSession)>, as_json: bool) -> Result<(), Failure> {
    let now = SystemTime::now();
    let (mut listed, mut left) = (Vec::new(), COUNTED_OF_ALL);
    for (number, session) in chosen {
        let session = session.look();
        let (age, agent) = (ago(session.modified, now), session.program.title());
        let short_id: String = one_line(session.short_id()).chars().take(ID_CHARS).collect();
        let row = row(number, session, &mut left);
        if as_json {
            listed.push(row);
            continue;
        }
        let messages = row.messages.map(|count| counted(count, "message")).unwrap_or_default();
        let title =
            row.title.map_or_else(|| "(no title)".to_owned(), |title| opening_words(&one_line(&title), TITLE_CHARS));
        let folder = row.folder.map(|folder| format!("  {}", one_line(&folder))).unwrap_or_default();
        print_line(format_args!(
            "{:>5}  {short_id:<8}  {age:<14}  {agent:<11}  {messages:>12}  {title}{folder}",
            row.name
        ))?;
    }
    if as_json {
        return print_json(&listed);
    }
    Ok(())
}

fn row(number: usize, session: AgentSession, left: &mut u64) -> ListedSession {
    let messages = messages(&session, left);
    let since = session.modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    ListedSession {
        name: format!("s{number}"),
        agent: session.program.title(),
        title: session.title.map(|title| guard::masked(&title)),
        modified_at: i64::try_from(since.as_millis()).ok().and_then(Timestamp::from_millis),
        id: session.id,
        folder: session.folder,
        messages,
        path: session.path,
    }
}

/// How many messages an import would show, if `left` bytes suffice to tell; `None` where it would show nothing.
fn messages(session: &AgentSession, left: &mut u64) -> Option<usize> {
    let source = session.open().ok()?;
    // How long a session in a database is, nobody knows before it is read.
    if source.size_hint().unwrap_or(1) > COUNTED_OF_ONE.min(*left) {
        return None;
    }
    let options = ReadOptions { conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
    let mut count = 0;
    let read = import::read(&source, &options, &mut |event| {
        if let ImportEvent::Chat { chat, .. } = event {
            count += chat.messages.len();
        }
        Ok(())
    });
    *left = left.saturating_sub(options.progress.load(Ordering::Relaxed));
    read.ok().map(|()| count)
}

/// The session with that name in the list, such as `s1`, or whose id starts with `what`.
pub fn find(homes: &AgentFolders, what: &Path) -> Result<AgentSession, Failure> {
    let name = what.to_string_lossy();
    let mut all = homes.sessions();
    let number = name.strip_prefix('s').and_then(|number| number.parse::<usize>().ok());
    if let Some(at) = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < all.len()) {
        return Ok(all.swap_remove(at));
    }
    let mut fitting = all.into_iter().filter(|session| session.is_named(&name));
    match (fitting.next(), fitting.next()) {
        (Some(session), None) => Ok(session),
        (Some(_), Some(_)) => Err(Failure::new(format!(
            "several sessions have an id that starts with {}; type more of it",
            display_path(what)
        ))),
        (None, _) => Err(not_fetched(what).unwrap_or_else(|| {
            Failure::new(format!(
                "there is no file {}, and no session with that name or id; see all with: neptun-share sessions",
                display_path(what)
            ))
        })),
    }
}

/// The newest session of the folder in which this runs.
pub fn newest_here(homes: &AgentFolders) -> Result<AgentSession, Failure> {
    let here = current_folder()?;
    homes.sessions().into_iter().find(|session| session.is_below(&here)).ok_or_else(nothing_here)
}

fn current_folder() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|error| Failure::new(format!("cannot tell the current folder: {error}")))
}

fn nothing(homes: &AgentFolders) -> Failure {
    let mut places: Vec<String> = homes.places().map(|place| format!("\n  {}", display_path(place))).collect();
    // Two formats of one program lie in one folder.
    places.dedup();
    Failure::new(format!(
        "no coding agent has left a session on this machine. These folders were looked into:{}",
        places.concat()
    ))
}

fn nothing_here() -> Failure {
    Failure::new("no coding agent has a session of this folder or one below it; see all with: neptun-share sessions")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::agent_sessions::Program;

    #[test]
    fn messages_are_counted_as_long_as_there_is_something_left_to_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("session.json");
        let text = r#"{"messages":[{"role":"user","content":"Why?"},{"role":"assistant","content":"So."}]}"#;
        std::fs::write(&path, text).expect("written");
        let (id, modified) = ("session".to_owned(), SystemTime::UNIX_EPOCH);
        let session = AgentSession { program: Program::Amp, path, id, modified, title: None, folder: None };
        let mut left = 150;
        assert_eq!(messages(&session, &mut left), Some(2));
        assert_eq!(left, 150 - text.len() as u64);
        assert_eq!(messages(&session, &mut left), None);
    }
}
