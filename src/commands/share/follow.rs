//! `share --follow`: publishes what is added to a session, as long as the command runs.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::session_place::{FileState, SessionPlace, Wanted};
use crate::app::following::{self, Brought, FollowError, Following};
use crate::commands::Failure;
use crate::commands::terminal::{counted, display_path, eprint_line, one_line};
use crate::domain::chat::NewChat;
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;
use crate::import::{self, GrowingSession};
use crate::store::Store;
use crate::unix::signals::{Ending, Wake};

/// How often the session's file is looked at.
const PERIOD: Duration = Duration::from_millis(250);
/// After that many times as long as it took to read and to search it: a tenth of the time is spent with that.
const RESPITE: u32 = 9;
/// The longest time between two attempts to read a file, and to reach a server.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(15));
/// So long what is being done may still take after Ctrl-C; a second Ctrl-C ends it at once.
const GRACE: Duration = Duration::from_secs(2);

/// What is in the way of following.
pub enum Setback {
    /// It may be otherwise in a moment.
    Later(Failure),
    /// It is over.
    Over(Failure),
}

/// Where what is new is published.
pub trait Destination: Send {
    /// Says that the session is still followed, when it is time to.
    fn stay(&mut self) -> Result<(), Setback>;
    /// Takes what the session is now; so many of its first messages are what they were when it was taken last.
    fn take(&mut self, new: &NewChat, same: usize) -> Result<Brought, Setback>;
    /// Sends what was taken and is not there yet; how many messages are new there.
    fn deliver(&mut self) -> Result<usize, Setback>;
    /// Whether something was taken and is not there yet.
    fn owes(&self) -> bool;
}

/// The thread that follows a session.
pub struct Follower {
    thread: JoinHandle<()>,
    done: Receiver<Result<(), Failure>>,
    /// It ends when this is dropped.
    stop: Sender<()>,
    ending: Ending,
}

/// How far a look has come.
struct Reading {
    session: GrowingSession,
    /// So many of the first messages are what they were when they were taken last.
    same: usize,
    seen: Option<FileState>,
    /// How often in a row the session could not be read.
    unread: u32,
}

/// Refuses to follow what another command follows. Called before anything is stored.
pub fn check(store: &Store, owner: Option<UserId>, new: &NewChat) -> Result<(), Failure> {
    let Some(owner) = owner else { return Ok(()) };
    following::is_free(store, owner, new, Timestamp::now()).map_err(refused)
}

impl Follower {
    /// Begins.
    pub fn start(
        (place, wanted): (SessionPlace, Wanted),
        destination: impl Destination + 'static,
    ) -> Result<Self, Failure> {
        let cannot = |error| Failure::new(format!("cannot open a pair of sockets: {error}"));
        let (ending, wake) = Ending::new().map_err(cannot)?;
        let (stop, stopped) = mpsc::channel();
        let (sender, done) = mpsc::channel();
        // Reading needs its stack.
        let thread = thread::Builder::new().name("follow".to_owned()).stack_size(import::STACK);
        let thread = thread
            .spawn(move || {
                let _wake: Wake = wake;
                // Who no longer waits for it has no use for what it says.
                drop(sender.send(follow(&place, wanted, destination, &stopped)));
            })
            .map_err(|error| Failure::new(format!("cannot start a thread to follow the session on: {error}")))?;
        Ok(Self { thread, done, stop, ending })
    }

    /// Follows until Ctrl-C, or until the session ends.
    pub fn wait(self) -> Result<(), Failure> {
        self.ending.wait().map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))?;
        self.end()
    }

    /// Ends it at once: a server that does not answer is not waited for.
    pub fn end(self) -> Result<(), Failure> {
        drop(self.stop);
        self.ending.grace(GRACE);
        match self.done.try_recv() {
            Ok(result) => result,
            Err(mpsc::TryRecvError::Empty) => Ok(()),
            Err(mpsc::TryRecvError::Disconnected) => {
                self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                Ok(())
            }
        }
    }
}

/// Looks again and again.
fn follow(
    place: &SessionPlace,
    wanted: Wanted,
    mut destination: impl Destination,
    stop: &Receiver<()>,
) -> Result<(), Failure> {
    let mut reading = Reading { session: GrowingSession::new(), same: 0, seen: None, unread: 0 };
    let (mut trouble, mut failed) = (String::new(), 0);
    loop {
        let stayed = destination.stay();
        // Without the network: a server that is slow to answer costs no processor.
        let started = Instant::now();
        let looked = stayed.and_then(|()| look(place, wanted, &mut destination, &mut reading));
        let respite = started.elapsed() * RESPITE;
        let delivered = looked.and_then(|()| destination.deliver());
        let (told, pause) = match delivered {
            Ok(messages) => {
                failed = 0;
                if messages > 0 {
                    say_added(messages);
                }
                if reading.unread == 0 && place.has_ended() {
                    eprint_line("The session has ended. The link stays as it is.");
                    return Ok(());
                }
                // An agent may write it anew: only what is gone for longer is told.
                let told = match reading.unread {
                    0 | 1 => String::new(),
                    _ if place.state().is_gone() => {
                        format!("{} is gone; waiting for it to be there again.", display_path(place.path()))
                    }
                    _ => trouble.clone(),
                };
                (told, doubled(reading.unread, PATIENCE.0))
            }
            Err(Setback::Later(failure)) => {
                failed += 1;
                (format!("Trying again: {failure}"), doubled(failed, PATIENCE.1))
            }
            Err(Setback::Over(failure)) => return Err(failure),
        };
        if told != trouble {
            eprint_line(if told.is_empty() { "Following again." } else { &told });
        }
        trouble = told;
        if stop.recv_timeout(pause.max(respite)) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    if destination.owes() {
        eprint_line("Not everything was sent that the agent has written; share the session again to send the rest.");
    }
    Ok(())
}

/// How long to wait when something has failed so often.
fn doubled(failed: u32, most: Duration) -> Duration {
    (PERIOD * 2_u32.pow(failed.min(8))).min(most).max(PERIOD)
}

/// Takes what is new, if anything is. What could not be read is not passed over: the next look tries it again.
fn look(
    place: &SessionPlace,
    wanted: Wanted,
    destination: &mut impl Destination,
    reading: &mut Reading,
) -> Result<(), Setback> {
    // Before it is read: what is written meanwhile is for the next time.
    let state = place.state();
    if reading.seen.as_ref() == Some(&state) {
        return Ok(());
    }
    // Otherwise it is being written anew, or is on a disk that is not there for a moment.
    let Ok(Some((chat, same))) = place.read(wanted, &mut reading.session) else {
        reading.unread += 1;
        return Ok(());
    };
    reading.unread = 0;
    reading.same = reading.same.min(same);
    let brought = destination.take(&chat, reading.same)?;
    reading.same = chat.messages.len();
    reading.seen = Some(state);
    if brought.messages > 0 {
        say_added(brought.messages);
    }
    for found in &brought.left_out {
        eprint_line(format_args!("Left out: {} ({}).", one_line(&found.masked), found.rule));
    }
    if brought.is_changed_here && brought.messages == 0 {
        eprint_line("The conversation was changed here, so nothing more of the session is taken.");
    }
    Ok(())
}

fn say_added(messages: usize) {
    eprint_line(format_args!("{} added or changed.", counted(messages, "message")));
}

impl Destination for Following {
    fn stay(&mut self) -> Result<(), Setback> {
        Self::stay(self, Timestamp::now()).map_err(setback)
    }

    fn take(&mut self, new: &NewChat, same: usize) -> Result<Brought, Setback> {
        self.bring((new, same), Timestamp::now()).map_err(setback)
    }

    fn deliver(&mut self) -> Result<usize, Setback> {
        Ok(0)
    }

    fn owes(&self) -> bool {
        false
    }
}

/// What is busy, or full, may be otherwise in a moment.
fn setback(error: FollowError) -> Setback {
    match error {
        FollowError::Unavailable(error) => Setback::Later(error.into()),
        error => Setback::Over(refused(error)),
    }
}

/// Why the session is not followed, or no longer.
pub fn refused(error: FollowError) -> Failure {
    match error {
        FollowError::Followed(process) => {
            let process = process.map_or_else(String::new, |process| format!(" (process {process})"));
            Failure::new(format!(
                "another command follows this session already{process}; end that one first, with Ctrl-C"
            ))
        }
        FollowError::Deleted => Failure::new("the conversation was deleted, so the session is no longer followed"),
        FollowError::Unavailable(error) => error.into(),
    }
}
