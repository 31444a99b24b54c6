//! How the route of a request is found in a table.

use rouille::Request;

use super::{Route, slashes};
use crate::domain::public_url::PublicUrl;
use crate::domain::timestamp::Timestamp;
use crate::http::fields::Accepts;
use crate::http::request_context::RequestContext;

/// What is at an address.
pub enum RouteMatch<'a> {
    /// A route takes the request.
    Route {
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
    /// No route has this path.
    Nothing,
}

impl RouteMatch<'_> {
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

/// Finds the route of a request in a table. `HEAD` is where `GET` is. The first pattern that fits an address
/// names it, so a word goes before a place that would take it.
pub fn find<'a>(
    table: &'static [Route],
    public_url: &PublicUrl,
    request: &'a Request,
) -> (RouteMatch<'a>, RequestContext<'a>) {
    let path = public_url.inside(request.raw_url().split('?').next().unwrap_or(""));
    let method = if request.method() == "HEAD" { "GET" } else { request.method() };
    let slashes = slashes(path);
    let mut others: Vec<&'static Route> = Vec::new();
    let mut found = RouteMatch::Nothing;
    for route in table {
        // Most routes are told apart by this alone, without looking at the steps.
        if route.slashes != slashes || !path.starts_with(route.fixed_start) {
            continue;
        }
        let Some(params) = match_pattern(route.pattern, path) else {
            continue;
        };
        if others.first().is_some_and(|first| first.pattern != route.pattern) {
            continue;
        }
        if route.method == method {
            found = RouteMatch::Route { route, params };
            break;
        }
        others.push(route);
    }
    if let (RouteMatch::Nothing, Some(first)) = (&found, others.first()) {
        let methods = others.iter().flat_map(|route| {
            if route.method == "GET" { ["GET", "HEAD"].iter() } else { std::slice::from_ref(&route.method).iter() }
        });
        let allow = methods.copied().chain(["OPTIONS"]).collect::<Vec<_>>().join(", ");
        found = RouteMatch::OtherMethod { allow, pattern: first.pattern, cors: first.is_cors };
    }
    let (params, accepts) = match &mut found {
        RouteMatch::Route { route, params } => (std::mem::take(params), route.accepts),
        _ => (Vec::new(), Accepts::default()),
    };
    (found, RequestContext::new(request, params, accepts, Timestamp::now()))
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
