//! What somebody would publish by sharing a chat.

use serde_json::json;

use super::body::{INVALID, excerpt};
use super::refused;
use crate::app::sharing;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::resources::ChatRef;

/// `POST .../shares/check`: the secrets in it, masked. The share's part and state count where the body
/// chooses none; nothing is stored.
pub fn check(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let mut fields = context.fields(INVALID)?;
    let excerpt = excerpt(&mut fields);
    let is_frozen = fields.optional_bool("is_frozen");
    let (excerpt, is_frozen) = fields.done(Some((excerpt, is_frozen)))?;

    let checked = sharing::check(&site.store, chat.owner, chat.id, excerpt, is_frozen).map_err(refused)?;

    Ok(Reply::json(&json!({ "findings": checked.marked(), "searched": checked.searched })))
}
