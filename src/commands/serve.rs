//! `neptun-share serve`: the server.

mod metrics;
mod opening;

use std::io::{self, IsTerminal};
use std::path::Path;

use serde_json::json;

use super::mcp::ServedTools;
use super::serving::{bind, default_public_url, serve, spool_folder};
use super::terminal::{display_path, eprint_line, print_line};
use super::{Failure, log};
use crate::app::backups::{Plan, Schedule};
use crate::app::passwords::Passwords;
use crate::app::set_up;
use crate::cli::{LogFormat, Serve};
use crate::domain::secret::Secret;
use crate::domain::sign_up::SignUp;
use crate::domain::timestamp::Timestamp;
use crate::host::lan;
use crate::http::{Site, Upgrading};
use crate::server::{ListenAddress, Listener, ServerOptions};
use crate::unix::{processes, sockets};

/// Serves until SIGTERM or Ctrl-C.
pub fn run(arguments: &Serve) -> Result<(), Failure> {
    log::start(&arguments.log);
    // Before files are opened. A refusal is not fatal: fewer connections are served.
    if let Err(error) = processes::raise_open_files() {
        tracing::warn!(%error, "cannot raise the limit on open files");
    }
    require_trusted_proxy(arguments)?;
    let database = arguments.data.path()?;
    let listener = listener(arguments)?;
    let public_url = match &arguments.public_url {
        Some(url) => url.clone(),
        None => default_public_url(listener.address())?,
    };
    if listener.address().network().is_none() && arguments.limits.trusted_proxy.is_empty() {
        tracing::warn!(
            "no proxy is trusted, so all readers count as one; name the one behind the socket with --trusted-proxy 127.0.0.1"
        );
    }
    let options = || ServerOptions {
        limits: arguments.limits.to_server(),
        trusted_proxies: arguments.limits.trusted_proxy.clone(),
        auth_header: arguments.proxy_sign_in.auth_header.clone(),
        spool_folder: spool_folder(&database),
    };
    let upgrading = Upgrading::new(public_url.clone(), arguments.log.log_clients);
    let (store, _lock_file) = opening::open(&database, &listener, &public_url, upgrading, options())?;
    let backups = Plan {
        every: arguments.backups.backup_every,
        keep: arguments.backups.backup_keep,
        to: arguments.backups.backup_folder.clone(),
    };
    let _backups = Schedule::start(store.clone(), backups.clone())
        .map_err(|error| Failure::new(format!("cannot start the thread that makes backups: {error}")))?;
    if let Some(address) = arguments.metrics {
        metrics::serve(address, database.clone())?;
    }
    let log_format = arguments.log.log_format;
    let offer_set_up = {
        let public_url = public_url.clone();
        move |secret: &Secret, is_first| eprint_set_up_link(&public_url.set_up(secret), is_first, log_format)
    };
    let has_accounts = set_up::is_done(&store)?;
    let set_up = match set_up::renew_link(&store, Timestamp::now()) {
        // What people have is served also where the disk is full or read-only.
        Err(error) if has_accounts => {
            tracing::warn!(?error, "this server has no administrator, and the link to create one could not be made");
            None
        }
        set_up => set_up?,
    };
    let passwords = Passwords::new()?;
    let (hosts, body_bytes) = (&arguments.allowed_host, arguments.limits.max_body_bytes.into());
    let tools = ServedTools::new(store.clone(), public_url.clone());
    let site = Site::new(store.clone(), passwords, public_url, hosts, arguments.signup, body_bytes)
        .offering_tools(tools)
        .logging(arguments.log.log_clients)
        .behind_proxy(arguments.proxy_sign_in.auth_header.clone(), arguments.proxy_sign_in.auth_sign_out.clone())
        .backing_up(backups)
        .offering_set_up(offer_set_up.clone());
    serve(listener, &store, site, options(), |address| {
        if let Some(secret) = set_up {
            offer_set_up(&secret, !has_accounts);
        }
        match address {
            ListenAddress::Network(address) => print_line(format_args!("listening on http://{address}"))?,
            ListenAddress::Unix(_) => print_line(format_args!("listening on {address}"))?,
        }
        if io::stderr().is_terminal() {
            eprint_reach(&database, address, arguments.public_url.is_some());
        }
        if let Err(error) = sockets::tell_ready() {
            tracing::warn!(%error, "the service manager was not told that the server is ready");
        }
        Ok(())
    })
}

/// Whom a proxy has signed in only that proxy may say: it must be known which one.
fn require_trusted_proxy(arguments: &Serve) -> Result<(), Failure> {
    let (proxies, proxy) = (&arguments.limits.trusted_proxy, &arguments.proxy_sign_in);
    if proxy.auth_header.is_some() && proxies.is_empty() {
        return Err(Failure::new(
            "--auth-header needs --trusted-proxy: name the address of the proxy that signs people in, such as 127.0.0.1",
        ));
    }
    if proxy.auth_header.is_some() && proxies.iter().any(|network| network.prefix_len() == 0) {
        return Err(Failure::new(
            "--trusted-proxy names every address there is, so with --auth-header anybody could be anybody; name only the \
             proxy's",
        ));
    }
    if proxy.auth_header.is_none() && arguments.signup == SignUp::Proxy {
        return Err(Failure::new("--signup proxy needs --auth-header, in which a proxy names whom it has signed in"));
    }
    if proxy.auth_header.is_none() && proxy.auth_sign_out.is_some() {
        return Err(Failure::new("--auth-sign-out is only for people who come in by --auth-header; give that, too"));
    }
    Ok(())
}

/// Tells the person at the terminal which database is served, and who can open the links.
fn eprint_reach(database: &Path, address: &ListenAddress, has_public_url: bool) {
    eprint_line(format_args!("The database is {}.", display_path(database)));
    let Some(address) = address.network().filter(|_| !has_public_url) else { return };
    let port = address.port();
    eprint_line(match address.ip() {
        ip if ip.is_loopback() => format!(
            "Only this machine can open the links. For others on your network: --listen 0.0.0.0:{port}; for everyone: a \
             reverse proxy with https, and its address as --public-url."
        ),
        _ => format!("Everyone who can reach {} can open the links, over plain http.", lan::reachable(address)),
    });
}

/// Prints the link to standard error whatever the log level is, as a JSON line where the log has that format.
fn eprint_set_up_link(link: &str, is_first: bool, format: LogFormat) {
    let what = match is_first {
        true => "There are no accounts yet. Create the first one with this link, which works once, within 30 minutes",
        false => {
            "This server has no administrator yet. Create the account of one with this link, which works once, within 30 \
             minutes; or name one: neptun-share user admin EMAIL"
        }
    };
    match format {
        LogFormat::Text => eprint_line(format_args!("{what}:\n{link}")),
        LogFormat::Json => {
            eprint_line(json!({ "timestamp": Timestamp::now(), "level": "INFO", "message": what, "link": link }));
        }
    }
}

/// The socket that the service manager passes, or else the one that is asked for.
fn listener(arguments: &Serve) -> Result<Listener, Failure> {
    let failed = |error| Failure::new(format!("cannot take the service manager's socket: {error}"));
    if let Some(listener) = Listener::inherited().map_err(failed)? {
        return Ok(listener);
    }
    match &arguments.listen {
        ListenAddress::Network(address) => bind(*address),
        ListenAddress::Unix(path) => Listener::bind_unix(path, arguments.socket_mode).map_err(|error| {
            Failure::new(format!("cannot listen on {}: {error}; choose another path with --listen", arguments.listen))
        }),
    }
}
