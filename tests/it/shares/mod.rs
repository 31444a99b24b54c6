//! What a share promises its owner: one link, changed by nobody else, and every change takes effect for the very next
//! reader.

mod changes;
mod events;
mod head;
mod named;
mod passwords;
mod reading;
mod ready;
mod short;
mod slow_readers;
mod updates;

use serde_json::Value;

use crate::support::Connection;
use crate::support::people::api;

/// What a reader on an open connection gets now.
fn read(connection: &mut Connection, share: &Value, headers: &[(&str, &str)]) -> u16 {
    connection.request("GET", &api(share), headers, b"").status
}
