//! The site: rouille requests in, rouille responses out. Knows no SQL and no sockets.

mod answering;
mod api_page;
mod assets;
mod body;
mod checkpoints;
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
mod upgrading;
mod user_agent;
mod visit;
mod visitor;

use std::sync::{Arc, Mutex};

use crate::app::backups::Plan;
use crate::app::devices::Devices;
use crate::app::import_queue::ImportQueue;
use crate::app::password_strength::Estimator;
use crate::app::passwords::Passwords;
use crate::app::session_sync::SessionSync;
use crate::app::set_up;
use crate::domain::allowed_hosts::AllowedHosts;
use crate::domain::log_clients::LogClients;
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::Secret;
use crate::domain::sign_up::SignUp;
use crate::domain::timestamp::Timestamp;
use crate::render::{Renderer, SavedPage};
use crate::store::Store;
use assets::Assets;
use checkpoints::Checkpoints;
use handlers::events::SharedLooks;
use handlers::mcp::ToolCalls;
use handlers::short_links::SlugGuesses;
pub use model_tools::{ModelTools, ToolCaller};
use proxy::Proxy;
use ready::ReadyAnswers;
pub use upgrading::Upgrading;
use visit::ViewCounts;

/// The frame of a conversation that is saved as HTML.
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
    /// The longest body in bytes, for routes without their own limit.
    max_body_bytes: u64,
    assets: Assets,
    ready: ReadyAnswers,
    checkpoints: Checkpoints,
    renderer: Arc<Renderer>,
    view_counts: ViewCounts,
    slug_guesses: SlugGuesses,
    imports: ImportQueue,
    /// What is sent of followed conversations.
    followed: ImportQueue,
    session_sync: SessionSync,
    /// What watching readers without a session or password see, looked up once for all of them.
    shared_looks: Arc<SharedLooks>,
    devices: Devices,
    /// The tools for models.
    model_tools: Option<Box<dyn ModelTools>>,
    tool_calls: ToolCalls,
    log_clients: LogClients,
    /// The proxy that signs people in.
    proxy: Proxy,
    started_at: Timestamp,
    backups: Plan,
    /// Held while a backup is made.
    backing_up: Mutex<()>,
    /// Tells whoever runs the server the secret of the set-up link.
    offer_set_up: Box<OfferSetUp>,
}

/// Receives the secret, and whether there are no accounts at all.
type OfferSetUp = dyn Fn(&Secret, bool) + Send + Sync;

impl Site {
    /// A site on this database, which readers reach at `public_url` or one of `allowed_hosts`.
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
            checkpoints: Checkpoints::new(),
            renderer: Arc::new(Renderer::new()),
            view_counts: ViewCounts::new(),
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

    /// The same site, logging this much of clients' addresses.
    pub const fn logging(mut self, log_clients: LogClients) -> Self {
        self.log_clients = log_clients;
        self
    }

    /// The same site, behind a proxy that signs people in and out.
    pub fn behind_proxy(mut self, auth_header: Option<String>, sign_out: Option<String>) -> Self {
        self.proxy = Proxy { auth_header, sign_out, own: Some(self.public_url.clone()) };
        self
    }

    /// The same site, with backups as planned.
    pub fn backing_up(mut self, plan: Plan) -> Self {
        self.backups = plan;
        self
    }

    /// The same site, with these tools for models at `/mcp`.
    pub fn offering_tools(mut self, tools: impl ModelTools + 'static) -> Self {
        self.model_tools = Some(Box::new(tools));
        self
    }

    /// The same site, which announces a new set-up link when the last account has been removed.
    pub fn offering_set_up(mut self, offer: impl Fn(&Secret, bool) + Send + Sync + 'static) -> Self {
        self.offer_set_up = Box::new(offer);
        self
    }

    /// If the last account was removed, set-up starts again.
    fn offer_set_up(&self, now: Timestamp) {
        match set_up::renew_link(&self.store, now) {
            Ok(None) => {}
            Ok(Some(secret)) => (self.offer_set_up)(&secret, !set_up::is_done(&self.store).unwrap_or(true)),
            Err(error) => tracing::error!(?error, "no link for the first account was made; restart the server for one"),
        }
    }
}
