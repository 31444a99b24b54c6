//! `neptun-share login`, `logout` and `servers`: which servers this machine may use, and as whom.

mod browser;
mod device;

use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::Failure;
use super::remote::{LOCAL, RemoteServer, not_signed_in, unreadable};
use super::terminal::{display_path, eprint_line, one_line, print_json, print_line};
use super::when::local;
use crate::cli::{Login, Logout, ServerAddress, Servers};
use crate::client::{CallBody, Client};
use crate::domain::email::Email;
use crate::domain::timestamp::Timestamp;
use crate::host::servers::{KnownServer, KnownServers};

/// The longest token, with what may stand around it in a file.
const MOST_BYTES: u64 = 4096;

/// A server in the list, as JSON. Never its token.
#[derive(Serialize)]
struct ServerJson<'a> {
    name: &'a str,
    url: &'a str,
    email: &'a str,
    scope: &'a str,
    expires_at: &'a str,
    is_default: bool,
}

/// Signs this machine in.
pub fn login(arguments: &Login) -> Result<(), Failure> {
    let servers = folder()?;
    let address = &arguments.server;
    let client = Client::new(&address.url).map_err(Failure::new)?;
    if address.is_open {
        eprint_line(format_args!(
            "{} is reached over plain http: anyone on the network in between can read what is sent, including the token.",
            address.name
        ));
    }
    // Before somebody approves it in vain.
    servers.all().map_err(unreadable)?;
    let token = match &arguments.token {
        Some(file) => read_token(file)?,
        None => device::sign_in(&client, arguments)?,
    };
    let server = signed_in(address, token, arguments.token.is_none())?;
    // Only now: somebody may have signed in with another command meanwhile.
    let kept = servers.find(&address.name).and_then(|former| Ok((former, servers.keep(&server)?)));
    let (former, path) = kept.map_err(|error| {
        end_unused(&server);
        unwritable(error)
    })?;
    if arguments.default {
        servers.set_default(Some(&server.name)).map_err(unwritable)?;
    }
    if let Some(former) = former.filter(|former| former.token != server.token) {
        end_unused(&former);
    }
    let name = &server.name;
    let until =
        Timestamp::from_rfc3339(&server.expires_at).map(|at| format!(" until {}", local(at))).unwrap_or_default();
    let may = if server.scope == "read" { "read" } else { "read and change" };
    eprint_line(format_args!(
        "Signed in to {name} as {}: this machine may {may} what the account has{until}. The token is in {}.",
        server.email,
        display_path(&path)
    ));
    eprint_line(match arguments.default {
        true => {
            format!("Commands without --server now work on {name}; with --server local, they work on this machine.")
        }
        false => format!("To share there: neptun-share share FILE --server {name}"),
    });
    Ok(())
}

/// Ends a token that was made for this machine, and that it does not have: it would stand in the list of devices. That it
/// is gone already, or can't be ended now, is no failure.
fn end_unused(server: &KnownServer) {
    if server.is_device
        && let Ok(remote) = RemoteServer::of(server.clone())
    {
        let _ = remote.ask("DELETE", "/api/auth/token", CallBody::Nothing);
    }
}

/// Signs this machine out, here and there.
pub fn logout(arguments: &Logout) -> Result<(), Failure> {
    let servers = folder()?;
    let server = match &arguments.server {
        Some(named) => servers.find(named).map_err(unreadable)?.ok_or_else(|| not_signed_in(named))?,
        None => {
            let mut all = servers.all().map_err(unreadable)?;
            match (all.pop(), all.is_empty()) {
                (Some(only), true) => only,
                (None, _) => return Err(Failure::new("this machine is not signed in to any server")),
                _ => return Err(Failure::new("name one of the servers: neptun-share servers")),
            }
        }
    };
    let ended =
        RemoteServer::of(server.clone()).map(|remote| remote.ask("DELETE", "/api/auth/token", CallBody::Nothing));
    servers.forget(&server).map_err(unwritable)?;
    let name = &server.name;
    match ended {
        Ok(Ok(_)) => print_line(format_args!("signed out of {name}; the token was removed here and there")),
        Ok(Err(error)) if error.status == 401 => {
            print_line(format_args!("signed out of {name}, which no longer knew the token"))
        }
        Ok(Err(error)) => Err(still_there(name, &error.message)),
        Err(failure) => Err(still_there(name, &failure.to_string())),
    }
}

fn still_there(name: &str, why: &str) -> Failure {
    Failure::new(format!("the token was removed here, but not on {name} ({why}); remove it there, on the account page"))
}

/// Lists the servers, after it has chosen the one that was named.
pub fn servers(arguments: &Servers) -> Result<(), Failure> {
    let servers = folder()?;
    match arguments.default.as_deref() {
        Some(LOCAL) => servers.set_default(None).map_err(unwritable)?,
        Some(named) => {
            let known = servers.find(named).map_err(unreadable)?.ok_or_else(|| not_signed_in(named))?;
            servers.set_default(Some(&known.name)).map_err(unwritable)?;
        }
        None => {}
    }
    let (all, default) = (servers.all().map_err(unreadable)?, servers.default().map_err(unreadable)?);
    let is_default = |server: &KnownServer| default.as_ref() == Some(&server.name);
    if arguments.json {
        let list = all.iter().map(|server| ServerJson {
            name: &server.name,
            url: &server.url,
            email: &server.email,
            scope: &server.scope,
            expires_at: &server.expires_at,
            is_default: is_default(server),
        });
        return print_json(&list.collect::<Vec<_>>());
    }
    if all.is_empty() {
        eprint_line("This machine is not signed in to any server. Sign in with: neptun-share login URL");
    }
    all.iter().try_for_each(|server| {
        let mark = if is_default(server) { "  (default)" } else { "" };
        print_line(format_args!(
            "{}  {}  {}{mark}",
            one_line(&server.name),
            one_line(&server.email),
            one_line(&server.scope)
        ))
    })
}

/// Whose token that is.
fn signed_in(address: &ServerAddress, token: String, is_device: bool) -> Result<KnownServer, Failure> {
    let known = KnownServer {
        name: address.name.clone(),
        url: address.url.clone(),
        user_id: 0,
        email: String::new(),
        token,
        scope: String::new(),
        expires_at: String::new(),
        is_device,
    };
    let remote = RemoteServer::of(known)?;
    let me = remote.ask("GET", "/api/auth/me", CallBody::Nothing).map_err(|error| match error.status {
        401 => {
            Failure::new(format!("{} does not know this token: it is for another server, or has expired", address.name))
        }
        _ => error.into(),
    })?;
    let text = |value: &Value| value.as_str().map(one_line);
    let (user_id, email) = (me["user"]["id"].as_i64(), me["user"]["primary_email"].as_str().and_then(Email::parse));
    let (scope, expires_at) = (text(&me["token"]["scope"]), text(&me["token"]["expires_at"]));
    match (user_id, email, scope, expires_at) {
        (Some(user_id), Some(email), Some(scope), Some(expires_at)) => {
            Ok(KnownServer { user_id, email: email.as_str().to_owned(), scope, expires_at, ..remote.known })
        }
        _ => Err(Failure::new(format!(
            "{} does not say whose token this is; it is not a neptun-share server, or has another version",
            address.name
        ))),
    }
}

/// The token in a file, or on standard input.
fn read_token(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        io::stdin().take(MOST_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| Failure::new(format!("cannot read the token: {error}")))?;
    let token = text.trim();
    let is_one = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    if is_one { Ok(token.to_owned()) } else { Err(Failure::new("that is not a token: expected one word")) }
}

fn folder() -> Result<KnownServers, Failure> {
    KnownServers::of_user().ok_or_else(|| Failure::new("there is no home folder for the token; set XDG_CONFIG_HOME"))
}

fn unwritable(error: io::Error) -> Failure {
    Failure::new(format!("cannot write to the configuration folder: {error}"))
}
