//! Conversations that are imported again and again: recognised by the source's own id for them, or else by their
//! contents, so that only what is new is stored.

mod beginnings;
mod difference;
mod growth;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

pub use beginnings::Beginnings;
use beginnings::{Prefixes, prefixes};
use difference::{Difference, compare};
pub use growth::{Growth, Stored};
pub use texts::known_text;
use texts::note_text;

use super::{StoreError, attachments, chats, messages};
use crate::domain::chat::{ChatSource, NewChat, UNKNOWN_MODEL};
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::text::ShortText;
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

/// Which conversations without a name of their own one import has met, so that two that begin alike
/// stay two.
#[derive(Default)]
pub struct Met {
    nameless: HashMap<Sha256, ChatId>,
    /// What was only looked at: the beginnings of conversations with a name, hashed, as nothing of them
    /// is stored that the next one of that name could be compared with.
    looked_at: HashMap<(&'static str, String), Vec<u64>>,
}

/// A stored conversation that was imported before.
struct Known {
    id: ChatId,
    name: ShortText,
    model: ShortText,
    /// What its source called it; `None` where that was not noted then.
    imported_name: Option<ShortText>,
    updated_at: Timestamp,
    digest: Sha256,
    count: usize,
    /// The digest of the text of which it is what was imported.
    text: Option<Sha256>,
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
            let new_name = known.new_name(new, &difference, &prefixes);
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
    let new_name = known.new_name(new, &difference, &prefixes);
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

fn find(
    connection: &Connection,
    owner: UserId,
    new: &NewChat,
    prefixes: &[Sha256],
    met: &Met,
) -> Result<Option<Known>, StoreError> {
    let Some(ChatSource { format, id, .. }) = &new.source else { return Ok(None) };
    if let Some(id) = id {
        return Ok(connection
            .prepare_cached(
                "select id, name, model, imported_name, updated_at, source_digest, source_count, source_text
                 from live_chats
                 where user_id = :owner and source_format = :format and source_id = :id
                 order by id",
            )?
            .query_row(named_params! { ":owner": owner, ":format": format, ":id": id }, known_row)
            .optional()?);
    }
    let mut query = connection.prepare_cached(
        "select id, name, model, imported_name, updated_at, source_digest, source_count, source_text
         from live_chats
         where user_id = :owner and source_digest = :digest and source_format = :format and source_id is null
           and id > :met
         order by id",
    )?;
    // The longest first. An empty conversation is the beginning of every other, and so of none.
    for digest in prefixes.iter().skip(usize::from(prefixes.len() > 1)).rev() {
        let met = met.nameless.get(digest).map_or(0, |id| id.get());
        let parameters = named_params! { ":owner": owner, ":digest": digest, ":format": format, ":met": met };
        if let Some(found) = query.query_row(parameters, known_row).optional()? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn known_row(row: &Row<'_>) -> rusqlite::Result<Known> {
    let count: i64 = row.get("source_count")?;
    Ok(Known {
        id: row.get("id")?,
        name: row.get("name")?,
        model: row.get("model")?,
        imported_name: row.get("imported_name")?,
        updated_at: row.get("updated_at")?,
        digest: row.get("source_digest")?,
        count: usize::try_from(count).unwrap_or(0),
        text: row.get("source_text")?,
    })
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

impl Known {
    /// The first words by which it is called there, where they are others than here. Who gave it another name here keeps that.
    fn new_opening<'a>(&self, new: &'a NewChat) -> Option<&'a ShortText> {
        let source = new.source.as_ref().filter(|source| !source.is_titled && source.name != self.name)?;
        (self.imported_name.as_ref() == Some(&self.name)).then_some(&source.name)
    }

    /// Whether it is not known here which model answered, and now it is.
    fn lacks_model(&self, new: &NewChat) -> bool {
        self.model.as_str() == UNKNOWN_MODEL && new.model != self.model
    }

    /// The title that it has in its source by now. Who gave it another one here keeps that, and an older export
    /// of the same messages has none that is newer.
    fn new_name<'a>(&self, new: &'a NewChat, difference: &Difference, prefixes: &[Sha256]) -> Option<&'a ShortText> {
        let source = new.source.as_ref().filter(|source| source.is_titled && source.name != self.name)?;
        let is_newer = match difference {
            Difference::ChangedHere => false,
            Difference::None => {
                prefixes.last() == Some(&self.digest) && new.updated_at.is_none_or(|at| at >= self.updated_at)
            }
            Difference::Appended { .. } | Difference::Replaced { .. } => true,
        };
        (is_newer && self.imported_name.as_ref() == Some(&self.name)).then_some(&source.name)
    }
}

impl Met {
    fn note(&mut self, new: &NewChat, prefixes: &[Sha256], id: ChatId) {
        let is_nameless = new.source.as_ref().is_some_and(|source| source.id.is_none());
        if let (true, Some(digest)) = (is_nameless, prefixes.last()) {
            self.nameless.insert(*digest, id);
        }
    }

    /// What would become of a conversation that was looked at before in this import.
    fn look_again(&mut self, new: &NewChat, prefixes: &[Sha256]) -> Option<ImportOutcome> {
        let before = self.looked_at.get_mut(&key(new)?)?;
        let same = before.iter().zip(prefixes).take_while(|(before, now)| **before == short(now)).count();
        if same == prefixes.len() {
            return Some(ImportOutcome::Unchanged);
        }
        *before = prefixes.iter().map(short).collect();
        Some(ImportOutcome::Updated(prefixes.len() - same))
    }

    fn note_look(&mut self, new: &NewChat, prefixes: &[Sha256]) {
        if let Some(key) = key(new) {
            self.looked_at.insert(key, prefixes.iter().map(short).collect());
        }
    }
}

/// By what a conversation with a name of its own is known.
fn key(new: &NewChat) -> Option<(&'static str, String)> {
    let source = new.source.as_ref()?;
    Some((source.format, source.id.clone()?))
}

/// Enough of a digest to tell it from others in one import.
fn short(digest: &Sha256) -> u64 {
    let mut hasher = DefaultHasher::new();
    digest.hash(&mut hasher);
    hasher.finish()
}
