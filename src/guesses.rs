//! Slows the guessing of passwords: ten wrong ones at once, then one every six seconds, for each
//! pair of what is guessed (an account or a share) and where the guesses come from. Others, at
//! other addresses or of other accounts, notice nothing. Right passwords don't count.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use crate::domain::email::Email;
use crate::domain::id::ShareId;

/// Wrong guesses that are taken at once.
const BURST: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

/// The time after which one more is.
const PERIOD: Duration = Duration::from_secs(6);

/// Pairs that are remembered before those that have recovered are swept out.
const SWEEP_AT: usize = 4096;

/// What is guessed, and from where.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Guesser {
    target: Target,
    network: IpAddr,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Target {
    Share(ShareId),
    /// A digest: the addresses that people try to sign in with need not lie around in memory.
    Account(u64),
}

/// Too many wrong guesses.
#[derive(Debug, PartialEq, Eq)]
pub struct TooMany {
    /// When the next one is taken.
    pub retry_after: Duration,
}

/// Counts wrong guesses.
pub struct Guesses<C: Clock + Clone = DefaultClock> {
    limiter: RateLimiter<Guesser, Cells, C, NoOpMiddleware<C::Instant>>,
    cells: Cells,
    clock: C,
    started: C::Instant,
    accounts: RandomState,
}

impl Guesses {
    /// Nobody has guessed yet.
    pub fn new() -> Self {
        Self::with_clock(DefaultClock::default())
    }
}

impl<C: Clock + Clone> Guesses<C> {
    fn with_clock(clock: C) -> Self {
        let quota = Quota::with_period(PERIOD).expect("not zero").allow_burst(BURST);
        let cells = Cells::default();
        Self {
            limiter: RateLimiter::new(quota, cells.clone(), clock.clone()),
            cells,
            started: clock.now(),
            clock,
            accounts: RandomState::new(),
        }
    }

    /// Somebody who guesses the password of a share.
    pub fn of_share(&self, share: ShareId, client: IpAddr) -> Guesser {
        Guesser { target: Target::Share(share), network: network(client) }
    }

    /// Somebody who guesses the password of an account, whether there is one or not.
    pub fn of_account(&self, email: &Email, client: IpAddr) -> Guesser {
        Guesser { target: Target::Account(self.accounts.hash_one(email.key())), network: network(client) }
    }

    /// Whether a guess would be taken now; counts nothing.
    pub fn check(&self, guesser: &Guesser) -> Result<(), TooMany> {
        let elapsed: Duration = self.clock.now().duration_since(self.started).into();
        // In the terms of the algorithm (GCRA): the time at which all cells would be free again
        // may lie at most BURST - 1 periods ahead.
        let ahead = self.cells.get(guesser).saturating_sub(elapsed);
        match ahead.saturating_sub(PERIOD * (BURST.get() - 1)) {
            Duration::ZERO => Ok(()),
            retry_after => Err(TooMany { retry_after }),
        }
    }

    /// Counts a guess before it is verified: a hundred at once are not a hundred for the price of
    /// one. A right one is taken back by [`Guesses::forgive`].
    pub fn count(&self, guesser: &Guesser) -> Result<(), TooMany> {
        self.limiter
            .check_key(guesser)
            .map_err(|until| TooMany { retry_after: until.wait_time_from(self.clock.now()) })?;
        self.cells.sweep(self.clock.now().duration_since(self.started));
        Ok(())
    }

    /// The guess was right.
    pub fn forgive(&self, guesser: &Guesser) {
        self.cells.refund(guesser);
    }
}

/// An IPv6 client has a whole /64 to guess from; an IPv4 client has its address.
pub fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

/// Where the rate limiter keeps its state. Its own stores can't give a cell back.
#[derive(Clone, Default)]
struct Cells(std::sync::Arc<Mutex<HashMap<Guesser, Nanos>>>);

impl Cells {
    fn lock(&self) -> MutexGuard<'_, HashMap<Guesser, Nanos>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, guesser: &Guesser) -> Duration {
        self.lock().get(guesser).map_or(Duration::ZERO, |&at| at.into())
    }

    fn refund(&self, guesser: &Guesser) {
        if let Some(at) = self.lock().get_mut(guesser) {
            *at = at.saturating_sub(PERIOD.into());
        }
    }

    /// Forgets who has recovered: whose cells were all free before `now`.
    fn sweep(&self, now: Nanos) {
        let mut cells = self.lock();
        if cells.len() >= SWEEP_AT {
            cells.retain(|_, at| *at > now);
        }
    }
}

impl StateStore for Cells {
    type Key = Guesser;

    fn measure_and_replace<T, F, E>(&self, key: &Guesser, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut cells = self.lock();
        let (outcome, next) = decide(cells.get(key).copied())?;
        cells.insert(key.clone(), next);
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn guesses() -> (Guesses<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        // Governor takes a state of zero for "never seen": start where time has passed.
        clock.advance(Duration::from_secs(1));
        (Guesses::with_clock(clock.clone()), clock)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn ten_at_once_then_one_every_six_seconds() {
        let (guesses, clock) = guesses();
        let guesser = guesses.of_share(ShareId::new(1), address("192.0.2.1"));
        for _ in 0..10 {
            assert_eq!(guesses.check(&guesser), Ok(()));
            assert_eq!(guesses.count(&guesser), Ok(()));
        }
        let wait = TooMany { retry_after: PERIOD };
        assert_eq!(guesses.check(&guesser), Err(TooMany { retry_after: PERIOD }));
        assert_eq!(guesses.count(&guesser), Err(wait));
        clock.advance(PERIOD);
        assert_eq!(guesses.count(&guesser), Ok(()));
        assert!(guesses.count(&guesser).is_err());
        clock.advance(PERIOD * 100);
        for _ in 0..10 {
            assert_eq!(guesses.count(&guesser), Ok(()));
        }
        assert!(guesses.count(&guesser).is_err());
    }

    #[test]
    fn right_passwords_do_not_count() {
        let (guesses, _) = guesses();
        let guesser = guesses.of_share(ShareId::new(1), address("192.0.2.1"));
        for _ in 0..100 {
            assert_eq!(guesses.count(&guesser), Ok(()));
            guesses.forgive(&guesser);
        }
    }

    #[test]
    fn others_are_not_locked_out() {
        let (guesses, _) = guesses();
        let ada = Email::parse("ada@example.com").expect("valid");
        let grace = Email::parse("grace@example.com").expect("valid");
        let attacker = guesses.of_account(&ada, address("2001:db8::1"));
        while guesses.count(&attacker).is_ok() {}
        assert!(guesses.check(&guesses.of_account(&ada, address("2001:db8::ffff"))).is_err(), "the same network");
        assert!(guesses.check(&guesses.of_account(&ada, address("2001:db8:0:1::1"))).is_ok());
        assert!(guesses.check(&guesses.of_account(&grace, address("2001:db8::1"))).is_ok());
        assert!(guesses.check(&guesses.of_share(ShareId::new(1), address("2001:db8::1"))).is_ok());
    }

    #[test]
    fn memory_is_bounded_by_those_who_guessed_lately() {
        let (guesses, clock) = guesses();
        for round in 0..3_u8 {
            for number in 0..SWEEP_AT {
                let share = ShareId::new(i64::try_from(number).expect("small"));
                guesses.count(&guesses.of_share(share, IpAddr::from([192, 0, 2, round]))).expect("first");
            }
            clock.advance(PERIOD * 11);
        }
        assert!(guesses.cells.lock().len() <= SWEEP_AT + 1);
    }
}
