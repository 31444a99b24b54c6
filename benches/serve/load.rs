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
    /// Of all rounds.
    pub latencies: Latencies,
    pub floor_latencies: Latencies,
}

/// The two may be asked differently for what they are compared in.
pub async fn compare(
    (server, cell): (SocketAddr, &Cell),
    (floor, floor_cell): (SocketAddr, &Cell),
    connections: usize,
) -> io::Result<Pair> {
    let mut server = Side::open(server, connections).await?;
    let mut floor = Side::open(floor, connections).await?;
    // Not counted: both sides' threads and allocators wake up.
    floor.round(floor_cell).await?;
    server.round(cell).await?;
    (server.latencies, floor.latencies) = (latencies()?, latencies()?);

    let (mut server_speeds, mut floor_speeds, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let floor_speed = floor.round(floor_cell).await?;
        let server_speed = server.round(cell).await?;
        ratios.push(server_speed / floor_speed);
        server_speeds.push(server_speed);
        floor_speeds.push(floor_speed);
    }
    let [_, server_speed, _] = quartiles(server_speeds);
    let [_, floor_speed, _] = quartiles(floor_speeds);
    Ok(Pair {
        server: server_speed,
        floor: floor_speed,
        ratio: quartiles(ratios),
        latencies: server.latencies,
        floor_latencies: floor.latencies,
    })
}

/// One of the two, with connections that stay open while the other has its turn: opened anew in each round, thousands of
/// them would use up the local ports.
struct Side {
    connections: Vec<Connection>,
    latencies: Latencies,
}

impl Side {
    async fn open(address: SocketAddr, count: usize) -> io::Result<Self> {
        let mut connections = Vec::with_capacity(count);
        for _ in 0..count {
            connections.push(Connection::open(address).await?);
        }
        Ok(Self { connections, latencies: latencies()? })
    }

    /// Requests per second.
    async fn round(&mut self, cell: &Cell) -> io::Result<f64> {
        let from = Instant::now() + WARM_UP;
        let until = from + MEASURED;
        let shared = Arc::new(Mutex::new(latencies()?));
        let request: Arc<[u8]> = cell.request.as_slice().into();
        let mut askers = JoinSet::new();
        for connection in self.connections.drain(..) {
            askers.spawn(ask_again(connection, request.clone(), cell.answer.status, from, until, shared.clone()));
        }
        while let Some(done) = timeout(WARM_UP + MEASURED + LONGEST_ANSWER, askers.join_next()).await? {
            self.connections.push(done??);
        }
        let round = shared.lock().unwrap_or_else(PoisonError::into_inner);
        self.latencies.add(&*round).map_err(io::Error::other)?;
        Ok(round.len() as f64 / MEASURED.as_secs_f64())
    }
}

/// Counts the answers that arrive between `from` and `until`, and gives the connection back. The lock is never waited for:
/// all askers share one thread.
async fn ask_again(
    mut connection: Connection,
    request: Arc<[u8]>,
    status: u16,
    from: Instant,
    until: Instant,
    latencies: Arc<Mutex<Latencies>>,
) -> io::Result<Connection> {
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
    Ok(connection)
}

pub fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

fn quartiles(mut numbers: Vec<f64>) -> [f64; 3] {
    numbers.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| numbers[(numbers.len() - 1) * quarter / 4])
}
