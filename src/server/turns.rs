//! Whose turn it is to be answered. A request that is being answered has a thread, of which there is a bounded number, and
//! a part of the processors; so each network has few at once, and its others wait. Who waits has no thread.

use std::collections::HashMap;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::base::network_shares::{Holder, holders};

/// Turns at once of a network; twice as many of a provider's customer.
const OF_NETWORK: usize = 32;
/// The same of requests that read, for each processor, and at least: they wait for little but the processors, which come late
/// to the threads of others where there are more.
const READING_FOR_EACH: usize = 4;
const READING: usize = 8;
/// Turns of this machine, which may be a proxy that is not trusted: fewer than there are threads.
const OF_THIS_MACHINE: usize = 256;

/// So long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// Networks that are remembered before those that have no turn are swept out.
const SWEEP_AT: usize = 1024;

/// The turns of all networks.
pub struct Turns {
    known: Mutex<KnownTurns>,
    reading: usize,
}

#[derive(Default)]
struct KnownTurns {
    turns: HashMap<Whose, Arc<Semaphore>>,
    sweep_at: usize,
}

/// Whose turns, of this machine where there is no holder; and for what.
type Whose = (Option<Holder>, Purpose);

/// What a turn is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To read.
    Read,
    /// To change something, for which many may have to wait.
    Change,
}

/// A turn; leaving scope ends it.
pub struct Turn {
    _permits: [Option<OwnedSemaphorePermit>; 2],
}

/// Takes one turn after another for a client.
pub struct TurnTaker {
    turns: Arc<Turns>,
    client: IpAddr,
    purpose: Purpose,
    waiting: Option<Pin<Box<dyn Future<Output = Turn> + Send>>>,
}

/// The turns of a network, and those of the customer that it belongs to.
type Places = [Option<Arc<Semaphore>>; 2];

impl TurnTaker {
    /// It waits for none yet.
    pub fn new(turns: &Arc<Turns>, client: IpAddr, purpose: Purpose) -> Self {
        Self { turns: Arc::clone(turns), client, purpose, waiting: None }
    }

    /// A turn, for which a request waits for a while; `None` when it has waited for too long.
    pub async fn take(&mut self) -> Option<Turn> {
        match self.try_take() {
            Ok(turn) => Some(turn),
            // In a box: few wait, and a connection has room for this as long as it lasts.
            Err(places) => Box::pin(timeout(PATIENCE, wait(places))).await.ok(),
        }
    }

    /// A turn, for which an answer that has begun waits as long as it takes.
    pub fn poll_take(&mut self, cx: &mut Context<'_>) -> Poll<Turn> {
        let waiting = match &mut self.waiting {
            Some(waiting) => waiting,
            None => match self.try_take() {
                Ok(turn) => return Poll::Ready(turn),
                Err(places) => self.waiting.insert(Box::pin(wait(places))),
            },
        };
        let turn = ready!(waiting.as_mut().poll(cx));
        self.waiting = None;
        Poll::Ready(turn)
    }

    fn try_take(&self) -> Result<Turn, Places> {
        let places = self.turns.of(self.client, self.purpose);
        let mut permits = [None, None];
        for (place, permit) in places.iter().zip(&mut permits) {
            let Some(place) = place else { continue };
            match Arc::clone(place).try_acquire_owned() {
                Ok(taken) => *permit = Some(taken),
                Err(_) => return Err(places),
            }
        }
        Ok(Turn { _permits: permits })
    }
}

async fn wait(places: Places) -> Turn {
    let mut permits = [None, None];
    for (place, permit) in places.into_iter().zip(&mut permits) {
        if let Some(place) = place {
            // They are never closed.
            *permit = place.acquire_owned().await.ok();
        }
    }
    Turn { _permits: permits }
}

impl Turns {
    /// Nobody has one.
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let reading = (READING_FOR_EACH * cores).clamp(READING, OF_NETWORK);
        Self { known: Mutex::default(), reading }
    }

    fn of(&self, client: IpAddr, purpose: Purpose) -> Places {
        let most = match purpose {
            Purpose::Read => self.reading,
            Purpose::Change => OF_NETWORK,
        };
        let mut known = self.lock();
        match holders(client) {
            None => [Some(known.of((None, purpose), OF_THIS_MACHINE)), None],
            Some([network, customer]) => [(network, most), (customer, 2 * most)]
                .map(|(holder, most)| Some(known.of((Some(holder), purpose), most))),
        }
    }

    fn lock(&self) -> MutexGuard<'_, KnownTurns> {
        // No code runs under the lock that could leave it half changed.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KnownTurns {
    fn of(&mut self, whose: Whose, most: usize) -> Arc<Semaphore> {
        if let Some(known) = self.turns.get(&whose) {
            return Arc::clone(known);
        }
        if self.turns.len() >= self.sweep_at.max(SWEEP_AT) {
            self.turns.retain(|_, turns| Arc::strong_count(turns) > 1);
            self.sweep_at = 2 * self.turns.len();
        }
        let new = Arc::new(Semaphore::new(most));
        self.turns.insert(whose, Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(turns: &Arc<Turns>, client: &str, purpose: Purpose) -> Vec<Turn> {
        let taker = TurnTaker::new(turns, client.parse().expect("an address"), purpose);
        (0..1000).filter_map(|_| taker.try_take().ok()).collect()
    }

    #[test]
    fn a_network_has_its_turns_and_others_theirs() {
        let turns = Arc::new(Turns::new());
        for (purpose, most) in [(Purpose::Read, turns.reading), (Purpose::Change, OF_NETWORK)] {
            let first = taken(&turns, "192.0.2.1", purpose);
            assert_eq!(first.len(), most);
            assert_eq!(taken(&turns, "192.0.2.2", purpose).len(), most);
            drop(first);
            assert_eq!(taken(&turns, "::ffff:192.0.2.1", purpose).len(), most, "who had a turn can have another one");
            let of_customer: Vec<_> =
                (0..5).map(|number| taken(&turns, &format!("2001:db8:0:{number}::1"), purpose)).collect();
            assert_eq!(of_customer.iter().map(Vec::len).sum::<usize>(), 2 * most);
            assert_eq!(taken(&turns, "127.0.0.1", purpose).len(), OF_THIS_MACHINE);
        }
    }

    #[test]
    fn however_many_networks_come_only_those_that_have_turns_are_remembered() {
        let turns = Arc::new(Turns::new());
        let held = taken(&turns, "192.0.2.1", Purpose::Read);
        for number in 0..10_000 {
            let client = format!("2001:db8:{number:x}::1").parse().expect("an address");
            assert!(TurnTaker::new(&turns, client, Purpose::Read).try_take().is_ok());
        }
        assert!(turns.lock().turns.len() <= SWEEP_AT);
        assert_eq!(taken(&turns, "192.0.2.1", Purpose::Read).len(), 0);
        drop(held);
    }
}
