//! Frozen links are taken forward. What they show then was not searched before, so it is now.

use std::collections::BTreeSet;

use super::Named;
use crate::cli::Update;
use crate::commands::review::{self, Answer, Found, Positions, Refused};
use crate::commands::terminal::say;
use crate::commands::{Failure, chats};
use crate::domain::id::ChatId;
use crate::domain::share::{Share, ShareChange};
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
use crate::store::published::Published;
use crate::store::{Store, StoreError, Transaction, shares};

/// Takes all of them forward, or none.
pub fn run(store: &Store, arguments: &Update) -> Result<(), Failure> {
    let now = Timestamp::now();
    let (owner, ids) = chats::find(store, &arguments.which.owner, &arguments.which.chats)?;
    let redaction = &arguments.redaction;
    let names = review::settle(redaction.redact, false, |answer| {
        store.write(|tx| {
            let (mut found, mut names) = (Found::default(), Vec::new());
            for id in &ids {
                let named = Named::find(tx, owner, *id)?;
                forward(tx, &named, answer, &redaction.words, &mut found, now)?;
                names.push(named.name);
            }
            // An error here takes all of it back.
            if found.is_empty() { Ok(names) } else { Err(Refused::Found(found)) }
        })
    })?;
    names.iter().try_for_each(|name| say(format_args!("the link of \"{name}\" shows the conversation as it is now")))
}

fn forward(
    tx: &Transaction<'_>,
    named: &Named,
    answer: &Answer,
    words: &[String],
    found: &mut Found,
    now: Timestamp,
) -> Result<(), Refused> {
    let Named { owner, chat, name, share } = named;
    let public: BTreeSet<String> = survey(tx, share)?.into_iter().map(|finding| finding.id).collect();
    let updated = shares::refreeze(tx, *owner, share.id, now)?.ok_or_else(|| live(name))?;

    let mut redactions = answer.applied(share.settings.redactions.clone());
    redactions.words.extend(words.iter().cloned());
    let is_open = |finding: &Finding| {
        // What was public before needs no question.
        let is_settled = public.contains(&finding.id) || answer.covers(finding);
        !is_settled && !redactions.include(finding.kind, &finding.value)
    };
    let opens = updated.frozen.map_or(*chat, |(copy, _)| copy);
    add_all(tx, survey(tx, &updated)?.iter().filter(|finding| is_open(finding)), opens, name, found)?;
    let change = ShareChange { redactions: Some(redactions), ..ShareChange::default() };
    shares::change(tx, *owner, *chat, change, now)?;
    Ok(())
}

fn survey(tx: &Transaction<'_>, share: &Share) -> Result<Vec<Finding>, StoreError> {
    Ok(Published::uncensored(share).survey(tx)?.0)
}

fn add_all<'a>(
    tx: &Transaction<'_>,
    findings: impl Iterator<Item = &'a Finding>,
    opens: ChatId,
    name: &str,
    found: &mut Found,
) -> Result<(), StoreError> {
    let mut findings = findings.peekable();
    if findings.peek().is_some() {
        let positions = Positions::of(tx, opens)?;
        findings.for_each(|finding| found.add(finding, &positions, Some(name)));
    }
    Ok(())
}

fn live(name: &str) -> Failure {
    Failure::new(format!("the link of \"{name}\" is not frozen: it is always up to date; nothing was changed"))
}
