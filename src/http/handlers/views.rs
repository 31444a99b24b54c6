//! Openings of shares: what is counted, and what a share with a limit has only so many of.

use serde_json::json;

use crate::app::readers::Purpose;
use crate::domain::secret::Secret;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;
use crate::http::visit;
use crate::http::visitor;
use crate::server::slow;
use crate::store::shares::Found;
use crate::store::visits::{LIFETIME, Visit};

/// `POST /api/shared/chats/{uuid}/views`: no program does that by merely looking at a link. Who has an
/// opening already, and the owner, takes none.
pub fn open(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let token = Secret::random()?;
    let digest = token.digest();
    let visit = Visit { token: &digest, address: context.client(), client: &session::client(context) };

    let visitor = visitor::of(context);
    let admitted = visitor::admit(site, context, &visitor, Purpose::View)?;
    let may_count = |found: &Found| site.openings.may_count(found.id, context.client());
    let (found, is_counted) = slow(|| admitted.take_view(&visit, may_count))?;

    let view = json!({ "counted": is_counted, "expires_at": context.now.plus(LIFETIME) });
    let reply = Reply::json(&json!({ "view": view })).header("Cache-Control", "no-store");
    Ok(match is_counted {
        true => visit::cookies(site, &token, found.uuid)
            .into_iter()
            .fold(reply, |reply, cookie| reply.header("Set-Cookie", cookie)),
        false => reply,
    })
}
