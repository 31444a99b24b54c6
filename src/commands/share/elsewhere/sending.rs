//! The conversation on its way, piece by piece. To send one twice is to send it once.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use serde_json::Value;

use crate::app::outgoing::{Outgoing, OutgoingError, Parcel};
use crate::base::counted_reader::CountedReader;
use crate::client::{CallBody, WORK};
use crate::commands::Failure;
use crate::commands::place::Elsewhere;
use crate::commands::progress::Progress;
use crate::commands::remote::RemoteError;
use crate::commands::share::follow::Setback;
use crate::commands::terminal::{eprint_line, one_line};
use crate::domain::chat::ChatSource;
use crate::domain::id::ChatId;
use crate::domain::part::Sha256;
use crate::domain::secret;
use crate::domain::text;
use crate::store::imports::ImportOutcome;

/// Sends what readers of a link would get: the first piece as any import, which makes the conversation there or finds it, and
/// the others behind it.
pub fn send(elsewhere: &Elsewhere, outgoing: &mut Outgoing) -> Result<(ChatId, ImportOutcome), Failure> {
    let gone = || Failure::new("there is nothing to send; nothing was shared");
    let first = outgoing.next_parcel().map_err(unwritable)?.ok_or_else(gone)?;
    eprint_line(format_args!("Sending {} kB to {}.", first.length.div_ceil(1000), elsewhere.name()));
    let answer = post(elsewhere, "/chats/import?format=neptun-share", &first, true, WORK)?;
    let (chat, mut outcome) = imported(elsewhere, &answer)?;
    outgoing.arrived(&first).map_err(unwritable)?;
    // What was changed there as well is left as it is.
    while outcome != ImportOutcome::ChangedHere {
        match deliver(elsewhere, outgoing, chat, true)? {
            Delivered::Nothing => break,
            Delivered::ChangedThere => outcome = ImportOutcome::ChangedHere,
            Delivered::Messages(more) => {
                outcome = match outcome {
                    ImportOutcome::Updated(new) => ImportOutcome::Updated(new + more),
                    ImportOutcome::Unchanged | ImportOutcome::Renamed if more > 0 => ImportOutcome::Updated(more),
                    outcome => outcome,
                }
            }
        }
    }
    Ok((chat, outcome))
}

/// What became of a piece.
pub enum Delivered {
    /// There was none: everything is there.
    Nothing,
    /// It is there; so many messages are new.
    Messages(usize),
    /// The conversation was changed there, so that nothing can be put in its place.
    ChangedThere,
}

/// Sends the next piece of what is not there yet.
pub fn deliver(
    elsewhere: &Elsewhere,
    outgoing: &mut Outgoing,
    chat: ChatId,
    shows: bool,
) -> Result<Delivered, Setback> {
    let Some(parcel) = outgoing.next_parcel().map_err(|error| Setback::Later(unwritable(error)))? else {
        return Ok(Delivered::Nothing);
    };
    let below = match parcel.behind {
        (0, _) => format!("/chats/{}/import", chat.get()),
        (kept, digest) => format!("/chats/{}/import?kept={kept}&digest={digest}", chat.get()),
    };
    let answer = match post(elsewhere, &below, &parcel, shows, work(parcel.length)) {
        // What is there is another beginning. Of all of it that can't be said.
        Err(error) if error.status == 409 && parcel.behind.0 > 0 => {
            return match outgoing.start_over() {
                true => Ok(Delivered::Messages(0)),
                false => Err(Setback::Later(error.into())),
            };
        }
        answer => answer.map_err(setback)?,
    };
    outgoing.arrived(&parcel).map_err(|error| Setback::Later(unwritable(error)))?;
    if answer["outcome"] == "changed_here" {
        return Ok(Delivered::ChangedThere);
    }
    let new = answer["new_messages"].as_u64().and_then(|new| usize::try_from(new).ok());
    Ok(Delivered::Messages(new.unwrap_or_default()))
}

/// Whether what a server refused may be taken in a moment. What is no answer of this kind of server comes from what stands
/// between, as the sign-in page of a network.
pub fn setback(error: RemoteError) -> Setback {
    let is_ours = error.body["statusCode"].is_number();
    match error.status {
        408 | 409 | 425 | 429 | 500.. => Setback::Later(error.into()),
        _ if !is_ours => Setback::Later(error.into()),
        404 if !error.is_of_older_version() => {
            Setback::Over(Failure::new("the conversation was deleted there, so the session is no longer followed"))
        }
        _ => Setback::Over(error.into()),
    }
}

impl From<Setback> for Failure {
    fn from(setback: Setback) -> Self {
        match setback {
            Setback::Later(failure) | Setback::Over(failure) => failure,
        }
    }
}

/// How long a server may work on a piece of so many bytes. Who does not answer by then never will, as after the sleep of this
/// machine; it is sent again.
fn work(length: u64) -> Duration {
    Duration::from_secs(30 + length / 100_000)
}

fn post(
    elsewhere: &Elsewhere,
    below: &str,
    parcel: &Parcel,
    shows: bool,
    work: Duration,
) -> Result<Value, RemoteError> {
    let done = Arc::new(AtomicU64::new(0));
    let progress = shows.then(|| Progress::follow(Some(parcel.length), Arc::clone(&done)));
    let mut content = CountedReader::new(parcel.content.clone(), done);
    let answer = elsewhere.own("POST", below, CallBody::File(&mut content, parcel.length, work));
    drop(progress);
    answer
}

fn imported(elsewhere: &Elsewhere, answer: &Value) -> Result<(ChatId, ImportOutcome), Failure> {
    let conversation = &answer["report"]["files"][0]["conversations"][0];
    let chat = conversation["chat_id"].as_i64().filter(|id| *id > 0).map(ChatId::new);
    let new = conversation["new_messages"].as_u64().and_then(|new| usize::try_from(new).ok()).unwrap_or_default();
    let outcome = match conversation["outcome"].as_str() {
        Some("imported") => Some(ImportOutcome::New),
        Some("updated") if new > 0 => Some(ImportOutcome::Updated(new)),
        Some("updated") => Some(ImportOutcome::Renamed),
        Some("unchanged") => Some(ImportOutcome::Unchanged),
        Some("changed_here") => Some(ImportOutcome::ChangedHere),
        _ => None,
    };
    chat.zip(outcome).ok_or_else(|| {
        let why = conversation["reason"].as_str().or(answer["report"]["notes"][0].as_str());
        let why = why.map_or_else(String::new, |why| format!(": {}", one_line(&text::one_line(why, 300))));
        Failure::new(format!("{} could not take the conversation{why}; nothing was shared", elsewhere.name()))
    })
}

/// By which the server knows the conversation again: a digest, as the source's own name for it may be a path.
pub fn source_id(source: &ChatSource) -> Option<String> {
    let id = source.id.as_ref()?;
    Some(Sha256::new(secret::digest(&format!("{}\n{id}", source.format))).to_string())
}

fn unwritable(error: OutgoingError) -> Failure {
    match error {
        OutgoingError::Gone => Failure::new("what was to be sent is gone; try again"),
        OutgoingError::File(error) => Failure::new(format!("cannot prepare what is to be sent: {error}")),
        OutgoingError::Unreadable => Failure::new("cannot prepare what is to be sent: it can't be read back"),
        OutgoingError::Unavailable(error) => error.into(),
    }
}
