//! The first account of a database, by the link that `serve` prints.

use serde_json::json;

use super::auth::{email, new_password, signed_in};
use crate::app::accounts::AccountError;
use crate::app::set_up;
use crate::domain::secret;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// `POST /api/auth/set-up/look`: whether the link works. Uses nothing up.
pub fn look(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let link = fields.done(link)?;

    let expires_at = set_up::look(&site.store, &link, context.now)?.ok_or(AccountError::NoSuchSetUpLink)?;

    Ok(Reply::json(&json!({ "expires_at": expires_at })))
}

/// `POST /api/auth/set-up`
pub fn create(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token, email, password }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let email = fields.text("email", email);
    let password = fields.text("password", new_password);
    let ((link, email), password) = fields.done(link.zip(email).zip(password))?;

    let browser = session::browser(context);
    let opened = set_up::create(&site.store, &site.passwords, &link, &email, &password, &browser, context.now)?;

    Ok(signed_in(site, context, &opened))
}
