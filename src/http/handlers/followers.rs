//! A conversation that is followed from another machine: who follows it, and what they bring.

use serde_json::json;

use super::imports::not_imported;
use super::shares::refused;
use crate::app::following::{self, FollowError, HELD_FOR};
use crate::app::growing::GrowthError;
use crate::app::import_job::ImportJobError;
use crate::app::import_queue::Upload;
use crate::app::sharing::Grown;
use crate::domain::part::Sha256;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Violation;
use crate::http::query::Parameters;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::resources::ChatRef;
use crate::import;
use crate::store::followers::Holder;

/// The format of what they bring.
const FORMAT: &str = "neptun-share";

/// `POST /api/users/{user_id}/chats/{chat_id}/import?kept=&digest=`: brings it to what its program has of it now.
pub fn grow(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let behind = behind(context)?;
    let (bytes, format, client) = (context.bytes()?, import::named(FORMAT), context.client());
    let upload = Upload { name: String::new(), bytes, format, is_dry_run: false, client };

    let grown = site.followed.grow(&site.store, (chat.owner, chat.id), upload, behind)?;

    let stopped = || ApiError::overloaded().message("The server is stopping. Send it again.");
    let Grown { messages, is_changed_here, .. } = grown.ok_or_else(stopped)?.map_err(ApiError::from)?;
    let outcome = match messages {
        _ if is_changed_here => "changed_here",
        0 => "unchanged",
        _ => "updated",
    };
    Ok(Reply::json(&json!({ "outcome": outcome, "new_messages": messages })))
}

/// `POST /api/users/{user_id}/chats/{chat_id}/followers`: says that somebody follows it.
pub fn hold(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ follower }).")?;
    let follower = fields.text("follower", |raw| holder(raw).ok_or_else(|| Violation::custom("Expected a UUID")));
    let follower = fields.done(follower)?;

    following::hold(&site.store, chat.id, &follower, None, context.now)?;

    Ok(Reply::json(&json!({ "expires_at": context.now.plus(HELD_FOR) })))
}

/// `DELETE /api/users/{user_id}/chats/{chat_id}/followers/{follower}`
pub fn release(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let missing = || ApiError::not_found("Follower not found");
    let follower = holder(context.param("follower")).ok_or_else(missing)?;

    let released = following::release(&site.store, chat.id, &follower)?;

    if released { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// What can be wrong before the body is read.
pub fn check(context: &RequestContext<'_>) -> Result<(), ApiError> {
    behind(context).map(drop)
}

/// How many messages do not come, and the digest of these.
fn behind(context: &RequestContext<'_>) -> Result<Option<(usize, Sha256)>, ApiError> {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ kept?(0), digest? }).");
    let kept = query.number("kept", 0, u32::MAX).unwrap_or(0);
    let digest = query.text("digest", |raw| {
        Sha256::parse(raw).ok_or_else(|| Violation::custom("Expected 64 hexadecimal digits, in lower case"))
    });
    if kept > 0 && context.query("digest").is_none() {
        query.issue("digest", "custom", "Required where messages are kept".to_owned());
    }
    query.done()?;
    Ok(digest.map(|digest| (kept as usize, digest)))
}

fn holder(raw: &str) -> Option<Holder> {
    uuid::Uuid::try_parse(raw).ok().map(uuid::Uuid::into_bytes)
}

impl From<GrowthError> for ApiError {
    fn from(error: GrowthError) -> Self {
        match error {
            GrowthError::Import(error) => ImportJobError::Import(error).into(),
            GrowthError::NotOne(count) => {
                not_imported(format!("The file has {count} conversations, and one is expected."))
            }
            GrowthError::Share(error) => refused(error),
        }
    }
}

impl From<FollowError> for ApiError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::Followed(_) => Self::new(409).message("Another program follows this conversation."),
            FollowError::Deleted => Self::not_found("Chat conversation not found"),
            FollowError::Unavailable(error) => error.into(),
        }
    }
}
