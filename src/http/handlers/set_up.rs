//! The first account of a database, by the link that `serve` prints.

use serde_json::json;

use super::auth::{email, new_password, signed_in};
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::reply::Reply;
use crate::http::session;
use crate::secret::{self, Secret};
use crate::store::{account_links, users};

/// `POST /api/auth/set-up/look`: whether the link works. Uses nothing up.
pub fn look(site: &Site, call: &Call<'_>) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ token }).")?;
    let token = fields.text("token", |raw| Ok(secret::digest(raw)));
    let token = fields.done(token)?;

    let expires_at = site.store.read(|db| {
        let found = account_links::find_set_up(db, &token, call.now)?;
        Ok::<_, ApiError>(if users::exist(db)? { None } else { found })
    })?;

    Ok(Reply::json(&json!({ "expires_at": expires_at.ok_or_else(no_such_link)? })))
}

/// `POST /api/auth/set-up`
pub fn create(site: &Site, call: &Call<'_>) -> Outcome {
    let mut fields = call.fields("Bad Request. Invalid body({ token, email, password }).")?;
    let token = fields.text("token", |raw| Ok(secret::digest(raw)));
    let email = fields.text("email", email);
    let password = fields.text("password", new_password);
    let ((token, email), password) = fields.done(token.zip(email).zip(password))?;

    // Before anything is computed for who made a token up; what counts is decided below.
    site.store.read_one(|db| account_links::find_set_up(db, &token, call.now))?.ok_or_else(no_such_link)?;
    let session_token = Secret::random()?;
    let hash = site.passwords.hash(&password)?;
    let user = site.store.write(|tx| {
        if !account_links::take_set_up(tx, &token, call.now)? {
            return Err(no_such_link());
        }
        if users::exist(tx)? {
            return Err(is_set_up());
        }
        let user = users::insert(tx, &email, &hash, call.now)?;
        session::open(tx, call, &session_token, user.id)?;
        Ok(user)
    })?;

    Ok(signed_in(site, &user, &session_token, call.now))
}

fn no_such_link() -> ApiError {
    ApiError::not_found("Link not found").message(
        "This link was used, has expired, or is not complete. The server prints a new one when it is started again \
         and nobody has an account.",
    )
}

fn is_set_up() -> ApiError {
    ApiError::new(409).message("There is an account here already. Sign in, or ask its owner for an invitation.")
}
