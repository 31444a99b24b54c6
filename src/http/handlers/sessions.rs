//! The sessions of a user: where they are signed in.

use serde_json::json;

use crate::app::caller::Caller;
use crate::app::sessions;
use crate::domain::id::{SessionId, UserId};
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// `GET /api/users/{user_id}/sessions`
pub fn list(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let current = session::token(context);
    let sessions = sessions::list(&site.store, user, current.as_ref(), context.now)?;

    Ok(Reply::json(&json!({ "sessions": sessions })))
}

/// `DELETE /api/users/{user_id}/sessions/{session_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let missing = || ApiError::not_found("Session not found");
    let id = SessionId::parse(context.param("session_id")).ok_or_else(missing)?;

    let is_current = matches!(session::caller(site, context)?, Some(Caller::Browser(current)) if current.id == id);
    let ended = sessions::end_one(&site.store, user, id, context.now)?;

    match ended {
        false => Err(missing()),
        true if is_current => Ok(session::signed_out(site)),
        true => Ok(Reply::json(&true)),
    }
}

/// `DELETE /api/users/{user_id}/sessions`: all others, or with `?current=true` all.
pub fn delete_all(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ current?(false) }).");
    let with_current = query.word("current", &["true", "false"]) == Some("true");
    query.done()?;

    let kept = session::token(context).filter(|_| !with_current);
    sessions::end_all(&site.store, user, kept.as_ref())?;

    Ok(if with_current { session::signed_out(site) } else { Reply::json(&true) })
}
