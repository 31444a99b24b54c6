//! Where a shared conversation is to be read: on the server that runs, or else on one of our own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use crate::app::passwords::Passwords;
use crate::cli::{Log, LogFormat, LogLevel, Share};
use crate::commands::terminal::remark;
use crate::commands::{Failure, link, log, serve};
use crate::domain::public_url::PublicUrl;
use crate::domain::sign_up::SignUp;
use crate::host::lan;
use crate::host::lock_file::{LockFile, RunningServer};
use crate::http::Site;

use crate::server::{Limits, Listener, ServerOptions};
use crate::store::Store;

/// Where it is.
pub enum Place {
    /// On a server that runs.
    Theirs {
        /// Under which readers reach it.
        public_url: PublicUrl,
        /// Whether only this machine does.
        is_local: bool,
    },
    /// On a port of our own.
    Ours {
        /// Bound.
        listener: Listener,
        /// Under which readers reach it.
        public_url: PublicUrl,
    },
}

/// Whether the place can be what is asked for. Before anything else is asked.
pub fn check(arguments: &Share, running: Option<&RunningServer>) -> Result<(), Failure> {
    match running {
        Some(running) if arguments.lan && arguments.public_url.is_none() && running.is_local() => {
            Err(Failure::new(format!(
                "the server that runs on this database listens on this machine only ({}), so --lan cannot work beside \
                 it; nothing was shared. Stop that server, or start it with --listen 0.0.0.0:{}",
                running.listen,
                running.listen.port()
            )))
        }
        _ => Ok(()),
    }
}

impl Place {
    /// Takes it.
    pub fn take(arguments: &Share, running: Option<RunningServer>) -> Result<Self, Failure> {
        if let Some(running) = running {
            let is_local = arguments.public_url.is_none() && running.is_local();
            let public_url = link::base(arguments.public_url.as_ref(), Some(&running.public_url))?;
            return Ok(Self::Theirs { public_url, is_local });
        }
        let listener = bind(arguments)?;
        let public_url = match &arguments.public_url {
            Some(url) => url.clone(),
            None => serve::default_public_url(listener.address())?,
        };
        Ok(Self::Ours { listener, public_url })
    }

    /// Under which readers reach it.
    pub const fn public_url(&self) -> &PublicUrl {
        match self {
            Self::Theirs { public_url, .. } | Self::Ours { public_url, .. } => public_url,
        }
    }

    /// Calls `ready` when the link works, and serves it until Ctrl-C where nobody else does.
    /// `database_flag` as it stands in a command.
    pub fn serve(
        self,
        store: Store,
        database: &Path,
        ready: impl FnOnce() -> Result<(), Failure>,
        database_flag: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        let (listener, public_url) = match self {
            Self::Theirs { is_local, .. } => {
                ready()?;
                if is_local {
                    remark("The server that runs on this database serves it, to this machine only.");
                }
                return Ok(());
            }
            Self::Ours { listener, public_url } => (listener, public_url),
        };
        log::start(&Log { log_format: LogFormat::Text, log_level: LogLevel::Warn });
        let address = listener.address();
        let _lock_file = LockFile::take(database, RunningServer { public_url: public_url.clone(), listen: address });
        let site = Site::new(store.clone(), Passwords::new()?, public_url, SignUp::Closed, serve::BODY_BYTES);
        let spool_folder = serve::spool_folder(database);
        let options = ServerOptions { limits: Limits::default(), trusted_proxies: Vec::new(), spool_folder };
        serve::serve(listener, &store, site, options, |_| {
            ready()?;
            let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, serve::USUAL_PORT));
            let listen = if address == usual { String::new() } else { format!(" --listen {address}") };
            let who = if address.ip().is_loopback() {
                "Serving on this machine only; --lan lets others in the network read it.".to_owned()
            } else {
                format!("Serving to everybody who reaches {}, over plain http.", lan::reachable(address))
            };
            remark(format_args!(
                "{who} Ctrl-C ends it; the link works again with: neptun-share serve{listen}{}",
                database_flag()
            ));
            Ok(())
        })
    }
}

/// Binds the address that is wanted; without one, any free port will do.
fn bind(arguments: &Share) -> Result<Listener, Failure> {
    if let (Some(address), false) = (arguments.listen, arguments.lan) {
        return serve::bind(address);
    }
    let ip = if arguments.lan { in_network()? } else { Ipv4Addr::LOCALHOST.into() };
    match arguments.listen {
        Some(address) => serve::bind(SocketAddr::new(ip, address.port())),
        None => serve::bind_usual(ip),
    }
}

/// This machine's address in the local network, and a remark about the others that it has.
fn in_network() -> Result<IpAddr, Failure> {
    let all = lan::own();
    let Some((first, others)) = all.split_first() else {
        return Err(Failure::new("this machine is in no network; without --lan the link works on this machine"));
    };
    remark(format_args!("This machine's address in the network is {} ({}).", first.ip, first.interface));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|own| format!("{} ({})", own.ip, own.interface)).collect();
        remark(format_args!("It has others, too; to take one of them, name it with --listen: {}.", others.join(", ")));
    }
    Ok(first.ip)
}
