//! The log of requests: one line for each, and another for security events.

use std::fmt;
use std::net::IpAddr;
use std::time::Instant;

use super::reply::Reply;
use super::request_context::RequestContext;
use crate::base::metrics::METRICS;
use crate::base::request_id::{self, RequestId};
use crate::domain::log_clients::LogClients;

/// A client as it is logged; nobody where it is not to be.
pub struct LoggedClient(pub LogClients, pub Option<IpAddr>);

impl fmt::Display for LoggedClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(client) => self.0.show(client, f),
            None => f.write_str("-"),
        }
    }
}

/// The request by its number.
struct LoggedId(Option<RequestId>);

impl fmt::Display for LoggedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(id) => id.fmt(f),
            None => f.write_str("-"),
        }
    }
}

/// A request that was answered. Never in its line: passwords, cookies, e-mail addresses, texts, whole share uuids. So the
/// route's pattern stands for the path, and a reason is a sentence of the program's own.
pub struct Answered<'a> {
    /// Its method, as the client wrote it.
    pub method: &'a str,
    /// The pattern of its route.
    pub route: &'a str,
    /// Who asked.
    pub client: LoggedClient,
    /// As whom.
    pub account: Option<i64>,
    /// The answer.
    pub reply: &'a Reply,
    /// Why it was refused.
    pub reason: Option<&'static str>,
    /// When it came.
    pub started: Instant,
}

impl Answered<'_> {
    /// Writes its line.
    pub fn log(&self) {
        self.line(self.reply.status_code() >= 500);
    }

    /// The same of one that is refused for a while as it should be: nothing is wrong with the server.
    pub fn log_not_ready(&self) {
        self.line(false);
    }

    fn line(&self, is_fault: bool) {
        let Self { route, client, account, reply, reason, .. } = self;
        let method = if self.method.len() <= 10 { self.method } else { "-" };
        let status = reply.status_code();
        let bytes = reply.length();
        let time = self.started.elapsed();
        METRICS.answered(status, time);
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let request = LoggedId(request_id::current());
        if is_fault {
            tracing::error!(method, route, status, micros, bytes, %client, account, reason, %request, "answered");
        } else {
            tracing::info!(method, route, status, micros, bytes, %client, account, reason, %request, "answered");
        }
    }
}

/// What matters for security of an answered request. `packaging/fail2ban` reads these lines.
pub fn security(context: &RequestContext<'_>, route: &str, status: u16, client: LoggedClient, account: Option<i64>) {
    let event = context.event.get().or_else(|| event(context, route, status));
    let Some(event) = event else { return };
    let request = LoggedId(request_id::current());
    if status >= 400 {
        METRICS.failed_sign_ins.add(1);
        tracing::warn!(event, %client, account, %request, "security");
    } else {
        tracing::info!(event, %client, account, %request, "security");
    }
}

/// Which event that was, if any.
fn event(context: &RequestContext<'_>, route: &str, status: u16) -> Option<&'static str> {
    Some(match (context.method(), route, status) {
        ("POST", "/api/auth/login", 200) => "signed-in",
        ("POST", "/api/auth/login", 401) => "sign-in-failed",
        ("POST", "/api/auth/login", 429) => "sign-in-throttled",
        ("POST", "/api/auth/sign-up" | "/api/auth/set-up" | "/api/auth/invitations/accept", 200) => "account-created",
        ("POST", "/api/users/{user_id}/password", 200) => "password-changed",
        ("DELETE", "/api/users/{user_id}", 200) => "account-deleted",
        ("POST", "/api/users/{user_id}/tokens", 200) => "token-created",
        ("DELETE", "/api/users/{user_id}/tokens/{token_id}", 200) => "token-deleted",
        ("POST", "/api/users/{user_id}/invitations", 200) => "invitation-created",
        ("POST", "/api/auth/password-links/follow", 200) => "password-changed",
        ("PATCH", "/api/admin/accounts/{account_id}", 200) => "account-changed",
        ("DELETE", "/api/admin/accounts/{account_id}", 200) => "account-deleted",
        ("DELETE", "/api/admin/accounts/{account_id}/sessions", 200) => "sessions-ended",
        ("POST", "/api/admin/accounts/{account_id}/password-link", 200) => "password-link-created",
        // Only with a password: without one it is just asked for.
        (_, route, 401 | 429)
            if route.contains("/shared/chats/{uuid}") && context.header("Authorization").is_some() =>
        {
            if status == 401 {
                "link-password-failed"
            } else {
                "link-password-throttled"
            }
        }
        _ => return None,
    })
}
