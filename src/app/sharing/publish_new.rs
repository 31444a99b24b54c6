//! Imports a conversation and creates its link in one step. The conversation is searched before any of it is stored: if
//! it already had a working link, readers would see new messages at once.

use std::collections::BTreeSet;

use super::plan::{change, redacted_values, resolve, store as store_link, values_of};
use super::request::{Findings, ShareRequest, all_by_id};
use super::undecided::{self, harmless};
use super::{ATTEMPTS, Published, finish};
use crate::app::owner::Account;
use crate::app::public_view::PublicView;
use crate::app::scan::scan_new;
use crate::app::share_error::{ShareError, Undecided};
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, UserId};
use crate::domain::message_positions::MessagePositions;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::{Share, ShareSettings};
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
use crate::store::imports::{ImportOutcome, Met};
use crate::store::{Connection, Store, StoreError, Transaction, chats, harmless_values, imports, messages, shares};

/// A stored conversation, its revision and its link.
type PresentChat = (ChatId, i64, Option<Share>);

/// What the search found, and the state of the database that it holds for.
struct SearchedImport {
    /// The stored conversation that the import would change.
    known: Option<PresentChat>,
    /// What is redacted.
    redactions: Redactions,
    /// What is harmless in all conversations from now on.
    new_harmless: Findings,
    /// All that was found.
    findings: Vec<Finding>,
}

/// Imports a conversation into an account, which is made where there is none yet, and publishes it.
pub fn publish_new(
    store: &Store,
    account: &Account,
    new: &NewChat,
    request: &ShareRequest,
    now: Timestamp,
) -> Result<Published, ShareError> {
    for _ in 0..ATTEMPTS {
        let searched = store.read(|db| search(db, account.known(), new, request))?;
        let published = store.write(|tx| carry_out(tx, account.id(tx)?, new, &searched, request, now))?;
        if let Some(published) = published {
            return Ok(published);
        }
    }
    Err(ShareError::KeepsChanging)
}

fn search(
    db: &Connection,
    owner: Option<UserId>,
    new: &NewChat,
    request: &ShareRequest,
) -> Result<SearchedImport, ShareError> {
    let known = owner.map(|owner| known(db, owner, new)).transpose()?.flatten();
    let link = known.as_ref().and_then(|(.., link)| link.as_ref());
    let former = link.map(|share| &share.settings.redactions);
    let findings = scan_both(db, new, known.as_ref(), request, &Redactions::NONE)?;
    let mut find = |ids: &BTreeSet<String>| all_by_id(ids, findings.iter(), former);
    let (redactions, new_harmless) = request.redactions.apply(former, &mut find)?;
    let harmless = match owner {
        Some(owner) => harmless(db, owner, &new_harmless)?,
        None => new_harmless.clone(),
    };
    let again = |words: &Redactions| scan_both(db, new, known.as_ref(), request, words);
    match undecided::among(findings.clone(), &redactions, &harmless, &request.accepted, again)? {
        None => Ok(SearchedImport { known, redactions, new_harmless, findings }),
        Some(undecided) => {
            let chat = known.map(|(chat, ..)| chat);
            let messages = chat.map(|chat| messages::ids(db, chat)).transpose()?.unwrap_or_default();
            Err(ShareError::Undecided(vec![Undecided { chat, messages, ..undecided }]))
        }
    }
}

/// What is found in the new conversation and in the stored one that it would change, each once.
fn scan_both(
    db: &Connection,
    new: &NewChat,
    known: Option<&PresentChat>,
    request: &ShareRequest,
    redactions: &Redactions,
) -> Result<Vec<Finding>, StoreError> {
    // Where it will stand in a conversation that is stored already is not known yet: then all of it counts.
    let positions = request.positions.as_ref().filter(|_| known.is_none());
    let is_chosen = |position| positions.is_none_or(|chosen| chosen.contain(position));
    let mut findings = scan_new(new, redactions, is_chosen)?.findings;
    if let Some((chat, ..)) = known {
        let stored = PublicView::whole(*chat).redacted(redactions.clone()).scan(db)?;
        let known: BTreeSet<String> = findings.iter().map(|finding| finding.id.clone()).collect();
        findings.extend(stored.findings.iter().filter(|finding| !known.contains(&finding.id)).cloned());
    }
    Ok(findings)
}

/// The stored conversation that an import of this one would change.
fn known(db: &Connection, owner: UserId, new: &NewChat) -> Result<Option<PresentChat>, ShareError> {
    let Some(chat) = imports::known(db, owner, new)? else { return Ok(None) };
    Ok(Some((chat, super::revision(db, chat)?, shares::of_chat(db, owner, chat)?)))
}

fn carry_out(
    tx: &Transaction<'_>,
    owner: UserId,
    new: &NewChat,
    searched: &SearchedImport,
    request: &ShareRequest,
    now: Timestamp,
) -> Result<Option<Published>, ShareError> {
    let present = known(tx, owner, new)?;
    let state = |known: &Option<PresentChat>| {
        known.as_ref().map(|(chat, revision, link)| (*chat, *revision, link.as_ref().map(|link| link.settings.clone())))
    };
    if state(&present) != state(&searched.known) {
        return Ok(None);
    }
    let (chat, outcome) = imports::put(tx, owner, new, &mut Met::default(), now)?;
    if let Some(title) = &request.title {
        chats::rename(tx, owner, chat, title, now)?.ok_or(ShareError::NoSuchChat)?;
    }

    let current = present.and_then(|(.., link)| link);
    let is_by_default = current.is_none() && request.redactions.kinds.is_none();
    let former = current.as_ref().map_or(ShareSettings::DEFAULT, |share| share.settings.clone());
    let excerpt = request.positions.as_ref().map(|positions: &MessagePositions| {
        let ids = messages::ids(tx, chat)?;
        resolve(&ids, positions)
    });
    let mut settings = change(request, excerpt.transpose()?, &former, now).apply(former)?;
    settings.redactions = searched.redactions.clone();
    let mut values: BTreeSet<(SecretKind, String)> = values_of(&searched.findings, &settings.redactions);
    if let Some((copy, _)) = current.as_ref().and_then(|share| share.frozen).filter(|_| settings.is_frozen) {
        values.extend(redacted_values(tx, copy, &settings.redactions)?);
    }
    harmless_values::add(tx, owner, &searched.new_harmless, now)?;
    let is_same =
        outcome == ImportOutcome::Unchanged && current.as_ref().is_some_and(|share| share.settings == settings);
    let share = store_link(tx, owner, chat, current, &settings, (!is_same).then_some(&values), now)?;
    let published = finish(tx, owner, share, request, now)?;
    Ok(Some(Published { outcome: Some(outcome), is_by_default, ..published }))
}
