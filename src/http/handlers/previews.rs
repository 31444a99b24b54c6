//! The picture beside a link to an open conversation.

use crate::app::public_view::PublicView;
use crate::app::readers::open_to_anyone;
use crate::domain::share::ShareUuid;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::render::preview::Preview;
use crate::server::slow;
use crate::store::shares::Found;
use crate::store::{Connection, StoreError};

/// `GET /shared/chats/{uuid}/preview.png`: decided as for somebody without a password or session, whoever asks. The
/// title of a protected conversation is for nobody else, and no answer of this address may depend on who asks:
/// messengers keep it for everybody.
pub fn picture(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let found = site.store.read_one(|db| open(db, context))?.ok_or_else(missing)?;

    let etag = etag(&found);
    if is_fresh(context.header("If-None-Match"), &etag) {
        return Ok(for_anyone(Reply::empty().not_modified(), etag));
    }
    let (png, found) = slow(|| draw(site, context))?;

    Ok(for_anyone(Reply::bytes("image/png", png), self::etag(&found)))
}

/// Decides again, in the transaction in which the conversation is read.
fn draw(site: &Site, context: &RequestContext<'_>) -> Result<(Vec<u8>, Found), ApiError> {
    let seen: Result<_, StoreError> = site.store.read(|db| {
        let Some(found) = open(db, context)? else { return Ok(None) };
        let published = PublicView::found(db, &found)?;
        let (chat, messages) = (published.chat(db)?, published.count(db)?);
        Ok(Some((found, chat, messages)))
    });
    let (found, chat, messages) = seen?.ok_or_else(missing)?;

    // No connection to the database is held meanwhile.
    let preview = Preview { title: chat.name.as_str(), model: chat.model.as_str(), messages };
    let png = preview.png().map_err(|error| {
        // Memory is written to, so only a mistake of ours can fail.
        tracing::error!(%error, "a preview could not be drawn");
        ApiError::new(500)
    })?;
    Ok((png, found))
}

fn open(db: &Connection, context: &RequestContext<'_>) -> Result<Option<Found>, StoreError> {
    let uuid = ShareUuid::parse(context.param("uuid"));
    Ok(uuid.map(|uuid| open_to_anyone(db, uuid, context.now)).transpose()?.flatten())
}

/// Pages of messengers may show it, too: it is the same for everybody, so nobody learns from it who asks.
fn for_anyone(reply: Reply, etag: String) -> Reply {
    reply
        .header("ETag", etag)
        .header("Cache-Control", "no-cache")
        .header("Cross-Origin-Resource-Policy", "cross-origin")
}

/// Changes with the conversation and with the program's way of drawing it.
fn etag(found: &Found) -> String {
    format!("\"{:016x}-preview-{}\"", found.revision.cast_unsigned(), env!("CARGO_PKG_VERSION"))
}

fn missing() -> ApiError {
    ApiError::not_found("There is no picture for this address")
}
