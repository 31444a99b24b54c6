//! Sessions that their own program shares here while they run, such as OpenCode's `/share`. The program creates a
//! share, sends what is new about once a second, and finally removes the share. It never sends anything twice, so
//! everything received is stored, and the conversation is rebuilt from all of it: parts find their place in whatever
//! order they arrived.

mod batch;
mod merge;

#[cfg(test)]
mod tests;

use std::io::Read;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use super::Unavailable;
use super::sharing::{self, ShareError, ShareRequest};
use super::worker::Worker;
use crate::base::concurrency_limit::{ConcurrencyLimit, Full};
use crate::base::rate_limit::{RateExceeded, RateLimit, network};
use crate::domain::chat::{ChatSource, NewChat, UNKNOWN_MODEL};
use crate::domain::id::UserId;
use crate::domain::secret::{self, Secret};
use crate::domain::share::ShareUuid;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::import;
use crate::store::imports::{self, ImportOutcome, Met};
use crate::store::synced_sessions::{self, SyncedSession};
use crate::store::{Store, StoreError, chats, shares};
use batch::{MOST_BYTES, MOST_ITEMS, SyncBatch};

/// The importer that reads these sessions.
const FORMAT: &str = "opencode";

/// Bodies that are read at once: each may have 24 MiB, and is in memory twice meanwhile.
const READERS: usize = 2;

/// Bodies, and merges, that wait for their turn, half of them of one network at most; and how long.
const QUEUE: usize = 32;
const TIMEOUT: Duration = Duration::from_secs(20);

/// Shares that one account makes at once and then, and requests that it sends.
const SHARES: (u32, Duration) = (60, Duration::from_secs(20));
const REQUESTS: (u32, Duration) = (300, Duration::from_millis(100));

/// Why something was not taken.
#[derive(Debug)]
pub enum SyncError {
    /// There is no such share of this account, or its conversation was deleted.
    NoSuchShare,
    /// The secret is another share's.
    WrongSecret,
    /// Something in the body is not as it should be: half a sentence.
    Invalid(String),
    /// The session has more than is kept of one.
    TooLarge,
    /// It comes too often.
    TooOften(RateExceeded),
    /// The link.
    Share(ShareError),
    /// Something failed that was allowed.
    Unavailable(Unavailable),
}

impl<E: Into<Unavailable>> From<E> for SyncError {
    fn from(error: E) -> Self {
        Self::Unavailable(error.into())
    }
}

/// A share that was made.
pub struct NewShare {
    /// By which the program names it.
    pub name: String,
    /// With which it may send more.
    pub secret: Secret,
    /// Where people read it.
    pub uuid: ShareUuid,
}

/// Takes what programs send.
pub struct SessionSync {
    reading: ConcurrencyLimit,
    turn: ConcurrencyLimit,
    thread: Worker,
    shares: RateLimit<UserId>,
    requests: RateLimit<UserId>,
}

impl SessionSync {
    /// Nothing came yet.
    pub fn new() -> Self {
        Self {
            reading: ConcurrencyLimit::new(READERS, QUEUE),
            turn: ConcurrencyLimit::new(1, QUEUE),
            thread: Worker::new("session-sync", import::STACK),
            shares: RateLimit::new(SHARES.0, SHARES.1),
            requests: RateLimit::new(REQUESTS.0, REQUESTS.1),
        }
    }

    /// Whether this account may send a request now; counts it.
    pub fn count(&self, owner: UserId) -> Result<(), SyncError> {
        self.requests.count(owner, Instant::now()).map_err(SyncError::TooOften)
    }

    /// Makes the share of a session. There is one for each session: who asks again, with the same token, gets the same answer.
    pub fn share(
        &self,
        store: &Store,
        (owner, token): (UserId, &str),
        session: &str,
        now: Timestamp,
    ) -> Result<NewShare, SyncError> {
        let known = store.read(|db| synced_sessions::of_session(db, owner, session))?;
        if known.is_none() {
            self.shares.count(owner, Instant::now()).map_err(SyncError::TooOften)?;
        }
        let name = Secret::random().map_err(Unavailable::from)?;
        let (synced, secret) = store.write(|tx| {
            let synced = match synced_sessions::of_session(tx, owner, session)? {
                Some(synced) => synced,
                None => {
                    let (chat, outcome) = imports::put(tx, owner, &empty(session), &mut Met::default(), now)?;
                    let is_new = outcome == ImportOutcome::New;
                    synced_sessions::insert(tx, owner, session, name.as_str(), (chat, is_new), now)?
                }
            };
            let secret = Secret::of([token, &synced.name]);
            synced_sessions::add_secret(tx, synced.id, &secret.digest())?;
            Ok::<_, StoreError>((synced, secret))
        })?;
        // What its owner decided about a link that is there stays.
        let published = sharing::publish(store, owner, synced.chat, &ShareRequest::default(), now);
        let uuid = published.map_err(SyncError::Share)?.link.share.uuid;
        Ok(NewShare { name: synced.name, secret, uuid })
    }

    /// Takes more of a session, in a request's body.
    pub fn sync(
        &self,
        store: &Store,
        (owner, client): (UserId, IpAddr),
        name: &str,
        body: impl Read,
        now: Timestamp,
    ) -> Result<(), SyncError> {
        let received = self.keep(store, (owner, client), name, body)?;
        let _turn = self.turn.enter_from(Some(network(client)), TIMEOUT).map_err(|Full| Unavailable::Busy)?;
        let (store, name) = (store.clone(), name.to_owned());
        self.thread.run(move || merge::merge(&store, owner, &name, received, now))
    }

    /// Keeps what came; how often something did.
    fn keep(
        &self,
        store: &Store,
        (owner, client): (UserId, IpAddr),
        name: &str,
        mut body: impl Read,
    ) -> Result<i64, SyncError> {
        let _place = self.reading.enter_from(Some(network(client)), TIMEOUT).map_err(|Full| Unavailable::Busy)?;
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).map_err(|_| SyncError::Invalid("The body could not be read.".to_owned()))?;
        let batch = SyncBatch::read(&bytes)?;
        drop(bytes);
        store.write(|tx| {
            let synced = named(tx, owner, name, &batch.secret)?;
            batch.put(tx, &synced)?;
            let (items, bytes) = synced_sessions::size(tx, synced.id)?;
            if items > MOST_ITEMS || bytes > MOST_BYTES {
                return Err(SyncError::TooLarge);
            }
            Ok(synced.received + 1)
        })
    }

    /// Removes the share of a session, with all that was sent for it.
    pub fn remove(
        &self,
        store: &Store,
        owner: UserId,
        name: &str,
        secret: &str,
        now: Timestamp,
    ) -> Result<(), SyncError> {
        store.write(|tx| {
            let synced = named(tx, owner, name, secret)?;
            if let Some(share) = shares::of_chat(tx, owner, synced.chat)? {
                shares::delete(tx, owner, share.id)?;
            }
            if synced.made_chat {
                // As any deleted conversation, its owner may have it back for a while.
                chats::delete_all(tx, owner, &[synced.chat], now)?;
            }
            Ok(synced_sessions::delete(tx, synced.id)?)
        })
    }
}

/// The share of that name, for whoever has its secret.
fn named(db: &crate::store::Connection, owner: UserId, name: &str, offered: &str) -> Result<SyncedSession, SyncError> {
    let synced = synced_sessions::named(db, owner, name)?.ok_or(SyncError::NoSuchShare)?;
    if !synced_sessions::has_secret(db, synced.id, &secret::digest(offered))? {
        return Err(SyncError::WrongSecret);
    }
    Ok(synced)
}

/// A session of which nothing was sent yet.
fn empty(session: &str) -> NewChat {
    let (name, model) = (ShortText::fixed("OpenCode session"), ShortText::fixed(UNKNOWN_MODEL));
    let id = Some(session.to_owned());
    let source = ChatSource { format: FORMAT, id, name: name.clone(), is_titled: false, text: None };
    NewChat { source: Some(source), ..NewChat::named(name, model) }
}
