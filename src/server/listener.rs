//! The listening socket: accepts connections until it is told to stop, and lets running requests finish.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};

use super::address::ListenAddress;
use super::client_stream::{ClientStream, ON_THIS_MACHINE};
use super::connection::{self, ConnectionPermit, ServerContext};
use super::events::Listeners;
use super::spool::Spool;
use super::turns::Turns;
use super::{App, Limits, Rejection};
use crate::base::metrics::METRICS;
use crate::base::network_shares::NetworkShares;
use crate::unix::signals::{HangUps, Stops};
use crate::unix::sockets::{self, ListeningSocket, SocketFile, UnixListener};

/// Connections over the limit that are told so at the same time; more are closed without a word.
const TURNED_AWAY_AT_ONCE: usize = 64;

/// A network may have so many connections, however few there may be in all.
const SMALLEST_SHARE: usize = 64;

/// Pause after `accept` failed, for lack of file descriptors mostly.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Threads for work that is [`super::slow`], beside those that serve connections.
const SLOW_THREADS: usize = 512;

/// How a server runs.
pub struct ServerOptions {
    /// What its clients are held to.
    pub limits: Limits,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The field of requests that only they may send, in lower case; from others it is taken away.
    pub auth_header: Option<String>,
    /// Where request bodies go that are too long for memory, as unnamed files.
    pub spool_folder: PathBuf,
}

/// A bound socket that does not accept yet.
pub struct Listener {
    runtime: Runtime,
    socket: Arc<Accepting>,
    address: ListenAddress,
    _file: Option<SocketFile>,
}

/// A listening socket that connections are taken from.
enum Accepting {
    Network(TcpListener),
    Unix(UnixListener),
}

impl Accepting {
    async fn accept(&self) -> io::Result<(ClientStream, SocketAddr)> {
        match self {
            Self::Network(socket) => {
                let (stream, peer) = socket.accept().await?;
                // Without it the last part of an answer waits for the client's delayed acknowledgement.
                let _ = stream.set_nodelay(true);
                Ok((ClientStream::Network(stream), peer))
            }
            Self::Unix(socket) => Ok((ClientStream::Unix(socket.accept().await?.0), ON_THIS_MACHINE)),
        }
    }
}

impl Listener {
    /// Binds an address of a network; port 0 lets the system choose.
    pub fn bind(address: SocketAddr) -> io::Result<Self> {
        let runtime = runtime()?;
        let socket = runtime.block_on(TcpListener::bind(address))?;
        let address = socket.local_addr()?.into();
        Ok(Self { runtime, socket: Arc::new(Accepting::Network(socket)), address, _file: None })
    }

    /// Makes a socket at a path, which those may open whom `mode` lets write to it.
    pub fn bind_unix(path: &Path, mode: u32) -> io::Result<Self> {
        let (socket, file) = sockets::bind(path, mode)?;
        Self::on(ListeningSocket::Unix(socket, path.to_owned()), Some(file))
    }

    /// Takes the socket that the service manager has opened; `None` where it has opened none.
    pub fn inherited() -> io::Result<Option<Self>> {
        sockets::inherited()?.map(|socket| Self::on(socket, None)).transpose()
    }

    /// On a socket that listens already, with the file that it is, where that is ours.
    fn on(socket: ListeningSocket, file: Option<SocketFile>) -> io::Result<Self> {
        let runtime = runtime()?;
        let inside = runtime.enter();
        let (socket, address) = match socket {
            ListeningSocket::Network(socket) => {
                socket.set_nonblocking(true)?;
                let address = socket.local_addr()?.into();
                (Accepting::Network(TcpListener::from_std(socket)?), address)
            }
            ListeningSocket::Unix(socket, path) => {
                socket.set_nonblocking(true)?;
                (Accepting::Unix(UnixListener::from_std(socket)?), ListenAddress::Unix(path))
            }
        };
        drop(inside);
        Ok(Self { runtime, socket: Arc::new(socket), address, _file: file })
    }

    /// The address with its real port.
    pub const fn address(&self) -> &ListenAddress {
        &self.address
    }

    /// Has `app` answer whoever comes while `work` is done, before there is anything to serve. A signal ends the process.
    pub fn meanwhile<T>(&self, app: Arc<dyn App>, options: ServerOptions, work: impl FnOnce() -> T) -> T {
        let (stop, stopping) = watch::channel(false);
        let connections = Arc::new(Semaphore::new(options.limits.connections));
        let shared = self.context(app, options, &stopping);
        let accepting = self.runtime.spawn(accept(Arc::clone(&self.socket), shared, connections, stopping));
        let done = work();
        accepting.abort();
        stop.send_replace(true);
        done
    }

    /// What the connections share that `app` answers, until it is `stopping`.
    fn context(
        &self,
        app: Arc<dyn App>,
        options: ServerOptions,
        stopping: &watch::Receiver<bool>,
    ) -> Arc<ServerContext> {
        let ServerOptions { limits, trusted_proxies, auth_header, spool_folder } = options;
        let shares = NetworkShares::new(share(limits.connections, 4), share(limits.connections, 2));
        // The other half is for those who want an answer at once.
        let most = (limits.connections / 2).max(1);
        let listeners = self.runtime.block_on(async { Listeners::new(Arc::clone(&app), most, stopping.clone()) });
        let (limits, spool) = (Arc::new(limits), Spool::new(spool_folder));
        let turns = Arc::new(Turns::new());
        Arc::new(ServerContext { app, limits, trusted_proxies, auth_header, spool, listeners, shares, turns })
    }

    /// Serves until SIGTERM or Ctrl-C, then lets running requests finish. `ready` is called once
    /// connections are accepted and a signal ends the server in good order.
    pub fn run(self, app: Arc<dyn App>, options: ServerOptions, ready: impl FnOnce()) -> io::Result<()> {
        let (drain_timeout, most) = (options.limits.drain_timeout, options.limits.connections);
        let connections = Arc::new(Semaphore::new(most));
        let all = u32::try_from(most).unwrap_or(u32::MAX);
        let stopped = Arc::clone(&app);
        let (stop, stopping) = watch::channel(false);
        let shared = self.context(app, options, &stopping);
        // Asked now: a terminal that has been closed is none any more.
        let has_terminal = io::stderr().is_terminal() || io::stdin().is_terminal();
        self.runtime.block_on(async {
            let mut stops = Stops::listen()?;
            let mut hang_ups = HangUps::listen()?;
            ready();
            tokio::select! {
                () = accept(self.socket, shared, Arc::clone(&connections), stopping) => {}
                () = stops.next() => {}
                () = terminal_closes(&mut hang_ups, has_terminal) => {}
            }
            tracing::info!("stopping: no new connections, running requests may finish");
            stop.send_replace(true);
            stopped.stop();
            let finished = connections.acquire_many(all);
            tokio::select! {
                ended = tokio::time::timeout(drain_timeout, finished) => {
                    if ended.is_err() {
                        tracing::warn!("some requests did not finish in time");
                    }
                }
                // Whoever asks twice does not want to wait.
                () = stops.next() => {}
            }
            Ok::<_, io::Error>(())
        })?;
        self.runtime.shutdown_background();
        Ok(())
    }
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().max_blocking_threads(SLOW_THREADS).enable_all().build()
}

/// SIGHUP comes when a terminal is closed. A server without one gets it from whoever rotates logs, and goes on.
async fn terminal_closes(hang_ups: &mut HangUps, has_terminal: bool) {
    loop {
        hang_ups.next().await;
        if has_terminal {
            return;
        }
        tracing::info!("told to hang up: there is nothing to reload");
    }
}

/// What one network may hold of all connections; of few it may hold all.
fn share(connections: usize, part: usize) -> usize {
    (connections / part).max(SMALLEST_SHARE).min(connections)
}

async fn accept(
    socket: Arc<Accepting>,
    shared: Arc<ServerContext>,
    connections: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
) {
    let turned_away = Arc::new(Semaphore::new(TURNED_AWAY_AT_ONCE));
    let mut failing = false;
    loop {
        let (stream, peer) = match socket.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Once per spell, not twenty times a second.
                if !std::mem::replace(&mut failing, true) {
                    tracing::warn!(%error, "cannot accept connections; trying again");
                }
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        if std::mem::take(&mut failing) {
            tracing::info!("accepting connections again");
        }
        let share = shared.shares.take(peer.ip());
        let has_share = share.is_some() || shared.is_proxy(peer.ip());
        let (permit, refusal) = match Arc::clone(&connections).try_acquire_owned() {
            Ok(permit) if has_share => (permit, None),
            _ => match Arc::clone(&turned_away).try_acquire_owned() {
                Ok(permit) => (permit, Some(Rejection::TooManyConnections)),
                Err(_) => {
                    METRICS.refused_connections.add(1);
                    continue;
                }
            },
        };
        METRICS.connections.add(1);
        if refusal.is_some() {
            METRICS.refused_connections.add(1);
        }
        let permit = ConnectionPermit::taken(permit, share);
        tokio::spawn(connection::serve(stream, peer, Arc::clone(&shared), refusal, stopping.clone(), permit));
    }
}
