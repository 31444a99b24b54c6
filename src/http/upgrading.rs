//! The answers while the database is being upgraded: the server is not ready yet, and when to ask again.

use std::fs::File;
use std::net::IpAddr;
use std::time::Instant;

use rouille::Request;
use serde_json::json;

use super::error::ApiError;
use super::reply::Reply;
use super::request_log::{Answered, LoggedClient};
use crate::base::request_id;
use crate::domain::log_clients::LogClients;
use crate::domain::public_url::PublicUrl;
use crate::render::words::UPGRADING;
use crate::server::{Allowance, Answer, App, Rejection};

/// Seconds after which to ask again.
const TRY_AGAIN: &str = "5";

/// In place of the site, as long as that has no database.
pub struct Upgrading {
    public_url: PublicUrl,
    log_clients: LogClients,
}

impl Upgrading {
    /// Of a server with that public address, which logs so much of clients' addresses.
    pub const fn new(public_url: PublicUrl, log_clients: LogClients) -> Self {
        Self { public_url, log_clients }
    }

    /// The same to everybody, whatever they ask; to who typed an address into a browser, as a page.
    fn reply(&self, request: &Request) -> Reply {
        let wants_page = request.header("Accept").is_some_and(|accept| accept.contains("text/html"));
        if wants_page && !self.public_url.inside(request.raw_url()).starts_with("/api/") {
            let page = format!(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
                 <meta name=\"viewport\" content=\"width=device-width\"><title>Not ready yet</title>\
                 <h1>Not ready yet</h1><p>{UPGRADING}</p></html>"
            );
            return Reply::page(page.into_bytes()).status(503).header("Retry-After", TRY_AGAIN);
        }
        ApiError::new(503).message(UPGRADING).with("ready", json!(false)).header("Retry-After", TRY_AGAIN).into()
    }

    fn finish(&self, (method, client): (&str, IpAddr), reply: Reply, reason: Option<&'static str>) -> Answer {
        let _answering = request_id::begin();
        let reply = match request_id::current() {
            Some(id) => reply.header("X-Request-Id", id.to_string()),
            None => reply,
        };
        let reply = reply.of_server_at(&self.public_url);
        let client = LoggedClient(self.log_clients, Some(client));
        let started = Instant::now();
        Answered { method, route: "-", client, account: None, reply: &reply, reason, started }.log_not_ready();
        reply.into_answer()
    }
}

impl App for Upgrading {
    fn admit(&self, head: &Request) -> Result<Allowance, Answer> {
        Err(self.answer(head, None))
    }

    fn answer(&self, request: &Request, _: Option<File>) -> Answer {
        let asker = (request.method(), request.remote_addr().ip());
        self.finish(asker, self.reply(request), Some(UPGRADING))
    }

    fn refuse(&self, refusal: Rejection, client: IpAddr) -> Answer {
        let error = ApiError::from(refusal);
        let reason = error.reason();
        self.finish(("-", client), error.into(), reason)
    }
}
