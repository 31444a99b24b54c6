//! What a route is: a method, an address, who may call it, what it takes.

mod find;

use super::Site;
use super::error::{ApiError, Outcome};
use super::fields::Accepts;
use super::request_context::RequestContext;
use super::resources::{self, ChatRef, ShareRef};
use crate::domain::id::UserId;
use crate::server::{Allowance, slow};
pub use find::{RouteMatch, find};

/// Of a body that may be too long for memory, so much is kept there, whatever the usual limit is.
const UPLOAD_MEMORY: u64 = 1024 * 1024;

/// One method of one address.
pub struct Route {
    /// `GET` stands for `HEAD`, too.
    pub method: &'static str,
    /// Its address, with places in braces.
    pub pattern: &'static str,
    /// The pattern up to its first place.
    fixed_start: &'static str,
    /// How many slashes it has, and every address that fits it.
    slashes: usize,
    /// Who may call it, and what it does.
    handler: Handler,
    /// The longest body in bytes, where it is not the usual one.
    body_limit: Option<u64>,
    /// The longest body in bytes, where one that is too long for memory goes to a file.
    spooled: Option<u64>,
    /// What else can be wrong with the call before its body is read.
    check: fn(&RequestContext<'_>) -> Result<(), ApiError>,
    accepts: Accepts,
    is_cors: bool,
    is_for_sessions_only: bool,
    /// Whether it may take longer than connections that share its thread should wait.
    is_blocking: bool,
}

/// What a route does, by what must be known before: nothing, whose token or session it is, whose chat,
/// whose share. What the path names exists and is the session's when the function is called.
#[derive(Clone, Copy)]
pub enum Handler {
    /// Needs no session.
    Anyone(fn(&Site, &RequestContext<'_>) -> Outcome),
    /// The path contains a token with the scope `publish`; the handler gets its user.
    Publisher(fn(&Site, &RequestContext<'_>, UserId) -> Outcome),
    /// The session's user is an administrator.
    Administrator(fn(&Site, &RequestContext<'_>, UserId) -> Outcome),
    /// The path names the session's user.
    User(fn(&Site, &RequestContext<'_>, UserId) -> Outcome),
    /// The path also names a chat of this user.
    Chat(fn(&Site, &RequestContext<'_>, ChatRef) -> Outcome),
    /// The path also names the chat's share.
    Share(fn(&Site, &RequestContext<'_>, ShareRef) -> Outcome),
}

const fn route(method: &'static str, pattern: &'static str, handler: Handler) -> Route {
    Route {
        method,
        pattern,
        fixed_start: fixed_start(pattern),
        slashes: slashes(pattern),
        handler,
        body_limit: None,
        spooled: None,
        check: |_| Ok(()),
        accepts: Accepts { forms: false, list_as: None },
        is_cors: false,
        is_for_sessions_only: false,
        is_blocking: false,
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

const fn slashes(path: &str) -> usize {
    let (bytes, mut index, mut count) = (path.as_bytes(), 0, 0);
    while index < bytes.len() {
        count += (bytes[index] == b'/') as usize;
        index += 1;
    }
    count
}

/// A route that reads. The others write, which waits for a lock and a disk, and so are blocking.
pub const fn get(pattern: &'static str, handler: Handler) -> Route {
    route("GET", pattern, handler)
}

/// A route that makes or does something.
pub const fn post(pattern: &'static str, handler: Handler) -> Route {
    route("POST", pattern, handler).blocking()
}

/// A route that changes something.
pub const fn patch(pattern: &'static str, handler: Handler) -> Route {
    route("PATCH", pattern, handler).blocking()
}

/// A route that removes something.
pub const fn delete(pattern: &'static str, handler: Handler) -> Route {
    route("DELETE", pattern, handler).blocking()
}

impl Route {
    /// How much of a body to take, or why none; `usual` is the limit of routes without one of their own.
    pub fn admit(&self, site: &Site, context: &RequestContext<'_>, usual: u64) -> Result<Allowance, ApiError> {
        self.enter(site, context).map(drop)?;
        (self.check)(context)?;
        let memory = self.body_limit.unwrap_or(usual);
        Ok(match self.spooled {
            Some(most) => Allowance { memory: memory.min(UPLOAD_MEMORY), spooled: Some(most) },
            None => Allowance { memory, spooled: None },
        })
    }

    /// Answers the call.
    pub fn answer(&self, site: &Site, context: &RequestContext<'_>) -> Outcome {
        let answer = || self.enter(site, context)?();
        if self.is_blocking { slow(answer) } else { answer() }
    }

    /// The handler with what the path names, once it is known that the caller may do this.
    fn enter<'c>(
        &self,
        site: &'c Site,
        context: &'c RequestContext<'_>,
    ) -> Result<Box<dyn FnOnce() -> Outcome + 'c>, ApiError> {
        let user = || resources::user(site, context, self.is_for_sessions_only);
        let chat = || resources::chat(site, context, user()?);
        Ok(match self.handler {
            Handler::Anyone(handler) => Box::new(move || handler(site, context)),
            Handler::Publisher(handler) => {
                let publisher = resources::publisher(site, context)?;
                Box::new(move || {
                    // Once for each call: this function is asked before the body is read, too.
                    site.session_sync.count(publisher)?;
                    handler(site, context, publisher)
                })
            }
            Handler::Administrator(handler) => {
                let user = resources::administrator(site, context)?;
                Box::new(move || handler(site, context, user))
            }
            Handler::User(handler) => {
                let user = user()?;
                Box::new(move || handler(site, context, user))
            }
            Handler::Chat(handler) => {
                let chat = chat()?;
                Box::new(move || handler(site, context, chat))
            }
            Handler::Share(handler) => {
                let share = resources::share(site, context, chat()?)?;
                Box::new(move || handler(site, context, share))
            }
        })
    }

    /// Which may take more than a millisecond: the connections of its thread are served by another one meanwhile.
    pub const fn blocking(mut self) -> Self {
        self.is_blocking = true;
        self
    }

    /// With another limit of the body.
    pub const fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// With a body that may be too long for memory.
    pub const fn spooled(mut self, bytes: u64) -> Self {
        self.spooled = Some(bytes);
        self
    }

    /// With another check before the body is read.
    pub const fn checked(mut self, check: fn(&RequestContext<'_>) -> Result<(), ApiError>) -> Self {
        self.check = check;
        self
    }

    /// Which takes forms, too.
    pub const fn forms(mut self) -> Self {
        self.accepts.forms = true;
        self
    }

    /// Which takes a bare list for that field.
    pub const fn list_as(mut self, field: &'static str) -> Self {
        self.accepts.list_as = Some(field);
        self
    }

    /// Which is for people in browsers: no token opens it, whatever its scope. Without this a token may
    /// do what its scope says: with `read` what `GET` does, with `write` all.
    pub const fn session_only(mut self) -> Self {
        self.is_for_sessions_only = true;
        self
    }

    /// Which pages of other sites may read.
    pub const fn cors(mut self) -> Self {
        self.is_cors = true;
        self
    }
}
