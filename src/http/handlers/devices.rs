//! Signing a device in (RFC 8628): the device asks and waits, its owner looks and decides.

use serde_json::json;

use super::accounts::{confirm, confirmation};
use super::chats::short_text;
use super::tokens::scope;
use crate::app::devices::{CodeError, DeviceRequest, INTERVAL, LIFETIME, TokenAnswer};
use crate::app::{Unavailable, tokens};
use crate::domain::id::UserId;
use crate::domain::secret;
use crate::domain::text::ShortText;
use crate::domain::token::Scope;
use crate::domain::user_code::UserCode;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// `POST /api/auth/device`
pub fn start(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ client_id?, scope? }).")?;
    let name = fields.optional_nullable_text("client_id", short_text).flatten();
    let scope = fields.optional_nullable_text("scope", scope).flatten();
    fields.done(Some(()))?;

    let name = name.unwrap_or_else(|| ShortText::fixed("A device"));
    let started = site.devices.start(DeviceRequest {
        name,
        scope: scope.unwrap_or(Scope::Write),
        address: context.client(),
        client: session::client(context),
        asked_at: context.now,
        expires_at: context.now.plus(LIFETIME),
    });
    let started = started.map_err(|error| match error {
        Unavailable::Busy => ApiError::new(429)
            .message("Too many devices wait to be approved. Try again in some minutes.")
            .header("Retry-After", LIFETIME.as_secs().to_string()),
        error => error.into(),
    })?;

    let user_code = started.user_code.to_string();
    Ok(Reply::json(&json!({
        "device_code": started.device_code.as_str(),
        "user_code": user_code,
        "verification_uri": site.public_url.at("/device"),
        "verification_uri_complete": site.public_url.at(&format!("/device?code={user_code}")),
        "expires_in": LIFETIME.as_secs(),
        "interval": INTERVAL.as_secs(),
    })))
}

/// `POST /api/auth/device/token`
pub fn token(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ grant_type, device_code }).")?;
    let grant_type = fields.text("grant_type", |raw| Ok(raw == GRANT_TYPE));
    let code = fields.text("device_code", |raw| Ok(secret::digest(raw)));
    let (is_ours, code) = fields.done(grant_type.zip(code))?;
    if !is_ours {
        return Ok(refused("unsupported_grant_type", "The grant type is not that of a device."));
    }

    let (token, secret) = match site.devices.answer(&site.store, &code, context.now)? {
        TokenAnswer::Granted(user, token, secret) => {
            context.opened.set(Some(user));
            context.event.set(Some("device-signed-in"));
            (token, secret)
        }
        TokenAnswer::Pending => return Ok(refused("authorization_pending", "Nobody has decided yet.")),
        TokenAnswer::SlowDown => return Ok(refused("slow_down", "Wait five seconds longer between two requests.")),
        TokenAnswer::Denied => return Ok(refused("access_denied", "The request was refused.")),
        TokenAnswer::Expired => return Ok(refused("expired_token", "Nobody approved the request in time.")),
        TokenAnswer::Unknown => {
            return Ok(refused("invalid_grant", "There is no such request, or it was answered already."));
        }
    };

    let expires_in = (token.expires_at.as_millis() - context.now.as_millis()) / 1000;
    Ok(Reply::json(&json!({
        "access_token": secret.as_str(),
        "token_type": "Bearer",
        "expires_in": expires_in,
        "scope": token.scope,
        "token": token,
    })))
}

/// `DELETE /api/auth/token`: a device signs itself out.
pub fn end(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let secret = session::bearer(context).ok_or_else(ApiError::unauthorized)?;

    let (user, token) =
        tokens::find(&site.store, &secret, context.now)?.ok_or_else(|| session::unauthorized(context))?;
    let ended = tokens::take_back(&site.store, user, token.id)?;

    context.opened.set(Some(user));
    context.event.set(Some("token-deleted"));
    Ok(Reply::json(&ended))
}

/// `POST /api/users/{user_id}/devices/look`: what the device with that code asks for.
pub fn look(site: &Site, context: &RequestContext<'_>, user: UserId) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ user_code }).")?;
    let code = fields.text("user_code", |raw| Ok(UserCode::parse(raw)));
    let code = fields.done(code)?;

    let request = site.devices.look(user, code, context.now)?;

    Ok(described(&request))
}

/// `POST /api/users/{user_id}/devices`: approves or refuses that.
pub fn decide(site: &Site, context: &RequestContext<'_>, _: UserId) -> Outcome {
    let by = session::required(site, context)?;
    let mut fields =
        context.fields("Bad Request. Invalid body({ user_code, is_approved, current_password(to approve) }).")?;
    let code = fields.text("user_code", |raw| Ok(UserCode::parse(raw)));
    let is_approved = fields.required_bool("is_approved");
    // Nobody has to prove who they are to refuse.
    let password = if is_approved == Some(false) { Some(None) } else { confirmation(&mut fields, by) };
    let (password, (code, is_approved)) = fields.done(password.zip(code.zip(is_approved)))?;

    if is_approved {
        confirm(site, context, by, password.as_ref())?;
    }
    let request = site.devices.decide(by, code, is_approved, context.now)?;

    context.event.set(Some(if is_approved { "device-approved" } else { "device-refused" }));
    Ok(described(&request))
}

fn described(request: &DeviceRequest) -> Reply {
    let DeviceRequest { name, scope, address, client, asked_at, expires_at } = request;
    Reply::json(&json!({ "device": {
        "name": name,
        "scope": scope,
        "address": address,
        "client": client,
        "asked_at": asked_at,
        "expires_at": expires_at,
    } }))
}

/// An error as RFC 6749 (5.2) has it, with the fields of this API's own.
fn refused(error: &str, message: &str) -> Reply {
    Reply::json(&json!({
        "error": error,
        "error_description": message,
        "statusCode": 400,
        "statusMessage": "Bad Request",
        "message": message,
    }))
    .status(400)
}

impl From<CodeError> for ApiError {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::NoSuchCode => Self::not_found("Code not found"),
            CodeError::TooManyGuesses(exceeded) => {
                let seconds = exceeded.retry_after.as_secs() + 1;
                Self::from(exceeded).message(format!("Too many wrong codes. Try again in {seconds} s."))
            }
        }
    }
}
