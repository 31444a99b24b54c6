//! Findings that a user marked as harmless in all conversations.

use serde_json::json;

use crate::app::harmless;
use crate::domain::id::UserId;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// `GET /api/users/{user_id}/harmless-findings`
pub fn list(site: &Site, _: &RequestContext<'_>, user: UserId) -> Outcome {
    let findings = harmless::list(&site.store, user)?;

    Ok(Reply::json(&json!({ "findings": findings })))
}

/// `DELETE /api/users/{user_id}/harmless-findings/{finding_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let is_forgotten = harmless::forget(&site.store, user, context.param("finding_id"))?;

    if is_forgotten { Ok(Reply::json(&true)) } else { Err(ApiError::not_found("Finding not found")) }
}
