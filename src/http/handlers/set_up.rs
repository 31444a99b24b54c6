//! The first account of a database, by the link that `serve` prints.

use serde_json::json;

use super::auth::{email, new_password, signed_in};
use crate::app::set_up::{self, SetUpError};
use crate::domain::secret;
use crate::http::Site;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;
use crate::http::session;

/// `POST /api/auth/set-up/look`: whether the link works. Uses nothing up.
pub fn look(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ token }).")?;
    let link = fields.text("token", |raw| Ok(secret::digest(raw)));
    let link = fields.done(link)?;

    let expires_at = set_up::look(&site.store, &link, context.now)?.ok_or(SetUpError::NoSuchLink)?;

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

    Ok(signed_in(site, &opened, context.now))
}

impl From<SetUpError> for ApiError {
    fn from(error: SetUpError) -> Self {
        match error {
            SetUpError::NoSuchLink => Self::not_found("Link not found").message(
                "This link was used, has expired, or is not complete. The server prints a new one when it is started \
                 again and nobody has an account.",
            ),
            SetUpError::IsSetUp => {
                Self::new(409).message("There is an account here already. Sign in, or ask its owner for an invitation.")
            }
            SetUpError::Account(error) => error.into(),
        }
    }
}
