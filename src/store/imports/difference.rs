//! How a conversation that comes again differs from what is here of it, so that no import takes away
//! what another one brought.

use rusqlite::{Connection, named_params};
use serde_json::Value;
use serde_json::value::RawValue;

use super::known::Known;
use super::{ImportOutcome, Prefixes};
use crate::base::json;
use crate::domain::chat::NewChat;
use crate::domain::message::NewMessage;
use crate::domain::part::Sha256;
use crate::domain::text::ShortText;
use crate::store::{StoreError, attachments, messages};

/// How a conversation differs from what was imported of it before.
pub enum Difference {
    None,
    /// Only more of the same, from that message on.
    Appended {
        from: usize,
    },
    /// It is another one from that message on.
    Replaced {
        from: usize,
    },
    /// It is another one, and was changed here, too.
    ChangedHere,
}

impl Difference {
    /// What becomes of a conversation that differs so, and is renamed or not.
    pub fn outcome(&self, prefixes: &[Sha256], is_renamed: bool) -> ImportOutcome {
        match self {
            Self::None if is_renamed => ImportOutcome::Renamed,
            Self::None => ImportOutcome::Unchanged,
            Self::Appended { from } | Self::Replaced { from } => ImportOutcome::Updated(prefixes.len() - 1 - from),
            Self::ChangedHere => ImportOutcome::ChangedHere,
        }
    }

    /// The title that a conversation has in its source by now. Who gave it another one here keeps that, and an older export
    /// of the same messages has none that is newer.
    pub fn new_name<'a>(&self, known: &Known, new: &'a NewChat, prefixes: &[Sha256]) -> Option<&'a ShortText> {
        let source = new.source.as_ref().filter(|source| source.is_titled && source.name != known.name)?;
        let is_newer = match self {
            Self::ChangedHere => false,
            Self::None => {
                prefixes.last() == Some(&known.digest) && new.updated_at.is_none_or(|at| at >= known.updated_at)
            }
            Self::Appended { .. } | Self::Replaced { .. } => true,
        };
        (is_newer && known.imported_name.as_ref() == Some(&known.name)).then_some(&source.name)
    }
}

/// How it does, in the database as it is.
pub fn compare(
    connection: &Connection,
    known: &Known,
    new: &NewChat,
    prefixes: &[Sha256],
) -> Result<Difference, StoreError> {
    if prefixes.last() == Some(&known.digest) {
        return Ok(Difference::None);
    }
    if prefixes.get(known.count) == Some(&known.digest) {
        // What was changed here since does not matter: it stays, and the new follows.
        return Ok(Difference::Appended { from: known.count });
    }
    let mut here = Prefixes::new();
    messages::each(connection, known.id, |role, content, parts| here.add(role, content, parts))?;
    let here = here.digests;
    if here.get(prefixes.len() - 1) == prefixes.last() || is_older(connection, known, new)? {
        // An export from before the one that is here.
        return Ok(Difference::None);
    }
    if here.last() != Some(&known.digest) {
        return Ok(Difference::ChangedHere);
    }
    if is_without_files(connection, known, new)? {
        return Ok(if new.messages.len() > known.count {
            Difference::Appended { from: known.count }
        } else {
            Difference::None
        });
    }
    let from = here.iter().zip(prefixes).take_while(|(here, there)| here == there).count() - 1;
    Ok(Difference::Replaced { from })
}

/// Whether a conversation goes on from the one that is here and only lacks files that came with that:
/// it was in an archive then, and is taken out of it now.
fn is_without_files(connection: &Connection, known: &Known, new: &NewChat) -> Result<bool, StoreError> {
    if new.attachments.len() >= attachments::of_chat(connection, known.id)?.len() {
        return Ok(false);
    }
    let outlines =
        |message: &NewMessage| Ok(outline(messages::parts_json(&message.parts)?.as_deref().map(RawValue::get)));
    let there: Vec<Vec<Value>> = new.messages.iter().map(outlines).collect::<Result<_, StoreError>>()?;
    let (mut at, mut is_same) = (0, true);
    messages::each(connection, known.id, |role, content, parts| {
        let here = outline(parts);
        is_same &= new.messages.get(at).zip(there.get(at)).is_some_and(|(message, there)| {
            message.role.as_str() == role && *there == here && (!here.is_empty() || message.content == content)
        });
        at += 1;
    })?;
    Ok(is_same)
}

/// A message's parts, with no more of its attachments than their places.
fn outline(parts: Option<&str>) -> Vec<Value> {
    let parsed = parts.and_then(|parts| json::parse(parts.as_bytes()).ok());
    let mut parts = match parsed {
        Some(Value::Array(parts)) => parts,
        _ => Vec::new(),
    };
    for part in parts.iter_mut().filter(|part| part["type"] == "attachment") {
        *part = Value::Null;
    }
    parts
}

/// Whether a conversation is of a time before the one that is here. Its own time alone would not tell:
/// a new name given here makes the one that is here younger. Nor would its messages' alone: their author
/// may have gone back to an older branch.
fn is_older(connection: &Connection, known: &Known, new: &NewChat) -> Result<bool, StoreError> {
    let said_last = new.messages.iter().filter_map(|message| message.created_at).max();
    let (Some(updated_at), Some(said_last)) = (new.updated_at, said_last) else { return Ok(false) };
    Ok(connection
        .prepare_cached(
            "select 1
             from chats
             where id = :id
               and updated_at > :updated_at
               and (select max(created_at) from messages where chat_id = :id) > :said_last",
        )?
        .exists(named_params! { ":id": known.id, ":updated_at": updated_at, ":said_last": said_last })?)
}
