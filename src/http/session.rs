//! Who a request is from: a browser by its cookie, or a script by its token. The database knows
//! digests of both.

use std::time::Duration;

use super::Site;
use super::call::Call;
use super::error::ApiError;
use super::reply::Reply;
use super::user_agent;
use crate::app;
use crate::app::sessions::Browser;
use crate::domain::id::{TokenId, UserId};
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::{self, Digest, Secret};
use crate::domain::session::LIFETIME;
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope};
use crate::server::slow;
use crate::store::StoreError;
use crate::store::sessions::{Session, TokenDigest};

const COOKIE: &str = "neptun-session";

/// Who a request is from.
pub enum Caller {
    /// Somebody in a browser.
    Browser(Session),
    /// A script of somebody's, with its token.
    Script(UserId, ApiToken),
}

/// The use of a token, which is to be noted when the last one is some time ago.
#[derive(Clone, Copy)]
pub struct TokenUse {
    id: TokenId,
    last: Option<Timestamp>,
}

impl TokenUse {
    /// The use of that token.
    pub const fn of(token: &ApiToken) -> Self {
        Self { id: token.id, last: token.last_used_at }
    }
}

impl Caller {
    /// For whom it acts.
    pub const fn user_id(&self) -> UserId {
        match self {
            Self::Browser(session) => session.user_id,
            Self::Script(user, _) => *user,
        }
    }

    /// Whether it may make that call, about whatever: tokens reach less far than sessions.
    pub fn may(&self, call: &Call<'_>) -> Result<(), ApiError> {
        let Self::Script(_, token) = self else { return Ok(()) };
        let refused = |why| Err(ApiError::new(403).message(why));
        if call.is_for_sessions_only {
            return refused("A token may not do this. Sign in in a browser.");
        }
        match token.scope {
            Scope::Read if !matches!(call.method(), "GET" | "HEAD") => {
                refused("This token may only read. Make one with the scope `write` for this.")
            }
            Scope::Read | Scope::Write => Ok(()),
        }
    }
}

/// The digest of the cookie that a request carries, valid or not.
pub fn cookie_digest(call: &Call<'_>) -> Option<TokenDigest> {
    call.cookie(COOKIE).filter(|token| !token.is_empty()).map(secret::digest)
}

/// The same, unless the request says who it is from in another way.
pub fn token(call: &Call<'_>) -> Option<TokenDigest> {
    if bearer(call).is_some() { None } else { cookie_digest(call) }
}

/// The digest of the token in `Authorization: Bearer` (RFC 6750), valid or not.
pub fn bearer(call: &Call<'_>) -> Option<Digest> {
    let field = call.header("Authorization")?.trim();
    let (scheme, token) = field.split_once(' ').unwrap_or((field, ""));
    scheme.eq_ignore_ascii_case("Bearer").then(|| secret::digest(token.trim()))
}

/// Who a request is from. A token speaks for the whole request: with one that is not valid it is from
/// nobody, whatever cookie comes along.
pub fn current(site: &Site, call: &Call<'_>) -> Result<Option<Caller>, StoreError> {
    if let Some(digest) = bearer(call) {
        let found = app::tokens::find(&site.store, &digest, call.now)?;
        call.token.set(found.as_ref().map(|(_, token)| TokenUse::of(token)));
        return Ok(found.map(|(user, token)| Caller::Script(user, token)));
    }
    let Some(token) = token(call) else { return Ok(None) };
    let session = app::sessions::find(&site.store, &token, call.now)?;
    call.session.set(session);
    Ok(session.map(Caller::Browser))
}

/// The same; 401 when it is from nobody.
pub fn required(site: &Site, call: &Call<'_>) -> Result<Caller, ApiError> {
    current(site, call)?.ok_or_else(|| unauthorized(call))
}

/// Nobody is signed in, or the token is not valid.
pub fn unauthorized(call: &Call<'_>) -> ApiError {
    match bearer(call) {
        None => ApiError::unauthorized(),
        Some(_) => ApiError::unauthorized()
            .message("There is no such token, or it has expired.")
            .header("WWW-Authenticate", "Bearer error=\"invalid_token\""),
    }
}

/// The browser that a call comes from.
pub fn browser(call: &Call<'_>) -> Browser {
    Browser { client: client(call), former: cookie_digest(call) }
}

/// The answer to whoever has ended the session that they asked with.
pub fn signed_out(site: &Site, call: &Call<'_>) -> Reply {
    call.session.set(None);
    Reply::json(&true).header("Set-Cookie", clearing_cookie(&site.public_url))
}

/// The browser and system that a call comes from, in at most 80 characters.
pub fn client(call: &Call<'_>) -> String {
    call.header("User-Agent").map(user_agent::client).unwrap_or_default()
}

/// The cookie that carries a session's token.
pub fn cookie(token: &Secret, public_url: &PublicUrl) -> String {
    set_cookie(token.as_str(), LIFETIME, public_url)
}

/// The cookie that clears the client's.
pub fn clearing_cookie(public_url: &PublicUrl) -> String {
    set_cookie("", Duration::ZERO, public_url)
}

/// Lets the session that this call used hold longer, when it is time to; the cookie to send along.
pub fn prolong_if_due(site: &Site, call: &Call<'_>) -> Option<String> {
    let (session, value) = (call.session.get()?, call.cookie(COOKIE)?);
    if !app::sessions::is_to_be_prolonged(session.expires_at, call.now) {
        return None;
    }
    let prolonged = slow(|| app::sessions::prolong(&site.store, &secret::digest(value), call.now));
    let is_prolonged = prolonged.unwrap_or_else(|error| {
        // The call itself succeeded; the next one prolongs.
        tracing::warn!(%error, "a session was not prolonged");
        false
    });
    is_prolonged.then(|| set_cookie(value, LIFETIME, &site.public_url))
}

/// Notes that the token of this call was used, when that is not known already.
pub fn note_use_if_due(site: &Site, call: &Call<'_>) {
    let Some(TokenUse { id, last }) = call.token.take() else { return };
    if !app::tokens::is_use_to_be_noted(last, call.now) {
        return;
    }
    if let Err(error) = slow(|| app::tokens::note_use(&site.store, id, call.now)) {
        // No reason to fail the call; the next one notes it.
        tracing::warn!(%error, "the use of a token was not noted");
    }
}

fn set_cookie(value: &str, lifetime: Duration, public_url: &PublicUrl) -> String {
    // On plain http off localhost browsers drop a cookie that says Secure.
    let secure = if public_url.is_https() { "; Secure" } else { "" };
    format!("{COOKIE}={value}; HttpOnly; SameSite=Lax; Path=/; Max-Age={}{secure}", lifetime.as_secs())
}
