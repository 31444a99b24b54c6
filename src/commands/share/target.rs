//! Where readers reach a shared conversation: on the server that is already running, or else on one that this command
//! starts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use crate::app::passwords::Passwords;
use crate::cli::{Log, LogFormat, LogLevel, Share, USUAL_PORT};
use crate::commands::terminal::eprint_line;
use crate::commands::{Failure, NOT_SERVED, link, log, serving};
use crate::domain::log_clients::LogClients;
use crate::domain::public_url::PublicUrl;
use crate::domain::sign_up::SignUp;
use crate::host::lan;
use crate::host::lock_file::{LockFile, RunningServer};
use crate::http::Site;

use crate::server::{Limits, Listener, ServerOptions};
use crate::store::Store;

/// Which server serves the link.
pub enum LinkTarget {
    /// The server that is already running on the database.
    Running {
        /// The address under which readers reach it.
        public_url: PublicUrl,
        /// Whether only this machine reaches it.
        is_local: bool,
    },
    /// None: somebody serves it later.
    Nobody {
        /// The address under which readers will reach it.
        public_url: PublicUrl,
    },
    /// A server that this command starts.
    Own {
        /// The bound port.
        listener: Listener,
        /// The address under which readers reach it.
        public_url: PublicUrl,
    },
}

/// Refuses `--lan` where the running server can't be reached from the network. Called before the person is asked
/// for anything.
pub fn check(arguments: &Share, running: Option<&RunningServer>) -> Result<(), Failure> {
    match running {
        Some(running) if arguments.lan && arguments.public_url.is_none() && running.is_local() => {
            Err(Failure::new(format!(
                "the running server listens on this machine only ({}), so --lan can't work; nothing was shared. Stop \
                 that server, or start it with --listen 0.0.0.0:{}",
                running.listen,
                running.listen.network().map_or(USUAL_PORT, |address| address.port())
            )))
        }
        _ => Ok(()),
    }
}

impl LinkTarget {
    /// Takes the running server, or binds a port.
    pub fn take(arguments: &Share, running: Option<RunningServer>) -> Result<Self, Failure> {
        if let Some(running) = running {
            let is_local = arguments.public_url.is_none() && running.is_local();
            if arguments.listen.is_some_and(|listen| running.listen.network() != Some(listen)) {
                eprint_line(format_args!(
                    "The server that is running on {} serves it; --listen is only for a new server.",
                    running.listen
                ));
            }
            let public_url = link::base(arguments.public_url.as_ref(), Some(&running.public_url))?;
            return Ok(Self::Running { public_url, is_local });
        }
        if arguments.no_serve {
            if arguments.listen.is_some() {
                eprint_line("With --no-serve nothing listens, so --listen does nothing.");
            }
            return Ok(Self::Nobody { public_url: link::base(arguments.public_url.as_ref(), None)? });
        }
        let listener = bind(arguments)?;
        let public_url = match &arguments.public_url {
            Some(url) => url.clone(),
            None => serving::default_public_url(listener.address())?,
        };
        Ok(Self::Own { listener, public_url })
    }

    /// The address under which readers reach the server.
    pub const fn public_url(&self) -> &PublicUrl {
        match self {
            Self::Running { public_url, .. } | Self::Nobody { public_url } | Self::Own { public_url, .. } => public_url,
        }
    }

    /// Whether this command serves the link, until Ctrl-C.
    pub const fn is_own(&self) -> bool {
        matches!(self, Self::Own { .. })
    }

    /// Calls `ready` when the link works. Where no server was running, serves until Ctrl-C. `database_flag` is the
    /// flag for a command that names the same database.
    pub fn serve(
        self,
        store: Store,
        database: &Path,
        ready: impl FnOnce() -> Result<(), Failure>,
        database_flag: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        let (listener, public_url) = match self {
            Self::Running { is_local, .. } => {
                ready()?;
                if is_local {
                    eprint_line("The running server serves it, on this machine only.");
                }
                return Ok(());
            }
            Self::Nobody { .. } => {
                ready()?;
                eprint_line(NOT_SERVED);
                return Ok(());
            }
            Self::Own { listener, public_url } => (listener, public_url),
        };
        log::start(&Log { log_format: LogFormat::Text, log_level: LogLevel::Warn, log_clients: LogClients::Short });
        let listen = listener.address().clone();
        let _lock_file = LockFile::take(database, RunningServer { public_url: public_url.clone(), listen });
        let site = Site::new(store.clone(), Passwords::new()?, public_url, &[], SignUp::Closed, serving::BODY_BYTES);
        let spool_folder = serving::spool_folder(database);
        let options =
            ServerOptions { limits: Limits::default(), trusted_proxies: Vec::new(), auth_header: None, spool_folder };
        serving::serve(listener, &store, site, options, |address| {
            ready()?;
            let Some(address) = address.network() else { return Ok(()) };
            let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, USUAL_PORT));
            let listen = if address == usual { String::new() } else { format!(" --listen {address}") };
            let who = if address.ip().is_loopback() {
                "Serving on this machine only; use --lan to let others on the network read it.".to_owned()
            } else {
                format!("Serving to everyone who can reach {}, over plain http.", lan::reachable(address))
            };
            eprint_line(format_args!(
                "{who} Press Ctrl-C to stop. To serve the link again: neptun-share serve{listen}{}",
                database_flag()
            ));
            Ok(())
        })
    }
}

/// Binds the address that was given, or else any free port.
fn bind(arguments: &Share) -> Result<Listener, Failure> {
    if let (Some(address), false) = (arguments.listen, arguments.lan) {
        return serving::bind(address);
    }
    let ip = if arguments.lan { in_network()? } else { Ipv4Addr::LOCALHOST.into() };
    match arguments.listen {
        Some(address) => serving::bind(SocketAddr::new(ip, address.port())),
        None => serving::bind_usual(ip),
    }
}

/// This machine's address in the local network; prints that and any others it has.
fn in_network() -> Result<IpAddr, Failure> {
    let all = lan::own();
    let Some((first, others)) = all.split_first() else {
        return Err(Failure::new(
            "this machine is not on a network; without --lan the link works on this machine only",
        ));
    };
    eprint_line(format_args!("This machine's address on the network is {} ({}).", first.ip, first.interface));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|own| format!("{} ({})", own.ip, own.interface)).collect();
        eprint_line(format_args!("It has other addresses, too; choose one with --listen: {}.", others.join(", ")));
    }
    Ok(first.ip)
}
