//! The body of a request, from its frames to memory or to a file.

use std::fs::File;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;

use hyper::body::{Body, Incoming};
use tokio::time::{Instant, timeout_at};

use super::spool::{Spool, Spooled};
use super::{Limits, Rejection};

const MIB: u64 = 1024 * 1024;

/// How much of a body to take.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Bytes that are kept in memory.
    pub memory: u64,
    /// Bytes that a body may have in all that goes to a file instead, being too long for memory.
    /// `None` where no body does.
    pub spooled: Option<u64>,
}

impl Allowance {
    fn most(self) -> u64 {
        self.spooled.unwrap_or(0).max(self.memory)
    }
}

/// A body that has arrived.
#[derive(Default)]
pub struct Received {
    /// The bytes; none when they are in a file.
    pub bytes: Vec<u8>,
    /// The file, at its beginning.
    pub file: Option<File>,
    /// The file's place among those on disk, to be kept until the request is answered.
    pub place: Option<Spooled>,
}

/// Receives a body. It may take the limits' time; where it may be a long one, each MiB of it may.
pub async fn receive(
    mut body: Incoming,
    allowance: Allowance,
    limits: &Limits,
    spool: &Spool,
    client: IpAddr,
) -> Result<Received, Rejection> {
    let most = allowance.most();
    let announced = body.size_hint().lower();
    if announced > most {
        return Err(Rejection::BodyTooLarge(most));
    }
    let mut received = Received::default();
    if announced > allowance.memory {
        // Before the client has sent it in vain.
        received.place = Some(spool.begin(client)?);
    }
    let mut length = 0;
    let mut deadline = Instant::now() + limits.body_timeout;
    while let Some(frame) = timeout_at(deadline, poll_fn(|context| Pin::new(&mut body).poll_frame(context)))
        .await
        .map_err(|_| Rejection::BodyTimeout)?
    {
        let data = frame.map_err(|_| Rejection::BodyBroken)?.into_data().unwrap_or_default();
        let begun = length / MIB;
        length += data.len() as u64;
        if length > most {
            return Err(Rejection::BodyTooLarge(most));
        }
        if allowance.spooled.is_some() && length / MIB > begun {
            deadline = Instant::now() + limits.body_timeout;
        }
        if received.place.is_none() && length > allowance.memory {
            // In chunks: now it shows how long it is.
            received.place.insert(spool.begin(client)?).write(&std::mem::take(&mut received.bytes))?;
        }
        match &mut received.place {
            Some(spooled) => spooled.write(&data)?,
            None => received.bytes.extend_from_slice(&data),
        }
    }
    received.file = received.place.as_mut().map(Spooled::finish).transpose()?;
    Ok(received)
}
