//! Views of shares: what is counted, and what a share with a limit has only so many of.

use serde_json::json;

use crate::app::readers::Purpose;
use crate::domain::secret::Secret;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;
use crate::http::visit;
use crate::http::visitor;
use crate::server::slow;
use crate::store::shares::FoundShare;
use crate::store::visits::{LIFETIME, Visit};

/// `POST /api/shared/chats/{uuid}/views`: no program does that by merely looking at a link. Who has one
/// already, and the owner, uses none.
pub fn open(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let cookies = take(site, context)?;

    let view = json!({ "counted": cookies.is_some(), "expires_at": context.now.plus(LIFETIME) });
    let reply = Reply::json(&json!({ "view": view })).header("Cache-Control", "no-store");
    Ok(with_cookies(reply, cookies.into_iter().flatten()))
}

/// Takes a view for whoever asks; the cookies with which it holds, where it was counted.
pub fn take(site: &Site, context: &RequestContext<'_>) -> Result<Option<[String; 2]>, ApiError> {
    let token = Secret::random()?;
    let digest = token.digest();
    let visit = Visit { token: &digest, address: context.client(), client: &session::client(context) };

    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::View)?;
    let may_count = |found: &FoundShare| site.view_counts.may_count(found.id, context.client());
    let (found, is_counted) = slow(|| admitted.take_view(&visit, may_count))?;

    Ok(is_counted.then(|| visit::cookies(site, &token, found.uuid)))
}

/// The answer with these cookies.
pub fn with_cookies(reply: Reply, cookies: impl IntoIterator<Item = String>) -> Reply {
    cookies.into_iter().fold(reply, |reply, cookie| reply.header("Set-Cookie", cookie))
}
