//! How many may do a costly thing at once, and how many may wait for their turn. Whoever comes
//! when the queue is full, or waits too long, is told so and not kept.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Admits a bounded number of threads at once, with a bounded queue before it.
pub struct ConcurrencyLimit {
    places: usize,
    queue: usize,
    count: Mutex<Count>,
    freed: Condvar,
}

#[derive(Default)]
struct Count {
    inside: usize,
    waiting: usize,
}

/// There was no place, and none in the queue or none within the time to wait.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

/// A place inside; leaving scope gives it back.
pub struct Permit<'limit>(&'limit ConcurrencyLimit);

impl ConcurrencyLimit {
    /// `places` at once, `queue` more waiting.
    pub fn new(places: usize, queue: usize) -> Self {
        Self { places, queue, count: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits for a place, at most `timeout`.
    pub fn enter(&self, timeout: Duration) -> Result<Permit<'_>, Full> {
        let deadline = Instant::now() + timeout;
        let mut count = self.lock();
        if count.inside >= self.places {
            if count.waiting >= self.queue {
                return Err(Full);
            }
            count.waiting += 1;
            while count.inside >= self.places {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    count.waiting -= 1;
                    return Err(Full);
                }
                (count, _) = self.freed.wait_timeout(count, left).unwrap_or_else(PoisonError::into_inner);
            }
            count.waiting -= 1;
        }
        count.inside += 1;
        Ok(Permit(self))
    }

    fn lock(&self) -> MutexGuard<'_, Count> {
        // No code runs under the lock that could leave the counts half changed.
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.lock().inside -= 1;
        self.0.freed.notify_one();
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
}
