//! Signing a device in (OAuth 2.0 device authorization, RFC 8628): it shows a short code, somebody approves the code in
//! a browser in which they are signed in, and the device gets a token of theirs.
//!
//! Requests are kept only in memory, for ten minutes. So a flood of requests from strangers writes nothing to the disk,
//! and none of their secrets is ever stored. A restart of the server ends them; the device is then told to start over.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::caller::Caller;
use super::{Unavailable, tokens};
use crate::base::concurrency_limit::Full;
use crate::base::rate_limit::{RateExceeded, RateLimit, network};
use crate::domain::id::UserId;
use crate::domain::secret::{Digest, Secret};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, LONGEST_LIFETIME, Scope};
use crate::domain::user_code::UserCode;
use crate::store::api_tokens::NewApiToken;
use crate::store::{Store, sessions};

/// How long a request waits for its owner.
pub const LIFETIME: Duration = Duration::from_secs(10 * 60);
/// How long a device waits between two questions, until it is told to slow down.
pub const INTERVAL: Duration = Duration::from_secs(5);
/// How much longer then (RFC 8628, 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// Requests at once, of all and of one network.
const MOST: usize = 1000;
const MOST_OF_NETWORK: usize = 20;

/// Wrong codes that one account may try at once, and the time after which one more is taken.
const GUESSES: u32 = 10;
const GUESS_PERIOD: Duration = Duration::from_secs(6);

/// What a device asks for, as its owner is shown it.
#[derive(Clone, Debug)]
pub struct DeviceRequest {
    /// What the device calls itself, which is the name of its token.
    pub name: ShortText,
    /// What it wants to do.
    pub scope: Scope,
    /// The address that asked.
    pub address: IpAddr,
    /// The program that asked, as far as it says.
    pub client: String,
    /// When it asked.
    pub asked_at: Timestamp,
    /// Until when it can be approved.
    pub expires_at: Timestamp,
}

/// What a device is given to show and to ask with.
pub struct StartedRequest {
    /// With which the device asks for its token.
    pub device_code: Secret,
    /// Which its owner compares.
    pub user_code: UserCode,
}

/// What a device is told that asks for its token.
pub enum TokenAnswer {
    /// Nobody has decided yet.
    Pending,
    /// It asks too often.
    SlowDown,
    /// Its owner refused, or is not signed in any more.
    Denied,
    /// Nobody approved it in time.
    Expired,
    /// There is no such request: it was answered already, or the server was restarted.
    Unknown,
    /// Approved; the token is told this once.
    Granted(UserId, ApiToken, Secret),
}

/// Why a code was not taken.
#[derive(Debug)]
pub enum CodeError {
    /// No device waits with that code.
    NoSuchCode,
    /// Too many wrong ones.
    TooManyGuesses(RateExceeded),
}

struct Pending {
    user_code: UserCode,
    request: DeviceRequest,
    decision: Option<DeviceDecision>,
    interval: Duration,
    /// When the device may ask again.
    next: Timestamp,
}

#[derive(Clone)]
enum DeviceDecision {
    Approved(Caller),
    Refused,
}

/// The devices that wait.
pub struct Devices {
    pending: Mutex<HashMap<Digest, Pending>>,
    guesses: RateLimit<UserId>,
}

impl Devices {
    /// Starts without pending requests.
    pub fn new() -> Self {
        Self { pending: Mutex::new(HashMap::new()), guesses: RateLimit::new(GUESSES, GUESS_PERIOD) }
    }

    /// A device asks to be signed in. `Busy` where too many wait, in all or from its network.
    pub fn start(&self, request: DeviceRequest) -> Result<StartedRequest, Unavailable> {
        let (device_code, mut user_code) = (Secret::random()?, UserCode::random()?);
        let now = request.asked_at;
        let mut pending = self.lock();
        // Those whose time is over stay as long again, so that their devices are told so.
        pending.retain(|_, one| now < one.request.expires_at.plus(LIFETIME));
        let from = network(request.address);
        let of_network = pending.values().filter(|one| network(one.request.address) == from).count();
        if pending.len() >= MOST || of_network >= MOST_OF_NETWORK {
            return Err(Full.into());
        }
        while pending.values().any(|one| one.user_code == user_code) {
            user_code = UserCode::random()?;
        }
        let one = Pending { user_code, request, decision: None, interval: INTERVAL, next: now };
        pending.insert(device_code.digest(), one);
        Ok(StartedRequest { device_code, user_code })
    }

    /// What the device with that code asks for. A wrong code counts as a guess of this account's.
    pub fn look(&self, user: UserId, code: Option<UserCode>, now: Timestamp) -> Result<DeviceRequest, CodeError> {
        self.undecided(user, code, now, |one| one.request.clone())
    }

    /// Approves or refuses what the device with that code asks for. An approval holds as long as who gave it is signed in
    /// there: whoever ends that session, or disables the account, ends it before the device has its token.
    pub fn decide(
        &self,
        by: &Caller,
        code: Option<UserCode>,
        is_approved: bool,
        now: Timestamp,
    ) -> Result<DeviceRequest, CodeError> {
        let decision = if is_approved { DeviceDecision::Approved(by.clone()) } else { DeviceDecision::Refused };
        self.undecided(by.user_id(), code, now, |one| {
            one.decision = Some(decision);
            one.request.clone()
        })
    }

    /// What became of a request; where it was approved, makes the token.
    pub fn answer(&self, store: &Store, device_code: &Digest, now: Timestamp) -> Result<TokenAnswer, Unavailable> {
        let (by, one) = {
            let mut pending = self.lock();
            let Some(one) = pending.get_mut(device_code) else { return Ok(TokenAnswer::Unknown) };
            if one.request.expires_at <= now {
                return Ok(TokenAnswer::Expired);
            }
            let (is_early, decision) = (now < one.next, one.decision.clone());
            match decision {
                None if is_early => {
                    one.interval += SLOWER;
                    one.next = now.plus(one.interval);
                    return Ok(TokenAnswer::SlowDown);
                }
                None => {
                    // A little less: what is sent every five seconds does not arrive every five seconds.
                    one.next = now.plus(one.interval.saturating_sub(Duration::from_secs(1)));
                    return Ok(TokenAnswer::Pending);
                }
                Some(DeviceDecision::Refused) => {
                    pending.remove(device_code);
                    return Ok(TokenAnswer::Denied);
                }
                // Taken out before the token is made: two questions at once get one token.
                Some(DeviceDecision::Approved(by)) => (by, pending.remove(device_code)),
            }
        };
        let Some(one) = one else { return Ok(TokenAnswer::Unknown) };
        let made = grant(store, &by, &one.request, now);
        if made.is_err() {
            // The device asks again.
            self.lock().insert(*device_code, one);
        }
        made
    }

    fn undecided(
        &self,
        user: UserId,
        code: Option<UserCode>,
        now: Timestamp,
        work: impl FnOnce(&mut Pending) -> DeviceRequest,
    ) -> Result<DeviceRequest, CodeError> {
        self.guesses.count(user, Instant::now()).map_err(CodeError::TooManyGuesses)?;
        let mut pending = self.lock();
        let found = pending
            .values_mut()
            .find(|one| Some(one.user_code) == code && one.decision.is_none() && now < one.request.expires_at);
        let request = work(found.ok_or(CodeError::NoSuchCode)?);
        self.guesses.forgive(&user);
        Ok(request)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Digest, Pending>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the token that somebody approved.
fn grant(store: &Store, by: &Caller, request: &DeviceRequest, now: Timestamp) -> Result<TokenAnswer, Unavailable> {
    let DeviceRequest { name, scope, .. } = request;
    let new = NewApiToken { name, scope: *scope, expires_at: now.plus(LONGEST_LIFETIME) };
    store.write(|tx| {
        let has_ended = match by {
            Caller::Browser(session) => !sessions::is_open(tx, session.id, now)?,
            Caller::Proxied(_) | Caller::Script(..) => false,
        };
        let made = if has_ended { None } else { tokens::make_in(tx, by.user_id(), &new, now)? };
        Ok(made.map_or(TokenAnswer::Denied, |(token, secret)| TokenAnswer::Granted(by.user_id(), token, secret)))
    })
}

#[cfg(test)]
mod tests;
