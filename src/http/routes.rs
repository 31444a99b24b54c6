//! Every route, grouped by who may call it. The OpenAPI document (`assets/openapi.json`) describes
//! the same list; a test holds them together.

use rouille::Request;

use super::Site;
use super::call::Call;
use super::error::{ApiError, Outcome};
use super::fields::Accepts;
use super::handlers::{
    attachments, auth, chats, exports, imports, messages, pages, pictures, previews, shared, shares, viewer, whitelist,
};
use super::reply::Reply;
use super::scope::{self, ChatRef, ShareRef};
use crate::domain::id::UserId;
use crate::domain::timestamp::Timestamp;
use crate::server::Allowance;

/// The limit where nobody has signed in yet.
const SMALL: u64 = 64 * 1024;

/// An export of many years has some hundred MiB.
const UPLOAD: u64 = 256 * 1024 * 1024;

/// Of an upload, so much is kept in memory, whatever the usual limit is.
const UPLOAD_MEMORY: u64 = 1024 * 1024;

const ROUTES: &[Route] = &[
    // Anybody.
    get("/", Handler::Anyone(pages::home)),
    get("/assets/{version}/{file}", Handler::Anyone(pages::asset)),
    get("/robots.txt", Handler::Anyone(pages::robots)),
    get("/shared/chats/{uuid}", Handler::Anyone(viewer::page)),
    get("/shared/chats/{uuid}/", Handler::Anyone(pages::viewer_without_slash)),
    get("/shared/chats/{uuid}/preview.png", Handler::Anyone(previews::picture)),
    get("/shared/picture", Handler::Anyone(pictures::frame)),
    get("/api/shared/chats/{uuid}", Handler::Anyone(shared::read)).cors(),
    get("/api/shared/chats/{uuid}/attachments/{sha256}", Handler::Anyone(attachments::shared)),
    get("/api/shared/chats/{uuid}/export", Handler::Anyone(exports::shared)),
    get("/api/health", Handler::Anyone(pages::health)),
    get("/api/openapi.json", Handler::Anyone(pages::openapi)),
    post("/api/auth/sign-up", Handler::Anyone(auth::sign_up)).body_limit(SMALL).forms(),
    post("/api/auth/login", Handler::Anyone(auth::login)).body_limit(SMALL).forms(),
    post("/api/auth/logout", Handler::Anyone(auth::logout)).body_limit(SMALL),
    get("/api/auth/check", Handler::Anyone(auth::check)),
    // A user, about what is theirs.
    get("/api/users/{user_id}/chats", Handler::User(chats::list)),
    post("/api/users/{user_id}/chats", Handler::User(chats::create)).forms(),
    delete("/api/users/{user_id}/chats", Handler::User(chats::delete_many)),
    // Before the chats, one of which `import` is not.
    post("/api/users/{user_id}/chats/import", Handler::User(imports::create)).spooled(UPLOAD).checked(imports::check),
    // The owner of a chat.
    patch("/api/users/{user_id}/chats/{chat_id}", Handler::Chat(chats::rename)),
    delete("/api/users/{user_id}/chats/{chat_id}", Handler::Chat(chats::delete)),
    get("/api/users/{user_id}/chats/{chat_id}/messages", Handler::Chat(messages::list)),
    post("/api/users/{user_id}/chats/{chat_id}/messages", Handler::Chat(messages::create)),
    delete("/api/users/{user_id}/chats/{chat_id}/messages/last", Handler::Chat(messages::delete_last)),
    get("/api/users/{user_id}/chats/{chat_id}/attachments/{sha256}", Handler::Chat(attachments::own)),
    get("/api/users/{user_id}/chats/{chat_id}/export", Handler::Chat(exports::own)),
    get("/api/users/{user_id}/chats/{chat_id}/shares", Handler::Chat(shares::find)),
    post("/api/users/{user_id}/chats/{chat_id}/shares", Handler::Chat(shares::change)),
    // The owner of a share.
    delete("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}", Handler::Share(shares::delete)),
    get("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries", Handler::Share(whitelist::list)),
    post("/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries", Handler::Share(whitelist::create))
        .list_as("emails"),
    delete(
        "/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries",
        Handler::Share(whitelist::clear),
    ),
    delete(
        "/api/users/{user_id}/chats/{chat_id}/shares/{share_id}/whitelist-entries/{entry_id}",
        Handler::Share(whitelist::delete),
    ),
];

/// One method of one address.
pub struct Route {
    method: &'static str,
    pattern: &'static str,
    /// The pattern up to its first place.
    fixed_start: &'static str,
    /// Who may call it, and what it does.
    pub handler: Handler,
    /// The longest body in bytes, where it is not the usual one.
    body_limit: Option<u64>,
    /// The longest body in bytes, where one that is too long for memory goes to a file.
    spooled: Option<u64>,
    /// What else can be wrong with the call before its body is read.
    check: fn(&Call<'_>) -> Result<(), ApiError>,
    accepts: Accepts,
    is_cors: bool,
}

/// What a route does, by what must be known before: nothing, whose session it is, whose chat,
/// whose share. What the path names exists and is the session's when the function is called.
#[derive(Clone, Copy)]
pub enum Handler {
    /// No session is needed.
    Anyone(fn(&Site, &Call<'_>) -> Outcome),
    /// The path names the session's user.
    User(fn(&Site, &Call<'_>, UserId) -> Outcome),
    /// And a chat of theirs.
    Chat(fn(&Site, &Call<'_>, ChatRef) -> Outcome),
    /// And its share.
    Share(fn(&Site, &Call<'_>, ShareRef) -> Outcome),
}

impl Handler {
    /// Answers the call.
    pub fn run(self, site: &Site, call: &Call<'_>) -> Outcome {
        match self {
            Self::Anyone(handler) => handler(site, call),
            Self::User(handler) => handler(site, call, scope::user(site, call)?),
            Self::Chat(handler) => handler(site, call, scope::chat(site, call)?),
            Self::Share(handler) => handler(site, call, scope::share(site, call)?),
        }
    }

    /// Whether the call may go on to its body.
    fn admit(self, site: &Site, call: &Call<'_>) -> Result<(), ApiError> {
        match self {
            Self::Anyone(_) => Ok(()),
            Self::User(_) => scope::user(site, call).map(drop),
            Self::Chat(_) => scope::chat(site, call).map(drop),
            Self::Share(_) => scope::share(site, call).map(drop),
        }
    }
}

/// What is at an address.
pub enum Found<'a> {
    /// This.
    Route {
        /// The route.
        route: &'static Route,
        /// What its pattern's places hold.
        params: Vec<(&'static str, &'a str)>,
    },
    /// Something, but not for this method.
    OtherMethod {
        /// The methods that there are.
        allow: String,
        /// The address as in the table.
        pattern: &'static str,
        /// Whether pages of other sites may read it.
        cors: bool,
    },
    /// Nothing.
    Nothing,
}

impl Found<'_> {
    /// The address as in the table, for the log.
    pub const fn pattern(&self) -> &'static str {
        match self {
            Self::Route { route, .. } => route.pattern,
            Self::OtherMethod { pattern, .. } => pattern,
            Self::Nothing => "-",
        }
    }

    /// Whether pages of other sites may read the answer.
    pub const fn is_cors(&self) -> bool {
        match self {
            Self::Route { route, .. } => route.is_cors,
            Self::OtherMethod { cors, .. } => *cors,
            Self::Nothing => false,
        }
    }
}

/// Finds the route of a request. `HEAD` is where `GET` is. The first pattern that fits an address
/// names it, so a word goes before a place that would take it.
pub fn find(request: &Request) -> (Found<'_>, Call<'_>) {
    let path = request.raw_url().split('?').next().unwrap_or("");
    let method = if request.method() == "HEAD" { "GET" } else { request.method() };
    let mut others: Vec<&'static Route> = Vec::new();
    let mut found = Found::Nothing;
    for route in ROUTES {
        // Most routes are told apart by this alone, without looking at the steps.
        if !path.starts_with(route.fixed_start) {
            continue;
        }
        let Some(params) = match_pattern(route.pattern, path) else {
            continue;
        };
        if others.first().is_some_and(|first| first.pattern != route.pattern) {
            continue;
        }
        if route.method == method {
            found = Found::Route { route, params };
            break;
        }
        others.push(route);
    }
    if let (Found::Nothing, Some(first)) = (&found, others.first()) {
        let methods = others.iter().flat_map(|route| {
            if route.method == "GET" { ["GET", "HEAD"].iter() } else { std::slice::from_ref(&route.method).iter() }
        });
        let allow = methods.copied().chain(["OPTIONS"]).collect::<Vec<_>>().join(", ");
        found = Found::OtherMethod { allow, pattern: first.pattern, cors: first.is_cors };
    }
    let (params, accepts) = match &mut found {
        Found::Route { route, params } => (std::mem::take(params), route.accepts),
        _ => (Vec::new(), Accepts::default()),
    };
    (found, Call::new(request, params, accepts, Timestamp::now()))
}

/// Compares step by step. Nothing is decoded: no route has a place that needs it, and an encoded
/// id is a second spelling of a resource.
fn match_pattern<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut params = Vec::new();
    let mut steps = path.split('/');
    for expected in pattern.split('/') {
        let step = steps.next()?;
        match expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !step.is_empty() => params.push((name, step)),
            None if step == expected => {}
            _ => return None,
        }
    }
    steps.next().is_none().then_some(params)
}

/// Lets scripts of any site read the answer, without the reader's cookies.
pub fn readable_by_other_sites(reply: Reply) -> Reply {
    reply
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Expose-Headers", "ETag, Retry-After, WWW-Authenticate")
        .header("Cross-Origin-Resource-Policy", "cross-origin")
}

/// Answers a browser that asks what a script of another site may send.
pub fn preflight(reply: Reply, allow: &str) -> Reply {
    reply
        .header("Access-Control-Allow-Methods", allow.to_owned())
        .header("Access-Control-Allow-Headers", "Authorization, If-None-Match, X-Requested-With")
        .header("Access-Control-Max-Age", "86400")
}

const fn route(method: &'static str, pattern: &'static str, handler: Handler) -> Route {
    Route {
        method,
        pattern,
        fixed_start: fixed_start(pattern),
        handler,
        body_limit: None,
        spooled: None,
        check: |_| Ok(()),
        accepts: Accepts { forms: false, list_as: None },
        is_cors: false,
    }
}

const fn fixed_start(pattern: &'static str) -> &'static str {
    let bytes = pattern.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end] != b'{' {
        end += 1;
    }
    pattern.split_at(end).0
}

const fn get(pattern: &'static str, handler: Handler) -> Route {
    route("GET", pattern, handler)
}

const fn post(pattern: &'static str, handler: Handler) -> Route {
    route("POST", pattern, handler)
}

const fn patch(pattern: &'static str, handler: Handler) -> Route {
    route("PATCH", pattern, handler)
}

const fn delete(pattern: &'static str, handler: Handler) -> Route {
    route("DELETE", pattern, handler)
}

impl Route {
    /// How much of a body to take, or why none; `usual` is the limit of routes without one of their own.
    pub fn admit(&self, site: &Site, call: &Call<'_>, usual: u64) -> Result<Allowance, ApiError> {
        self.handler.admit(site, call)?;
        (self.check)(call)?;
        let memory = self.body_limit.unwrap_or(usual);
        Ok(match self.spooled {
            Some(most) => Allowance { memory: memory.min(UPLOAD_MEMORY), spooled: Some(most) },
            None => Allowance { memory, spooled: None },
        })
    }

    const fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    const fn spooled(mut self, bytes: u64) -> Self {
        self.spooled = Some(bytes);
        self
    }

    const fn checked(mut self, check: fn(&Call<'_>) -> Result<(), ApiError>) -> Self {
        self.check = check;
        self
    }

    const fn forms(mut self) -> Self {
        self.accepts.forms = true;
        self
    }

    const fn list_as(mut self, field: &'static str) -> Self {
        self.accepts.list_as = Some(field);
        self
    }

    const fn cors(mut self) -> Self {
        self.is_cors = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_pattern_matches_whole_addresses_only() {
        let matches = |path| match_pattern("/api/users/{user_id}/chats", path);
        assert_eq!(matches("/api/users/7/chats"), Some(vec![("user_id", "7")]));
        for path in [
            "/api/users/7/chats/",
            "/api/users//chats",
            "/api/users/7",
            "/api/users/7/chats/8",
            "api/users/7/chats",
            "//api/users/7/chats",
        ] {
            assert_eq!(matches(path), None, "{path}");
        }
    }

    #[test]
    fn a_word_is_no_chat() {
        let found = |method: &str| {
            let request = Request::fake_http(method, "/api/users/7/chats/import", Vec::new(), Vec::new());
            let (found, _) = find(&request);
            (found.pattern(), matches!(found, Found::Route { .. }))
        };
        assert_eq!(found("POST"), ("/api/users/{user_id}/chats/import", true));
        assert_eq!(found("DELETE"), ("/api/users/{user_id}/chats/import", false));
    }

    #[test]
    fn the_openapi_document_describes_these_routes_and_no_others() {
        let document: serde_json::Value =
            serde_json::from_str(include_str!("../../assets/openapi.json")).expect("JSON");
        let paths = document["paths"].as_object().expect("paths");
        let described: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().expect("methods").keys().map(|method| (path.clone(), method.to_uppercase()))
            })
            .filter(|(_, method)| ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()))
            .collect();
        let present = ROUTES.iter().filter(|route| route.pattern != "/assets/{version}/{file}");
        let present: BTreeSet<(String, String)> =
            present.map(|route| (route.pattern.to_owned(), route.method.to_owned())).collect();
        assert_eq!(described, present);
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}
