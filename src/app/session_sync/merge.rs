//! The conversation that a session becomes: rebuilt from everything that was sent, as if `opencode export` had written
//! it.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::batch::{Times, message_of};
use super::{FORMAT, SyncError, empty};
use crate::app::sharing::{self, AcceptedFindings, Came, ShareError};
use crate::domain::chat::NewChat;
use crate::domain::id::UserId;
use crate::domain::message::{NewMessage, Role};
use crate::domain::timestamp::Timestamp;
use crate::import::{self, ImportEvent, ImportSource, ReadOptions};
use crate::store::synced_sessions::{self, ItemKind, SyncedSession};
use crate::store::{Connection, Store, StoreError};

/// What stands behind the last message while the program has more to say. A program that ends before it has sent all never
/// says so.
const UNFINISHED: &str = "Not finished: what follows was not sent yet.";

/// What is known of a message.
#[derive(Deserialize)]
struct About {
    role: String,
    time: Times,
    finish: Option<String>,
    error: Option<Box<RawValue>>,
}

/// Brings the conversation to what was sent of the session; `received` is how often something had come then.
pub fn merge(store: &Store, owner: UserId, name: &str, received: i64, now: Timestamp) -> Result<(), SyncError> {
    let found = store.read(|db| {
        let synced = synced_sessions::named(db, owner, name)?;
        // More came meanwhile: who brought that makes it.
        let synced = synced.filter(|synced| synced.received == received);
        synced.map(|synced| assemble(db, &synced).map(|assembled| (synced, assembled))).transpose()
    })?;
    let Some((synced, (text, is_finished))) = found else { return Ok(()) };
    let nothing = || synced.taken_back.is_some().then(|| empty(&synced.session));
    let Some(mut chat) = read(text).or_else(nothing) else { return Ok(()) };
    if !is_finished {
        let at = chat.messages.last().and_then(|message| message.created_at);
        chat.messages.push(NewMessage { created_at: at, ..NewMessage::new(Role::System, UNFINISHED.to_owned()) });
    }
    // The server's defaults: what the link does not redact is published, as by any request that does not say otherwise.
    match sharing::grow(store, (owner, synced.chat), (&chat, Came::Whole(None)), &AcceptedFindings::Any, now) {
        Ok(_) | Err(ShareError::NoSuchChat) => Ok(()),
        Err(ShareError::Store(error)) => Err(error.into()),
        Err(error) => Err(SyncError::Share(error)),
    }
}

/// The session as one JSON text, and whether all of its last turn is there.
fn assemble(db: &Connection, synced: &SyncedSession) -> Result<(String, bool), StoreError> {
    let mut parts: HashMap<String, Vec<String>> = HashMap::new();
    for (_, part) in synced_sessions::items(db, synced.id, ItemKind::Part)? {
        if let Some(message) = message_of(&part) {
            parts.entry(message).or_default().push(part);
        }
    }
    let about = synced_sessions::items(db, synced.id, ItemKind::Session)?.pop();
    let about = about.map_or_else(|| json!({ "id": synced.session }).to_string(), |(_, about)| about);
    let mut text = format!("{{\"info\":{about},\"messages\":[");
    let mut last: Option<About> = None;
    let mut comma = "";
    for (name, message) in synced_sessions::items(db, synced.id, ItemKind::Message)? {
        let parts = parts.remove(&name).unwrap_or_default().join(",");
        text.push_str(&format!("{comma}{{\"info\":{message},\"parts\":[{parts}]}}"));
        comma = ",";
        let about: Option<About> = serde_json::from_str(&message).ok();
        if let Some(about) =
            about.filter(|about| last.as_ref().is_none_or(|last| last.time.created <= about.time.created))
        {
            last = Some(about);
        }
    }
    text.push_str("]}");
    let is_finished = synced.taken_back.is_some() || last.is_some_and(|last| last.is_finished());
    Ok((text, is_finished))
}

impl About {
    /// Whether nothing follows unless its person says something.
    fn is_finished(&self) -> bool {
        let has_ended = self.time.completed.is_some() && self.finish.as_deref() != Some("tool-calls");
        self.role == "assistant" && (self.error.is_some() || has_ended)
    }
}

/// The conversation in it; one of which nothing is to be seen is empty.
fn read(text: String) -> Option<NewChat> {
    let options = ReadOptions { format: import::named(FORMAT), ..ReadOptions::default() };
    let source = ImportSource::of("session.json".to_owned(), text.into_bytes().into()).ok()?;
    let mut read = None;
    let done = import::read(&source, &options, &mut |event| {
        match event {
            ImportEvent::Chat { chat, .. } => read = Some(*chat),
            ImportEvent::Skipped { reason, .. } => tracing::debug!(reason, "nothing of a session is to be seen"),
            _ => {}
        }
        Ok(())
    });
    if let Err(error) = done {
        tracing::debug!(%error, "a session that was sent could not be read");
    }
    read
}
