//! What a person wants of a link, and how it is granted: not before somebody has said what becomes of
//! the secrets that it would publish.

use std::collections::BTreeSet;

use super::link::Link;
use super::review::{self, Answer, Found, Refused};
use super::terminal::counted;
use super::{Failure, review::Positions as Places};
use crate::cli::{Expiry, Positions};
use crate::domain::email::Email;
use crate::domain::id::{ChatId, UserId};
use crate::domain::redaction::Redactions;
use crate::domain::share::{Excerpt, PasswordHash, Share, ShareChange, ShareSettings};
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
use crate::store::published::Published;
use crate::store::shares::ChangeError;
use crate::store::{StoreError, Transaction, messages, shares, whitelist_entries};

/// Messages that one link may choose.
const MOST_MESSAGES: usize = 10_000;

/// What is wanted of a link. What is left out stays as it is.
#[derive(Default)]
pub struct Wish {
    /// That readers need this password; `Some(None)`: none any more.
    pub password: Option<Option<PasswordHash>>,
    /// That it stops to work then.
    pub expires: Option<Expiry>,
    /// That only these may read, and whoever was named before.
    pub people: Vec<Email>,
    /// How often it may be opened.
    pub max_views: Option<Option<u32>>,
    /// That it is noted who opens it, or not.
    pub records_visitors: Option<bool>,
    /// Which part of the conversation it opens.
    pub part: Option<Part>,
    /// That the conversation stays in it as it is now, or not.
    pub is_frozen: Option<bool>,
    /// Words to leave out besides those that are left out already.
    pub words: BTreeSet<String>,
}

/// A part of a conversation, by places in it from 1.
pub enum Part {
    /// Up to that message.
    Until(usize),
    /// These messages.
    Messages(Positions),
}

/// A link as it is wanted.
pub struct Granted {
    /// It.
    pub link: Link,
    /// That nothing was found and nothing had been said, so that it leaves out what opens something to
    /// who reads it, should that be said later.
    pub is_guarded: bool,
}

impl Wish {
    /// Switches the link of a chat on, as it is wanted. Where something is found about which nobody has
    /// said what to do, nothing is changed.
    pub fn grant(
        &self,
        tx: &Transaction<'_>,
        owner: UserId,
        chat: ChatId,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<Granted, Refused> {
        let present = shares::of_chat(tx, owner, chat)?;
        let settings = present.as_ref().map_or(ShareSettings::DEFAULT, |share| share.settings.clone());
        let chosen = self.part.as_ref().map(|part| part.resolve(tx, chat)).transpose()?;
        let excerpt = chosen.clone().unwrap_or(settings.excerpt);
        let is_frozen = self.is_frozen.unwrap_or(settings.is_frozen);
        let opens = match present.as_ref().and_then(|share| share.frozen).filter(|_| is_frozen) {
            Some((copy, _)) => copy,
            None => chat,
        };

        let mut redactions = answer.applied(settings.redactions);
        redactions.words.extend(self.words.iter().cloned());
        let found = open_finds(tx, opens, &excerpt, &redactions, answer)?;
        if !found.is_empty() {
            return Err(Refused::Found(found));
        }
        let is_guarded = present.is_none() && !answer.is_given();
        if is_guarded {
            redactions.kinds.extend(review::credentials());
        }

        let change = ShareChange { redactions: Some(redactions), ..self.change(chosen, present.as_ref(), now) };
        let share = shares::change(tx, owner, chat, change, now)?;
        if !self.people.is_empty() {
            whitelist_entries::insert_all(tx, share.id, owner, &self.people, now)?;
        }
        let share = shares::of_owner(tx, owner, share.id)?.ok_or(ChangeError::NoSuchChat)?;
        Ok(Granted { link: Link::of(tx, share)?, is_guarded })
    }

    fn change(&self, excerpt: Option<Excerpt>, present: Option<&Share>, now: Timestamp) -> ShareChange {
        let is_past = |share: &Share| share.settings.lock.expires_at().is_some_and(|at| at <= now);
        let expires_at = match self.expires {
            Some(Expiry::At(at)) => Some(Some(at)),
            Some(Expiry::Never) => Some(None),
            // Whoever shares again does not want a dead link.
            None => present.is_some_and(is_past).then_some(None),
        };
        let (until, messages) = match excerpt {
            None => (None, None),
            Some(Excerpt::Whole) => (Some(None), Some(None)),
            Some(Excerpt::Until(until)) => (Some(Some(until)), None),
            Some(Excerpt::Messages(messages)) => (None, Some(Some(messages))),
        };
        ShareChange {
            is_shared: Some(true),
            is_protected: self.password.as_ref().map(Option::is_some),
            hashed_password: self.password.clone(),
            expires_at,
            max_views: self.max_views,
            records_visitors: self.records_visitors,
            until,
            messages,
            is_frozen: self.is_frozen,
            redactions: None,
        }
    }
}

impl Part {
    fn resolve(&self, tx: &Transaction<'_>, chat: ChatId) -> Result<Excerpt, Failure> {
        let ids = messages::ids(tx, chat)?;
        let missing = |position: usize| {
            let count = counted(ids.len(), "message");
            Failure::new(format!("the conversation has {count}, so there is no message {position}"))
        };
        match self {
            Self::Messages(Positions::All) => Ok(Excerpt::Whole),
            Self::Until(position) => {
                let id = position.checked_sub(1).and_then(|at| ids.get(at));
                id.copied().map(Excerpt::Until).ok_or_else(|| missing(*position))
            }
            Self::Messages(Positions::Within(ranges)) => {
                if let Some(beyond) = ranges.iter().map(|range| *range.end()).find(|end| *end > ids.len()) {
                    return Err(missing(beyond));
                }
                let is_chosen = |position: usize| ranges.iter().any(|range| range.contains(&position));
                let places = ids.iter().zip(1..).filter(|(_, position)| is_chosen(*position));
                let chosen: Vec<_> = places.map(|(id, _)| *id).collect();
                if chosen.len() > MOST_MESSAGES {
                    return Err(Failure::new(format!("a link may choose at most {MOST_MESSAGES} messages")));
                }
                Ok(Excerpt::Messages(chosen))
            }
        }
    }
}

/// What would be published by that and is neither left out nor covered by the answer.
fn open_finds(
    tx: &Transaction<'_>,
    opens: ChatId,
    excerpt: &Excerpt,
    redactions: &Redactions,
    answer: &Answer,
) -> Result<Found, StoreError> {
    let (mut findings, _) = Published::of_part(opens, excerpt.clone()).survey(tx)?;
    findings.retain(|finding| !redactions.include(finding.kind, &finding.value) && !answer.covers(finding));
    remove_words(tx, opens, excerpt, redactions, &mut findings)?;
    let mut found = Found::default();
    if !findings.is_empty() {
        let places = Places::of(tx, opens)?;
        findings.iter().for_each(|finding| found.add(finding, &places, None));
    }
    Ok(found)
}

/// Removes what is one of the owner's own words, and nowhere to be found once these are left out. A find may
/// be written in other ways than its value is, or stand where words are not looked for.
fn remove_words(
    tx: &Transaction<'_>,
    opens: ChatId,
    excerpt: &Excerpt,
    redactions: &Redactions,
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    let words: BTreeSet<String> = redactions.words.iter().map(|word| word.to_lowercase()).collect();
    let is_word = |finding: &Finding| words.contains(&finding.value.to_lowercase());
    if !findings.iter().any(is_word) {
        return Ok(());
    }
    let only_words = Redactions { words: redactions.words.clone(), ..Redactions::NONE };
    let (left, _) = Published::new(opens, excerpt.clone(), only_words).survey(tx)?;
    let left: BTreeSet<String> = left.into_iter().map(|finding| finding.id).collect();
    findings.retain(|finding| !is_word(finding) || left.contains(&finding.id));
    Ok(())
}
