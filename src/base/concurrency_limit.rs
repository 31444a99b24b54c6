//! How many may do a costly thing at once, and how many may wait for their turn. Whoever comes when the queue is full,
//! or waits too long, is told so and not kept. Networks take turns, so that one that sends a thousand requests does not
//! take the places of the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Admits a bounded number of threads at once, with a bounded queue before it.
pub struct ConcurrencyLimit {
    places: usize,
    queue: usize,
    state: Mutex<LimitState>,
    changed: Condvar,
}

#[derive(Default)]
struct LimitState {
    inside: usize,
    /// Who waits, in the order in which they came.
    waiting: Vec<Waiting>,
    /// When each network that waits had its last turn.
    turns: HashMap<Option<IpAddr>, u64>,
    /// The number of the next ticket and of the next turn.
    next: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Waiting {
    ticket: u64,
    network: Option<IpAddr>,
}

/// There was no place, and none in the queue or none within the time to wait.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

/// A place inside; leaving scope gives it back.
pub struct Permit<'limit>(&'limit ConcurrencyLimit);

impl ConcurrencyLimit {
    /// `places` at once, `queue` more waiting.
    pub fn new(places: usize, queue: usize) -> Self {
        Self { places, queue, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits for a place, at most `timeout`.
    pub fn enter(&self, timeout: Duration) -> Result<Permit<'_>, Full> {
        self.enter_from(None, timeout)
    }

    /// The same for somebody from that network, which may take half of the queue; the networks that wait take turns.
    pub fn enter_from(&self, network: Option<IpAddr>, timeout: Duration) -> Result<Permit<'_>, Full> {
        let deadline = Instant::now() + timeout;
        let mut state = self.lock();
        if state.inside >= self.places || !state.waiting.is_empty() {
            let of_network = state.waiting.iter().filter(|other| other.network == network).count();
            let share = if network.is_some() { self.queue.div_ceil(2) } else { self.queue };
            if state.waiting.len() >= self.queue || of_network >= share {
                return Err(Full);
            }
            let me = Waiting { ticket: state.take_number(), network };
            state.waiting.push(me);
            while state.inside >= self.places || state.next_in_turn() != Some(me) {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    state.leave_queue(me);
                    self.changed.notify_all();
                    return Err(Full);
                }
                (state, _) = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
            }
            state.leave_queue(me);
            state.note_turn(me);
            // There may be a place for the next one, too.
            self.changed.notify_all();
        }
        state.inside += 1;
        Ok(Permit(self))
    }

    fn lock(&self) -> MutexGuard<'_, LimitState> {
        // No code runs under the lock that could leave the counts half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LimitState {
    fn take_number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Of the network whose last turn is longest ago, who came first.
    fn next_in_turn(&self) -> Option<Waiting> {
        let last_turn = |waiting: &&Waiting| self.turns.get(&waiting.network).copied().unwrap_or(0);
        self.waiting.iter().min_by_key(|waiting| (last_turn(waiting), waiting.ticket)).copied()
    }

    fn leave_queue(&mut self, who: Waiting) {
        self.waiting.retain(|other| *other != who);
    }

    /// It is the turn of others of the networks that wait.
    fn note_turn(&mut self, who: Waiting) {
        let turn = self.take_number();
        self.turns.insert(who.network, turn);
        let waiting = &self.waiting;
        self.turns.retain(|network, _| waiting.iter().any(|other| other.network == *network));
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.lock().inside -= 1;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn never_more_inside_than_places_and_everybody_in_the_queue_gets_one() {
        let limit = ConcurrencyLimit::new(2, 20);
        let most = Mutex::new((0, 0));
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    let _permit = limit.enter(Duration::from_secs(60)).expect("a place");
                    let now_inside = {
                        let mut seen = most.lock().expect("lock");
                        seen.0 += 1;
                        seen.1 = seen.1.max(seen.0);
                        seen.0
                    };
                    assert!(now_inside <= 2);
                    thread::yield_now();
                    most.lock().expect("lock").0 -= 1;
                });
            }
        });
    }

    #[test]
    fn a_full_queue_is_told_at_once_and_a_freed_place_is_given_again() {
        let limit = ConcurrencyLimit::new(1, 0);
        let permit = limit.enter(Duration::ZERO).expect("a place");
        assert_eq!(limit.enter(Duration::from_secs(60)).err(), Some(Full));
        drop(permit);
        assert!(limit.enter(Duration::ZERO).is_ok());
    }

    #[test]
    fn waiting_ends() {
        let limit = ConcurrencyLimit::new(1, 1);
        let _permit = limit.enter(Duration::ZERO).expect("a place");
        assert_eq!(limit.enter(Duration::from_millis(1)).err(), Some(Full));
    }

    #[test]
    fn one_network_takes_neither_the_whole_queue_nor_the_turns_of_others() {
        let limit = ConcurrencyLimit::new(1, 8);
        let [flood, other] = [[10, 0, 0, 1], [10, 0, 0, 2]].map(|address| Some(IpAddr::from(address)));
        let order = Mutex::new(Vec::new());
        let permit = limit.enter(Duration::ZERO).expect("a place");
        thread::scope(|scope| {
            let wait = |who: Option<IpAddr>, count: usize| {
                for _ in 0..count {
                    let (limit, order) = (&limit, &order);
                    scope.spawn(move || {
                        let _permit = limit.enter_from(who, Duration::from_secs(60)).expect("a place");
                        order.lock().expect("lock").push(who);
                    });
                }
                while limit.lock().waiting.iter().filter(|waiting| waiting.network == who).count() < count {
                    thread::yield_now();
                }
            };
            wait(flood, 4);
            assert_eq!(limit.enter_from(flood, Duration::from_secs(60)).err(), Some(Full), "half of the queue");
            wait(other, 1);
            drop(permit);
        });
        let order = order.into_inner().expect("lock");
        assert!(order[..2].contains(&other), "it had its turn: {order:?}");
    }
}
