//! What is no data of anybody: pages, their assets, health, the OpenAPI document.

use serde_json::json;

use crate::http::Site;
use crate::http::assets::Encoding;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::server::slow;
use crate::store;

/// `GET /`
pub fn home(site: &Site, call: &Call<'_>) -> Outcome {
    document(site, call, "index.html", Reply::page)
}

/// `GET /shared/chats/{uuid}`: the same page for every share, known or not; it asks the API.
pub fn viewer(site: &Site, call: &Call<'_>) -> Outcome {
    document(site, call, "viewer.html", Reply::page)
}

/// `GET /api/openapi.json`
pub fn openapi(site: &Site, call: &Call<'_>) -> Outcome {
    document(site, call, "openapi.json", |bytes| Reply::bytes("application/json", bytes))
}

/// `GET /assets/{version}/{file}`: under this version's name a file never changes.
pub fn asset(site: &Site, call: &Call<'_>) -> Outcome {
    if call.param("version") != site.assets.version() {
        return Err(missing());
    }
    let asset = site.assets.file(call.param("file")).ok_or_else(missing)?;

    let encoding = Encoding::negotiate(call.header("Accept-Encoding"));
    let reply = encoded(Reply::bytes(asset.media_type(), slow(|| asset.encoded(encoding))), encoding);
    Ok(reply.header("Vary", "Accept-Encoding").header("Cache-Control", "public, max-age=31536000, immutable"))
}

/// `GET /api/health`
pub fn health(site: &Site, _: &Call<'_>) -> Outcome {
    site.store
        .read(store::probe)
        .map_err(|_| ApiError::new(503).message("The database does not answer.").header("Retry-After", "5"))?;

    Ok(Reply::json(&json!({ "status": "ok" })))
}

fn document(site: &Site, call: &Call<'_>, name: &str, reply: fn(Vec<u8>) -> Reply) -> Outcome {
    let document = site.assets.document(name).ok_or_else(missing)?;
    let encoding = Encoding::negotiate(call.header("Accept-Encoding"));
    // One for each encoding: a strong tag stands for the same bytes (RFC 9110, 8.8.3.3).
    let etag = format!("\"{}-{}\"", site.assets.version(), encoding.name().unwrap_or("identity"));

    let reply = if is_fresh(call.header("If-None-Match"), &etag) {
        reply(Vec::new()).not_modified()
    } else {
        encoded(reply(slow(|| document.encoded(encoding))), encoding)
    };
    Ok(reply.header("ETag", etag).header("Vary", "Accept-Encoding").header("Cache-Control", "no-cache"))
}

fn encoded(reply: Reply, encoding: Encoding) -> Reply {
    match encoding.name() {
        Some(name) => reply.header("Content-Encoding", name),
        None => reply,
    }
}

fn missing() -> ApiError {
    ApiError::not_found("Nothing is at this address")
}
