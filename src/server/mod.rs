//! The HTTP server: accepts connections with hyper, enforces every network limit, and hands complete requests to the
//! rouille app. Knows no routes and no SQL. Nothing outside knows about hyper or async.
//!
//! Why not rouille's own listener (`tiny_http` 0.12)? It takes 44 ms to answer on a kept-alive connection, aborts the
//! process on a large `Content-Length`, dies when file descriptors run out, and has no timeouts.

mod address;
mod answer_body;
mod body;
mod client_stream;
mod connection;
mod date;
mod events;
mod exchange;
mod guarded_io;
mod head;
mod header_fields;
mod limits;
mod listener;
mod peer;
mod spool;
#[cfg(test)]
mod tests;
mod turns;

use std::fs::File;
use std::net::IpAddr;

use rouille::{Request, Response};

use crate::base::shared_bytes::SharedBytes;

pub use address::ListenAddress;
pub use body::Allowance;
pub use events::{Events, Tick, Told};
#[cfg(any(fuzzing, test))]
pub use head::{Framing, Inspection, inspect};
pub use header_fields::CommonFields;
pub use limits::Limits;
pub use listener::{Listener, ServerOptions};

/// The answer to a request.
pub struct Answer {
    /// Status, header fields and body.
    pub response: Response,
    /// Header fields that are added unless the response has its own.
    pub common: Option<&'static CommonFields>,
    /// A body that replaces the response's, if it is in memory already: it is sent without being copied.
    pub ready: Option<SharedBytes>,
    /// A stream that replaces the body, for as long as the client listens.
    pub events: Option<Box<dyn Events>>,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self { response, common: None, ready: None, events: None }
    }
}

/// The application that the server serves.
pub trait App: Send + Sync + 'static {
    /// Asked before a body is read, with everything but the body: how much of it to take, or the
    /// answer to give without reading any.
    fn admit(&self, head: &Request) -> Result<Allowance, Answer>;

    /// Answers a complete request. A body that was too long for memory is in `upload`, an unnamed
    /// file, and the request itself has none. Called on a thread that other connections wait for:
    /// what takes long goes through [`slow`].
    fn answer(&self, request: &Request, upload: Option<File>) -> Answer;

    /// Returns at each call whether anything may have changed that listening clients ([`Events`]) are told about.
    fn changes(&self) -> Box<dyn FnMut() -> bool + Send> {
        Box::new(|| false)
    }

    /// The server was told to stop: long-running work should end.
    fn stop(&self) {}

    /// The answer to a request that the server itself refuses; also writes its log line.
    fn refuse(&self, refusal: Rejection, client: IpAddr) -> Answer;
}

/// Why the server refused a request, or a handler gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The head is not HTTP/1.1, or contradicts itself about the body's length; 400.
    Malformed(&'static str),
    /// The head is too long or has too many fields; 431.
    HeadTooLarge,
    /// The head did not arrive in time; 408.
    HeadTimeout,
    /// The body is longer than this many bytes; 413.
    BodyTooLarge(u64),
    /// The body did not arrive in time; 408.
    BodyTimeout,
    /// The body ended early or was not framed as announced; 400.
    BodyBroken,
    /// The maximum number of long bodies is on disk already; 503.
    TooManyUploads,
    /// The disk is too full for the body; 503.
    DiskFull,
    /// The body could not be stored; 500.
    SpoolFailed,
    /// There are too many connections; 503.
    TooManyConnections,
    /// So many requests of the client's network are being answered that this one was not in time; 503.
    TooManyRequests,
    /// The handler panicked; 500.
    Panicked,
}

/// Runs work that takes more than a millisecond (Argon2, a write that syncs, a wait). Meanwhile, another thread serves
/// this thread's connections.
pub fn slow<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}
