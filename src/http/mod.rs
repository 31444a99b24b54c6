//! The site: rouille requests in, rouille responses out. Knows no SQL and no sockets.

mod api_page;
mod assets;
mod body;
mod cors;
mod encoding;
mod error;
mod fields;
mod handlers;
mod model_tools;
mod origin;
mod page_template;
mod proxy;
mod query;
mod reading;
mod ready;
mod reply;
mod reply_body;
mod request_context;
mod request_log;
mod resources;
mod route;
mod routes;
mod session;
mod transcript;
mod user_agent;
mod visit;
mod visitor;

use std::fs::File;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use rouille::{Request, Response};

use crate::app::backups::Plan;
use crate::app::devices::Devices;
use crate::app::import_queue::ImportQueue;
use crate::app::password_strength::Estimator;
use crate::app::passwords::Passwords;
use crate::app::session_sync::SessionSync;
use crate::app::set_up;
use crate::base::request_id;
use crate::domain::allowed_hosts::AllowedHosts;
use crate::domain::id::UserId;
use crate::domain::log_clients::LogClients;
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::Secret;
use crate::domain::sign_up::SignUp;
use crate::domain::timestamp::Timestamp;
use crate::render::{Renderer, SavedPage};
use crate::server::{Allowance, Answer, App, Rejection};
use crate::store::Store;
use assets::Assets;
use error::{ApiError, Outcome};
use handlers::events::SharedLooks;
use handlers::mcp::ToolCalls;
use handlers::short_links::SlugGuesses;
pub use model_tools::{ModelTools, ToolCaller};
use proxy::Proxy;
use ready::ReadyAnswers;
use reply::Reply;
use request_context::RequestContext;
use request_log::LoggedClient;
use route::{Route, RouteMatch};
use routes::ROUTES;
use visit::Openings;

/// The frame of a conversation that is saved as a page.
pub fn saved_page() -> Arc<SavedPage> {
    Arc::clone(Assets::load("").saved_page())
}

/// Everything that handlers work with.
pub struct Site {
    store: Store,
    passwords: Arc<Passwords>,
    estimator: Estimator,
    public_url: PublicUrl,
    allowed_hosts: AllowedHosts,
    sign_up: SignUp,
    /// The longest body in bytes, where a route has no limit of its own.
    max_body_bytes: u64,
    assets: Assets,
    ready: ReadyAnswers,
    renderer: Arc<Renderer>,
    openings: Openings,
    slug_guesses: SlugGuesses,
    imports: ImportQueue,
    /// What is sent of conversations that are followed.
    followed: ImportQueue,
    session_sync: SessionSync,
    /// What those see who watch a conversation.
    shared_looks: Arc<SharedLooks>,
    devices: Devices,
    /// What models may do here.
    model_tools: Option<Box<dyn ModelTools>>,
    tool_calls: ToolCalls,
    log_clients: LogClients,
    /// What signs people in before they come here.
    proxy: Proxy,
    started_at: Timestamp,
    backups: Plan,
    /// Held by who makes one.
    backing_up: Mutex<()>,
    /// Tells who runs the server the secret of a link that makes its first account.
    offer_set_up: Box<OfferSetUp>,
}

/// Gets the secret, and whether there are no accounts at all.
type OfferSetUp = dyn Fn(&Secret, bool) + Send + Sync;

impl Site {
    /// A site on that database, whose readers come to `public_url`, or to one of `allowed_hosts`.
    pub fn new(
        store: Store,
        passwords: Passwords,
        public_url: PublicUrl,
        allowed_hosts: &[String],
        sign_up: SignUp,
        max_body_bytes: u64,
    ) -> Self {
        Self {
            store,
            passwords: Arc::new(passwords),
            estimator: Estimator::new(),
            allowed_hosts: AllowedHosts::new(&public_url, allowed_hosts),
            assets: Assets::load(&public_url.local("")),
            public_url,
            sign_up,
            max_body_bytes,
            ready: ReadyAnswers::new(),
            renderer: Arc::new(Renderer::new()),
            openings: Openings::new(),
            slug_guesses: SlugGuesses::new(),
            imports: ImportQueue::of_files(),
            followed: ImportQueue::of_followers(),
            session_sync: SessionSync::new(),
            shared_looks: Arc::default(),
            devices: Devices::new(),
            model_tools: None,
            tool_calls: ToolCalls::new(),
            log_clients: LogClients::default(),
            proxy: Proxy::default(),
            started_at: Timestamp::now(),
            backups: Plan::default(),
            backing_up: Mutex::new(()),
            offer_set_up: Box::new(|_, _| {}),
        }
    }

    /// The same, with so much of clients' addresses in the log.
    pub const fn logging(mut self, log_clients: LogClients) -> Self {
        self.log_clients = log_clients;
        self
    }

    /// The same, behind a proxy that names whom it has signed in, and signs them out there.
    pub fn behind_proxy(mut self, auth_header: Option<String>, sign_out: Option<String>) -> Self {
        self.proxy = Proxy { auth_header, sign_out, own: Some(self.public_url.clone()) };
        self
    }

    /// The same, with backups where that plan says.
    pub fn backing_up(mut self, plan: Plan) -> Self {
        self.backups = plan;
        self
    }

    /// The same, with these tools for models at `/mcp`.
    pub fn offering_tools(mut self, tools: impl ModelTools + 'static) -> Self {
        self.model_tools = Some(Box::new(tools));
        self
    }

    /// The same, which tells who runs it the link that makes the first account, once there is none any more.
    pub fn offering_set_up(mut self, offer: impl Fn(&Secret, bool) + Send + Sync + 'static) -> Self {
        self.offer_set_up = Box::new(offer);
        self
    }

    /// Where the last account was removed, the way leads back to set-up.
    fn offer_set_up(&self, now: Timestamp) {
        match set_up::renew_link(&self.store, now) {
            Ok(None) => {}
            Ok(Some(secret)) => (self.offer_set_up)(&secret, !set_up::is_done(&self.store).unwrap_or(true)),
            Err(error) => tracing::error!(?error, "no link for the first account was made; restart the server for one"),
        }
    }

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
            reply = cors::readable_by_other_sites(reply);
        }
        if self.public_url.is_https() {
            // Two years (RFC 6797; as browsers' preload lists ask). Other names of the domain are not ours to speak for.
            reply = reply.header("Strict-Transport-Security", "max-age=63072000");
        }
        let account = context.account().map(UserId::get);
        let who = (self.logged(context.client()), account);
        request_log::request((context.method(), found.pattern()), who, &reply, reason, started);
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
    fn admit(&self, head: &Request) -> Result<Allowance, Response> {
        let started = Instant::now();
        let _answering = request_id::begin();
        let (found, context) = route::find(ROUTES, &self.public_url, head);
        let admitted = self.enter(&found, &context).and_then(|route| route.admit(self, &context, self.max_body_bytes));
        // Also when the call ends here: what a token was refused is worth knowing.
        session::note_use_if_due(self, &context);
        admitted.map_err(|error| self.finish(&found, &context, started, self.told(&found, head, error)).response)
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

    fn refuse(&self, refusal: Rejection, client: IpAddr) -> Response {
        let _answering = request_id::begin();
        let error = ApiError::from(refusal);
        let reason = error.reason();
        let reply = Reply::from(error);
        request_log::request(("-", "-"), (self.logged(client), None), &reply, reason, Instant::now());
        reply.into_answer().response
    }
}
