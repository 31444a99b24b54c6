//! A server in this process, for every command that serves.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use super::terminal::display_path;
use crate::app::cleanup::Cleanup;
use crate::app::search::Indexer;
use crate::base::file_names::folder_of;
use crate::cli::USUAL_PORT;
use crate::domain::public_url::PublicUrl;
use crate::host::lan;
use crate::http::Site;
use crate::server::{ListenAddress, Listener, ServerOptions};
use crate::store::{FileWatch, Store, space};

/// The default limit for a request body in bytes.
pub const BODY_BYTES: u64 = 1024 * 1024;

/// The folder for uploads while they are received: the database's, since a disk with room for what they contain has
/// room for them.
pub fn spool_folder(database: &Path) -> PathBuf {
    folder_of(database).to_owned()
}

/// Binds an address, or says how to choose another.
pub fn bind(address: SocketAddr) -> Result<Listener, Failure> {
    Listener::bind(address).map_err(|error| {
        Failure::new(format!("cannot listen on {address}: {error}; choose another address with --listen"))
    })
}

/// Binds the usual port of an address, or any other if that one is taken.
pub fn bind_usual(ip: IpAddr) -> Result<Listener, Failure> {
    bind(SocketAddr::new(ip, USUAL_PORT)).or_else(|_| bind(SocketAddr::new(ip, 0)))
}

/// Serves a site on that store; `ready` is called when connections are accepted.
pub fn serve(
    listener: Listener,
    store: &Store,
    site: Site,
    options: ServerOptions,
    ready: impl FnOnce(&ListenAddress) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let address = listener.address().clone();
    let _watch = FileWatch::start(store)
        .map_err(|error| Failure::new(format!("cannot serve {}: {error}", display_path(store.path()))))?;
    let indexer = Indexer::start(store.clone());
    let cleanup = Cleanup::start(store.clone());
    let mut printed = Ok(());
    listener
        .run(Arc::new(site), options, || printed = ready(&address))
        .map_err(|error| Failure::new(format!("the server failed: {error}")))?;
    drop((cleanup, indexer));
    if let Err(error) = space::fold_log(store) {
        tracing::warn!(%error, "the latest changes stay in the file beside the database");
    }
    printed
}

/// The public address of a server that listens on this address. For a server on all addresses it is one that others
/// on the network can use.
pub fn default_public_url(listens_on: &ListenAddress) -> Result<PublicUrl, Failure> {
    listens_on
        .network()
        .and_then(|address| PublicUrl::parse(&format!("http://{}", lan::reachable(address))))
        .ok_or_else(|| Failure::new("cannot determine the public address; set it with --public-url"))
}
