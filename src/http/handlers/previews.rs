//! The picture beside a link to an open conversation.

use crate::app::readers::{OpenShare, open_to_anyone};
use crate::domain::share::ShareUuid;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::render::preview::Preview;
use crate::server::slow;
use crate::store::shares::FoundShare;

/// `GET /shared/chats/{uuid}/preview.png`: decided as for somebody without a password or session, whoever asks. The
/// title of a protected conversation is for nobody else, and no answer of this address may depend on who asks:
/// messengers keep it for everybody.
pub fn picture(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let uuid = ShareUuid::parse(context.param("uuid")).ok_or_else(missing)?;
    let OpenShare { db, found, view, .. } = open_to_anyone(&site.store, uuid, context.now)?.ok_or_else(missing)?;

    let etag = etag(&found);
    if is_fresh(context.header("If-None-Match"), &etag) {
        return Ok(for_anyone(Reply::empty().not_modified(), etag));
    }
    if context.is_head() {
        return Ok(for_anyone(Reply::bytes("image/png", Vec::new()), etag));
    }
    let png = slow(|| {
        let (chat, messages) = (view.chat(&db)?, view.count(&db)?);
        // No connection to the database is held meanwhile.
        drop(db);
        let preview = Preview { title: chat.name.as_str(), model: chat.known_model().unwrap_or_default(), messages };
        preview.png().map_err(|error| {
            // Memory is written to, so only a mistake of ours can fail.
            tracing::error!(%error, "a preview could not be drawn");
            ApiError::new(500)
        })
    })?;

    Ok(for_anyone(Reply::bytes("image/png", png), etag))
}

/// Pages of messengers may show it, too: it is the same for everybody, so nobody learns from it who asks.
fn for_anyone(reply: Reply, etag: String) -> Reply {
    reply
        .header("ETag", etag)
        .header("Cache-Control", "no-cache")
        .header("Cross-Origin-Resource-Policy", "cross-origin")
}

/// Changes with the conversation and with the program's way of drawing it.
fn etag(found: &FoundShare) -> String {
    format!("\"{:016x}-preview-{}\"", found.revision.cast_unsigned(), env!("CARGO_PKG_VERSION"))
}

fn missing() -> ApiError {
    ApiError::not_found("There is no picture for this address")
}
