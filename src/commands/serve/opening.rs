//! Opens the database that is served. This may take an upgrade, during which every request is told so.

use std::path::Path;
use std::sync::Arc;

use crate::commands::Failure;
use crate::domain::public_url::PublicUrl;
use crate::host::lock_file::{LockFile, RunningServer};
use crate::http::Upgrading;
use crate::server::{Listener, ServerOptions};
use crate::store::Store;

/// Opens the database, and makes known that it is served.
pub fn open(
    database: &Path,
    listener: &Listener,
    public_url: &PublicUrl,
    upgrading: Upgrading,
    options: ServerOptions,
) -> Result<(Store, LockFile), Failure> {
    let running = RunningServer { public_url: public_url.clone(), listen: listener.address().clone() };
    if !Store::is_behind(database) {
        // Before it is known to be ours nothing is written beside it.
        let store = Store::open(database)?;
        return Ok((store, LockFile::take(database, running)));
    }
    let lock_file = LockFile::take(database, running);
    tracing::info!(address = %listener.address(), "requests are answered with 503 until the database is upgraded");
    let store = listener.meanwhile(Arc::new(upgrading), options, || Store::open(database))?;
    Ok((store, lock_file))
}
