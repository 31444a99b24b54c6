//! Conversations that grow while their link works. New messages are searched before they are stored, because readers
//! get them from then on.

use std::collections::BTreeSet;

use super::plan::values_of;
use super::request::AcceptedFindings;
use super::undecided::{self, harmless};
use super::{ATTEMPTS, Findings};
use crate::app::scan::scan_new;
use crate::app::share_error::ShareError;
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::Share;
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
use crate::store::imports::{Growth, Stored};
use crate::store::{Connection, Store, StoreError, shares};

/// How much of a conversation came.
pub enum Came<'a> {
    /// All of it; with what was stored the last time, and how many of its first messages are the same since, where that is
    /// known.
    Whole(Option<(&'a Stored, usize)>),
    /// What stands behind its first messages: how many these are, and their digest.
    Behind(usize, Sha256),
}

/// What became of a conversation that went on.
pub struct Grown {
    /// What is stored now, for the next time.
    pub stored: Stored,
    /// How many messages are new, or other ones than before.
    pub messages: usize,
    /// What was found in them, is not among the kinds that the link redacts, and is left out all the same.
    pub left_out: Vec<Finding>,
    /// It was changed here as well, so that nothing more of it is taken.
    pub is_changed_here: bool,
}

/// What the search says of what is new.
struct SearchedGrowth {
    share: Option<Share>,
    values: BTreeSet<(SecretKind, String)>,
    left_out: Vec<Finding>,
}

/// Brings a stored conversation to what its program has of it now. Of what is found in it what the link redacts is left out,
/// and also what is not `accepted`, as single findings.
pub fn grow(
    store: &Store,
    (owner, chat): (UserId, ChatId),
    (new, came): (&NewChat, Came<'_>),
    accepted: &AcceptedFindings,
    now: Timestamp,
) -> Result<Grown, ShareError> {
    for _ in 0..ATTEMPTS {
        let (growth, searched) = store.read(|db| {
            let growth = match came {
                Came::Whole(last) => Growth::of(db, chat, new, last)?.ok_or(ShareError::NoSuchChat)?,
                Came::Behind(kept, digest) => {
                    Growth::behind(db, chat, (kept, digest), new)?.ok_or(ShareError::OtherBeginning)?
                }
            };
            let searched = search(db, owner, chat, new, &growth, accepted)?;
            Ok::<_, ShareError>((growth, searched))
        })?;
        let messages = growth.count() - growth.kept();
        let is_changed_here = growth.is_changed_here();
        let stored = store.write(|tx| {
            let present = shares::of_chat(tx, owner, chat)?;
            let settings = |share: &Option<Share>| share.as_ref().map(|share| (share.id, share.settings.clone()));
            if settings(&present) != settings(&searched.share) {
                return Ok(None);
            }
            if let Some(share) = &searched.share {
                shares::add_redactions(tx, share.id, &searched.values)?;
            }
            growth.store(tx, owner, new, now)
        })?;
        if let Some(stored) = stored {
            return Ok(Grown { stored, messages, left_out: searched.left_out, is_changed_here });
        }
    }
    Err(ShareError::KeepsChanging)
}

fn search(
    db: &Connection,
    owner: UserId,
    chat: ChatId,
    new: &NewChat,
    growth: &Growth,
    accepted: &AcceptedFindings,
) -> Result<SearchedGrowth, ShareError> {
    let share = shares::of_chat(db, owner, chat)?;
    let Some(redactions) = share.as_ref().map(|share| share.settings.redactions.clone()) else {
        return Ok(SearchedGrowth { share, values: BTreeSet::new(), left_out: Vec::new() });
    };
    // Something may begin in the last message that is here already: positions count from 1.
    let scan = |words: &Redactions| {
        Ok::<_, StoreError>(scan_new(new, words, |at| at + growth.skipped() >= growth.kept())?.findings)
    };
    let findings = if growth.is_nothing() { Vec::new() } else { scan(&Redactions::NONE)? };
    let mut values = values_of(&findings, &redactions);
    let harmless = harmless(db, owner, &Findings::new())?;
    let undecided = undecided::among(findings, &redactions, &harmless, accepted, scan)?;
    let left_out = undecided.map_or_else(Vec::new, |undecided| undecided.findings);
    values.extend(left_out.iter().map(Finding::key));
    Ok(SearchedGrowth { share, values, left_out })
}
