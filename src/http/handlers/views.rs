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

    let (uuid, is_counted) = admit_to_open(site, call, |again, found, _| {
        let is_known = found.reader_is_owner || found.reader_has_opened;
        // Counting is a write that anybody can cause. A share with a limit has its bound.
        if is_known || (found.views_left.is_none() && !site.openings.may_count(found.id, call.client())) {
            return Ok(Some((found.uuid, false)));
        }
        slow(|| {
            site.store.write(|tx| match again(tx)? {
                Some((found, _)) => {
                    Ok::<_, ApiError>(visits::open(tx, &found, &visit, call.now)?.then_some((found.uuid, true)))
                }
                None => Ok(None),
            })
        })
    })?;

    let view = json!({ "counted": is_counted, "expires_at": call.now.plus(LIFETIME) });
    let reply = Reply::json(&json!({ "view": view })).header("Cache-Control", "no-store");
    Ok(match is_counted {
        true => visit::cookies(site, &token, uuid)
            .into_iter()
            .fold(reply, |reply, cookie| reply.header("Set-Cookie", cookie)),
        false => reply,
    })
}
