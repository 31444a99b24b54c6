//! A server on another machine, for the commands that work there: its API, and words for each way in which it fails.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::Failure;
use super::terminal::{display_path, eprint_line, one_line};
use crate::base::json;
use crate::cli::{Data, ServerChoice};
use crate::client::{Call, CallBody, Client, Reply};
use crate::domain::email::Email;
use crate::domain::text;
use crate::domain::timestamp::Timestamp;
use crate::host::servers::{KnownServer, KnownServers};

/// The longest sentence of a server that is passed on, in characters.
const MOST_CHARS: usize = 300;

/// Clocks that are no farther apart are the same: an answer takes some time.
const SAME: Duration = Duration::from_secs(60);

/// What a server says where it has no such route.
const NO_ROUTE: &str = "nothing at this address";

/// A server to which this machine is signed in.
pub struct RemoteServer {
    client: Client,
    /// By how many milliseconds the clock of this machine was ahead of its, when it last answered.
    ahead: AtomicI64,
    pub known: KnownServer,
}

/// What a server refused, or why it did not answer.
#[derive(Debug)]
pub struct RemoteError {
    /// The status of the answer; 0 where there was none.
    pub status: u16,
    /// A sentence.
    pub message: String,
    /// What it answered.
    pub body: Value,
}

impl RemoteError {
    /// Whether the server does not know what it was asked for.
    pub fn is_of_older_version(&self) -> bool {
        matches!(self.status, 404 | 405) && self.body["message"].as_str().is_some_and(|said| said.contains(NO_ROUTE))
    }
}

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        Self::new(error.message)
    }
}

/// The server on which a command is to work; `None` for the database on this machine. It is said, so that nothing is
/// published on another one than somebody thinks.
pub fn chosen(choice: &ServerChoice, data: &Data, user: Option<&Email>) -> Result<Option<RemoteServer>, Failure> {
    let (name, servers) = match &choice.server {
        Some(name) => (name.clone(), KnownServers::of_user()),
        // Who names a database means that.
        None if data.named().is_some() => return Ok(None),
        None => {
            let Some(servers) = KnownServers::of_user() else { return Ok(None) };
            let Some(name) = servers.default().map_err(unreadable)? else { return Ok(None) };
            (name, Some(servers))
        }
    };
    if name == LOCAL {
        return Ok(None);
    }
    let known = servers.map(|servers| servers.find(&name)).transpose().map_err(unreadable)?.flatten();
    let known = known.ok_or_else(|| not_signed_in(&name))?;
    if let Some(user) = user.filter(|user| user.key() != known.email.to_lowercase()) {
        return Err(Failure::new(format!(
            "this machine is signed in to {} as {}, not as {}",
            known.name,
            known.email,
            user.as_str()
        )));
    }
    eprint_line(format_args!("Server: {} ({})", known.name, known.email));
    if let Some(path) = KnownServers::of_user().and_then(|servers| servers.open_to_others(&known)) {
        let path = display_path(&path);
        eprint_line(format_args!(
            "Others on this machine can read the token in {path}; end that with: chmod 600 {path}"
        ));
    }
    RemoteServer::of(known).map(Some)
}

/// What the database on this machine is called.
pub const LOCAL: &str = "local";

/// The configuration folder can't be read.
pub fn unreadable(error: std::io::Error) -> Failure {
    Failure::new(format!("cannot read which servers this machine is signed in to: {error}"))
}

/// This machine is not signed in to it.
pub fn not_signed_in(name: &str) -> Failure {
    let name = one_line(name);
    Failure::new(format!(
        "this machine is not signed in to {name}; see all with: neptun-share servers. Sign in with: neptun-share login {name}"
    ))
}

impl RemoteServer {
    /// That server.
    pub fn of(known: KnownServer) -> Result<Self, Failure> {
        Ok(Self { client: Client::new(&known.url).map_err(Failure::new)?, ahead: AtomicI64::new(0), known })
    }

    /// Asks for whatever is at that path.
    pub fn ask<'a>(&'a self, method: &'static str, path: &str, body: CallBody<'a>) -> Result<Value, RemoteError> {
        let KnownServer { name, url, token, .. } = &self.known;
        let call = Call { method, url: format!("{url}{path}"), token: Some(token), body };
        let reply = self.client.call(call).map_err(none)?;
        if let Some(date) = reply.date {
            self.ahead.store(Timestamp::now().as_millis().saturating_sub(date.as_millis()), Ordering::Relaxed);
        }
        answered(&reply, name, true)
    }

    /// What is that time by the clock of this machine, by that of the server, as it was when it last answered.
    pub fn by_its_clock(&self, at: Timestamp) -> Timestamp {
        let ahead = self.ahead.load(Ordering::Relaxed);
        let apart = Duration::from_millis(ahead.unsigned_abs());
        match apart < SAME {
            true => at,
            false if ahead > 0 => at.minus(apart),
            false => at.plus(apart),
        }
    }
}

impl RemoteServer {
    /// The file at that path, as it is.
    pub fn file(&self, path: &str) -> Result<Vec<u8>, RemoteError> {
        let KnownServer { name, url, token, .. } = &self.known;
        let call = Call { method: "GET", url: format!("{url}{path}"), token: Some(token), body: CallBody::Nothing };
        let reply = self.client.call(call).map_err(none)?;
        if reply.status == 200 {
            return Ok(reply.body);
        }
        let body = json::parse(&reply.body).unwrap_or_default();
        Err(RemoteError { status: reply.status, message: refusal(name, reply.status, true, &body), body })
    }
}

/// Sends a call to the server that people know as `name`; its answer as JSON.
pub fn ask(client: &Client, name: &str, call: Call<'_>) -> Result<Value, RemoteError> {
    let has_token = call.token.is_some();
    answered(&client.call(call).map_err(none)?, name, has_token)
}

fn none(message: String) -> RemoteError {
    RemoteError { status: 0, message, body: Value::Null }
}

fn answered(reply: &Reply, name: &str, has_token: bool) -> Result<Value, RemoteError> {
    let body = json::parse(&reply.body).ok().filter(|body| !body.is_null());
    match (reply.status, body) {
        (204, _) => Ok(json!({})),
        (200..=299, Some(body)) => Ok(body),
        (200..=299, None) => Err(none(format!("{name} is not a neptun-share server, or has another version"))),
        (status, body) => {
            let body = body.unwrap_or_default();
            let message = refusal(name, status, has_token, &body);
            Err(RemoteError { status, message, body })
        }
    }
}

/// Why a server refused something, in a sentence.
fn refusal(name: &str, status: u16, has_token: bool, body: &Value) -> String {
    let issues = body["data"]["issues"].as_array().into_iter().flatten();
    let issues: Vec<&str> = issues.filter_map(|issue| issue["message"].as_str()).collect();
    let said = body["message"].as_str().or_else(|| issues.first().copied()).or(body["statusMessage"].as_str());
    let said = said.map(|said| one_line(&text::one_line(said, MOST_CHARS)));
    let is_ours = body["statusCode"].is_number();
    match (status, said) {
        (401, _) if has_token => format!(
            "{name} no longer knows this machine: its token was removed there, or has expired. Sign in again: neptun-share \
             login {name}"
        ),
        (404 | 405, Some(said)) if is_ours && said.contains(NO_ROUTE) => {
            format!("{name} is of an older version than this program, which can't do that there; update the server")
        }
        (404 | 405, _) if !is_ours => {
            format!("{name} is not a neptun-share server, or has another version")
        }
        (413, _) => format!("{name} does not accept anything so large"),
        (429, Some(said)) if is_ours => format!("{name} asks to wait: {said}"),
        (502..=504, _) if !is_ours => {
            format!("the server behind {name} does not answer (status {status}); try again later")
        }
        (_, Some(said)) if is_ours => format!("{name}: {said}"),
        _ => format!("{name} answers with the status {status}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_says_what_to_do() {
        let said = |status, body: &Value| refusal("x.org", status, true, body);
        let ours = |status: u16, message: &str| json!({ "statusCode": status, "statusMessage": message });
        assert!(said(401, &ours(401, "Unauthorized")).contains("neptun-share login x.org"));
        assert!(said(404, &ours(404, "There is nothing at this address")).contains("older version"));
        assert!(said(404, &Value::Null).contains("is not a neptun-share server"));
        assert!(said(502, &Value::Null).contains("does not answer"));
        assert_eq!(said(409, &ours(409, "Conflict\u{1b}[2J")), "x.org: Conflict [2J");
        assert!(said(500, &ours(500, &"x".repeat(5000))).len() < 400);
    }
}
