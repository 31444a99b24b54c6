//! The tokens of a user's scripts.

use serde::Serialize;
use serde_json::json;

use super::chats::short_text;
use crate::domain::id::{TokenId, UserId};
use crate::domain::timestamp::Timestamp;
use crate::domain::token::{ApiToken, Scope, USUAL_LIFETIME, may_expire_at};
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Broken;
use crate::http::reply::Reply;
use crate::secret::Secret;
use crate::store::api_tokens::{self, NewToken};

const INVALID: &str = "Bad Request. Invalid body({ name, scope, expires_at?(in 90 days) }).";

/// A token with its secret, which is told this once.
#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    token: ApiToken,
    secret: &'a str,
}

/// `GET /api/users/{user_id}/tokens`
pub fn list(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let tokens = site.store.read_one(|db| api_tokens::of_user(db, user, call.now))?;

    Ok(Reply::json(&json!({ "tokens": tokens })))
}

/// `POST /api/users/{user_id}/tokens`
pub fn create(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let mut fields = call.fields(INVALID)?;
    let name = fields.text("name", short_text);
    let scope = fields.text("scope", scope);
    let expires_at = fields.optional_nullable_text("expires_at", |raw| expiry(raw, call.now));
    let (name, scope) = fields.done(name.zip(scope))?;

    let expires_at = expires_at.flatten().unwrap_or(call.now.plus(USUAL_LIFETIME));
    let secret = Secret::for_scripts()?;
    let new = NewToken { name: &name, scope, expires_at };
    let token = site.store.write(|tx| api_tokens::insert(tx, user, &new, &secret.digest(), call.now))?;

    Ok(Reply::json(&json!({ "token": View { token, secret: secret.as_str() } })))
}

/// `DELETE /api/users/{user_id}/tokens/{token_id}`
pub fn delete(site: &Site, call: &Call<'_>, user: UserId) -> Outcome {
    let missing = || ApiError::not_found("Token not found");
    let id = TokenId::parse(call.param("token_id")).ok_or_else(missing)?;

    let deleted = site.store.write(|tx| api_tokens::delete(tx, user, id))?;

    if deleted { Ok(Reply::json(&true)) } else { Err(missing()) }
}

fn scope(raw: &str) -> Result<Scope, Broken> {
    Scope::parse(raw).ok_or_else(|| Broken::custom("Invalid scope. Expected 'read' | 'write'"))
}

fn expiry(raw: &str, now: Timestamp) -> Result<Timestamp, Broken> {
    let at = Timestamp::from_rfc3339(raw)
        .ok_or_else(|| Broken { code: "invalid_string", message: "Invalid datetime, expected RFC 3339".to_owned() })?;
    let is_possible = may_expire_at(at, now);
    is_possible.then_some(at).ok_or_else(|| Broken::custom("Expected a time within the next 366 days"))
}
