//! Lets readers of a link in, or says what is missing. It is the only way to the contents of a link.

mod admitted;
mod known_links;

use std::cell::Cell;
use std::net::IpAddr;

use super::access::{self, Credentials, Decision, Reader, Rules};
use super::caller::{self, Caller};
use super::public_view::PublicView;
use crate::app::passwords::{Passwords, Refused as NotVerified};
use crate::domain::id::UserId;
use crate::domain::link_state::LinkState;
use crate::domain::password::PlainPassword;
use crate::domain::secret::Digest;
use crate::domain::share::{PasswordHash, ShareInfo, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::timestamp::Timestamp;
use crate::store::sessions::TokenDigest;
use crate::store::shares::{self, Asking, FoundShare, History};
use crate::store::{Connection, Snapshot, Store, StoreError, whitelist_entries};
use known_links::KnownLinks;

/// A password that a reader offers; `None` for what can't be one, which is a wrong one.
pub type OfferedPassword = Option<PlainPassword>;

/// Who asks to read, and what they bring.
pub struct Visitor {
    /// The link; `None` where what they name can be none.
    pub uuid: Option<ShareUuid>,
    /// The digest of their session's token.
    pub session: Option<TokenDigest>,
    /// The digest of their script's token.
    pub script: Option<Digest>,
    /// Who they are, where a trusted proxy has signed them in.
    pub proxied: Option<UserId>,
    /// The digest of the token that they got for a view.
    pub view: Option<TokenDigest>,
    /// The password that they offer.
    pub password: Option<OfferedPassword>,
    /// The digest of the token by which their browser is let in without the password.
    pub unlocked: Option<Digest>,
    /// The digest of one that is to let them in from now on, if their password is right.
    pub unlocking: Option<Digest>,
    /// Where they come from.
    pub client: IpAddr,
    /// When they ask.
    pub now: Timestamp,
    /// Who they turned out to be, known once they were let in or refused.
    pub caller: Cell<Option<Caller>>,
}

/// What a visitor comes for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To read.
    Read,
    /// To take one of a limited number of views, before reading.
    View,
}

/// A visitor who was let in.
pub struct Admitted<'a> {
    readers: Readers<'a>,
    visitor: &'a Visitor,
    purpose: Purpose,
    verdict: Option<Verdict>,
    /// The link as this visitor meets it.
    pub found: FoundShare,
    /// What readers are told of it.
    pub info: ShareInfo,
}

/// What a visitor was let in to, in the snapshot of the database in which that was decided.
pub struct OpenShare {
    /// The snapshot.
    pub db: Snapshot,
    /// The link as this visitor meets it.
    pub found: FoundShare,
    /// What readers are told of it.
    pub info: ShareInfo,
    /// What it opens.
    pub view: PublicView,
}

/// What a visitor is told who was not let in.
#[derive(Debug)]
pub struct Refusal {
    /// What is missing.
    pub decision: Decision,
    /// What they may know of the link.
    pub info: ShareInfo,
    /// How many views are left, for whom nothing else keeps from reading.
    pub views_left: Option<u32>,
}

/// Why a visitor gets nothing.
#[derive(Debug)]
pub enum NotAdmitted {
    /// The link's rules say so.
    Refused(Refusal),
    /// The password could not be verified now.
    Password(NotVerified),
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for NotAdmitted {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A password hash of the share, and whether the visitor's password was verified against it.
type Verdict = (PasswordHash, bool);

/// What one look at the database showed.
struct Seen {
    found: Option<FoundShare>,
    info: ShareInfo,
    decision: Decision,
}

/// What letting readers in takes.
#[derive(Clone, Copy)]
pub struct Readers<'a> {
    /// The database.
    pub store: &'a Store,
    /// Verifies passwords.
    pub passwords: &'a Passwords,
    /// Runs what takes long, as the verification of a password does, where others need not wait for it.
    pub slow: fn(&mut dyn FnMut()),
}

impl<'a> Readers<'a> {
    /// Lets a visitor in, or says what is missing.
    pub fn admit(self, visitor: &'a Visitor, purpose: Purpose) -> Result<Admitted<'a>, NotAdmitted> {
        let mut verdict: Option<Verdict> = None;
        loop {
            match self.glance(visitor, verdict.as_ref())? {
                Seen { decision, found: Some(found), info } if purpose.is_met_by(decision) => {
                    return Ok(Admitted { readers: self, visitor, purpose, verdict, found, info });
                }
                Seen { decision: Decision::PasswordRequired, found: Some(found), info } => {
                    let refused = || Refusal { decision: Decision::PasswordRequired, info, views_left: None };
                    let hash = found.lock.required_password();
                    // Judged already, and still the link's password: the verdict stands.
                    let hash = hash.filter(|&hash| verdict.as_ref().is_none_or(|(judged, _)| judged != hash));
                    let (Some(hash), Some(offer)) = (hash, &visitor.password) else {
                        return Err(NotAdmitted::Refused(refused()));
                    };
                    // No connection to the database is held meanwhile, so the link may change. Look again.
                    let mut right = Ok(false);
                    (self.slow)(&mut || {
                        right = self.passwords.verify_share(found.id, visitor.client, hash, offer.as_ref());
                    });
                    verdict = Some((hash.clone(), right.map_err(NotAdmitted::Password)?));
                }
                Seen { decision, found, info } => {
                    let views_left = found.and_then(|found| found.views_left);
                    return Err(NotAdmitted::Refused(Refusal { decision, info, views_left }));
                }
            }
        }
    }

    /// Decides on what is known of the link, or else on a look at the database.
    fn glance(self, visitor: &Visitor, verdict: Option<&Verdict>) -> Result<Seen, NotAdmitted> {
        let known = KnownLinks::look(self.store, visitor);
        if let Some(found) = known.get() {
            return self.judge(visitor, found, None, verdict);
        }
        let seen = self.store.read_one(|db| self.look(visitor, db, verdict))?;
        known.keep(seen.found.as_ref());
        Ok(seen)
    }

    /// Finds the link and decides, in one statement: what is decided on is of one moment.
    fn look(self, visitor: &Visitor, db: &Connection, verdict: Option<&Verdict>) -> Result<Seen, NotAdmitted> {
        let asking = Asking {
            session: visitor.session.as_ref(),
            user: visitor.proxied,
            visit: visitor.view.as_ref(),
            now: visitor.now,
        };
        let found = match visitor.uuid {
            Some(uuid) => shares::find(db, uuid, asking)?,
            None => None,
        };
        let script = match (&found, visitor.script) {
            (Some(found), Some(token)) => match caller::by_token(db, &token, visitor.now)? {
                Some(script) => {
                    let is_listed = whitelist_entries::includes(db, found.id, script.user_id())?;
                    Some((script, is_listed))
                }
                None => None,
            },
            _ => None,
        };
        self.judge(visitor, found, script, verdict)
    }

    /// Decides on what was found, and on whose script asks and whether they are on the list.
    fn judge(
        self,
        visitor: &Visitor,
        found: Option<FoundShare>,
        script: Option<(Caller, bool)>,
        verdict: Option<&Verdict>,
    ) -> Result<Seen, NotAdmitted> {
        let rules = found.as_ref().map(Rules::of_found);
        let mut credentials = Credentials::NONE;
        if let Some(found) = &found {
            credentials.has_opened = found.reader_has_opened;
            credentials.is_owner = found.reader_is_owner;
            let browser = visitor.proxied.map(Caller::Proxied).or_else(|| found.session.map(Caller::Browser));
            let browser = browser.map(|caller| (caller, found.reader_is_listed));
            let caller = browser.or(script);
            credentials.reader = match &caller {
                None => Reader::Anonymous,
                Some((_, true)) => Reader::Listed,
                Some((_, false)) => Reader::Stranger,
            };
            let hash = found.lock.required_password();
            let is_unlocked =
                |token: &Digest| hash.is_some_and(|hash| self.passwords.is_unlocked(found.id, hash, token));
            credentials.password_is_right = match (hash, verdict, &visitor.password) {
                _ if visitor.unlocked.as_ref().is_some_and(is_unlocked) => true,
                (Some(hash), Some((judged, right)), _) if judged == hash => *right,
                (Some(hash), _, Some(Some(plain))) => {
                    let known = self.passwords.is_remembered(found.id, visitor.client, hash, plain);
                    known.map_err(|too_many| NotAdmitted::Password(too_many.into()))?
                }
                _ => false,
            };
            if let (true, Some(hash), Some(token)) = (credentials.password_is_right, hash, &visitor.unlocking) {
                self.passwords.unlock(found.id, hash, token);
            }
            visitor.caller.set(caller.map(|(caller, _)| caller));
        }
        let decision = access::decide(rules, credentials, visitor.now);
        Ok(Seen { found, info: access::visible(rules, credentials.has_opened, visitor.now), decision })
    }
}

impl Purpose {
    /// Whether who meets with that decision is let in: who is about to take a view lacks just that.
    fn is_met_by(self, decision: Decision) -> bool {
        decision == Decision::Granted || (self == Self::View && decision == Decision::OpeningRequired)
    }
}

/// What a link opens, when anybody may read it without a password, a session or a view: decided without the
/// credentials of whoever asks.
pub fn open_to_anyone(store: &Store, uuid: ShareUuid, now: Timestamp) -> Result<Option<OpenShare>, StoreError> {
    let db = store.snapshot()?;
    let Some(found) = shares::find(&db, uuid, Asking { session: None, user: None, visit: None, now })? else {
        return Ok(None);
    };
    let rules = Some(Rules::of_found(&found));
    if access::decide(rules, Credentials::NONE, now) != Decision::Granted {
        return Ok(None);
    }
    let (info, view) = (access::visible(rules, false, now), PublicView::found(&db, &found, None)?);
    Ok(Some(OpenShare { db, found, info, view }))
}

/// Where a short link leads; `None` where there is none, or it is off: nothing tells these apart.
pub fn behind(store: &Store, slug: &Slug, now: Timestamp) -> Result<Option<ShareUuid>, StoreError> {
    store.read(|db| {
        let Some((_, uuid)) = shares::of_slug(db, slug)? else { return Ok(None) };
        let found = shares::find(db, uuid, Asking { session: None, user: None, visit: None, now })?;
        // Of a link whose views are used up, its page knows who has one.
        let is_on = found
            .is_some_and(|found| Rules { views_left: None, ..Rules::of_found(&found) }.state(now) == LinkState::Active);
        Ok(is_on.then_some(uuid))
    })
}

/// The present revision of what a link opens, and its history; `None` where there is no such link.
pub fn revision(store: &Store, uuid: ShareUuid, now: Timestamp) -> Result<Option<(i64, History)>, StoreError> {
    let found = store.read_one(|db| shares::find(db, uuid, Asking { session: None, user: None, visit: None, now }))?;
    Ok(found.map(|found| (found.revision, found.history)))
}
