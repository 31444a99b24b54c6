//! Conversations that are imported again and again: recognised by the source's own id for them, or else by their
//! contents, so that only what is new is stored.

mod beginnings;
mod difference;
mod growth;
mod known;
mod met;
#[cfg(test)]
mod tests;
mod texts;

use rusqlite::{Connection, Transaction, named_params};

pub use beginnings::Beginnings;
use beginnings::{Prefixes, prefixes};
use difference::{Difference, compare};
pub use growth::{Growth, Stored};
use known::find;
pub use met::Met;
pub use texts::known_text;
use texts::note_text;

use super::{StoreError, attachments, chats, messages};
use crate::domain::chat::{ChatSource, NewChat, UNKNOWN_MODEL};
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::timestamp::Timestamp;

/// What became of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It is stored now.
    New,
    /// It was there, and so many messages are new or other ones than before.
    Updated(usize),
    /// Its messages were there as they are, and it has another title in its source now.
    Renamed,
    /// It was there as it is.
    Unchanged,
    /// It was there, was changed here since, and has become another one in its source: what was
    /// changed here is left alone.
    ChangedHere,
}

/// What would become of a conversation, without doing it.
pub fn look(connection: &Connection, owner: UserId, new: &NewChat, met: &mut Met) -> Result<ImportOutcome, StoreError> {
    let prefixes = prefixes(&new.messages)?;
    if let Some(outcome) = met.look_again(new, &prefixes) {
        return Ok(outcome);
    }
    let outcome = match find(connection, owner, new, &prefixes, met)? {
        None => ImportOutcome::New,
        Some(known) => {
            met.note(new, &prefixes, known.id);
            let difference = compare(connection, &known, new, &prefixes)?;
            let new_name = difference.new_name(&known, new, &prefixes);
            difference.outcome(&prefixes, new_name.is_some())
        }
    };
    if outcome != ImportOutcome::ChangedHere {
        met.note_look(new, &prefixes);
    }
    Ok(outcome)
}

/// The stored conversation that an import of this one alone would change.
pub fn known(connection: &Connection, owner: UserId, new: &NewChat) -> Result<Option<ChatId>, StoreError> {
    let known = find(connection, owner, new, &prefixes(&new.messages)?, &Met::default())?;
    Ok(known.map(|known| known.id))
}

/// Stores a conversation, or what is new in it.
pub fn put(
    tx: &Transaction<'_>,
    owner: UserId,
    new: &NewChat,
    met: &mut Met,
    now: Timestamp,
) -> Result<(ChatId, ImportOutcome), StoreError> {
    let prefixes = prefixes(&new.messages)?;
    let Some(known) = find(tx, owner, new, &prefixes, met)? else {
        let id = chats::insert(tx, owner, new, now)?.id;
        finish(tx, id, new, &prefixes, now)?;
        attachments::add(tx, id, &new.attachments, now)?;
        met.note(new, &prefixes, id);
        return Ok((id, ImportOutcome::New));
    };
    met.note(new, &prefixes, known.id);
    let difference = compare(tx, &known, new, &prefixes)?;
    let new_name = difference.new_name(&known, new, &prefixes);
    let outcome = difference.outcome(&prefixes, new_name.is_some());
    match difference {
        Difference::ChangedHere => return Ok((known.id, outcome)),
        Difference::None if new_name.is_none() => {
            if let Some(source) = new.source.as_ref() {
                // One of before the last import is not what is here.
                let text = source.text.filter(|_| prefixes.last() == Some(&known.digest));
                note_text(tx, &known, &ChatSource { text: text.or(known.text), ..source.clone() })?;
            }
            return Ok((known.id, outcome));
        }
        Difference::None => {}
        Difference::Appended { from } => messages::insert_all(tx, known.id, &new.messages[from..])?,
        Difference::Replaced { from } => {
            messages::delete_from(tx, known.id, from)?;
            messages::insert_all(tx, known.id, &new.messages[from..])?;
        }
    }
    let changed_at = new.updated_at.unwrap_or(if outcome == ImportOutcome::Renamed { known.updated_at } else { now });
    match new_name {
        Some(name) => drop(chats::rename(tx, owner, known.id, name, changed_at)?),
        None => drop(chats::touch(tx, owner, known.id, changed_at)?),
    }
    finish(tx, known.id, new, &prefixes, now)?;
    match difference {
        Difference::Replaced { .. } => attachments::set(tx, known.id, &new.attachments, now)?,
        // The messages that stay need theirs.
        _ => attachments::add(tx, known.id, &new.attachments, now)?,
    }
    Ok((known.id, outcome))
}

/// Notes where a conversation comes from and what was imported of it.
fn finish(
    tx: &Transaction<'_>,
    id: ChatId,
    new: &NewChat,
    prefixes: &[Sha256],
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(ChatSource { format, id: source_id, name, is_titled, text }) = &new.source {
        let count = i64::try_from(prefixes.len() - 1).unwrap_or(i64::MAX);
        tx.prepare_cached(
            "update chats
             set source_format = :format, source_id = :source_id, source_digest = :digest, source_count = :count,
                 source_text = :text,
                 imported_name = case when :is_titled or name = :name then :name else ifnull(imported_name, :name) end,
                 imported_at = :now,
                 model = case when :model = :unknown then model else :model end,
                 model_key = case when :model = :unknown then model_key else fold(:model) end,
                 created_at = case when is_undated then ifnull(:created_at, created_at) else created_at end,
                 is_undated = is_undated and :created_at is null
             where id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":format": format,
            ":source_id": source_id,
            ":digest": prefixes.last(),
            ":count": count,
            ":text": text,
            ":name": name,
            ":is_titled": is_titled,
            ":model": new.model,
            ":unknown": UNKNOWN_MODEL,
            ":created_at": new.created_at,
            ":now": now,
        })?;
    }
    Ok(())
}
