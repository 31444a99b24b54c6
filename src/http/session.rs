//! Who a request is from: a browser by its cookie, or a script by its token. The database knows
//! digests of both.

use std::time::Duration;

use super::Site;
use super::error::ApiError;
use super::reply::Reply;
use super::request_context::RequestContext;
use super::user_agent;
use crate::app;
use crate::app::Unavailable;
use crate::app::accounts::AccountError;
use crate::app::caller::{self, Caller};
use crate::app::sessions::Browser;
use crate::app::sign_in::by_proxy;
use crate::domain::id::UserId;
use crate::domain::public_url::PublicUrl;
use crate::domain::secret::{self, Digest, Secret};
use crate::domain::session::LIFETIME;
use crate::server::slow;
use crate::store::StoreError;
use crate::store::sessions::TokenDigest;

const COOKIE: &str = "neptun-session";

/// What a browser keeps of answers goes with the session (<https://www.w3.org/TR/clear-site-data/>). Not its cookies: this
/// host may be that of other programs, too.
pub const CLEAR: (&str, &str) = ("Clear-Site-Data", "\"cache\"");

/// The digest of the cookie that a request carries, valid or not.
pub fn cookie_digest(context: &RequestContext<'_>) -> Option<TokenDigest> {
    context.cookie(COOKIE).filter(|token| !token.is_empty()).map(secret::digest)
}

/// The same, unless the request says who it is from in another way.
pub fn token(context: &RequestContext<'_>) -> Option<TokenDigest> {
    if bearer(context).is_some() { None } else { cookie_digest(context) }
}

/// The digest of the token in `Authorization: Bearer` (RFC 6750), valid or not.
pub fn bearer(context: &RequestContext<'_>) -> Option<Digest> {
    let field = context.header("Authorization")?.trim();
    let (scheme, token) = field.split_once(' ').unwrap_or((field, ""));
    scheme.eq_ignore_ascii_case("Bearer").then(|| secret::digest(token.trim()))
}

/// Who a request is from, found once. A script's token speaks for the whole request: with one that is not
/// valid it is from nobody, whatever cookie comes along.
pub fn caller<'c>(site: &Site, context: &'c RequestContext<'_>) -> Result<Option<&'c Caller>, StoreError> {
    if context.caller.get().is_none() {
        let found = match proxied(site, context)? {
            Some(named) => named.map(Caller::Proxied),
            None => caller::find(&site.store, token(context).as_ref(), bearer(context).as_ref(), context.now)?,
        };
        if let Some(found) = found {
            context.caller.get_or_init(|| found);
        }
    }
    Ok(context.caller.get())
}

/// Whom a trusted proxy has signed in; `None` where it names nobody, or a script's token speaks for the request. Who has no
/// account here, or a disabled one, is nobody (`Some(None)`), whatever session comes along.
pub fn proxied(site: &Site, context: &RequestContext<'_>) -> Result<Option<Option<UserId>>, StoreError> {
    let Some(email) = site.proxy.address(context).filter(|_| bearer(context).is_none()) else { return Ok(None) };
    match slow(|| by_proxy::enter(&site.store, &site.passwords, &email, site.sign_up, context.now)) {
        Ok(user) => Ok(Some(Some(user.id))),
        Err(AccountError::Failed(Unavailable::Store(error))) => Err(error),
        Err(AccountError::Failed(Unavailable::Busy)) => Err(StoreError::Busy),
        Err(error) => {
            tracing::debug!(?error, "whom a proxy names does not come in");
            Ok(Some(None))
        }
    }
}

/// The same; 401 when it is from nobody.
pub fn required<'c>(site: &Site, context: &'c RequestContext<'_>) -> Result<&'c Caller, ApiError> {
    caller(site, context)?.ok_or_else(|| unauthorized(context))
}

/// Nobody is signed in, or the token is not valid.
pub fn unauthorized(context: &RequestContext<'_>) -> ApiError {
    match bearer(context) {
        None => ApiError::unauthorized(),
        Some(_) => ApiError::unauthorized()
            .message("There is no such token, or it has expired, or it only publishes, at an address of its own.")
            .header("WWW-Authenticate", "Bearer error=\"invalid_token\""),
    }
}

/// The browser that a call comes from.
pub fn browser(context: &RequestContext<'_>) -> Browser {
    Browser { client: client(context), address: context.client(), former: cookie_digest(context) }
}

/// The answer to whoever has ended the session that they asked with.
pub fn signed_out(site: &Site) -> Reply {
    Reply::json(&true).header("Set-Cookie", clearing_cookie(&site.public_url)).header(CLEAR.0, CLEAR.1)
}

/// The browser and system that a call comes from, in at most 80 characters.
pub fn client(context: &RequestContext<'_>) -> String {
    context.header("User-Agent").map(user_agent::client).unwrap_or_default()
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
pub fn prolong_if_due(site: &Site, context: &RequestContext<'_>) -> Option<String> {
    let (Some(Caller::Browser(session)), Some(value)) = (context.caller.get(), context.cookie(COOKIE)) else {
        return None;
    };
    if !app::sessions::is_to_be_prolonged(session, context.now) {
        return None;
    }
    let prolonged = slow(|| app::sessions::prolong(&site.store, &secret::digest(value), context.now));
    let is_prolonged = prolonged.unwrap_or_else(|error| {
        // The call itself succeeded; the next one prolongs.
        tracing::warn!(%error, "a session was not extended");
        false
    });
    is_prolonged.then(|| set_cookie(value, LIFETIME, &site.public_url))
}

/// Notes that the token of this call was used, when that is not known already.
pub fn note_use_if_due(site: &Site, context: &RequestContext<'_>) {
    let Some(Caller::Script(_, token)) = context.caller.get() else { return };
    if !app::tokens::is_use_to_be_noted(token.last_used_at, context.now) {
        return;
    }
    if let Err(error) = slow(|| app::tokens::note_use(&site.store, token.id, context.now)) {
        // No reason to fail the call; the next one notes it.
        tracing::warn!(%error, "the use of a token was not recorded");
    }
}

fn set_cookie(value: &str, lifetime: Duration, public_url: &PublicUrl) -> String {
    // On plain http off localhost browsers drop a cookie that says Secure.
    let secure = if public_url.is_https() { "; Secure" } else { "" };
    let path = Some(public_url.local("")).filter(|path| !path.is_empty()).unwrap_or_else(|| "/".to_owned());
    format!("{COOKIE}={value}; HttpOnly; SameSite=Lax; Path={path}; Max-Age={}{secure}", lifetime.as_secs())
}
