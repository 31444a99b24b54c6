//! From a request to its answer: checks of the head, the route, and what every answer has.

use std::fs::File;
use std::net::IpAddr;
use std::time::Instant;

use rouille::Request;

use super::error::{ApiError, Outcome};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::request_log::{self, Answered, LoggedClient};
use super::route::{self, Route, RouteMatch};
use super::routes::ROUTES;
use super::{Site, cors, handlers, origin, session};
use crate::base::request_id;
use crate::domain::id::UserId;
use crate::server::{Allowance, Answer, App, Rejection};

impl Site {
    fn logged(&self, client: IpAddr) -> LoggedClient {
        LoggedClient(self.log_clients, Some(client))
    }

    /// The route of a request, once nothing that its head says speaks against it.
    fn enter<'a>(&self, found: &RouteMatch<'a>, context: &RequestContext<'a>) -> Result<&'static Route, ApiError> {
        if let Some(host) = context.header("Host").filter(|host| !self.allowed_hosts.include(host)) {
            return Err(misdirected(host));
        }
        match found {
            RouteMatch::Route { route, .. } => {
                if !matches!(context.method(), "GET" | "HEAD") {
                    origin::refuse_cross_site(context, &self.public_url)?;
                }
                Ok(route)
            }
            RouteMatch::OtherMethod { allow, .. } => {
                let message = format!("This address takes {allow}");
                Err(ApiError::new(405).header("Allow", allow.as_str()).message(message))
            }
            RouteMatch::Nothing => Err(ApiError::not_found("There is nothing at this address")),
        }
    }

    /// An error as whoever asked understands it: who typed a wrong address into a browser gets a page.
    fn told(&self, found: &RouteMatch<'_>, head: &Request, error: ApiError) -> Outcome {
        let wants_page = head.header("Accept").is_some_and(|accept| accept.contains("text/html"));
        match found {
            RouteMatch::Nothing
                if error.is_not_found()
                    && wants_page
                    && !self.public_url.inside(head.raw_url()).starts_with("/api/") =>
            {
                handlers::pages::nothing(self)
            }
            _ => Err(error),
        }
    }

    fn handle<'a>(&self, found: &RouteMatch<'a>, context: &RequestContext<'a>) -> Outcome {
        if let ("OPTIONS", RouteMatch::OtherMethod { allow, cors, .. }) = (context.method(), found) {
            let reply = Reply::empty().header("Allow", allow.clone());
            return Ok(if *cors { cors::preflight(reply, allow) } else { reply });
        }
        let outcome = self.enter(found, context)?.answer(self, context);
        session::note_use_if_due(self, context);
        let is_script = context.header("X-Requested-With").is_some();
        let mut reply = outcome.map_err(|error| if is_script { error.without_dialog() } else { error })?;
        if let Some(cookie) = session::prolong_if_due(self, context) {
            reply = reply.header("Set-Cookie", cookie);
        }
        Ok(reply)
    }

    /// The last step of every answer: what its route adds, and its line in the log.
    fn finish(
        &self,
        found: &RouteMatch<'_>,
        context: &RequestContext<'_>,
        started: Instant,
        outcome: Outcome,
    ) -> Answer {
        if outcome.as_ref().is_err_and(ApiError::tells_of_damage) {
            self.store.found_damaged();
        }
        let reason = outcome.as_ref().err().and_then(ApiError::reason);
        let mut reply = outcome.unwrap_or_else(Reply::from);
        if let (Some(id), 400..) = (request_id::current(), reply.status_code()) {
            // By which the operator finds what is behind it in the log.
            reply = reply.header("X-Request-Id", id.to_string());
        }
        if found.is_cors() {
            reply = reply.readable_by_other_sites();
        }
        reply = reply.of_server_at(&self.public_url);
        let account = context.account().map(UserId::get);
        let (method, route, client) = (context.method(), found.pattern(), self.logged(context.client()));
        Answered { method, route, client, account, reply: &reply, reason, started }.log();
        let client = self.logged(context.client());
        request_log::security(context, found.pattern(), reply.status_code(), client, account);
        reply.into_answer()
    }
}

/// The request is for a server of another name (RFC 9110, 15.5.20).
fn misdirected(host: &str) -> ApiError {
    ApiError::new(421).message(format!(
        "This server does not answer to the name {host:?}. Its operator can allow it with --public-url or --allowed-host."
    ))
}

impl App for Site {
    fn admit(&self, head: &Request) -> Result<Allowance, Answer> {
        let started = Instant::now();
        let _answering = request_id::begin();
        let (found, context) = route::find(ROUTES, &self.public_url, head);
        let admitted = self.enter(&found, &context).and_then(|route| route.admit(self, &context, self.max_body_bytes));
        // Also when the call ends here: what a token was refused is worth knowing.
        session::note_use_if_due(self, &context);
        admitted.map_err(|error| self.finish(&found, &context, started, self.told(&found, head, error)))
    }

    fn answer(&self, request: &Request, upload: Option<File>) -> Answer {
        let started = Instant::now();
        let _answering = request_id::begin();
        let (found, context) = route::find(ROUTES, &self.public_url, request);
        let context = context.with_upload(upload);
        let outcome = self.handle(&found, &context).or_else(|error| self.told(&found, request, error));
        self.finish(&found, &context, started, outcome)
    }

    fn changes(&self) -> Box<dyn FnMut() -> bool + Send> {
        let sign = self.store.change_sign();
        let mut last = sign.read();
        Box::new(move || {
            let now = sign.read();
            // While it changes there is none: then something has.
            let has_changed = now.is_none() || now != last;
            last = now;
            has_changed
        })
    }

    fn stop(&self) {
        self.imports.stop();
        self.followed.stop();
    }

    fn refuse(&self, refusal: Rejection, client: IpAddr) -> Answer {
        let _answering = request_id::begin();
        let error = ApiError::from(refusal);
        let reason = error.reason();
        let reply = Reply::from(error);
        let (client, started) = (self.logged(client), Instant::now());
        Answered { method: "-", route: "-", client, account: None, reply: &reply, reason, started }.log();
        reply.into_answer()
    }
}
