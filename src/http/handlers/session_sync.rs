//! OpenCode's own protocol for shares, below an address that holds a token. Its answers have the fields that OpenCode reads.

use serde_json::json;

use crate::app::session_sync::SyncError;
use crate::domain::id::UserId;
use crate::http::Site;
use crate::http::body;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::fields::Violation;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

const LONGEST_ID: usize = 255;

/// `POST /t/{token}/api/share`: makes the share of a session.
pub fn create(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ sessionID }).")?;
    let session = fields.text("sessionID", session_id);
    let session = fields.done(session)?;

    let share = site.session_sync.share(&site.store, (owner, context.param("token")), &session, context.now)?;

    let url = site.public_url.session(share.uuid);
    Ok(Reply::json(&json!({ "id": share.name, "url": url, "secret": share.secret.as_str() })))
}

/// `POST /t/{token}/api/share/{sync}/sync`: takes more of it.
pub fn sync(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let body = context.bytes()?;

    let (who, name) = ((owner, context.client()), context.param("sync"));
    site.session_sync.sync(&site.store, who, name, body, context.now)?;

    Ok(Reply::json(&true))
}

/// `DELETE /t/{token}/api/share/{sync}`: removes it.
pub fn remove(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ secret }).")?;
    let secret = fields.text("secret", |raw| Ok::<_, Violation>(raw.to_owned()));
    let secret = fields.done(secret)?;

    site.session_sync.remove(&site.store, owner, context.param("sync"), &secret, context.now)?;

    Ok(Reply::json(&true))
}

/// What can be wrong before the body is read.
pub fn check(context: &RequestContext<'_>) -> Result<(), ApiError> {
    body::require_json(context.header("Content-Type"))
}

fn session_id(raw: &str) -> Result<String, Violation> {
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let is_one = (1..=LONGEST_ID).contains(&raw.len()) && raw.bytes().all(is_id);
    is_one.then(|| raw.to_owned()).ok_or_else(|| Violation::custom("Invalid session id"))
}

impl From<SyncError> for ApiError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::NoSuchShare => Self::not_found("Share not found"),
            SyncError::WrongSecret => Self::new(403).message("The secret is not this share's."),
            SyncError::Invalid(message) => {
                let issue = Issue { code: "custom", message, path: vec!["data".to_owned()] };
                Self::invalid("Bad Request. Invalid body({ secret, data: [{ type, data }] }).", &[issue])
            }
            SyncError::TooLarge => {
                Self::new(413).message("A session that is shared may have 24 MiB and 20,000 messages and parts.")
            }
            SyncError::TooOften(exceeded) => {
                let seconds = exceeded.retry_after.as_secs() + 1;
                Self::new(429)
                    .message(format!("Too many requests with tokens of this account. Try again in {seconds} s."))
                    .header("Retry-After", seconds.to_string())
            }
            SyncError::Share(error) => super::shares::refused(error),
            SyncError::Unavailable(unavailable) => unavailable.into(),
        }
    }
}
