//! What a reader's lookup of a link found, also that there is no such link, cached until anything is committed to the
//! database.
//!
//! The guarantee: [`KnownLinks::get`] returns what the database would return at this moment. An entry is stored with
//! the state of the database from before it was read, and is valid as long as that is the state. What depends on time
//! is checked at each use: whether the link or the reader's session has expired.

use std::sync::{Arc, LazyLock};

use foldhash::fast::RandomState;
use quick_cache::UnitWeighter;
use quick_cache::sync::{Cache, DefaultLifecycle};

use super::Visitor;
use crate::domain::share::ShareUuid;
use crate::store::Store;
use crate::store::change_sign::ChangeState;
use crate::store::sessions::TokenDigest;
use crate::store::shares::FoundShare;

/// How many are kept.
const MOST: usize = 4096;

/// The link, and the reader's session.
type LinkKey = (ShareUuid, Option<TokenDigest>);

/// The names of links are random: those of several databases don't meet.
static LINKS: LazyLock<Cache<LinkKey, Arc<Kept>, UnitWeighter, RandomState>> =
    LazyLock::new(|| Cache::with(MOST, MOST as u64, UnitWeighter, RandomState::default(), DefaultLifecycle::default()));

/// What was found, and the state of the database from before.
type Kept = (ChangeState, Option<FoundShare>);

/// A look at the link that a visitor names.
pub struct KnownLinks<'a> {
    key: Option<LinkKey>,
    visitor: &'a Visitor,
    /// The state of the database before it was read.
    state: Option<ChangeState>,
}

impl<'a> KnownLinks<'a> {
    /// Begins it. What depends on more than link and session is not kept: tokens of scripts and of views, whom a proxy names.
    pub fn look(store: &Store, visitor: &'a Visitor) -> Self {
        let is_kept = visitor.script.is_none() && visitor.view.is_none() && visitor.proxied.is_none();
        let key = visitor.uuid.filter(|_| is_kept).map(|uuid| (uuid, visitor.session));
        Self { state: key.and_then(|_| store.change_sign().read()), key, visitor }
    }

    /// What is known of it and still holds: what was found, or that nothing was.
    pub fn get(&self) -> Option<Option<FoundShare>> {
        let known = LINKS.get(self.key.as_ref()?)?;
        let (state, found) = &*known;
        let session = found.as_ref().and_then(|found| found.session);
        let is_signed_in = session.is_none_or(|session| session.expires_at > self.visitor.now);
        (Some(*state) == self.state && is_signed_in).then(|| found.clone())
    }

    /// Keeps what was found since this look began.
    pub fn keep(&self, found: Option<&FoundShare>) {
        if let (Some(key), Some(state)) = (self.key, self.state) {
            LINKS.insert(key, Arc::new((state, found.cloned())));
        }
    }
}
