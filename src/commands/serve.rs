//! `neptun-share serve`: the server.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use super::{Failure, log, say};
use crate::cli::Serve;
use crate::http::{PublicUrl, Site};
use crate::password::Passwords;
use crate::server::{Listener, Options};
use crate::store::Store;

/// Serves until it is told to stop.
pub fn run(arguments: &Serve) -> Result<(), Failure> {
    log::start(&arguments.log);
    // Before files are opened. What the system refuses is not fatal: fewer connections are served.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
    let database = arguments.data.path()?;
    let store = Store::open(&database)?;
    let listener = bind(arguments.listen)?;
    let public_url = match &arguments.public_url {
        Some(url) => url.clone(),
        None => default_public_url(listener.address())?,
    };
    let site = Site::new(store, Passwords::new()?, public_url, arguments.signup, arguments.door.max_body_bytes.into());
    let options = Options {
        limits: arguments.door.limits(),
        trusted_proxies: arguments.door.trusted_proxy.clone(),
        // Where there is room for what an upload brings there is room for the upload.
        spool_folder: database.parent().map(Path::to_owned).unwrap_or_default(),
    };
    serve(listener, site, options, |address| say(format_args!("listening on http://{address}")))
}

/// Binds, with a message that helps.
pub fn bind(address: SocketAddr) -> Result<Listener, Failure> {
    Listener::bind(address)
        .map_err(|error| Failure::new(format!("cannot listen on {address}: {error}; choose another with --listen")))
}

/// Serves; `ready` is called when connections are accepted.
pub fn serve(
    listener: Listener,
    site: Site,
    options: Options,
    ready: impl FnOnce(SocketAddr) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let address = listener.address();
    let mut said = Ok(());
    listener
        .run(Arc::new(site), options, || said = ready(address))
        .map_err(|error| Failure::new(format!("the server failed: {error}")))?;
    said
}

/// Where readers reach a server that listens on this address. A server on all addresses is reached
/// under one that others in the network can use.
pub fn default_public_url(listens_on: SocketAddr) -> Result<PublicUrl, Failure> {
    let mut address = listens_on;
    if address.ip().is_unspecified() {
        let reachable = if_addrs::get_if_addrs().unwrap_or_default().into_iter().map(|interface| interface.ip());
        let is_usable = |ip: &IpAddr| !ip.is_loopback() && ip.is_ipv4();
        address.set_ip(reachable.into_iter().find(is_usable).unwrap_or(IpAddr::from([127, 0, 0, 1])));
    }
    PublicUrl::parse(&format!("http://{address}"))
        .ok_or_else(|| Failure::new("cannot tell the public address; name it with --public-url"))
}
