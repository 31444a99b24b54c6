//! What a request would make of a link, computed on a snapshot of the database: settings, redactions, and what the
//! search for secrets found. The plan is valid as long as the link and the conversation don't change.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::request::{Findings, ShareRequest, all_by_id};
use super::undecided::{self, harmless};
use crate::app::public_view::PublicView;
use crate::app::scan::{Scan, scan_title};
use crate::app::share_error::{ShareError, Undecided};
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::message_positions::MessagePositions;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::{Excerpt, Share, ShareChange, ShareSettings};
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
use crate::store::{Connection, StoreError, Transaction, chats, harmless_values, messages, shares};

/// Messages that one link may choose.
pub const MOST_MESSAGES: usize = 10_000;

/// What a request would make of the link of one conversation.
pub struct Plan {
    owner: UserId,
    chat: ChatId,
    /// The link as it is.
    current: Option<Share>,
    /// Its settings afterwards.
    settings: ShareSettings,
    /// What it opens afterwards, before a copy is made of it, and the revision of that.
    opens: (ChatId, i64),
    /// The values of the redacted kinds, where they are to be stored anew.
    values: Option<BTreeSet<(SecretKind, String)>>,
    /// What is harmless in all conversations from now on.
    new_harmless: Findings,
    /// What was found in what it opens; `None` for a link that opens nothing now.
    pub scan: Option<Arc<Scan>>,
}

impl Plan {
    /// Works it out. Takes as long as a search of the conversation does, so never in a write transaction.
    pub fn make(
        db: &Connection,
        owner: UserId,
        chat: ChatId,
        request: &ShareRequest,
        now: Timestamp,
    ) -> Result<Self, ShareError> {
        chats::find(db, owner, chat)?.ok_or(ShareError::NoSuchChat)?;
        let current = shares::of_chat(db, owner, chat)?;
        let former = current.as_ref().map_or(ShareSettings::DEFAULT, |share| share.settings.clone());
        let excerpt = request.positions.as_ref().map(|positions| resolve(&messages::ids(db, chat)?, positions));
        let change = change(request, excerpt.transpose()?, &former, now);
        let mut settings = change.apply(former.clone())?;

        let copy = current.as_ref().and_then(|share| share.frozen).map(|(copy, _)| copy);
        if settings.excerpt != former.excerpt {
            check_excerpt(db, chat, copy, &settings.excerpt)?;
        }
        let opens = copy.filter(|_| settings.is_frozen).unwrap_or(chat);
        let view = PublicView::of_part(opens, settings.excerpt.clone());
        let scan = settings.lock.is_shared().then(|| view.scan(db)).transpose()?;

        let mut find = |ids: &BTreeSet<String>| find_findings(db, chat, current.as_ref(), ids);
        let present = current.as_ref().map(|_| &former.redactions);
        let (redactions, new_harmless) = request.redactions.apply(present, &mut find)?;
        settings.redactions = redactions;
        if let Some(scan) = &scan {
            let title = request.title.iter().flat_map(|title| scan_title(title.as_str()));
            let is_new = |finding: &Finding| scan.findings.iter().all(|other| other.id != finding.id);
            let findings = scan.findings.iter().cloned().chain(title.filter(is_new)).collect();
            let harmless = harmless(db, owner, &new_harmless)?;
            let again = |words: &Redactions| Ok(view.redacted(words.clone()).scan(db)?.findings.clone());
            let undecided = undecided::among(findings, &settings.redactions, &harmless, &request.accepted, again)?;
            if let Some(undecided) = undecided {
                let messages = messages::ids(db, opens)?;
                return Err(ShareError::Undecided(vec![Undecided { chat: Some(chat), messages, ..undecided }]));
            }
        }

        let is_new_text = settings.redactions != former.redactions || settings.is_frozen != former.is_frozen;
        let values = is_new_text.then(|| redacted_values(db, opens, &settings.redactions)).transpose()?;
        let revision = chats::revision(db, opens)?.ok_or(ShareError::NoSuchChat)?;
        Ok(Self { owner, chat, current, settings, opens: (opens, revision), values, new_harmless, scan })
    }

    /// Whether the link is new and nothing was decided about secrets.
    pub fn is_by_default(&self, request: &ShareRequest) -> bool {
        self.current.is_none() && request.redactions.kinds.is_none()
    }

    /// Carries it out; `None` when the link or the conversation has changed since it was made.
    pub fn carry_out(
        &self,
        tx: &Transaction<'_>,
        request: &ShareRequest,
        now: Timestamp,
    ) -> Result<Option<Share>, ShareError> {
        let current = shares::of_chat(tx, self.owner, self.chat)?;
        let (opens, revision) = self.opens;
        if !is_same(current.as_ref(), self.current.as_ref()) || chats::revision(tx, opens)? != Some(revision) {
            return Ok(None);
        }
        if let Some(title) = &request.title {
            chats::rename(tx, self.owner, self.chat, title, now)?.ok_or(ShareError::NoSuchChat)?;
        }
        harmless_values::add(tx, self.owner, &self.new_harmless, now)?;
        store(tx, self.owner, self.chat, current, &self.settings, self.values.as_ref(), now).map(Some)
    }
}

/// Stores a link with these settings; `values` are those of its redacted kinds, where they are new.
pub fn store(
    tx: &Transaction<'_>,
    owner: UserId,
    chat: ChatId,
    current: Option<Share>,
    settings: &ShareSettings,
    values: Option<&BTreeSet<(SecretKind, String)>>,
    now: Timestamp,
) -> Result<Share, ShareError> {
    let current = match current {
        Some(share) if share.settings == *settings && values.is_none() => return Ok(share),
        Some(share) => share,
        None => shares::insert(tx, owner, chat, now)?.ok_or(ShareError::NoSuchChat)?,
    };
    shares::update(tx, &current, settings, now)?;
    if settings.is_frozen != current.settings.is_frozen {
        shares::freeze(tx, &current, settings.is_frozen.then_some(now))?;
    }
    if let Some(values) = values {
        shares::set_redactions(tx, current.id, &settings.redactions, values)?;
    }
    shares::of_chat(tx, owner, chat)?.ok_or(ShareError::NoSuchChat)
}

/// The settings that change: what the request names, on the part of the conversation that it means.
pub fn change(request: &ShareRequest, excerpt: Option<Excerpt>, former: &ShareSettings, now: Timestamp) -> ShareChange {
    let mut change = request.change.clone();
    match excerpt {
        None => {}
        Some(Excerpt::Whole) => (change.until, change.messages) = (Some(None), Some(None)),
        Some(Excerpt::Until(until)) => change.until = Some(Some(until)),
        Some(Excerpt::Messages(messages)) => change.messages = Some(Some(messages)),
    }
    let is_past = former.lock.expires_at().is_some_and(|at| at <= now);
    if request.must_work && change.expires_at.is_none() && is_past {
        change.expires_at = Some(None);
    }
    change
}

/// The part of a conversation with these messages that the positions choose.
pub fn resolve(ids: &[MessageId], positions: &MessagePositions) -> Result<Excerpt, ShareError> {
    let count = ids.len();
    if let Some(position) = positions.highest().filter(|position| *position > count) {
        return Err(ShareError::NoSuchPosition { position, count });
    }
    match positions {
        MessagePositions::All => Ok(Excerpt::Whole),
        MessagePositions::UpTo(last) => {
            let id = last.checked_sub(1).and_then(|at| ids.get(at));
            id.map(|id| Excerpt::Until(*id)).ok_or(ShareError::NoSuchPosition { position: *last, count })
        }
        MessagePositions::Within(_) => {
            let chosen = ids.iter().zip(1..).filter(|(_, position)| positions.contain(*position));
            let chosen: Vec<MessageId> = chosen.map(|(id, _)| *id).collect();
            if chosen.len() > MOST_MESSAGES { Err(ShareError::TooManyMessages) } else { Ok(Excerpt::Messages(chosen)) }
        }
    }
}

/// That its messages are the chat's, or those of a link's copy of it.
pub fn check_excerpt(db: &Connection, chat: ChatId, copy: Option<ChatId>, excerpt: &Excerpt) -> Result<(), ShareError> {
    let named = match excerpt {
        Excerpt::Whole => &[],
        Excerpt::Until(until) => std::slice::from_ref(until),
        Excerpt::Messages(messages) => messages.as_slice(),
    };
    match messages::first_foreign(db, chat, copy, named)? {
        Some(foreign) => Err(ShareError::NoSuchMessage(foreign)),
        None => Ok(()),
    }
}

/// What was found of the redacted kinds anywhere in a conversation: where the same stands again, there may be
/// nothing around it that tells what it is.
pub fn redacted_values(
    db: &Connection,
    opens: ChatId,
    redactions: &Redactions,
) -> Result<BTreeSet<(SecretKind, String)>, StoreError> {
    if redactions.kinds.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(values_of(&PublicView::whole(opens).scan_messages(db)?.findings, redactions))
}

/// The values among these findings that are of a redacted kind, and no words.
pub fn values_of(findings: &[Finding], redactions: &Redactions) -> BTreeSet<(SecretKind, String)> {
    let is_redacted = |finding: &&Finding| !finding.is_word && redactions.include(finding.kind, &finding.value);
    let redacted = findings.iter().filter(is_redacted);
    redacted.map(|finding| (finding.kind, finding.value.clone())).collect()
}

/// Looks findings up by their ids, in the conversation and in a link's copy of it.
fn find_findings(
    db: &Connection,
    chat: ChatId,
    current: Option<&Share>,
    ids: &BTreeSet<String>,
) -> Result<Findings, ShareError> {
    if ids.is_empty() {
        return Ok(Findings::new());
    }
    let copy = current.filter(|share| share.settings.is_frozen).map(PublicView::unredacted);
    let views = [Some(PublicView::whole(chat)), copy];
    let scans = views.iter().flatten().map(|view| view.scan(db)).collect::<Result<Vec<_>, StoreError>>()?;
    let found = scans.iter().flat_map(|scan| &scan.findings);
    all_by_id(ids, found, current.map(|share| &share.settings.redactions))
}

fn is_same(one: Option<&Share>, other: Option<&Share>) -> bool {
    let key = |share: &Share| (share.id, share.frozen, share.settings.clone());
    one.map(key) == other.map(key)
}
