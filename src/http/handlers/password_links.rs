//! A new password by a link, for who has forgotten the old one.

use serde_json::json;

use super::auth::{new_password, signed_in};
use crate::app::accounts::AccountError;
use crate::app::password_links;
use crate::domain::secret;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// `POST /api/auth/password-links/look`: whose password it sets. Uses nothing up.
pub fn look(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let link = fields.done(link)?;

    let found = password_links::look(&site.store, &link, context.now)?;

    let (email, expires_at) = found.ok_or(AccountError::NoSuchPasswordLink)?;
    Ok(Reply::json(&json!({ "email": email, "expires_at": expires_at })))
}

/// `POST /api/auth/password-links/follow`: sets the password, ends all sessions, opens one.
pub fn follow(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token, password }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let password = fields.text("password", new_password);
    let (link, password) = fields.done(link.zip(password))?;

    let browser = session::browser(context);
    let opened = password_links::follow(&site.store, &site.passwords, &link, &password, &browser, context.now)?;

    Ok(signed_in(site, context, &opened))
}
