//! `neptun-share status`: the server, the database, the last backup, and any problems.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::Failure;
use super::check::contents;
use super::terminal::{counted, display_path, print_json, print_line};
use crate::app::backups::{self, Backup};
use crate::app::server_state::hints;
use crate::cli::Status;
use crate::host::lock_file::{self, RunningServer};
use crate::render::words::size;
use crate::server::ListenAddress;
use crate::store::OpenError;
use crate::store::inspection::{Inspection, administrators, inspect};
use crate::unix::{files, sockets};

/// For a server that does not answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Prints it; fails if something is wrong.
pub fn run(arguments: &Status) -> Result<(), Failure> {
    let database = arguments.data.path()?;
    let server = lock_file::find(&database);
    let backup = backups::last(&database);
    let mut problems = Vec::new();
    let inspected = inspect(&database);
    // Who may read another program's file is not ours to say.
    let is_ours = !matches!(inspected, Err(OpenError::Foreign(_)));
    let found = inspected.map_err(|error| problems.push(error.to_string())).ok();
    problems.extend(server.as_ref().and_then(|server| ailment(&server.listen)));
    problems.extend(exposure(&database).filter(|_| is_ours));
    let hints = server.as_ref().map(|server| hints(&server.public_url, None)).unwrap_or_default();
    // The file is only looked at: a status upgrades nothing.
    let administrators = found.is_some().then(|| administrators(&database)).flatten();

    if arguments.json {
        let mut json = to_json(&database, server.as_ref(), found.as_ref(), backup.as_ref(), &problems);
        json["administrators"] = json!(administrators);
        json["hints"] = json!(hints);
        print_json(&json)?;
    } else {
        print(&database, server.as_ref(), found.as_ref(), backup.as_ref(), &problems)?;
        match administrators.as_deref() {
            None => {}
            Some([]) => {
                print_line("administers  nobody; make an account an administrator with: neptun-share user admin EMAIL")?
            }
            Some(some) => print_line(format_args!("administers  {}", some.join(", ")))?,
        }
        hints.iter().try_for_each(|hint| print_line(format_args!("hint         {}", hint.message)))?;
    }

    match problems.len() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{} found", counted(count, "problem")))),
    }
}

fn print(
    database: &Path,
    server: Option<&RunningServer>,
    found: Option<&Inspection>,
    backup: Option<&Backup>,
    problems: &[String],
) -> Result<(), Failure> {
    print_line(format_args!("version      {}", env!("CARGO_PKG_VERSION")))?;
    match server {
        Some(server) => {
            print_line(format_args!("server       {}, listening on {}", server.public_url.at("/"), server.listen))
        }
        None => print_line("server       not running"),
    }?;
    print_line(format_args!("database     {}", display_path(database)))?;
    if let Some(found) = found {
        print_line(format_args!("             {}", contents(found)))?;
    }
    match backup {
        Some(backup) => print_line(format_args!(
            "last backup  {} ({}), {}",
            backup.made_at.get(..16).unwrap_or(&backup.made_at).replace('T', " ") + " UTC",
            size(backup.bytes),
            display_path(&backup.file)
        )),
        None => print_line("last backup  none is known; make one with: neptun-share backup FILE"),
    }?;
    problems.iter().try_for_each(|problem| print_line(format_args!("problem      {problem}")))
}

fn to_json(
    database: &Path,
    server: Option<&RunningServer>,
    found: Option<&Inspection>,
    backup: Option<&Backup>,
    problems: &[String],
) -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "server": server.map(|server| json!({
            "public_url": server.public_url.at(""),
            "listen": server.listen.to_string(),
        })),
        "database": {
            "file": database.to_string_lossy(),
            "schema": found.map(|found| found.schema),
            "bytes": found.map(|found| found.size),
            "free_bytes": found.map(|found| found.free),
            "log_bytes": found.map(|found| found.log),
            "accounts": found.map(|found| found.accounts),
            "conversations": found.map(|found| found.conversations),
            "messages": found.map(|found| found.messages),
            "links": found.map(|found| found.links),
            "attachments": found.map(|found| found.attachments),
        },
        "last_backup": backup,
        "problems": problems,
    })
}

/// What a server says that is not well; `None` if it is.
fn ailment(listen: &ListenAddress) -> Option<String> {
    match ask(listen) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => None,
        Ok(answer) => {
            let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            let error: Value = serde_json::from_str(body).unwrap_or_default();
            let message = error["message"].as_str().unwrap_or("it gives no reason").to_owned();
            Some(format!("the server has a problem: {message}"))
        }
        Err(error) => Some(format!("the server does not answer: {error}")),
    }
}

fn ask(listen: &ListenAddress) -> std::io::Result<String> {
    let address = match listen {
        ListenAddress::Network(address) => *address,
        ListenAddress::Unix(path) => return converse(sockets::connect(path, TIMEOUT)?),
    };
    // A server on all addresses is asked at one of this machine.
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let stream = TcpStream::connect_timeout(&SocketAddr::new(ip, address.port()), TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    converse(stream)
}

fn converse(mut stream: impl Read + Write) -> std::io::Result<String> {
    stream.write_all(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer)
}

/// Whether others on this machine can read the database.
fn exposure(database: &Path) -> Option<String> {
    let mode = files::mode_if_open_to_others(&std::fs::metadata(database).ok()?)?;
    let file = display_path(database);
    Some(format!("others on this machine can read {file} (mode {mode:o}); change that with: chmod 600 {file}"))
}
