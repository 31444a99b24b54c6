//! Thousands of readers who keep their connection and say nothing: what they cost in memory, and whether a newcomer notices
//! them.

use std::{
    io,
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{net::TcpStream, time::sleep};

use crate::{
    client::Connection,
    load::{Latencies, latencies, nanoseconds},
    scene::Cell,
    server::Server,
};

const IDLE: usize = 5_000;

/// Without and beside the crowd in turns, as with the load.
const ROUNDS: usize = 3;

/// Each newcomer uses up a local port for a while: with the crowd's own, this stays well below the 28,000 there are.
const NEWCOMERS: usize = 700;

/// Lets the server see that a crowd has come or gone.
const SETTLE: Duration = Duration::from_millis(300);

pub struct Crowd {
    pub size: usize,
    /// How many the server had kept by the end, in the round where they were fewest.
    pub kept: usize,
    /// Bytes resident beside the crowd, in the round where they were most.
    pub resident: u64,
    /// A newcomer's connect, request and answer.
    pub alone: Latencies,
    pub beside: Latencies,
}

/// Raises the limit on open files, which the server inherits, and returns how many idle connections it leaves room for.
pub fn size_allowed() -> io::Result<usize> {
    let limit = getrlimit(Resource::Nofile);
    let wanted = IDLE as u64 + 1_000;
    if limit.current.is_none_or(|current| current >= wanted) {
        return Ok(IDLE);
    }
    let allowed = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), ..limit })?;
    Ok(IDLE.min(usize::try_from(allowed.saturating_sub(1_000)).unwrap_or(IDLE)))
}

pub async fn measure(server: &Server, cell: &Cell, size: usize) -> io::Result<Crowd> {
    let mut crowd = Crowd { size, kept: size, resident: 0, alone: latencies()?, beside: latencies()? };
    for _ in 0..ROUNDS {
        sleep(SETTLE).await;
        newcomers(server, cell, &mut crowd.alone).await?;

        let idle = gather(server, cell, size).await?;
        sleep(SETTLE).await;
        newcomers(server, cell, &mut crowd.beside).await?;
        crowd.resident = crowd.resident.max(server.resident()?);
        crowd.kept = crowd.kept.min(idle.iter().filter(|stream| is_open(stream)).count());
    }
    Ok(crowd)
}

async fn gather(server: &Server, cell: &Cell, size: usize) -> io::Result<Vec<TcpStream>> {
    let mut idle = Vec::with_capacity(size);
    for _ in 0..size {
        idle.push(arrive(server, cell).await?.into_stream());
    }
    Ok(idle)
}

async fn newcomers(server: &Server, cell: &Cell, times: &mut Latencies) -> io::Result<()> {
    for _ in 0..NEWCOMERS {
        let begun = Instant::now();
        arrive(server, cell).await?;
        times.saturating_record(nanoseconds(begun.elapsed()));
    }
    Ok(())
}

async fn arrive(server: &Server, cell: &Cell) -> io::Result<Connection> {
    let mut connection = Connection::open(server.address).await?;
    match connection.ask(&cell.request).await? {
        status if status == cell.answer.status => Ok(connection),
        status => Err(io::Error::other(format!("a newcomer got {status}"))),
    }
}

/// A connection on which nothing was asked has nothing to read. A closed one has its end.
fn is_open(stream: &TcpStream) -> bool {
    matches!(stream.try_read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
}
