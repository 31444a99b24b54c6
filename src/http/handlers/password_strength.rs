//! An estimate of a new password, for the page where somebody types one.

use crate::domain::password::PlainPassword;
use crate::http::Site;
use crate::http::error::Outcome;
use crate::http::fields::Violation;
use crate::http::handlers::auth;
use crate::http::reply::Reply;
use crate::http::request_context::RequestContext;

/// More of an address would help nobody's guesses.
const KNOWN_CHARS: usize = 254;

/// `POST /api/password-strength`
pub fn estimate(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let mut fields = context.fields("Bad Request. Invalid body({ password }).")?;
    let password = fields.text("password", |raw| PlainPassword::for_share(raw).map_err(auth::password));
    let email = if fields.has("email") { fields.text("email", known) } else { Some(String::new()) };
    let (password, email) = fields.done(password.zip(email))?;

    let strength = site.estimator.estimate(&password, &email, context.client())?;

    Ok(Reply::json(&strength))
}

/// An address as far as somebody has typed it.
fn known(raw: &str) -> Result<String, Violation> {
    Ok(raw.chars().take(KNOWN_CHARS).collect())
}
