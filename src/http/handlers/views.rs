//! Openings of shares: what is counted, and what a share with a limit has only so many of.

use serde_json::json;

use crate::http::Site;
use crate::http::admission::admit_to_open;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::session;
use crate::http::visit;
use crate::secret::Secret;
use crate::server::slow;
use crate::store::visits::{self, LIFETIME, Visit};

/// `POST /api/shared/chats/{uuid}/views`: no program does that by merely looking at a link. Who has an
/// opening already, and the owner, takes none.
pub fn open(site: &Site, call: &Call<'_>) -> Outcome {
    let token = Secret::random()?;
    let digest = token.digest();
    let visit = Visit { token: &digest, address: call.client(), client: &session::client(call) };

    let opened = admit_to_open(site, call, |again, _, _| {
        slow(|| {
            site.store.write(|tx| {
                let Some((found, _)) = again(tx)? else { return Ok::<_, ApiError>(None) };
                let is_counted = !found.reader_is_owner && !found.reader_has_opened;
                // The decision was made on the same state: one is left.
                let is_open = !is_counted || visits::open(tx, &found, &visit, call.now)?;
                Ok(is_open.then_some((found, is_counted)))
            })
        })
    });
    let (found, is_counted) = opened?;

    let view = json!({ "counted": is_counted, "expires_at": call.now.plus(LIFETIME) });
    let reply = Reply::json(&json!({ "view": view })).header("Cache-Control", "no-store");
    Ok(match is_counted {
        true => visit::cookies(site, &token, found.uuid)
            .into_iter()
            .fold(reply, |reply, cookie| reply.header("Set-Cookie", cookie)),
        false => reply,
    })
}
