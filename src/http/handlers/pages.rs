//! What is no data of anybody: pages, their assets, health, the OpenAPI document.

use serde_json::json;

use crate::http::Site;
use crate::http::assets::Asset;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::server::slow;
use crate::store;

/// `GET /`
pub fn home(site: &Site, call: &Call<'_>) -> Outcome {
    page(site, call, "index.html")
}

/// `GET /shared/chats/{uuid}`: the same page for every share, known or not; it asks the API.
pub fn viewer(site: &Site, call: &Call<'_>) -> Outcome {
    page(site, call, "viewer.html")
}

/// `GET /assets/{version}/{file}`: under this version's name a file never changes.
pub fn asset(site: &Site, call: &Call<'_>) -> Outcome {
    if call.param("version") != site.assets.version() {
        return Err(missing());
    }
    let asset = site.assets.file(call.param("file")).ok_or_else(missing)?;

    let (encoding, bytes) = slow(|| asset.encoded(call.header("Accept-Encoding")));
    Ok(encoded(Reply::bytes(asset.media_type(), bytes), encoding)
        .header("Cache-Control", "public, max-age=31536000, immutable"))
}

/// `GET /api/openapi.json`
pub fn openapi(site: &Site, call: &Call<'_>) -> Outcome {
    let document = site.assets.document("openapi.json").ok_or_else(missing)?;

    let (encoding, bytes) = slow(|| document.encoded(call.header("Accept-Encoding")));
    Ok(encoded(Reply::bytes("application/json", bytes), encoding).header("Cache-Control", "no-cache"))
}

/// `GET /api/health`
pub fn health(site: &Site, _: &Call<'_>) -> Outcome {
    site.store
        .read(store::probe)
        .map_err(|_| ApiError::new(503).message("The database does not answer.").header("Retry-After", "5"))?;

    Ok(Reply::json(&json!({ "status": "ok" })))
}

fn page(site: &Site, call: &Call<'_>, name: &str) -> Outcome {
    let page: &Asset = site.assets.document(name).ok_or_else(missing)?;
    let etag = format!("\"{}\"", site.assets.version());

    let reply = if is_fresh(call.header("If-None-Match"), &etag) {
        Reply::page(Vec::new()).not_modified()
    } else {
        let (encoding, bytes) = slow(|| page.encoded(call.header("Accept-Encoding")));
        encoded(Reply::page(bytes), encoding)
    };
    Ok(reply.header("ETag", etag).header("Cache-Control", "no-cache"))
}

fn encoded(reply: Reply, encoding: Option<&'static str>) -> Reply {
    let reply = reply.header("Vary", "Accept-Encoding");
    match encoding {
        Some(encoding) => reply.header("Content-Encoding", encoding),
        None => reply,
    }
}

fn missing() -> ApiError {
    ApiError::not_found("Nothing is at this address")
}
