//! The listener, whatever is behind it: limits, framing, connections, shutdown.

mod bodies;
mod bystanders;
mod connections;
mod framing;
mod heads;
mod log;
mod metrics;
mod proxies;
mod public_path;
mod security_log;
mod shutdown;
mod unix_sockets;

use std::time::Duration;

use crate::support::{Connection, Server};

const HEALTH: &str = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
const LAST: &str = "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// Longer than any time-out that these tests set.
const A_WHILE: Duration = Duration::from_millis(600);

fn get(fields: &str) -> String {
    format!("GET /api/health HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n")
}

fn post(fields: &str) -> String {
    format!("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{fields}\r\n")
}

/// Sends bytes on a connection of their own: they are answered with that error, and it is closed.
#[track_caller]
fn is_refused(server: &Server, bytes: impl AsRef<[u8]>, status: u16) {
    let mut connection = server.connect();
    connection.send(bytes);
    connection.answer().error(status);
    assert!(connection.is_closed());
}

/// The statuses of everything that is answered before the connection is closed.
fn statuses(connection: &mut Connection) -> Vec<u16> {
    std::iter::from_fn(|| connection.try_answer("GET")).map(|response| response.status).collect()
}
