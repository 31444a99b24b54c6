//! Conversations that go on in their program while they are here. Unlike an import, which may be an older one, what comes is
//! what the program has now: what was taken back there goes here, too. Only what is new is read and written, and a message
//! that grows stays the same message.

use std::sync::{Arc, LazyLock};

use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use super::difference::Difference;
use super::known::{Known, known_row};
use super::{Prefixes, finish};
use crate::base::byte_cache::{ByteCache, byte_cache};
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::store::{StoreError, attachments, chats, messages};

/// Memory for what is known of conversations that grow, in bytes: of 20,000 messages it takes 640 KB.
const MEMORY: u64 = 8 * 1024 * 1024;

/// What conversations of these revisions hold, so that a message that is new in a long one costs what it has by itself.
/// Revisions are random: those of several databases don't meet.
static KNOWN: LazyLock<ByteCache<(ChatId, i64), Arc<Prefixes>>> = LazyLock::new(|| byte_cache(MEMORY, 64 * 1024));

/// What was stored of a conversation last: while nobody else changes it, it need not be read for the next time.
pub struct Stored {
    chat: ChatId,
    revision: i64,
    prefixes: Prefixes,
}

/// What of a conversation is new, worked out on a snapshot. It holds as long as the conversation stays as it was.
pub struct Growth {
    known: Known,
    revision: i64,
    prefixes: Prefixes,
    /// Whether it is here as it was imported, so that it will hold what these are made of and nothing else.
    is_as_imported: bool,
    difference: Difference,
    says_more: bool,
    /// How many of its first messages did not come.
    skipped: usize,
}

impl Growth {
    /// What is new; `None` when the conversation is gone, or no import's. `last` is what was stored of it the last time, and
    /// how many of its first messages are known to be the same since.
    pub fn of(
        connection: &Connection,
        chat: ChatId,
        new: &NewChat,
        last: Option<(&Stored, usize)>,
    ) -> Result<Option<Self>, StoreError> {
        let Some((known, revision)) = find(connection, chat)? else { return Ok(None) };
        let first = last.and_then(|(last, same)| last.prefixes.up_to(same));
        let mut prefixes = first.unwrap_or_else(Prefixes::new);
        prefixes.add_all(new.messages.get(prefixes.digests.len() - 1..).unwrap_or_default())?;
        let last = last.filter(|(last, _)| last.chat == chat && last.revision == revision);
        let here = last.map(|(last, _)| last.prefixes.digests.as_slice());
        let difference = compare(connection, &known, &prefixes.digests, here)?;
        Ok(Some(Self::with((known, revision), new, (prefixes, false), difference, 0)))
    }

    /// The same where only what stands behind its first messages came, of which the number and the digest are known; `None`
    /// also when it does not begin so here.
    pub fn behind(
        connection: &Connection,
        chat: ChatId,
        (kept, digest): (usize, Sha256),
        new: &NewChat,
    ) -> Result<Option<Self>, StoreError> {
        let Some((known, revision)) = find(connection, chat)? else { return Ok(None) };
        let resumed = KNOWN.get(&(chat, revision)).and_then(|here| here.up_to(kept).map(|prefixes| (here, prefixes)));
        let (here, prefixes) = match resumed {
            Some((here, prefixes)) => (here, Some(prefixes)),
            None => {
                let mut here = Prefixes::new();
                let mut prefixes = (kept == 0).then(Prefixes::new);
                messages::each(connection, chat, |role, content, parts| {
                    here.add(role, content, parts);
                    if here.digests.len() == kept + 1 {
                        prefixes = Some(here.clone());
                    }
                })?;
                (Arc::new(here), prefixes)
            }
        };
        let prefixes = prefixes.filter(|prefixes| prefixes.digests.last() == Some(&digest));
        let Some(mut prefixes) = prefixes else { return Ok(None) };
        prefixes.add_all(&new.messages)?;
        let difference = compare(connection, &known, &prefixes.digests, Some(&here.digests))?;
        // What was changed here stays, and stands between the two.
        let is_as_imported = here.digests.last() == Some(&known.digest);
        let growth = Self::with((known, revision), new, (prefixes, is_as_imported), difference, kept);
        Ok(Some(growth).filter(|growth| growth.kept() >= kept))
    }

    fn with(
        (known, revision): (Known, i64),
        new: &NewChat,
        (prefixes, is_as_imported): (Prefixes, bool),
        difference: Difference,
        skipped: usize,
    ) -> Self {
        let is_ours = matches!(difference, Difference::ChangedHere);
        let mut growth = Self { known, revision, prefixes, is_as_imported, difference, says_more: false, skipped };
        growth.says_more = !is_ours && (growth.new_name(new).is_some() || growth.known.lacks_model(new));
        growth
    }

    /// What it is called now: by a title, or by the first words of its person where there were none before.
    fn new_name<'a>(&self, new: &'a NewChat) -> Option<&'a ShortText> {
        let title = self.difference.new_name(&self.known, new, &self.prefixes.digests);
        let goes_on = !self.is_nothing() && self.kept() > 0;
        title.or_else(|| self.known.new_opening(new).filter(|_| goes_on))
    }

    /// How many messages it has then.
    pub fn count(&self) -> usize {
        self.prefixes.digests.len() - 1
    }

    /// How many of its first messages did not come.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// How many of its messages are here already as they are; all where nothing is new.
    pub fn kept(&self) -> usize {
        match self.difference {
            Difference::None | Difference::ChangedHere => self.count(),
            Difference::Appended { from } | Difference::Replaced { from } => from,
        }
    }

    /// Whether it was changed here as well, so that nothing more of it can be put in its place.
    pub const fn is_changed_here(&self) -> bool {
        matches!(self.difference, Difference::ChangedHere)
    }

    /// Whether there is nothing to write.
    pub const fn is_nothing(&self) -> bool {
        matches!(self.difference, Difference::None | Difference::ChangedHere) && !self.says_more
    }

    /// Stores what is new; `None` when the conversation has changed since it was worked out.
    pub fn store(
        self,
        tx: &Transaction<'_>,
        owner: UserId,
        new: &NewChat,
        now: Timestamp,
    ) -> Result<Option<Stored>, StoreError> {
        let chat = self.known.id;
        if chats::revision(tx, chat)? != Some(self.revision) {
            return Ok(None);
        }
        if !self.is_nothing() {
            match self.difference {
                Difference::None | Difference::ChangedHere => {}
                Difference::Appended { from } => messages::insert_all(tx, chat, &new.messages[from - self.skipped..])?,
                Difference::Replaced { from } => {
                    messages::replace_from(tx, chat, from, &new.messages[from - self.skipped..], now)?;
                }
            }
            attachments::add(tx, chat, &new.attachments, now)?;
            let changed_at = new.updated_at.unwrap_or(now);
            match self.new_name(new) {
                Some(name) => drop(chats::rename(tx, owner, chat, name, changed_at)?),
                None => drop(chats::touch(tx, owner, chat, changed_at)?),
            }
            finish(tx, chat, new, &self.prefixes.digests, now)?;
        }
        let revision = chats::revision(tx, chat)?.unwrap_or_default();
        if self.is_as_imported && !self.is_changed_here() {
            KNOWN.insert((chat, revision), Arc::new(self.prefixes.clone()));
        }
        Ok(Some(Stored { chat, revision, prefixes: self.prefixes }))
    }
}

/// An imported conversation and its revision.
fn find(connection: &Connection, chat: ChatId) -> Result<Option<(Known, i64)>, StoreError> {
    let known = connection
        .prepare_cached(
            "select id, name, model, imported_name, updated_at, source_digest, source_count, source_text
             from live_chats
             where id = :id and source_digest is not null",
        )?
        .query_row(named_params! { ":id": chat }, known_row)
        .optional()?;
    Ok(known.zip(chats::revision(connection, chat)?))
}

fn compare(
    connection: &Connection,
    known: &Known,
    prefixes: &[Sha256],
    here: Option<&[Sha256]>,
) -> Result<Difference, StoreError> {
    if prefixes.last() == Some(&known.digest) {
        return Ok(Difference::None);
    }
    if prefixes.get(known.count) == Some(&known.digest) {
        // What was changed here since does not matter: it stays, and the new follows.
        return Ok(Difference::Appended { from: known.count });
    }
    let read;
    let here = match here {
        Some(here) => here,
        None => {
            let mut here = Prefixes::new();
            messages::each(connection, known.id, |role, content, parts| here.add(role, content, parts))?;
            read = here.digests;
            read.as_slice()
        }
    };
    if here.last() != Some(&known.digest) {
        return Ok(Difference::ChangedHere);
    }
    let same = here.iter().zip(prefixes).take_while(|(here, there)| here == there).count();
    Ok(Difference::Replaced { from: same.saturating_sub(1) })
}
