//! The server's limits for its clients.

use std::time::Duration;

/// Limits of a connection and of the requests on it. The flags of `serve` set them.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest request head, in bytes.
    pub head_bytes: usize,
    /// Most header fields, at most [`Limits::MAX_FIELDS`].
    pub head_fields: usize,
    /// Time for a request head, from its first byte; for a connection's first one, from its start.
    pub head_timeout: Duration,
    /// Time for a whole request body; where it may be a long one, for each MiB of it.
    pub body_timeout: Duration,
    /// Time between two requests of a connection.
    pub idle_timeout: Duration,
    /// Time without progress while the client does not take the answer.
    pub write_timeout: Duration,
    /// Most connections at once.
    pub connections: usize,
    /// Time for running requests when the server stops.
    pub drain_timeout: Duration,
}

impl Limits {
    /// More header fields than this hyper does not read without allocating for each request.
    pub const MAX_FIELDS: usize = 100;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_bytes: 32 * 1024,
            head_fields: Self::MAX_FIELDS,
            head_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(60),
            write_timeout: Duration::from_secs(30),
            connections: 4096,
            drain_timeout: Duration::from_secs(10),
        }
    }
}
