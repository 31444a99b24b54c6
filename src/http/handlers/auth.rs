//! Accounts and sessions: sign-up, login, logout, check.

use serde_json::json;

use crate::domain::email::Email;
use crate::domain::password::{PasswordError, PlainPassword};
use crate::domain::timestamp::Timestamp;
use crate::domain::user::User;
use crate::http::call::Call;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Broken;
use crate::http::reply::Reply;
use crate::http::session::{self, Token};
use crate::http::{SignUp, Site};
use crate::server::slow;
use crate::store::{StoreError, sessions, users};

const INVALID: &str = "Bad Request. Invalid body({ email, password }).";

/// `POST /api/auth/sign-up`
pub fn sign_up(site: &Site, call: &Call<'_>) -> Outcome {
    if site.sign_up == SignUp::Closed {
        return Err(ApiError::new(403).message("Sign-up is closed on this server; ask its owner for an account."));
    }

    let mut fields = call.fields(INVALID)?;
    let email = fields.text("email", email);
    let password = fields.text("password", |raw| PlainPassword::for_account(raw).map_err(password));
    let (email, password) = fields.done(email.zip(password))?;

    let token = Token::random()?;
    let user = slow(|| {
        let hash = site.passwords.hash(&password)?;
        let opened = site.store.write(|tx| {
            let user = users::insert(tx, &email, &hash, call.now)?;
            sessions::insert(tx, &token.digest(), user.id, call.now, call.now.plus(session::LIFETIME))?;
            Ok(user)
        });
        opened.map_err(|error| match error {
            StoreError::Conflict => ApiError::new(409).message("An account with this e-mail address exists."),
            other => other.into(),
        })
    })?;

    Ok(signed_in(site, &user, &token, call.now))
}

/// `POST /api/auth/login`
pub fn login(site: &Site, call: &Call<'_>) -> Outcome {
    let mut fields = call.fields(INVALID)?;
    let email = fields.text("email", email);
    let password = fields.text("password", |raw| Ok(PlainPassword::offered(raw)));
    let (email, password) = fields.done(email.zip(password))?;

    let account = site.store.read(|db| users::by_email(db, &email))?;
    let (user, hash) = account.unzip();
    let right = slow(|| site.passwords.verify_account(&email, call.client(), hash.as_ref(), password.as_ref()))?;
    let user = user.filter(|_| right).ok_or_else(|| {
        ApiError::unauthorized().status_message("Invalid email or password").message("Invalid email or password")
    })?;

    let token = Token::random()?;
    slow(|| {
        site.store.write(|tx| {
            // The browser forgets the token it had; so does the server.
            if let Some(old) = session::token(call) {
                sessions::delete(tx, &old, call.now)?;
            }
            sessions::insert(tx, &token.digest(), user.id, call.now, call.now.plus(session::LIFETIME))
        })
    })?;

    Ok(signed_in(site, &user, &token, call.now))
}

/// `POST /api/auth/logout`
pub fn logout(site: &Site, call: &Call<'_>) -> Outcome {
    let ended = match session::token(call) {
        Some(token) => slow(|| site.store.write(|tx| sessions::delete(tx, &token, call.now)))?,
        None => false,
    };

    Ok(Reply::json(&ended).header("Set-Cookie", session::clearing_cookie(&site.public_url)))
}

/// `GET /api/auth/check`
pub fn check(site: &Site, call: &Call<'_>) -> Outcome {
    session::current(site, call)?.ok_or_else(ApiError::unauthorized)?;

    Ok(Reply::empty())
}

fn signed_in(site: &Site, user: &User, token: &Token, now: Timestamp) -> Reply {
    let body = json!({
        "user": { "id": user.id, "primary_email": user.primary_email },
        "loggedInAt": now,
    });
    Reply::json(&body).header("Set-Cookie", token.cookie(&site.public_url))
}

/// The rule of every e-mail field.
pub fn email(raw: &str) -> Result<Email, Broken> {
    Email::parse(raw).ok_or_else(|| Broken { code: "invalid_string", message: "Invalid email".to_owned() })
}

/// How a password's rule is told.
pub fn password(error: PasswordError) -> Broken {
    let code = match error {
        PasswordError::TooShort(_) => "too_small",
        PasswordError::TooLong => "too_big",
    };
    Broken { code, message: error.to_string() }
}
