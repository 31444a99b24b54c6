//! How often somebody may do something: so many times at once, then once in every period. This is the generic cell
//! rate algorithm (GCRA): of each key it remembers only the time at which nothing would count against it any more.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Keys that are remembered before those that have recovered are swept out.
const SWEEP_AT: usize = 4096;

/// A limit of its own for each key.
pub struct RateLimit<K> {
    /// How far ahead the time of recovery may lie before something that is allowed.
    tolerance: Duration,
    period: Duration,
    recovery: Mutex<Recovery<K>>,
}

/// When each key has recovered, and at how many keys to sweep next.
struct Recovery<K> {
    times: HashMap<K, Instant>,
    sweep_at: usize,
}

/// It was done too often.
#[derive(Debug, PartialEq, Eq)]
pub struct RateExceeded {
    /// When it is allowed again.
    pub retry_after: Duration,
}

impl<K: Eq + Hash> RateLimit<K> {
    /// Allows `burst` (at least one) at once, and one more after each `period`.
    pub fn new(burst: u32, period: Duration) -> Self {
        Self {
            tolerance: period * burst.saturating_sub(1),
            period,
            recovery: Mutex::new(Recovery { times: HashMap::new(), sweep_at: SWEEP_AT }),
        }
    }

    /// Whether it would be allowed at `now`; counts nothing.
    pub fn check(&self, key: &K, now: Instant) -> Result<(), RateExceeded> {
        self.verdict(self.lock().times.get(key), now)
    }

    /// Counts it, if it is allowed.
    pub fn count(&self, key: K, now: Instant) -> Result<(), RateExceeded> {
        let mut recovery = self.lock();
        let before = recovery.times.get(&key).copied();
        self.verdict(before.as_ref(), now)?;
        recovery.sweep(now);
        recovery.times.insert(key, before.map_or(now, |time| time.max(now)) + self.period);
        Ok(())
    }

    /// Takes one back that was counted.
    pub fn forgive(&self, key: &K) {
        if let Some(time) = self.lock().times.get_mut(key) {
            *time = time.checked_sub(self.period).unwrap_or(*time);
        }
    }

    fn verdict(&self, recovered: Option<&Instant>, now: Instant) -> Result<(), RateExceeded> {
        let ahead = recovered.map_or(Duration::ZERO, |time| time.saturating_duration_since(now));
        match ahead.saturating_sub(self.tolerance) {
            Duration::ZERO => Ok(()),
            retry_after => Err(RateExceeded { retry_after }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Recovery<K>> {
        self.recovery.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Recovery<K> {
    /// Forgets who has recovered. Twice as many as are left may come before the next sweep: else each call would go
    /// through all of a crowd that has not recovered.
    fn sweep(&mut self, now: Instant) {
        if self.times.len() >= self.sweep_at {
            self.times.retain(|_, time| *time > now);
            self.sweep_at = SWEEP_AT.max(2 * self.times.len());
        }
    }
}

/// Whom an address stands for: an IPv6 client has a whole /64 to come from, an IPv4 client its address.
pub fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Duration = Duration::from_secs(6);

    fn limit() -> RateLimit<u32> {
        RateLimit::new(3, PERIOD)
    }

    /// How many of twenty at the same time are allowed.
    fn allowed(limit: &RateLimit<u32>, key: u32, now: Instant) -> usize {
        (0..20).filter(|_| limit.count(key, now).is_ok()).count()
    }

    #[test]
    fn a_burst_is_allowed_then_one_in_every_period() {
        let (limit, start) = (limit(), Instant::now());
        assert_eq!(allowed(&limit, 1, start), 3);
        assert_eq!(
            limit.count(1, start + PERIOD - Duration::from_nanos(1)).err().map(|e| e.retry_after.as_nanos()),
            Some(1)
        );
        assert_eq!(allowed(&limit, 1, start + PERIOD), 1);
        assert_eq!(allowed(&limit, 1, start + 3 * PERIOD), 2);
        assert_eq!(allowed(&limit, 1, start + 100 * PERIOD), 3, "no more than a burst is saved up");
    }

    #[test]
    fn a_steady_rate_is_never_refused_and_a_faster_one_is() {
        let (steady, fast, start) = (limit(), limit(), Instant::now());
        assert!((0..1000).all(|n| steady.count(1, start + n * PERIOD).is_ok()));
        let taken = (0..1000).filter(|n| fast.count(1, start + *n * PERIOD / 2).is_ok()).count();
        assert!((500..=503).contains(&taken), "{taken}");
    }

    #[test]
    fn what_is_refused_does_not_count_and_the_wait_that_is_named_is_enough() {
        let (limit, start) = (limit(), Instant::now());
        assert_eq!(allowed(&limit, 1, start), 3);
        for seconds in 0..6 {
            let now = start + Duration::from_secs(seconds);
            let RateExceeded { retry_after } = limit.check(&1, now).expect_err("too many");
            assert_eq!(limit.count(1, now), Err(RateExceeded { retry_after }));
            assert_eq!(limit.check(&1, now + retry_after), Ok(()));
            assert!(limit.check(&1, now + retry_after - Duration::from_nanos(1)).is_err());
        }
    }

    #[test]
    fn keys_do_not_count_against_each_other() {
        let (limit, start) = (limit(), Instant::now());
        assert_eq!((allowed(&limit, 1, start), allowed(&limit, 2, start)), (3, 3));
    }

    #[test]
    fn what_is_forgiven_may_be_done_again() {
        let (limit, start) = (limit(), Instant::now());
        limit.forgive(&1);
        for _ in 0..100 {
            assert_eq!(limit.count(1, start), Ok(()));
            limit.forgive(&1);
        }
        assert_eq!(allowed(&limit, 1, start), 3);
        limit.forgive(&1);
        assert_eq!(allowed(&limit, 1, start), 1);
    }

    #[test]
    fn a_clock_that_stands_still_or_goes_back_frees_nothing() {
        let (limit, start) = (limit(), Instant::now() + PERIOD);
        assert_eq!(allowed(&limit, 1, start), 3);
        assert_eq!(allowed(&limit, 1, start - PERIOD), 0);
        assert_eq!(allowed(&limit, 1, start), 0);
    }

    #[test]
    fn memory_is_bounded_by_those_who_came_lately() {
        let (limit, start) = (limit(), Instant::now());
        let many = u32::try_from(SWEEP_AT).expect("small");
        for round in 0..5 {
            for key in 0..many {
                limit.count(round * many + key, start + round * PERIOD * 2).expect("the first of this key");
            }
        }
        assert!(limit.lock().times.len() <= SWEEP_AT);
    }

    #[test]
    fn a_crowd_that_has_not_recovered_is_not_forgotten_and_leaves_when_it_has() {
        let (limit, start) = (limit(), Instant::now());
        let many = 3 * u32::try_from(SWEEP_AT).expect("small");
        assert!((0..many).all(|key| allowed(&limit, key, start) == 3));
        assert!((0..many).all(|key| limit.check(&key, start).is_err()));
        for key in many..3 * many {
            limit.count(key, start + PERIOD * 4).expect("the first of this key");
        }
        assert!((0..many).all(|key| !limit.lock().times.contains_key(&key)));
    }

    #[test]
    fn a_network_is_one_ipv4_address_or_an_ipv6_prefix() {
        let of = |text: &str| network(text.parse().expect("an address")).to_string();
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("2001:db8::ffff:1"), "2001:db8::");
        assert_eq!(of("2001:db8:0:1::1"), "2001:db8:0:1::");
    }
}
