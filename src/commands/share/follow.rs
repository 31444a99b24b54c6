//! `share --follow`: publishes what is added to a session, as long as the command runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::session_place::{SessionPlace, Wanted};
use crate::app::following::{self, FollowError, Following};
use crate::commands::Failure;
use crate::commands::terminal::{counted, display_path, eprint_line, one_line};
use crate::domain::chat::NewChat;
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;
use crate::import;
use crate::store::Store;

/// How often the session's file is looked at.
const PERIOD: Duration = Duration::from_millis(250);
/// After that many times as long as it took to read and to search it.
const RESPITE: u32 = 3;

/// The thread that follows a session.
pub struct Follower {
    thread: JoinHandle<Result<(), Failure>>,
    stop: Arc<AtomicBool>,
}

/// Refuses to follow what another command follows. Called before anything is stored.
pub fn check(store: &Store, owner: Option<UserId>, new: &NewChat) -> Result<(), Failure> {
    let Some(owner) = owner else { return Ok(()) };
    match following::follower(store, owner, new, Timestamp::now())? {
        Some(process) => Err(followed(Some(process))),
        None => Ok(()),
    }
}

impl Follower {
    /// Begins.
    pub fn start((place, wanted): (SessionPlace, Wanted), following: Following) -> Result<Self, Failure> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        // Reading needs its stack.
        let thread = thread::Builder::new().name("follow".to_owned()).stack_size(import::STACK);
        let thread = thread
            .spawn(move || follow(&place, wanted, following, &stopped))
            .map_err(|error| Failure::new(format!("cannot start a thread to follow the session on: {error}")))?;
        Ok(Self { thread, stop })
    }

    /// Follows until Ctrl-C, or until the session ends.
    pub fn wait(self) -> Result<(), Failure> {
        let register = |signal| flag::register(signal, Arc::clone(&self.stop));
        let listening = register(SIGINT).and_then(|_| register(SIGTERM));
        listening.map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))?;
        self.join()
    }

    /// Ends it.
    pub fn end(self) -> Result<(), Failure> {
        self.stop.store(true, Ordering::Relaxed);
        self.join()
    }

    fn join(self) -> Result<(), Failure> {
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// Looks again and again.
fn follow(place: &SessionPlace, wanted: Wanted, mut following: Following, stop: &AtomicBool) -> Result<(), Failure> {
    let mut seen = None;
    let mut trouble = String::new();
    while !stop.load(Ordering::Relaxed) {
        // Before it is read: what is written meanwhile is for the next time.
        let state = place.state();
        let started = Instant::now();
        let now = Timestamp::now();
        let done = match seen.as_ref() == Some(&state) {
            true => following.stay(now),
            false => following.stay(now).and_then(|()| bring(place, wanted, &mut following)),
        };
        let told = match done {
            // An agent may write it anew: only what is gone for longer is told.
            Ok(()) if state.is_gone() && seen.as_ref() == Some(&state) => {
                format!("{} is gone; waiting for it to be there again.", display_path(place.path()))
            }
            Ok(()) => {
                if seen.as_ref() != Some(&state) && place.has_ended() {
                    eprint_line("The session has ended. The link stays as it is.");
                    return Ok(());
                }
                seen = Some(state);
                String::new()
            }
            // What is busy, or full, may be otherwise in a moment.
            Err(FollowError::Unavailable(error)) => format!("Trying again: {}", Failure::from(error)),
            Err(error) => return Err(refused(error)),
        };
        if !told.is_empty() && told != trouble {
            eprint_line(&told);
        }
        trouble = told;
        thread::sleep(PERIOD.max(started.elapsed() * RESPITE));
    }
    Ok(())
}

/// Publishes what is new.
fn bring(place: &SessionPlace, wanted: Wanted, following: &mut Following) -> Result<(), FollowError> {
    // Otherwise it is being written anew, or is on a disk that is not there for a moment.
    let Ok(Some(chat)) = place.read(wanted) else { return Ok(()) };
    let brought = following.bring(&chat, Timestamp::now())?;
    if brought.messages > 0 {
        eprint_line(format_args!("{} added or changed.", counted(brought.messages, "message")));
    }
    for found in &brought.left_out {
        eprint_line(format_args!("Left out: {} ({}).", one_line(&found.masked), found.rule));
    }
    if brought.is_changed_here && brought.messages == 0 {
        eprint_line("The conversation was changed here, so nothing more of the session is taken.");
    }
    Ok(())
}

/// Why the session is not followed, or no longer.
pub fn refused(error: FollowError) -> Failure {
    match error {
        FollowError::Followed(process) => followed(process),
        FollowError::Deleted => Failure::new("the conversation was deleted, so the session is no longer followed"),
        FollowError::Unavailable(error) => error.into(),
    }
}

fn followed(process: Option<u32>) -> Failure {
    let process = process.map_or_else(String::new, |process| format!(" (process {process})"));
    Failure::new(format!("another command follows this session already{process}; end that one first, with Ctrl-C"))
}
