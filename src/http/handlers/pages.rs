//! What belongs to nobody: pages, their assets, health, the OpenAPI document.

use serde_json::json;

use crate::domain::share::ShareUuid;
use crate::http::Site;
use crate::http::assets::API_PAGE;
use crate::http::encoding::Encoding;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::server::slow;
use crate::store::{self, StoreError};

/// Nothing for search engines; that no answer may be indexed, `X-Robots-Tag` tells those that come
/// all the same. Programs that fetch a link because a person posted it are no crawlers, but those of
/// X, LinkedIn and Meta look here first; they have a group of their own, which stands for the other
/// one (RFC 9309, 2.2.1).
const ROBOTS: &str = "\
# Shared conversations are for those who were given the link.
User-agent: *
Disallow: /shared/
Disallow: /s/
Disallow: /api/

# Programs that show a card for a link that a person posted.
User-agent: Bluesky
User-agent: Cardyb
User-agent: Discordbot
User-agent: facebookexternalhit
User-agent: Iframely
User-agent: LinkedInBot
User-agent: Mastodon
User-agent: SkypeUriPreview
User-agent: Slack-ImgProxy
User-agent: Slackbot-LinkExpanding
User-agent: Synapse
User-agent: TelegramBot
User-agent: Twitterbot
User-agent: WhatsApp
Allow: /shared/
Allow: /s/
Disallow: /api/
";

/// `GET /` and the other addresses of the owner's page: one document, whose script shows what the address names. What
/// belongs to somebody it asks the API for, so that the document is the same for everybody.
pub fn owner(site: &Site, context: &RequestContext<'_>) -> Outcome {
    document(site, context, "index.html", Reply::page)
}

/// What a browser gets at an address that names nothing: the same document, whose script says so.
pub fn nothing(site: &Site) -> Outcome {
    let document = site.assets.document("index.html").ok_or_else(missing)?;

    let (html, _) = document.encoded(Encoding::Identity);
    Ok(Reply::page(html).status(404).header("Cache-Control", "no-cache"))
}

/// `GET /shared/chats/{uuid}/`: what some programs make of a link when they pass it on; and `GET /share/{uuid}`, as
/// OpenCode knows links.
pub fn viewer_elsewhere(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let uuid = ShareUuid::parse(context.param("uuid")).ok_or_else(missing)?;

    let path = site.public_url.local(&format!("/shared/chats/{uuid}"));
    let note = format!("The page is at {path}\n").into_bytes();
    Ok(Reply::bytes("text/plain; charset=utf-8", note).status(308).header("Location", path))
}

/// `GET /robots.txt`
pub fn robots(_: &Site, _: &RequestContext<'_>) -> Outcome {
    let robots = Reply::bytes("text/plain; charset=utf-8", ROBOTS.as_bytes().to_vec());
    Ok(robots.header("Cache-Control", "public, max-age=3600"))
}

/// `GET /favicon.ico`: for what shows a sign for a site without reading its pages. Those name theirs.
pub fn icon(site: &Site, _: &RequestContext<'_>) -> Outcome {
    let icon = site.assets.file("icon.svg").ok_or_else(missing)?;

    let (bytes, _) = icon.encoded(Encoding::Identity);
    Ok(Reply::bytes(icon.media_type(), bytes).header("Cache-Control", "public, max-age=86400"))
}

/// `GET /api/openapi.json`
pub fn openapi(site: &Site, context: &RequestContext<'_>) -> Outcome {
    document(site, context, "openapi.json", |bytes| Reply::bytes("application/json", bytes))
}

/// `GET /api`: the same for people.
pub fn api(site: &Site, context: &RequestContext<'_>) -> Outcome {
    document(site, context, API_PAGE, Reply::page)
}

/// `GET /assets/{version}/{file}`: under this version's name a file never changes.
pub fn asset(site: &Site, context: &RequestContext<'_>) -> Outcome {
    if context.param("version") != site.assets.version() {
        return Err(missing());
    }
    let asset = site.assets.file(context.param("file")).ok_or_else(missing)?;

    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let (bytes, encoding) = slow(|| asset.encoded(encoding));
    let reply = encoded(Reply::bytes(asset.media_type(), bytes), encoding);
    Ok(reply.header("Vary", "Accept-Encoding").header("Cache-Control", "public, max-age=31536000, immutable"))
}

/// `GET /api/health`
pub fn health(site: &Site, _: &RequestContext<'_>) -> Outcome {
    site.store.read(store::probe).and_then(|()| site.store.may_write()).map_err(|error| match error {
        StoreError::Gone | StoreError::Damaged => ApiError::from(error).with("ready", json!(false)),
        _ => {
            let error = ApiError::new(503).message("The database is not responding.").with("ready", json!(false));
            error.header("Retry-After", "5")
        }
    })?;

    Ok(Reply::json(&json!({ "status": "ok" })))
}

fn document(site: &Site, context: &RequestContext<'_>, name: &str, reply: fn(Vec<u8>) -> Reply) -> Outcome {
    let document = site.assets.document(name).ok_or_else(missing)?;
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let etag = format!("\"{}-{}\"", site.assets.stamp(), encoding.tag());

    let reply = if is_fresh(context.header("If-None-Match"), &etag) {
        reply(Vec::new()).not_modified()
    } else {
        let (bytes, encoding) = slow(|| document.encoded(encoding));
        encoded(reply(bytes), encoding)
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
    ApiError::not_found("There is nothing at this address")
}
