//! Files of conversations, for whoever may read the conversation.

use std::borrow::Cow;

use crate::app::link;
use crate::app::public_view::{PublicFile, PublicView};
use crate::app::readers::{OpenShare, Purpose};
use crate::domain::attachment::picture_type;
use crate::domain::part::Sha256;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::http::resources::{ChatRef, ShareRef};
use crate::http::visitor::{self, for_readers};
use crate::server::slow;

/// Nothing in a file can do anything in our origin, also when it is opened by itself.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// `GET /api/shared/chats/{uuid}/attachments/{sha256}`
pub fn shared(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let sha256 = Sha256::parse(context.param("sha256"));

    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    let (file, info) = slow(|| {
        let OpenShare { db, info, view, .. } = admitted.open()?;
        let file = sha256.map(|sha256| view.file(&db, sha256)).transpose()?;
        Ok::<_, ApiError>((file.flatten(), info))
    })?;

    Ok(for_readers(reply(site, context, file.ok_or_else(missing)?), info))
}

/// `GET /api/users/{user_id}/chats/{chat_id}/attachments/{sha256}`
pub fn own(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let sha256 = Sha256::parse(context.param("sha256")).ok_or_else(missing)?;

    let file = PublicView::whole(chat.id).find_file(&site.store, sha256)?.ok_or_else(missing)?;

    Ok(reply(site, context, file).header("Cache-Control", "private, no-cache").header("Vary", "Cookie"))
}

/// `GET .../shares/{share_id}/attachments/{sha256}`: as readers of the share get it, for its owner.
pub fn previewed(site: &Site, context: &RequestContext<'_>, share: ShareRef) -> Outcome {
    let sha256 = Sha256::parse(context.param("sha256")).ok_or_else(missing)?;

    let file = match link::preview(&site.store, share.chat.owner, share.id)? {
        Some((_, view)) => view.find_file(&site.store, sha256)?,
        None => None,
    };

    let file = file.ok_or_else(missing)?;
    Ok(reply(site, context, file).header("Cache-Control", "private, no-cache").header("Vary", "Cookie"))
}

fn reply(site: &Site, context: &RequestContext<'_>, file: PublicFile) -> Reply {
    let (media_type, is_shown) = served(&file.attachment.media_type);
    let etag = format!("\"{}\"", file.digest());
    let size = file.attachment.size;
    let bytes = file.into_reader(&site.store);
    let reply = Reply::stream(media_type, Box::new(bytes), Some(size));
    let reply = if is_fresh(context.header("If-None-Match"), &etag) { reply.not_modified() } else { reply };
    reply
        .header("ETag", etag)
        .header("Content-Security-Policy", POLICY)
        .header("Content-Disposition", if is_shown { "inline" } else { "attachment" })
}

/// The media type under which a file is served, and whether browsers may show it rather than save
/// it. What they would run, as HTML or a script, they get as plain text.
fn served(media_type: &str) -> (Cow<'static, str>, bool) {
    if let Some(picture) = picture_type(media_type) {
        return (picture.into(), true);
    }
    let (kind, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
    match (kind, subtype) {
        ("audio" | "video", _) => (media_type.to_owned().into(), true),
        ("text", _) | ("application", "json" | "javascript" | "xml" | "xhtml+xml") => {
            ("text/plain; charset=utf-8".into(), true)
        }
        ("application", "pdf" | "zip") | ("image", "svg+xml") => (media_type.to_owned().into(), false),
        _ => ("application/octet-stream".into(), false),
    }
}

fn missing() -> ApiError {
    ApiError::not_found("Attachment not found")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_browser_would_run_is_served_as_what_it_is() {
        for (media_type, served_as, is_shown) in [
            ("image/png", "image/png", true),
            ("text/csv", "text/plain; charset=utf-8", true),
            ("text/html", "text/plain; charset=utf-8", true),
            ("text/javascript", "text/plain; charset=utf-8", true),
            ("application/xhtml+xml", "text/plain; charset=utf-8", true),
            ("image/svg+xml", "image/svg+xml", false),
            ("application/pdf", "application/pdf", false),
            ("application/wasm", "application/octet-stream", false),
            ("nonsense", "application/octet-stream", false),
        ] {
            assert_eq!(served(media_type), (served_as.into(), is_shown), "{media_type}");
        }
    }
}
