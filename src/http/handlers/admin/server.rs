//! The server itself, for who administers it: what it stores, under which address it is reached, when it was backed up.

use serde_json::json;

use crate::app::server_state::{self, Hint};
use crate::domain::id::UserId;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// `GET /api/admin/server`
pub fn show(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let stored = server_state::stored(&site.store)?;
    let hints: Vec<Hint> = server_state::hints(&site.public_url, server_state::untrusted_proxy());

    let contents = stored.contents;
    Ok(Reply::json(&json!({
        "version": env!("CARGO_PKG_VERSION"),
        "started_at": site.started_at,
        "uptime_seconds": (context.now.as_millis() - site.started_at.as_millis()).max(0) / 1000,
        "sign_up": site.sign_up,
        "public_url": site.public_url.at(""),
        "hints": hints,
        "storage": {
            "database_bytes": contents.size,
            "free_bytes": contents.free,
            "log_bytes": contents.log,
            "attachment_bytes": contents.attachment_bytes,
            "attachments": contents.attachments,
            "accounts": contents.accounts,
            "conversations": contents.conversations,
            "messages": contents.messages,
            "links": contents.links,
            "deleted_conversations": stored.deleted_conversations,
        },
        "backups": {
            "folder": site.backups.folder(&site.store).to_string_lossy(),
            "every_seconds": site.backups.every.map(|every| every.as_secs()),
            "keep": site.backups.keep,
            "last": server_state::last_backup(&site.store),
        },
    })))
}

/// `POST /api/admin/backups`: makes one now, in the folder of those that the server makes by itself.
pub fn back_up(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let Ok(_alone) = site.backing_up.try_lock() else {
        return Err(ApiError::new(409).message("A backup is being made already."));
    };

    let made = site.backups.make(&site.store, context.now).map_err(|error| {
        tracing::error!(%error, "no backup was made");
        ApiError::new(500).message(format!("No backup was made: {error}"))
    })?;

    Ok(Reply::json(&json!({ "backup": made })))
}
