//! The load: a number of connections, each of which asks again as soon as it has its answer.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;
use tokio::{task::JoinSet, time::timeout};

use crate::{client::Connection, scene::Cell};

/// Server and floor take short turns, because what else the machine does changes from second to second: what a neighbour
/// takes from one it then takes from both, and the median ratio leaves out the rounds where it did not.
const ROUNDS: usize = 15;
const WARM_UP: Duration = Duration::from_millis(50);
const MEASURED: Duration = Duration::from_millis(200);

/// An answer that takes longer ends the benchmark.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);

/// Latencies in nanoseconds, up to a minute, with three digits.
pub type Latencies = Histogram<u64>;

pub fn latencies() -> io::Result<Latencies> {
    Latencies::new_with_bounds(1, 60_000_000_000, 3).map_err(io::Error::other)
}

/// What the rounds of one cell gave.
pub struct Pair {
    /// Requests per second, the median round.
    pub server: f64,
    pub floor: f64,
    /// The rounds' own ratios: lower quartile, median, upper quartile.
    pub ratio: [f64; 3],
    /// The server's, of all rounds.
    pub latencies: Latencies,
}

pub async fn compare(server: SocketAddr, floor: SocketAddr, cell: &Cell, connections: usize) -> io::Result<Pair> {
    // Not counted: both sides' threads and allocators wake up.
    round(floor, cell, connections).await?;
    round(server, cell, connections).await?;

    let mut all = latencies()?;
    let (mut server_speeds, mut floor_speeds, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (floor_speed, _) = round(floor, cell, connections).await?;
        let (server_speed, latencies) = round(server, cell, connections).await?;
        all.add(latencies).map_err(io::Error::other)?;
        ratios.push(server_speed / floor_speed);
        server_speeds.push(server_speed);
        floor_speeds.push(floor_speed);
    }
    let [_, server, _] = quartiles(server_speeds);
    let [_, floor, _] = quartiles(floor_speeds);
    let ratio = quartiles(ratios);
    Ok(Pair { server, floor, ratio, latencies: all })
}

/// Requests per second and their latencies.
async fn round(address: SocketAddr, cell: &Cell, connections: usize) -> io::Result<(f64, Latencies)> {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }

    let from = Instant::now() + WARM_UP;
    let until = from + MEASURED;
    let shared = Arc::new(Mutex::new(latencies()?));
    let request: Arc<[u8]> = cell.request.as_slice().into();
    let mut askers = JoinSet::new();
    for connection in open {
        askers.spawn(ask_again(connection, request.clone(), cell.answer.status, from, until, shared.clone()));
    }
    while let Some(done) = timeout(WARM_UP + MEASURED + LONGEST_ANSWER, askers.join_next()).await? {
        done??;
    }

    let latencies = std::mem::replace(&mut *shared.lock().unwrap_or_else(PoisonError::into_inner), latencies()?);
    Ok((latencies.len() as f64 / MEASURED.as_secs_f64(), latencies))
}

/// Counts the answers that arrive between `from` and `until`. The lock is never waited for: all askers share one thread.
async fn ask_again(
    mut connection: Connection,
    request: Arc<[u8]>,
    status: u16,
    from: Instant,
    until: Instant,
    latencies: Arc<Mutex<Latencies>>,
) -> io::Result<()> {
    let mut asked = Instant::now();
    while asked < until {
        let given = connection.ask(&request).await?;
        if given != status {
            return Err(io::Error::other(format!("under load: {given} instead of {status}")));
        }
        let answered = Instant::now();
        if (from..until).contains(&answered) {
            latencies.lock().unwrap_or_else(PoisonError::into_inner).saturating_record(nanoseconds(answered - asked));
        }
        asked = answered;
    }
    Ok(())
}

pub fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

fn quartiles(mut numbers: Vec<f64>) -> [f64; 3] {
    numbers.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| numbers[(numbers.len() - 1) * quarter / 4])
}
