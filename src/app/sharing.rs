//! What may be published: the only place for the rules about links. A link is planned on a snapshot, where its
//! conversation is searched for secrets, and then stored in a short write transaction, which first makes sure that the
//! link and the conversation have not changed since the search.

mod grow;
mod plan;
mod publish_new;
mod request;
#[cfg(test)]
mod tests;
mod undecided;
mod update;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::link::{self, Link};
use super::link_word;
use super::people::{self, InvitedReader};
use super::public_view::PublicView;
use super::scan::{Scan, Searched};
pub use super::share_error::{ShareError, Undecided};
use crate::domain::id::{ChatId, MessageId, UserId};
use crate::domain::redaction::Redactions;
use crate::domain::share::{Excerpt, Share};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::guard::Finding;
use crate::store::imports::ImportOutcome;
use crate::store::{Connection, Store, Transaction, chats, harmless_values, messages, shares};
pub use grow::{Came, Grown, grow};
pub use plan::MOST_MESSAGES;
use plan::{Plan, check_excerpt};
pub use publish_new::publish_new;
pub use request::{AcceptedFindings, Findings, RedactionRequest, ShareRequest, credentials};
pub use update::bring_up_to_date;

/// How often a conversation is searched anew because it changed meanwhile.
const ATTEMPTS: usize = 3;

/// A link that was made or changed.
pub struct Published {
    pub link: Link,
    /// What the conversation is called.
    pub name: ShortText,
    /// What became of the conversation, where it was imported for this.
    pub outcome: Option<ImportOutcome>,
    /// What the search found in what the link opens; `None` for one that opens nothing now, and for an import.
    pub scan: Option<Arc<Scan>>,
    /// Whether the link is new and nothing was decided about secrets, so that it redacts credentials by default.
    pub is_by_default: bool,
    /// Those who were invited to it, and the secrets of their links, which are told this once.
    pub invited: Vec<InvitedReader>,
}

/// What a link shows or would show, searched.
pub struct Checked {
    /// What was found, but for what its owner marked as harmless in all conversations.
    pub findings: Vec<Finding>,
    /// How much was searched.
    pub searched: Searched,
    /// What the link redacts.
    pub redactions: Redactions,
    /// The ids of what its owner has to decide about before it is published.
    undecided: BTreeSet<String>,
    /// The messages of the conversation that it opens, in order.
    pub messages: Vec<MessageId>,
}

/// A finding, with what becomes of it.
#[derive(Serialize)]
pub struct MarkedFinding<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    /// Whether it is redacted in what the link shows.
    is_left_out: bool,
    /// Whether it may be published without a question.
    is_decided: bool,
}

impl Checked {
    /// What was found, with what of it the link redacts, and what is to be decided.
    pub fn marked(&self) -> Vec<MarkedFinding<'_>> {
        let mark = |finding| MarkedFinding {
            finding,
            is_left_out: self.redactions.include(finding.kind, &finding.value),
            is_decided: !self.undecided.contains(&finding.id),
        };
        self.findings.iter().map(mark).collect()
    }
}

/// Makes the link of a conversation, or changes it. There is one for each conversation, whatever races.
pub fn publish(
    store: &Store,
    owner: UserId,
    chat: ChatId,
    request: &ShareRequest,
    now: Timestamp,
) -> Result<Published, ShareError> {
    for _ in 0..ATTEMPTS {
        let plan = store.read(|db| Plan::make(db, owner, chat, request, now))?;
        if let Some(published) = store.write(|tx| carry_out(tx, owner, &plan, request, now))? {
            return Ok(published);
        }
    }
    Err(ShareError::KeepsChanging)
}

/// The same for several conversations in one transaction. One about which the owner has to decide first does
/// not keep the others.
pub fn publish_all(
    store: &Store,
    owner: UserId,
    chats: &[ChatId],
    request: &ShareRequest,
    now: Timestamp,
) -> Result<Vec<Result<Published, ShareError>>, ShareError> {
    let plans = chats.iter().map(|chat| store.read(|db| Plan::make(db, owner, *chat, request, now)));
    let plans: Vec<Result<Plan, ShareError>> = plans.collect();
    let published = store.write(|tx| {
        let carried_out = plans.into_iter().map(|plan| match plan {
            Ok(plan) => Ok(Ok(carry_out(tx, owner, &plan, request, now)?)),
            Err(error @ ShareError::Undecided(_)) => Ok(Err(error)),
            Err(error) => Err(error),
        });
        carried_out.collect::<Result<Vec<_>, ShareError>>()
    })?;
    let again = |(chat, published): (&ChatId, Result<Option<Published>, ShareError>)| match published {
        Ok(Some(published)) => Ok(published),
        Ok(None) => publish(store, owner, *chat, request, now),
        Err(error) => Err(error),
    };
    Ok(chats.iter().zip(published).map(again).collect())
}

/// Searches what the link of a conversation shows, or would show with that excerpt and state. Stores nothing.
pub fn check(
    store: &Store,
    owner: UserId,
    chat: ChatId,
    excerpt: Option<Excerpt>,
    is_frozen: Option<bool>,
) -> Result<Checked, ShareError> {
    store.read(|db| {
        chats::find(db, owner, chat)?.ok_or(ShareError::NoSuchChat)?;
        let share = shares::of_chat(db, owner, chat)?;
        let copy = share.as_ref().and_then(|share| share.frozen).map(|(copy, _)| copy);
        if let Some(excerpt) = &excerpt {
            check_excerpt(db, chat, copy, excerpt)?;
        }
        let (part, redactions) = match &share {
            Some(share) => (share.settings.excerpt.clone(), share.settings.redactions.clone()),
            None => Default::default(),
        };
        let opens = copy.filter(|_| is_frozen != Some(false)).unwrap_or(chat);
        let view = PublicView::of_part(opens, excerpt.unwrap_or(part));
        let scan = view.scan(db)?;
        let harmless = harmless_values::of_user(db, owner)?;
        let findings = scan.findings.iter().filter(|finding| !harmless.contains(&finding.key()));
        let findings: Vec<Finding> = findings.cloned().collect();
        let open = match &share {
            Some(share) if copy.is_some() && is_frozen == Some(false) => undecided::not_shown(db, share, &findings)?,
            _ => findings.clone(),
        };
        let (expected, _) =
            RedactionRequest::default().apply(share.as_ref().map(|_| &redactions), &mut |_| Ok(Findings::new()))?;
        let again = |words: &Redactions| Ok(view.redacted(words.clone()).scan(db)?.findings.clone());
        let undecided = undecided::among(open, &expected, &harmless, &AcceptedFindings::NONE, again)?;
        let undecided =
            undecided.into_iter().flat_map(|undecided| undecided.findings).map(|finding| finding.id).collect();
        let (searched, messages) = (scan.searched, messages::ids(db, opens)?);
        Ok(Checked { findings, searched, redactions, undecided, messages })
    })
}

fn carry_out(
    tx: &Transaction<'_>,
    owner: UserId,
    plan: &Plan,
    request: &ShareRequest,
    now: Timestamp,
) -> Result<Option<Published>, ShareError> {
    let Some(share) = plan.carry_out(tx, request, now)? else { return Ok(None) };
    let published = finish(tx, owner, share, request, now)?;
    let (scan, is_by_default) = (plan.scan.clone(), plan.is_by_default(request));
    Ok(Some(Published { scan, is_by_default, ..published }))
}

/// Lets the named people in and invites the others, and makes sure that the link works where it has to.
fn finish(
    tx: &Transaction<'_>,
    owner: UserId,
    share: Share,
    request: &ShareRequest,
    now: Timestamp,
) -> Result<Published, ShareError> {
    let (id, chat) = (share.id, share.chat_id);
    let invited = people::name(tx, owner, id, &request.people, now)?;
    link_word::choose(tx, &share, request.word.as_ref(), request.is_word_public, now)?;
    let link = link::find_in(tx, owner, id)?;
    link_word::check(&link.share)?;
    if request.must_work && link.share.views_left == Some(0) {
        return Err(ShareError::UsedUp { chat, views: link.share.views });
    }
    let name = chats::find(tx, owner, chat)?.ok_or(ShareError::NoSuchChat)?.name;
    Ok(Published { link, name, outcome: None, scan: None, is_by_default: false, invited })
}

/// The revision of a conversation; an error when it is gone.
fn revision(db: &Connection, chat: ChatId) -> Result<i64, ShareError> {
    chats::revision(db, chat)?.ok_or(ShareError::NoSuchChat)
}
