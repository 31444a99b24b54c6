//! Brings frozen links up to date. What they will show has not been searched yet, so it is searched now.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::plan::redacted_values;
use super::request::{AcceptedFindings, Findings, RedactionRequest, values_by_id};
use super::undecided::{self, harmless};
use super::{ATTEMPTS, revision};
use crate::app::link::Link;
use crate::app::public_view::PublicView;
use crate::app::scan::Scan;
use crate::app::share_error::{ShareError, Undecided};
use crate::domain::id::{ChatId, UserId};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::{Share, ShareSettings};
use crate::domain::timestamp::Timestamp;
use crate::store::{Connection, Store, Transaction, harmless_values, messages, shares};

/// A frozen link that is to show the conversation as it is now.
struct Refreeze {
    share: Share,
    revision: i64,
    redactions: Redactions,
    new_harmless: Findings,
    scan: Arc<Scan>,
    values: BTreeSet<(SecretKind, String)>,
}

/// A link that was brought up to date, and what the search found in what it opens now.
pub type UpdatedLink = (Link, Arc<Scan>);

/// Lets the frozen links of these conversations show them as they are now: all of them, or none.
pub fn bring_up_to_date(
    store: &Store,
    owner: UserId,
    chats: &[ChatId],
    redactions: &RedactionRequest,
    accepted: &AcceptedFindings,
    now: Timestamp,
) -> Result<Vec<UpdatedLink>, ShareError> {
    for _ in 0..ATTEMPTS {
        let plans = store.read(|db| plan_all(db, owner, chats, redactions, accepted))?;
        if let Some(links) = store.write(|tx| carry_out_all(tx, owner, &plans, now))? {
            return Ok(links);
        }
    }
    Err(ShareError::KeepsChanging)
}

fn plan_all(
    db: &Connection,
    owner: UserId,
    chats: &[ChatId],
    request: &RedactionRequest,
    accepted: &AcceptedFindings,
) -> Result<Vec<Refreeze>, ShareError> {
    let (mut plans, mut undecided) = (Vec::new(), Vec::new());
    for &chat in chats {
        let share = shares::of_chat(db, owner, chat)?.ok_or(ShareError::NotShared)?;
        if share.frozen.is_none() {
            return Err(ShareError::NotFrozen(chat));
        }
        let former = share.settings.redactions.clone();
        let scan = PublicView::of_part(share.chat_id, share.settings.excerpt.clone()).scan(db)?;
        // An id of another of these conversations is none of this one.
        let mut find =
            |ids: &BTreeSet<String>| Ok(values_by_id(ids, scan.findings.iter(), Some(&former)).into_values().collect());
        let (redactions, new_harmless) = request.apply(Some(&former), &mut find)?;
        let new = undecided::not_shown(db, &share, &scan.findings)?;
        let harmless = harmless(db, owner, &new_harmless)?;
        let again = |words: &Redactions| {
            let view = PublicView::of_part(share.chat_id, share.settings.excerpt.clone());
            Ok(view.redacted(words.clone()).scan(db)?.findings.clone())
        };
        if let Some(found) = undecided::among(new, &redactions, &harmless, accepted, again)? {
            undecided.push(Undecided { chat: Some(chat), messages: messages::ids(db, chat)?, ..found });
        }
        let values = redacted_values(db, chat, &redactions)?;
        plans.push(Refreeze { revision: revision(db, chat)?, share, redactions, new_harmless, scan, values });
    }
    if undecided.is_empty() { Ok(plans) } else { Err(ShareError::Undecided(undecided)) }
}

fn carry_out_all(
    tx: &Transaction<'_>,
    owner: UserId,
    plans: &[Refreeze],
    now: Timestamp,
) -> Result<Option<Vec<UpdatedLink>>, ShareError> {
    let mut present = Vec::with_capacity(plans.len());
    for Refreeze { share: planned, revision: searched, .. } in plans {
        let share = shares::of_owner(tx, owner, planned.id)?.ok_or(ShareError::NotShared)?;
        let is_same = share.settings == planned.settings && share.frozen == planned.frozen;
        if !is_same || revision(tx, share.chat_id)? != *searched {
            return Ok(None);
        }
        present.push(share);
    }
    let links = plans.iter().zip(present).map(|(plan, share)| {
        let settings = ShareSettings { redactions: plan.redactions.clone(), ..share.settings.clone() };
        harmless_values::add(tx, owner, &plan.new_harmless, now)?;
        shares::update(tx, &share, &settings, now)?;
        shares::freeze(tx, &share, Some(now))?;
        shares::set_redactions(tx, share.id, &plan.redactions, &plan.values)?;
        let share = shares::of_owner(tx, owner, share.id)?.ok_or(ShareError::NotShared)?;
        Ok((Link::of(tx, share)?, Arc::clone(&plan.scan)))
    });
    links.collect::<Result<Vec<_>, ShareError>>().map(Some)
}
