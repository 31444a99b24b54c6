//! The tokens of a user's scripts.

use serde::Serialize;
use serde_json::json;

use super::accounts::{confirm, confirmation, told};
use super::chats::short_text;
use crate::app::tokens;
use crate::domain::id::{TokenId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope, may_expire_at};
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Violation;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

const INVALID: &str = "Bad Request. Invalid body({ current_password, name, scope, expires_at?(in 90 days) }).";

/// A token with its secret, which is told this once.
#[derive(Serialize)]
struct TokenJson<'a> {
    #[serde(flatten)]
    token: ApiToken,
    secret: &'a str,
}

/// `GET /api/users/{user_id}/tokens`
pub fn list(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let tokens = tokens::list(&site.store, user, context.now)?;

    Ok(Reply::json(&json!({ "tokens": tokens })))
}

/// `POST /api/users/{user_id}/tokens`
pub fn create(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let by = session::required(site, context)?;
    let mut fields = context.fields(INVALID)?;
    let password = confirmation(&mut fields, by);
    let name = fields.text("name", short_text);
    let scope = fields.text("scope", scope);
    let expires_at = fields.optional_nullable_text("expires_at", |raw| expiry(raw, context.now));
    let (password, (name, scope)) = fields.done(password.zip(name.zip(scope)))?;

    let confirmed = confirm(site, context, by, password.as_ref())?;
    let made = tokens::make_confirmed(&site.store, &confirmed, &name, scope, expires_at.flatten(), context.now);
    let (token, secret) = made.map_err(|error| told(context, error))?;

    Ok(Reply::json(&json!({ "token": TokenJson { token, secret: secret.as_str() } })))
}

/// `DELETE /api/users/{user_id}/tokens/{token_id}`
pub fn delete(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let missing = || ApiError::not_found("Token not found");
    let id = TokenId::parse(context.param("token_id")).ok_or_else(missing)?;

    let deleted = tokens::take_back(&site.store, user, id)?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

/// The rule of every field with what a token may do.
pub fn scope(raw: &str) -> Result<Scope, Violation> {
    Scope::parse(raw).ok_or_else(|| Violation::custom("Invalid scope. Expected 'read' | 'write' | 'publish'"))
}

fn expiry(raw: &str, now: Timestamp) -> Result<Timestamp, Violation> {
    let at = Timestamp::from_rfc3339(raw).ok_or_else(|| Violation {
        code: "invalid_string",
        message: "Invalid datetime, expected RFC 3339".to_owned(),
    })?;
    let is_possible = may_expire_at(at, now);
    is_possible.then_some(at).ok_or_else(|| Violation::custom("Expected a time within the next 366 days"))
}
